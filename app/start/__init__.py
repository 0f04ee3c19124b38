"""First start: preparing the database, and adding wards and teams."""
