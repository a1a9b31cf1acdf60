"""What a ticket is about, set right: its subject, whose it is, its service, and who may see it."""
