"""What was done, of how much: the pages of ward, team, member and province. They read counters, not entries."""
