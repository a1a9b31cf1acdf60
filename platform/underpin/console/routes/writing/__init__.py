"""What is written on a ticket besides messages, and what is at hand while one writes."""
