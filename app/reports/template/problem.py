"""Problems of a Word template, as its author reads them. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A reason for refusing a template: the part of it, the line, and a message that says what to do."""

    where: str
    line: str
    message: str


class RefusedFileError(Exception):
    """The file is refused, and is not checked any further."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
