"""Incident postmortems in a git repository: write, check, find, measure and publish them."""
