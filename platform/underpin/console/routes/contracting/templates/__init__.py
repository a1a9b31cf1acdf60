"""Templates, what they propose, and reminders."""
