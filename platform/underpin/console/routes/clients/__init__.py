"""The pages of clients: all at a glance, one with all that belongs to it, what each left."""
