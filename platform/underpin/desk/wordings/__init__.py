"""What mails to clients' people say otherwise than the house does."""
