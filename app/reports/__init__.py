"""Reports of a month: their content, their drawings as files, and a ward's own templates."""
