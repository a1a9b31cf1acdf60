"""How each client is doing, kept day by day, so that a thousand of them are one question."""
