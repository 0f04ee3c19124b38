"""The endpoints that phones use."""
