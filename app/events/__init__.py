"""Days with a date: events that may recur, who is on duty at them, and campaigns."""
