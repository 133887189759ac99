"""What the network is: partners, what they seek and offer, and their dated collaborations."""
