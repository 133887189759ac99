"""Matching where everybody is too many to look at: candidates are gathered, and only they are looked at."""
