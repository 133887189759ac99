"""Grants: schemes, what teams of partners apply for, what staff decide, and what came of it."""
