"""The ASGI entry point: what ``python -m app.serving`` serves."""

from __future__ import annotations

from functools import partial

from app.body_limit import body_limit, is_signed_in
from app.people.sign_in_queues import THREADS, queue_of
from app.security import secure_headers
from app.serving.adapter import Adapter
from app.serving.queues import Queues
from wsgi import app

served = Adapter(
    app,
    partial(body_limit, app),
    partial(is_signed_in, app),
    headers=secure_headers(app.config["TUNG_NHA"]),
    fixed_paths=["/healthz"],
    queues=Queues(partial(queue_of, app.config["TUNG_NHA"]), THREADS),
)
