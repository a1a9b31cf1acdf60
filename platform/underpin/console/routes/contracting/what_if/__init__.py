"""What if: a draft tried against a client's past."""
