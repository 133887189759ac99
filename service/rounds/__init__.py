"""Rounds in the service: from who takes part to what came of it (docs/decisions/0009)."""
