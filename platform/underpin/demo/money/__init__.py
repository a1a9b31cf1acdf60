"""Money in the demo: months that were invoiced, what became of them, and what the bank brought."""
