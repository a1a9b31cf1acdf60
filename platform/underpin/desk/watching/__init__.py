"""Who watches a ticket besides who asked."""
