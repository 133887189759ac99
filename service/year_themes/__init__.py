"""The theme of a year: kept by staff, told to everybody, and leant to by lists of suggestions."""
