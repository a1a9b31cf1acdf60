"""A client asked to accept a version of their agreement."""
