"""The yearly report: its content made once and frozen, then written as a page or as a PDF."""
