"""The pages of a partner for those who speak for it."""
