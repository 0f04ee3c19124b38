"""The pages with figures of ward, team, member and province. They read counters, not entries."""
