"""Answers and lines are read the same wherever the pieces in which they come are cut."""

from __future__ import annotations

import gzip

import brotli
import pytest

from tests.bench.answers import MarkCount, body_of, end_of, status_of

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n"
GZIPPED = gzip.compress(b"ba ngan dong", mtime=0)
ANSWERS = {
    "length": (HEAD + b"content-length: 5\r\n\r\nmot\r\n", b"mot\r\n"),
    "empty": (HEAD + b"Content-Length:0\r\n\r\n", b""),
    "chunks": (
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\nmot\r\nB;x=y\r\n\r\n hai ba\r\n\r\n0\r\n\r\n",
        b"mot\r\n hai ba\r\n",
    ),
    "gzip": (
        HEAD + b"content-encoding: gzip\r\ncontent-length: %d\r\n\r\n%s" % (len(GZIPPED), GZIPPED),
        b"ba ngan dong",
    ),
    "brotli": (
        HEAD
        + b"content-encoding: br\r\ntransfer-encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
        % (len(brotli.compress(b"bon")), brotli.compress(b"bon")),
        b"bon",
    ),
    "not modified": (b'HTTP/1.1 304 Not Modified\r\netag: "1"\r\ncontent-length: 99\r\n\r\n', b""),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_whole_at_its_last_byte(name: str) -> None:
    answer, body = ANSWERS[name]
    assert [end_of(answer[:length]) for length in range(len(answer))] == [None] * len(answer)
    assert end_of(answer) == len(answer)
    assert end_of(bytearray(answer + b"HTTP/1.1 200")) == len(answer), "the next answer may have begun"
    assert body_of(answer) == body


def test_the_status_is_read_of_what_is_there() -> None:
    assert (status_of(ANSWERS["length"][0]), status_of(ANSWERS["not modified"][0]), status_of(b"")) == (200, 304, 0)


def test_an_answer_that_never_ends_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="without a length"):
        end_of(HEAD + b"\r\nmot")


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        (b"\r\n", b"id,note\r\n1,mot\r\n2,\r\n3,\rhai\nba\r\n\r\n"),
        (b"<row ", b"<rows><row r=1><r<row r=2>" + 3 * b"<row >"),
    ],
)
def test_a_mark_is_counted_once_wherever_it_is_cut(mark: bytes, text: bytes) -> None:
    for first in range(len(text) + 1):
        for second in range(first, len(text) + 1):
            count = MarkCount(mark)
            for piece in (text[:first], text[first:second], text[second:]):
                count.add(piece)
            assert count.number == 5, (first, second)
    count = MarkCount(mark)
    for byte in text:
        count.add(bytes([byte]))
    assert count.number == 5
