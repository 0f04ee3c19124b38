"""Backup and restore of a SQLite database."""
