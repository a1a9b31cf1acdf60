"""Reports over so much that nobody should wait for the page: counted by the worker, kept a day."""
