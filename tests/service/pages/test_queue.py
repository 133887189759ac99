"""The queue of today as staff work through it."""
