"""The doors that are knocked on: households and merchants."""
