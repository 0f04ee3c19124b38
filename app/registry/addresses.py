"""How people write where a household is or what a stall is called: what makes two texts one, and what finds them. Pure.

Identity is exact and search is generous: tones tell two names apart, and nobody has to type them to find one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from app.text import fold, identity_key

_WORDS = re.compile(r"\d+|[^\W\d_]+")


class SearchKeys(NamedTuple):
    """What is stored beside a label so that it can be compared and found.

    ``identity`` is equal where two labels are one; ``words`` are the words of the label, folded, each between spaces;
    ``similar`` is equal where two labels may be one, and empty where nothing can be said.
    """

    identity: str
    words: str
    similar: str


def search_keys(label: str) -> SearchKeys:
    """Return what is stored beside a label, an address or a name of at most 200 characters."""
    words = _WORDS.findall(fold(label))
    return SearchKeys(identity_key(label), f" {' '.join(words)} ", " ".join(words))
