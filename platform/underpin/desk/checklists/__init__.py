"""Tasks on tickets: what has to be done, in which order, by whom and by when."""
