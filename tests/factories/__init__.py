"""Small, plain makers of rows. No surprises: what a test needs, it says."""
