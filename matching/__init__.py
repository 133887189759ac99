"""Who should meet, and why."""
