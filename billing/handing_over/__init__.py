"""What this room hands over to a client that asks for all that is kept of it."""
