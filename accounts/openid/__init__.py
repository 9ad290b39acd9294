"""Signing in through an OpenID provider that the settings name (ADR 0014)."""
