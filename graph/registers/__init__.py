"""Public registers of schools and childcare: read as they are published, matched to partners, brought in."""
