"""Reads XML piece by piece, without entities, external files or other encodings than those of workbooks. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol
from xml.parsers import expat

from app.imports.file_reader.refusals import Refusal, UnreadableFileError


class XmlHandler(Protocol):
    """What is called with the parts of a document; names are without their prefix."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take in the beginning of an element."""

    def end(self, name: str) -> None:
        """Take in the end of an element."""

    def text(self, text: str) -> None:
        """Take in text, or a piece of it."""


def read_xml(pieces: Iterable[bytes], handler: XmlHandler) -> None:
    """Pass the elements and texts of a document to ``handler``; raises :class:`UnreadableFileError` if it is none."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_definitions
    parser.XmlDeclHandler = _refuse_encodings
    parser.StartElementHandler = _start_of(handler)
    parser.EndElementHandler = lambda name: handler.end(name.rpartition(":")[2])
    parser.CharacterDataHandler = handler.text
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise UnreadableFileError(Refusal.DAMAGED) from error


def _start_of(handler: XmlHandler) -> Callable[[str, dict[str, str]], None]:
    start = handler.start

    def take(name: str, attributes: dict[str, str]) -> None:
        start(name.rpartition(":")[2], attributes)

    return take


def _refuse_definitions(*_of_document: object) -> None:
    raise UnreadableFileError(Refusal.DAMAGED)


def _refuse_encodings(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding and encoding.lower() not in {"utf-8", "us-ascii"}:
        raise UnreadableFileError(Refusal.DAMAGED)
