"""Months: closing them, the editions of their figures, what differs between editions, and attendance."""
