"""Lists from Excel: read, recognised, tried out, applied and undone."""
