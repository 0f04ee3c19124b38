"""Setting a database up: schema and catalogue, wards and teams, the demonstration. This room stands on all others."""
