"""Targets: what is to be reached in a ward, a team or an area, and how far it is."""
