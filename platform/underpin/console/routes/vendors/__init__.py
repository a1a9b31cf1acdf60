"""The pages of vendors, for our staff alone."""
