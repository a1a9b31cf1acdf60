"""Tickets that come again by a rule: every month, every Monday."""
