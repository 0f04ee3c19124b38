"""The field that asks who says so: of figures that somebody publishes or counts, and of lists."""

from __future__ import annotations

from typing import Unpack

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired

from app.form_fields import AtMost, cleaned, no_identity_digits
from app.json_fields import Binding
from app.json_types import Message
from app.places.models import SOURCE_LENGTH

WHO_SAYS_SO = _l("Who says so")
NO_SOURCE = _l("Enter who says so, so that others can look it up.")


class SourceField(StringField):
    """Who says so, in one line of at most :data:`SOURCE_LENGTH` characters without anybody's number.

    ``missing`` is said where it is empty; without it the field may stay empty.
    """

    def __init__(self, label: Message = WHO_SAYS_SO, missing: Message = NO_SOURCE, **binding: Unpack[Binding]) -> None:
        needed = [DataRequired(missing)] if missing else []
        super().__init__(
            label,
            [*needed, AtMost(SOURCE_LENGTH), no_identity_digits],
            filters=[cleaned],
            render_kw={"autocomplete": "off"},
            **binding,
        )
