"""The page of links that were just issued, which is an answer to a form and has no address of its own."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template

from app.roster.pasted_people import PastedPerson
from app.roster.requested_scope import RosterAccess
from app.roster.shown_links import ShownLink


def links_page(
    access: RosterAccess, heading: str, links: Sequence[ShownLink], left_out: Sequence[PastedPerson] = ()
) -> str:
    """Return the page of links that were just issued, to be scanned, sent and printed."""
    return render_template("roster/links.html", access=access, heading=heading, links=links, left_out=left_out)
