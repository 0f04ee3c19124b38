"""The pages of a ward's calendar: its events and their dates."""
