"""Where things are: province, ward, neighbourhoods, teams, places, and how many people live there."""
