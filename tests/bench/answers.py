"""What a client reads of a server piece by piece: answers of HTTP, and lines of a file. A piece may end anywhere."""

from __future__ import annotations

import gzip
import re

import brotli

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r", re.I)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked\r", re.I)
_ENCODING = re.compile(rb"\r\ncontent-encoding: *(\w+)\r", re.I)
_DECODE = {b"br": brotli.decompress, b"gzip": gzip.decompress}
_WITHOUT_BODY = {204, 304}
_END_OF_HEAD = b"\r\n\r\n"


def status_of(answer: bytes | bytearray) -> int:
    """Return the status of an answer of which at least the first line is there; 0 where nothing is."""
    return int(answer[9:12] or 0)


def end_of(buffer: bytes | bytearray) -> int | None:
    """Return where the answer at the beginning of ``buffer`` ends, or nothing while a part of it is missing."""
    head = buffer.find(_END_OF_HEAD)
    if head < 0:
        return None
    body = head + len(_END_OF_HEAD)
    if status_of(buffer) in _WITHOUT_BODY:
        return body
    if length := _LENGTH.search(buffer, 0, body):
        end = body + int(length[1])
        return end if len(buffer) >= end else None
    if _CHUNKED.search(buffer, 0, body):
        return _end_of_chunks(buffer, body)
    raise RuntimeError(f"an answer without a length: {bytes(buffer[:head])!r}")


def body_of(answer: bytes) -> bytes:
    """Return the body of a whole answer, as it was before it was sent."""
    body = answer.index(_END_OF_HEAD) + len(_END_OF_HEAD)
    encoding = _ENCODING.search(answer, 0, body)
    content = _joined(answer, body) if _CHUNKED.search(answer, 0, body) else answer[body:]
    return _DECODE[encoding[1]](content) if encoding else content


class MarkCount:
    """Counts how often ``mark`` stands in what comes in pieces, also where two of them share one."""

    def __init__(self, mark: bytes) -> None:
        self.number = 0
        self._mark = mark
        self._tail = b""

    def add(self, piece: bytes) -> None:
        """Count the marks that end in the next ``piece``."""
        text = self._tail + piece
        self.number += text.count(self._mark)
        # One byte less than a mark: what was counted is not counted again.
        self._tail = text[max(0, len(text) - len(self._mark) + 1) :]


def _end_of_chunks(buffer: bytes | bytearray, start: int) -> int | None:
    while (chunk := _chunk_at(buffer, start)) is not None:
        first, start = chunk
        if first == start:  # The last chunk is empty; trailers are sent by none of the servers.
            end = start + 2
            return end if len(buffer) >= end else None
        start += 2
    return None


def _joined(answer: bytes, start: int) -> bytes:
    pieces = []
    while (chunk := _chunk_at(answer, start)) is not None and chunk[0] < chunk[1]:
        pieces.append(answer[slice(*chunk)])
        start = chunk[1] + 2
    return b"".join(pieces)


def _chunk_at(buffer: bytes | bytearray, start: int) -> tuple[int, int] | None:
    """Return where the data of the chunk at ``start`` begins and ends, or nothing while its size is not there."""
    line = buffer.find(b"\r\n", start)
    if line < 0:
        return None
    size = int(buffer[start:line].split(b";")[0], 16)
    return line + 2, line + 2 + size
