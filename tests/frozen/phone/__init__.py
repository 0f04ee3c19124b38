"""A phone that runs release 0.1: what that release's ``static/js`` sends, reads and shows, played in Python.

Phones keep their scripts, pages and words until somebody taps "Renew", so this one stays as it was however the server
changes. The names of the scripts that each part plays stand beside it. Played are the outbox and the four pages, not
drafts, the service worker's files, and what is shown between a receipt and the next reading.
"""
