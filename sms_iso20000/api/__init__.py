"""Whitelisted functions that belong to no single document."""
