"""Serving over HTTP: whole requests reach the app's threads, whole answers leave them, and nobody slow holds one."""
