"""The heart: entries, their status and history, and the month lock."""
