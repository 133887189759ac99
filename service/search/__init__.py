"""A search over everything that staff may see: each file looks through one kind of thing."""
