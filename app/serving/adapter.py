"""From the event loop to the app's threads and back: an ASGI app around a WSGI app.

The loop takes a request in to its last byte before a thread sees it, and a thread is free again before the first byte
of its answer leaves. So a slow client costs a connection and a few kilobytes, never a thread, and with it neither a
connection to the database nor a snapshot in it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from http import HTTPStatus
from io import RawIOBase
from typing import TYPE_CHECKING

import structlog
from werkzeug.exceptions import RequestEntityTooLarge

from app.serving.environ import RequestScope, environ_of, scope_of
from app.serving.messages import Message, Receive, Send
from app.serving.queues import FREE, Queues
from app.serving.spool import IN_MEMORY, FullError, Quota, Spool
from app.serving.transfer_limits import TransferLimits
from app.serving.worker import live

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

log = structlog.get_logger()


THREADS = 4
BODIES_QUOTA = 128 * 1024**2  # bytes
ANSWERS_QUOTA = 256 * 1024**2  # bytes
RETRY_AFTER = b"30"  # seconds
_WITHOUT_BODY = {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}


class ClientGoneError(Exception):
    """The client went away before its request was whole."""


class TooSlowError(Exception):
    """The client sends more slowly than it may."""


class Adapter:
    """Serves a WSGI app from an event loop."""

    def __init__(
        self,
        wsgi_app: WSGIApplication,
        limit_of: Callable[[WSGIEnvironment], int],
        is_known: Callable[[WSGIEnvironment], bool] = lambda environ: True,
        *,
        limits: TransferLimits | None = None,
        bodies_quota: int = BODIES_QUOTA,
        answers_quota: int = ANSWERS_QUOTA,
        headers: Iterable[tuple[str, str]] = (),
        fixed_paths: Collection[str] = (),
        queues: Queues = FREE,
    ) -> None:
        """Serve ``wsgi_app``; ``limit_of`` tells how many bytes the body of a request may have.

        Large bodies are kept only of those who the quick look of ``is_known`` says are known.

        The adapter's own answers carry the ``headers`` that the app gives to all of its own.
        The app is asked for ``fixed_paths`` here, once; its small answers to them never wait for a thread.
        Requests of one of the ``queues`` wait there until they may have a thread.
        """
        self._app = wsgi_app
        self._limit_of = limit_of
        self._is_known = is_known
        self.limits = limits or TransferLimits()
        self._bodies = Quota(bodies_quota)
        self._answers = Quota(answers_quota)
        self._queues = queues
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="app")
        self._headers = encoded(headers)
        self._fixed = {(method, path): self._ask(method, path) for path in fixed_paths for method in ("GET", "HEAD")}

    async def __call__(self, scope: RequestScope, receive: Receive, send: Send) -> None:
        """Serve one request, or a worker's life."""
        if scope.get("type") == "lifespan":
            await live(self.limits.idle, receive, send)
        elif fixed := self._fixed.get((scope["method"], scope["path"])):
            for message in fixed:
                await send(message)
        else:
            await self._serve(environ_of(scope), receive, send)

    def _ask(self, method: str, path: str) -> list[Message]:
        """Return the messages of the app's answer to a request that nobody sent."""
        with closing(Spool(self._bodies)) as body, closing(Spool(self._answers)) as content:
            answer = Answer(content)
            answer.make(self._app, environ_of(scope_of(method, path)), body)
            return [
                {"type": "http.response.start", "status": answer.status, "headers": answer.headers_for(method)},
                {"type": "http.response.body", "body": content.rewound().read()},
            ]

    async def _serve(self, environ: WSGIEnvironment, receive: Receive, send: Send) -> None:
        body, answer = Spool(self._bodies), Answer(Spool(self._answers))
        work: Future[None] | None = None
        try:
            await self._take_in(environ, receive, body)
            async with self._queues.turn(environ):
                work = self._threads.submit(answer.make, self._app, environ, body)
                await asyncio.wrap_future(work)
        except ClientGoneError:
            return
        except TooSlowError:
            await self._refuse(environ, send, HTTPStatus.REQUEST_TIMEOUT, "request_timeout")
        except FullError:
            await self._refuse(environ, send, HTTPStatus.SERVICE_UNAVAILABLE, "busy", (b"retry-after", RETRY_AFTER))
        except Exception:
            log.exception("no answer", path=environ["PATH_INFO"])
            await self._refuse(environ, send, HTTPStatus.INTERNAL_SERVER_ERROR, "error")
        else:
            await self._send(answer, environ["REQUEST_METHOD"], send)
        finally:
            _close_after(work, body, answer.body)

    async def _take_in(self, environ: WSGIEnvironment, receive: Receive, body: Spool) -> None:
        """Take the request's body in, and say in ``environ`` how long it is.

        What a stranger sends is received to its end too, so that the connection carries the answer and what comes
        after it, but a large body is not kept: it would take the place of what others send.
        """
        is_chunked = environ.pop("HTTP_TRANSFER_ENCODING", None) is not None
        length = int(environ.get("CONTENT_LENGTH") or 0)
        limit = self._limit_of(environ) if length or is_chunked else 0
        if length > limit or not (length or is_chunked):
            return  # What is too long the app refuses by its length alone.
        is_small = 0 < length <= IN_MEMORY
        most_kept = limit if is_small or self._is_known(environ) else IN_MEMORY
        size = 0
        async for piece in self._pieces(receive, limit):
            size += len(piece)
            if size <= most_kept:
                body.write(piece)
        environ["CONTENT_LENGTH"] = str(size)
        if size > most_kept:
            environ["wsgi.input"] = DroppedBody()

    async def _pieces(self, receive: Receive, limit: int) -> AsyncIterator[bytes]:
        """Give the body piece by piece, to its end or until it is longer than ``limit``."""
        clock = asyncio.get_running_loop().time
        begun, size, more = clock(), 0, True
        while more and size <= limit:
            try:
                async with asyncio.timeout_at(self.limits.deadline(begun, clock(), size)):
                    message = await receive()
            except TimeoutError:
                raise TooSlowError from None
            if message["type"] == "http.disconnect":
                raise ClientGoneError
            piece = message.get("body", b"")
            size += len(piece)
            more = message.get("more_body", False)
            yield piece

    async def _send(self, answer: Answer, method: str, send: Send) -> None:
        """Send an answer; who reads it too slowly loses the connection, and sees that some is missing."""
        clock = asyncio.get_running_loop().time
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers_for(method)})
        file = answer.body.rewound()
        begun, sent, more = clock(), 0, True
        while more:
            piece = file.read(IN_MEMORY)
            more = sent + len(piece) < answer.body.size
            try:
                async with asyncio.timeout_at(self.limits.deadline(begun, clock(), sent)):
                    await send({"type": "http.response.body", "body": piece, "more_body": more})
            except TimeoutError:
                return
            sent += len(piece)

    async def _refuse(
        self, environ: WSGIEnvironment, send: Send, status: HTTPStatus, code: str, *more: tuple[bytes, bytes]
    ) -> None:
        """Answer in the place of the app, and end the connection, on which the rest of the body may still come."""
        is_api = environ["PATH_INFO"].startswith("/api/")
        kind, text = ("application/json", f'{{"error":"{code}"}}') if is_api else ("text/plain", status.phrase)
        headers = [(b"content-type", kind.encode()), (b"connection", b"close"), *more, *self._headers]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": text.encode()})


class DroppedBody(RawIOBase):
    """A body that was not kept: the app may answer without it, and who reads it answers that it is too large."""

    def readable(self) -> bool:
        """Say that it may be read, as the body of a request may."""
        return True

    def readinto(self, _buffer: object) -> int:
        """Refuse."""
        raise RequestEntityTooLarge


class Answer:
    """The answer of the app, kept until the thread that made it is free."""

    def __init__(self, body: Spool) -> None:
        self.status = 500
        self.headers: list[tuple[str, str]] = []
        self.body = body

    def make(self, wsgi_app: WSGIApplication, environ: WSGIEnvironment, body: Spool) -> None:
        """Let ``wsgi_app`` answer a request with its ``body``; a thread runs this."""
        environ.setdefault("wsgi.input", body.rewound())
        pieces = wsgi_app(environ, self._start)
        try:
            for piece in pieces:
                self.body.write(piece)
        finally:
            if hasattr(pieces, "close"):
                pieces.close()
        self.body.rewound()  # What the disk refuses it refuses here, before the answer has begun to leave.

    def _start(self, status: str, headers: list[tuple[str, str]], _failure: object = None) -> Callable[[bytes], object]:
        # Nothing has left yet, so an answer that fails halfway can still become an error page.
        self.status, self.headers = int(status.split(" ", 1)[0]), headers
        return self.body.write

    def headers_for(self, method: str) -> list[tuple[bytes, bytes]]:
        """Return the headers as they leave, with the length of the body."""
        sent = encoded(self.headers)
        has_body = method != "HEAD" and self.status not in _WITHOUT_BODY
        if has_body and not any(name == b"content-length" for name, _ in sent):
            sent.append((b"content-length", str(self.body.size).encode()))
        return sent


def _close_after(work: Future[None] | None, *spools: Spool) -> None:
    """Close ``spools`` as soon as no thread uses them any more.

    When a request is cancelled, its thread goes on; what has waited for a thread is never begun.
    """

    def close(_work: object) -> None:
        for spool in spools:
            spool.close()

    if work is None:
        close(None)
    else:
        work.add_done_callback(close)


def encoded(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    """Return headers as ASGI wants them."""
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
