"""Pure rules of how a password is spelled: keyboards send the same accented letters as different characters."""

from __future__ import annotations

import unicodedata


def normalised(password: str) -> str:
    """Return ``password`` in NFC, the spelling that new hashes are made from."""
    return unicodedata.normalize("NFC", password)


def spellings(password: str) -> tuple[str, ...]:
    """Return what a stored hash of ``password`` may have been made from: NFC first, at most three different texts.

    Before passwords were normalised a hash was made from what was typed, which may have been NFD.
    """
    return tuple(dict.fromkeys((normalised(password), password, unicodedata.normalize("NFD", password))))
