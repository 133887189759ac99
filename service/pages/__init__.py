"""HTML for staff, partners, the working group and the public."""
