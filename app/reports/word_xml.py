"""The namespace of a Word file's XML, and what a text may hold in it. Pure rules."""

from __future__ import annotations

import re

WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{WORD_NAMESPACE}}}"
"""What the names of Word's elements and attributes begin with in a parsed tree."""

_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def without_unwritable(text: str) -> str:
    """Return a text without the characters that XML cannot hold; carriage returns go too."""
    return _UNWRITABLE.sub("", text)
