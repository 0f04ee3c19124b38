"""Reads XML piece by piece, without entities, external files or other encodings than those of workbooks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    names = _LocalNames()
    start, end = handler.start, handler.end
    parser.StartElementHandler = lambda name, attributes: start(names[name], attributes)
    parser.EndElementHandler = lambda name: end(names[name])
    parser.CharacterDataHandler = handler.text
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise UnreadableFileError(Refusal.DAMAGED) from error


class _LocalNames(dict[str, str]):
    """The names of elements without their prefixes, each cut off once: a sheet has millions of elements."""

    def __missing__(self, name: str) -> str:
        self[name] = local = name.rpartition(":")[2]
        return local


def _refuse_definitions(*_of_document: object) -> None:
    raise UnreadableFileError(Refusal.DAMAGED)


def _refuse_encodings(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding and encoding.lower() not in {"utf-8", "us-ascii"}:
        raise UnreadableFileError(Refusal.DAMAGED)
