"""A version of an agreement as a form: written as fields of text, and read back. Pure."""
