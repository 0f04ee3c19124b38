"""The catalogue: services, topics, indicators, and published figures."""
