"""Colleagues named in a message by @ and their name: who is meant, and how they come to know."""
