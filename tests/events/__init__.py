"""Tests of events: their dates, who is on duty at them, and campaigns."""
