"""Pages about what waits for somebody's yes, and what is planned."""
