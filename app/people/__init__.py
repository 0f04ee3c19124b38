"""Who uses the app: users, their posts, their devices, and signing in."""
