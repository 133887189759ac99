"""Pages about the themes of years."""
