"""What becomes of a suggestion: each file one part of the way, within the caller's transaction."""
