"""Structured logs: one JSON object a line on standard error, without names or what was written."""

from __future__ import annotations

import logging
import sys
import time

import structlog
from flask import Flask, Response, g, request
from structlog.typing import EventDict, WrappedLogger

from app.secret_addresses import masked_path, masked_text

log = structlog.get_logger("request")


def configure() -> None:
    """Set structlog up for this process."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            mask_log_line,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def mask_log_line(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Return a line of the log without the tokens of secret addresses, wherever in it they stand."""
    masked = {name: masked_text(value) if isinstance(value, str) else value for name, value in line.items()}
    if isinstance(path := line.get("path"), str):
        masked["path"] = masked_path(path)
    return masked


def init_app(app: Flask) -> None:
    """Log each request that failed or took long; ordinary ones are the proxy's to log."""

    @app.before_request
    def start_clock() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def log_request(response: Response) -> Response:
        milliseconds = round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000)
        # Machines ask every few seconds how we are; the log tells once when that changes.
        is_asked_by_machines = request.blueprint == "health"
        if (response.status_code >= 400 and not is_asked_by_machines) or milliseconds >= SLOW:
            log.info(
                "request",
                method=request.method,
                path=request.path,
                status=response.status_code,
                milliseconds=milliseconds,
            )
        return response


SLOW = 1000  # milliseconds
