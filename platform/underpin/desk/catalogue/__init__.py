"""What clients may ask for: items with forms, and the requests made by them."""
