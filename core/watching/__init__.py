"""What operators see of the running platform, and nothing about people (ADR 0020)."""
