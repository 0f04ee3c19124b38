"""A ward's own Word template: checking it, filling it in, and the guide to writing one."""
