"""Pictures that belong to entries: taken on the phone, kept beside the log."""
