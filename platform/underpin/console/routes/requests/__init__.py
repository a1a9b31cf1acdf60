"""The pages about what clients ask for and how it is done."""
