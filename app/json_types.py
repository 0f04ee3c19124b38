"""The types of values that come as JSON, and of the messages about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from flask_babel.speaklater import LazyString

JsonObject: TypeAlias = Mapping[str, Any]
"""A JSON object, whose values are looked at where they are used."""

Message: TypeAlias = str | LazyString
"""A sentence or a name for a reader, written in their language when it is shown."""

Messages: TypeAlias = Mapping[str, Sequence[Message]]
"""What is wrong with some values, by field."""
