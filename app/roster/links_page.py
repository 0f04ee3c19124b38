"""The page of links that were just issued, which is an answer to a form and has no address of its own."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template

from app.overview.checklist_reading import read_checklist
from app.roster.pasted_people import PastedPerson
from app.roster.requested_scope import RosterAccess
from app.roster.shown_links import ShownLink


def links_page(
    access: RosterAccess, heading: str, links: Sequence[ShownLink], left_out: Sequence[PastedPerson] = ()
) -> str:
    """Return the page of links that were just issued, to be scanned, sent and printed: team by team."""
    teams = dict.fromkeys(("", *access.scope.team_names.values()))
    groups = [(team, [link for link in links if link.line.team == team]) for team in teams]
    return render_template(
        "roster/links.html",
        access=access,
        heading=heading,
        number=len(links),
        groups=[(team or access.ward.name, group) for team, group in groups if group],
        left_out=left_out,
        setup=read_checklist(access.session, access.actor, access.ward),
    )
