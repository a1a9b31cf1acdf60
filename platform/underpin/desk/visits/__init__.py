"""Visits to a client: when, where, by whom, told to both as calendars understand it."""
