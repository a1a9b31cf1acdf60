"""Each report's definition, as measures over what is counted. Pure."""
