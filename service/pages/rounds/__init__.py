"""The pages of rounds: for staff, for partners by a signed link, and in their portal."""
