"""Staff take down a ticket for a client."""
