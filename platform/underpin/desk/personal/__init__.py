"""What each person says of themselves: their language, their zone, how they want to be told."""
