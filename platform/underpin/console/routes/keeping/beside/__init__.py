"""What stands beside a client's month of compliance."""
