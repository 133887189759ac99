"""The commands of osmose, each in its own room."""
