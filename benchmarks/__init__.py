"""What takes long: measured on demand, never in the test run."""
