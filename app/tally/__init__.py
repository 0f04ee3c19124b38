"""Counters: what was counted, where and when. This room knows nothing of entries."""
