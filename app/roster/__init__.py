"""The roster of a ward: its people, their posts and devices, and the invitations that are open."""
