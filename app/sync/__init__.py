"""The door that phones use."""
