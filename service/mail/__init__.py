"""Mail: what has to leave is put in an outbox, written when it leaves, and sent at least once."""
