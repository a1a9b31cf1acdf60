"""Reports: what became of tickets, counted by stated definitions."""
