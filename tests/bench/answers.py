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


class LineCount:
    """Counts the lines of a file that comes in pieces; the two bytes of a line's end may come in two of them."""

    def __init__(self) -> None:
        self.lines = 0
        self._half = b""

    def add(self, piece: bytes) -> None:
        """Count the lines that end in the next ``piece``."""
        text = self._half + piece
        self.lines += text.count(b"\r\n")
        self._half = b"\r" if text.endswith(b"\r") else b""


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
