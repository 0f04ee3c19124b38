"""The demonstration: six units of published articles, with made-up people and entries."""
