"""The pages of the educational agenda."""
