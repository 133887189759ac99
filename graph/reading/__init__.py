"""The exchange format: files in, checked rows and named faults out."""
