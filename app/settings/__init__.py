"""The pages on which a coordinator sets what is particular to the ward."""
