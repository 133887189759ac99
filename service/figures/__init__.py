"""Figures of a network for people: each a chart, a sentence that says what it shows, its table and its definition."""
