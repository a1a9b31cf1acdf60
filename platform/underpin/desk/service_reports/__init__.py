"""The monthly service report of a client: what was promised and kept, kept as it was told."""
