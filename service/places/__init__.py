"""Where each partner stands in the picture of the network: laid out once, stored, and kept."""
