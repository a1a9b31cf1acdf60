"""Find anything: what a few letters may mean."""
