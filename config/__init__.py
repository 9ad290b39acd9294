"""Wiring: settings, addresses, servers. May import every room; nothing imports it."""
