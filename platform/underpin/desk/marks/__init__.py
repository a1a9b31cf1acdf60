"""What each of the staff marks for themselves: what they have seen, and what they snooze."""
