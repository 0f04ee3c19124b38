"""The lists of households and merchants as the ward looks after them: search, changes, merging, walking lists."""
