"""What may be said differently for each client, where a default holds for all others."""
