"""A message while it is written: its files, its draft, and who else is at the ticket."""
