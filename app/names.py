"""Reading names of people, wards, areas and teams, and refusing texts that are no name. Pure."""

from __future__ import annotations

import click

from app.identity_digits import holds_identity_digits
from app.text import UnstorableTextError, clean


class UnusableNameError(ValueError):
    """A text is no name. The message says why, in English, as the commands speak."""


def read_name(text: str, longest: int) -> str:
    """Return ``text`` cleaned, as a name of at most ``longest`` characters; raises :class:`UnusableNameError`."""
    try:
        name = clean(text)
    except UnstorableTextError:
        raise UnusableNameError("it holds bytes that are no text; is the terminal set to UTF-8?") from None
    if not name:
        raise UnusableNameError("it holds nothing that can be seen")
    if len(name) > longest:
        raise UnusableNameError(f"at most {longest} characters")
    if holds_identity_digits(name):
        raise UnusableNameError("leave out citizen ID, account and phone numbers")
    return name


class NameParameter(click.ParamType[str]):
    """A name on the command line."""

    name = "name"

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the cleaned name, or end the command with what is wrong with it."""
        try:
            return read_name(str(value), self.longest)
        except UnusableNameError as error:
            self.fail(str(error), param, ctx)
