"""Plumbing of the API: the same scope, rules and services as the pages."""
