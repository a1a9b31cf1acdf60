"""Calendars: the hours on which promises count."""
