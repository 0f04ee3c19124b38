"""The form with which a list comes in."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from app.form_fields import AtMost, cleaned, no_identity_digits
from app.imports.list_kind import ListCode
from app.imports.models import PURPOSE_LENGTH
from app.imports.new_list import NewList
from app.settings.source_field import SourceField
from app.text import UnstorableTextError, clean

_NAME_LENGTH = 200


class UploadForm(FlaskForm):  # type: ignore[misc]
    """A file or pasted cells, and who gave the list on which day for what."""

    file = FileField(_l("File"))
    pasted = TextAreaField(_l("Cells from a spreadsheet"), render_kw={"autocomplete": "off"})
    given_by = SourceField(_l("Who gave the list"), _l("Say who gave the list, such as an office or a team."))
    given_on = DateField(_l("On which day"), [DataRequired(_l("Enter a day: day, month and year."))])
    purpose = StringField(
        _l("What for"),
        [AtMost(PURPOSE_LENGTH), no_identity_digits],
        filters=[cleaned],
        render_kw={"autocomplete": "off"},
    )

    today: date
    """The current day, after which no list was given."""

    @classmethod
    def on(cls, today: date, given_on: date | None = None) -> UploadForm:
        """Return the form as it is shown today, for a list of a day where one is known."""
        form = cls(given_on=given_on or today)
        form.today = today
        return form

    @property
    def has_file(self) -> bool:
        """Whether a file was chosen."""
        return bool(self.file.data and self.file.data.filename)

    @property
    def file_name(self) -> str:
        """The name of the file, without the folder that some browsers send with it; of pasted cells there is none."""
        if not self.has_file:
            return ""
        try:
            name = clean(self.file.data.filename.replace("\\", "/"))
        except UnstorableTextError:
            name = ""
        return PurePosixPath(name).name[-_NAME_LENGTH:]

    def new_list(self, code: ListCode, digest: str) -> NewList:
        """Return what was entered, with the digest of the file or text."""
        return NewList(
            code,
            self.file_name,
            digest,
            self.given_by.data or "",
            self.given_on.data or self.today,
            self.purpose.data or "",
        )

    def validate_file(self, _field: FileField) -> None:
        """Refuse nothing at all, and a file together with pasted cells."""
        has_pasted = bool((self.pasted.data or "").strip())
        if not self.has_file and not has_pasted:
            raise ValidationError(_("Choose a file, or paste cells below."))
        if self.has_file and has_pasted:
            raise ValidationError(_("Choose either a file or pasted cells, and empty the other."))

    def validate_given_on(self, field: DateField) -> None:
        """Refuse a day that is still to come."""
        if field.data is not None and field.data > self.today:
            raise ValidationError(_("This day is still to come."))
