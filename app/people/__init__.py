"""Users, their posts, their devices, signing in, and the audit log."""
