"""The coordinator's queue: what came in is looked at, approved, returned or voided."""
