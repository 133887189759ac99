"""Teams found for somebody, and proposed."""
