"""The statements in ``docs/scale.md`` are those that the models give."""

from __future__ import annotations

from tests.scale.document import DOCUMENT, expected


def test_the_document_spreads_the_tables_as_they_are() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == expected(), "write it anew: python -m tests.scale.document"
