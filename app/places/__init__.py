"""Provinces, wards with their settings, neighbourhoods, teams, places and populations."""
