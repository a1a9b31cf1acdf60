"""Pictures without what their cameras and editors said beside them."""
