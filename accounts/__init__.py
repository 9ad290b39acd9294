"""The person: who signs in, and how."""
