"""A service report in words: the same for its page and its PDF."""
