"""A new client company, from its first line to its first ticket."""
