"""Data brought in by staff: looked at first, then stored, each time with an entry in the log."""
