"""One file for each kind of object: what a request makes of it."""
