"""What partners did together, told: written, agreed to by each of them, released by staff (`graph.stories`)."""
