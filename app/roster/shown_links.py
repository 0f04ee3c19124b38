"""Links that were just issued, as they are shown once: to scan, to read, and as a message to pass on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import segno
from flask import current_app, request
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from app.config import Config
from app.localisation import moment, role_name
from app.people.actor import Actor
from app.people.invitation_links import Issued
from app.places.models import Ward
from app.roster.people_list import RosterLine

_QUIET_ZONE = 4  # modules of white that a code needs on each side to be found


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A person's link, with the words to send it with. It is never stored."""

    line: RosterLine
    until: datetime
    address: str
    message: str

    @property
    def id(self) -> int:
        """The invitation's id, or the user's."""
        return self.line.id

    @property
    def code(self) -> Markup:
        """The QR code of the link as an SVG drawing."""
        return qr_code(self.address)


def qr_code(address: str) -> Markup:
    """Return the QR code of a link as a drawing in SVG, which grows to the size that its style gives it."""
    code = segno.make(address, error="m", micro=False)
    drawing = code.svg_inline(border=_QUIET_ZONE, omitsize=True, svgclass="code", lineclass=None, light="#fff")
    # The drawing is made here of a link of our own, so that nothing in it is anybody's text.
    return Markup(drawing)  # noqa: S704


def shown_link(issued: Issued, line: RosterLine, until: datetime, sender: Actor, ward: Ward) -> ShownLink:
    """Return the link of an invitation that was just issued, with a message in Vietnamese."""
    address = link_address(issued.token)
    with force_locale("vi"):
        message = _invitation_message(line, until, sender, ward, address)
    return ShownLink(line, until, address, message)


def link_address(token: str) -> str:
    """Return the address that opens an invitation or a reset on any phone."""
    config: Config = current_app.config["TUNG_NHA"]
    origin = config.public_origin or request.host_url.rstrip("/")
    return f"{origin}/invite/{token}"


def _invitation_message(line: RosterLine, until: datetime, sender: Actor, ward: Ward, address: str) -> str:
    place = ", ".join(filter(None, (line.team, ward.name)))
    return "\n".join(
        (
            _("Dear %(name)s,", name=line.name),
            _(
                "%(sender)s (%(sender_role)s) invites you to Từng Nhà, the log book of %(teams)s, "
                "as %(role)s: %(place)s.",
                sender=sender.name,
                sender_role=role_name(sender.role),
                role=role_name(line.role),
                place=place,
                teams=ward.team_word[:1].lower() + ward.team_word[1:],
            ),
            _("Open this link by %(moment)s and choose a password of your own:", moment=moment(until)),
            address,
            _("The link is for you alone and works once: please do not pass it on."),
        )
    )
