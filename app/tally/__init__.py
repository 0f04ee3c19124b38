"""Counters by area, team, day and household. This room knows nothing of entries."""
