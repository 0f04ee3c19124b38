"""Counts the statements of a server: Python imports this by itself where its folder stands in ``PYTHONPATH``.

For each statement that goes through SQLAlchemy a byte is added to the file ``COUNTED_STATEMENTS``, whichever process of
the server sends it. So the server of any checkout can be asked, as it is.
"""

from __future__ import annotations

import os
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

_file = os.open(os.environ["COUNTED_STATEMENTS"], os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)


@event.listens_for(Engine, "before_cursor_execute")
def _count(*_statement: Any) -> None:
    os.write(_file, b".")
