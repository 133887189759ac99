"""Two partners that are one: what was known of either belongs to the one that stays, and nothing is lost."""
