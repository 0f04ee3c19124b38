"""Thirty phones, a proxy that cuts and a server that is killed: nothing that was acknowledged may be lost."""
