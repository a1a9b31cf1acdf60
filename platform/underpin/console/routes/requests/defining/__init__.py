"""Catalogue items and task templates as forms: rows of a page to what is kept, and back. Pure."""
