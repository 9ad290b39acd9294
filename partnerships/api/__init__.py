"""The API of who takes part."""
