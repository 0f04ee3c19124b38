"""The form with which a ward sends its own template."""

from __future__ import annotations

from pathlib import PurePosixPath

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SubmitField

from app.text import UnstorableTextError, clean


class TemplateForm(FlaskForm):  # type: ignore[misc]
    """A Word file."""

    file = FileField(_l("Template (Word file, .docx)"), [FileRequired(_l("Choose the file first."))])
    submit = SubmitField(_l("Check and use it"))

    @property
    def name(self) -> str:
        """The name of the file, without the folder that some browsers send with it."""
        try:
            name = clean(self.file.data.filename.replace("\\", "/"))
        except UnstorableTextError:
            name = ""
        return PurePosixPath(name).name or "mau-bao-cao.docx"

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        with self.file.data.stream as stream:
            content: bytes = stream.read()
        return content
