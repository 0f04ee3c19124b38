"""Large bodies of people who are not signed in: answered as small ones are, and in nobody's way."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from tests.serving.conftest import Client, Serve, cookie_of_ana, status_of

PHOTO = "/api/v1/photos/0199a000-0000-7000-8000-000000000001"
OWN = "Sec-Fetch-Site: same-origin"
FORM = "Content-Type: application/x-www-form-urlencoded"
KIB = 1024


def in_chunks(body: bytes) -> bytes:
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)


@pytest.mark.parametrize("is_chunked", [False, True])
@pytest.mark.parametrize(
    ("first_line", "headers", "size", "status", "text"),
    [
        ("POST /api/v1/sync", [OWN], 300 * KIB, 401, b'{"error":"signed_out"}'),
        ("POST /api/v1/sync", ["Sec-Fetch-Site: cross-site"], 300 * KIB, 403, b'{"error":"origin"}'),
        ("POST /api/v1/nothing", [OWN], 300 * KIB, 404, b'{"error":"not_found"}'),
        (f"PUT {PHOTO}", [OWN, "Content-Type: image/jpeg"], 3 * KIB * KIB, 401, b'{"error":"signed_out"}'),
        ("POST /waiting/", [OWN, FORM], KIB * KIB, 302, b"/login"),
        ("POST /settings/template", [OWN, FORM], KIB * KIB, 302, b"/login"),
    ],
)
def test_the_answer_is_that_to_a_small_body(
    serve: Serve, first_line: str, headers: list[str], size: int, status: int, text: bytes, is_chunked: bool
) -> None:
    body = bytes(size)
    framing = "Transfer-Encoding: chunked" if is_chunked else f"Content-Length: {size}"
    with Client(serve("cramped").port) as client:
        client.send(first_line, *headers, framing, body=in_chunks(body) if is_chunked else body)
        answer = client.send("GET /api/v1/session", "Connection: close").received()
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert text in answer
    assert b'"csrf":' in answer, "the connection goes on"


def test_a_form_of_signing_in_is_not_large(serve: Serve) -> None:
    body = b"phone=" + b"9" * 100 * KIB
    assert status_of(serve("cramped").port, "POST /login", OWN, FORM, f"Content-Length: {len(body)}", body=body) == 413


def test_half_sent_they_keep_no_photo_out(serve: Serve) -> None:
    server = serve("cramped")
    photo = bytes(300 * KIB)
    with ExitStack() as stack:
        for first_line in ("POST /login", "POST /waiting/", f"PUT {PHOTO}", "POST /api/v1/sync"):
            client = stack.enter_context(Client(server.port))
            client.send(first_line, OWN, f"Content-Length: {400 * KIB}", body=bytes(390 * KIB))
        headers = (OWN, cookie_of_ana(server), "Content-Type: image/jpeg", f"Content-Length: {len(photo)}")
        assert status_of(server.port, f"PUT {PHOTO}", *headers, body=photo) == 403, "it wants a token now"
