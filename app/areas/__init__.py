"""Areas that become others: merging and splitting them, a whole ward's new map, and taking that back."""
