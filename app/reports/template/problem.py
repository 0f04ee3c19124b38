"""What stands against a Word template, as its author reads it. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a template is refused: in which part of it, on which line, and what to do about it."""

    where: str
    line: str
    message: str


class RefusedFileError(Exception):
    """The file is not looked at any further."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
