"""The guides: how the app is introduced and used, and what to do when something is wrong."""
