"""Release 0.1, frozen: a ward as that release kept it, what it answered and printed, and a phone that still runs it.

``tests/data/release-0.1/`` was made once, by :mod:`tests.frozen.make` on the code of that release. The tests load it
into the schema of that release, migrate it with the code as it stands, and compare. CONTRIBUTING.md says what to do
when a difference is intended.
"""
