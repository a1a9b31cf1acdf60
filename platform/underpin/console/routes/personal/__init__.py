"""What each person says of themselves."""
