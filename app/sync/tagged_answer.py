"""An answer whose tag is known without building it, as long as nothing that it depends on has changed.

It has parts. The version of each is made of all that the part depends on, and costs little to read; this process
remembers the digest of what it built of that version. So the tag of an answer is that of its content: it stays the same
when something else changes, in every process and release. Where a version is not known, as after a start, its part is
built once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app

from app.json_types import JsonObject
from app.sync.envelope import write_body

MOST_KNOWN = 20_000
"""The most digests that a process remembers; some two hundred bytes each."""

_KEY = "answer_digests"


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A part of an answer: some of its keys, and how to build them. One without a version is built each time."""

    version: str | None
    build: Callable[[], JsonObject]


class TaggedAnswer:
    """An answer in parts, which are built as late as possible, and each once."""

    def __init__(self, parts: list[AnswerPart]) -> None:
        self._parts = parts
        self._built: dict[int, bytes] = {}

    @property
    def tag(self) -> str:
        """The tag of the content."""
        digests = "".join(map(self._digest, range(len(self._parts))))
        return hashlib.sha256(digests.encode()).hexdigest()[:32]

    @property
    def body(self) -> bytes:
        """The content as JSON: one object with the keys of all parts."""
        return b"{%b}" % b",".join(self._text(number)[1:-1] for number in range(len(self._parts)))

    def _digest(self, number: int) -> str:
        version = self._parts[number].version
        if version is None:
            return hashlib.sha256(self._text(number)).hexdigest()
        # Threads may write at the same time: each of these steps is whole by itself, and what is lost is built again.
        known: dict[str, str] = current_app.extensions.setdefault(_KEY, {})
        digest = known.get(version)
        if digest is None:
            digest = hashlib.sha256(self._text(number)).hexdigest()
            if len(known) >= MOST_KNOWN:
                known.clear()
            known[version] = digest
        return digest

    def _text(self, number: int) -> bytes:
        if number not in self._built:
            self._built[number] = write_body(self._parts[number].build())
        return self._built[number]
