"""What a version would do to tickets that are open."""
