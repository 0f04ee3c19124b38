"""The words of a line of the audit log, and of a refusal to change people."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.people.audit_events import AuditEvent
from app.people.authority import PeopleRefusal
from app.people.detail_words import Detail, detail_words

GROUP_NAMES = {
    "access": _l("Signing in and out"),
    "accounts": _l("Accounts and passwords"),
    "names": _l("Lists with names"),
    "figures": _l("Files with figures"),
    "households": _l("Households and stalls"),
    "ward": _l("Settings and months"),
}

REFUSALS = {
    PeopleRefusal.OUT_OF_SCOPE: _l("This person is not in the ward or team that you look after."),
    PeopleRefusal.ONESELF: _l("You cannot do this to your own account. Ask another coordinator or the administrator."),
    PeopleRefusal.HIGHER_RANK: _l(
        "This person's role is not yours to change. Ask the coordinator or the administrator."
    ),
    PeopleRefusal.ROLE_NOT_GIVEN: _l("You cannot give this role. Ask the coordinator or the administrator."),
    PeopleRefusal.LAST_COORDINATOR: _l(
        "This is the ward's last coordinator. First make somebody else a coordinator, then do it again."
    ),
    PeopleRefusal.POSTS_ELSEWHERE: _l(
        "This account also belongs to another ward or team: from a later day on, or until not long ago. "
        "Ask the coordinator or the administrator."
    ),
    PeopleRefusal.TEAM_MISSING: _l("Choose the team. Members and leaders belong to one."),
    PeopleRefusal.TEAM_ENDED: _l("This team has ended, or has a last day. Choose another team."),
    PeopleRefusal.DAY_PAST: _l("Choose today or a later day."),
    PeopleRefusal.DAY_TOO_FAR: _l("Choose a day within the next twelve months."),
    PeopleRefusal.SAME_POST: _l("This person has this role there already."),
    PeopleRefusal.HAS_POST: _l("This person is active already."),
    PeopleRefusal.NO_POST: _l("This person has ended. Bring them back first."),
    PeopleRefusal.PHONE_TAKEN: _l("Another account has this phone number. Check the number, or invite its owner."),
    PeopleRefusal.ALREADY_INVITED: _l("This number is invited already. Send that invitation again instead."),
    PeopleRefusal.PERSON_HERE: _l("Somebody of the ward has this number. Open their page to change role or team."),
    PeopleRefusal.LINK_UNKNOWN: _l("This link is not complete, or it was replaced by a newer one."),
    PeopleRefusal.LINK_USED: _l("This link has been used already."),
    PeopleRefusal.LINK_LATE: _l("This link was good until a day that is over."),
    PeopleRefusal.LINK_WITHDRAWN: _l("This link was withdrawn."),
    PeopleRefusal.LINK_SENDER: _l("Who made this link does not look after this team or ward any more."),
    PeopleRefusal.NUMBER_HAS_ACCOUNT: _l("This phone number has an account by now."),
    PeopleRefusal.WRONG_ACCOUNT: _l("This invitation is for another phone number."),
    PeopleRefusal.ABOVE_WARDS: _l("This account works above wards. Only the operator of the server can change that."),
}
"""The words of each refusal: what is wrong, and what to do."""

_SENTENCES = {
    AuditEvent.SIGNED_IN: _l("signed in"),
    AuditEvent.SIGNED_OUT: _l("signed out"),
    AuditEvent.INVITATION_ACCEPTED: _l("accepted an invitation"),
    AuditEvent.DEVICE_REVOKED: _l("signed another device out"),
    AuditEvent.PASSWORD_CHANGED: _l("changed the own password"),
    AuditEvent.PASSWORD_CHANGE_FAILED: _l("gave a wrong present password, to change it"),
    AuditEvent.NAMES_EXPORTED: _l("took away a file with names"),
    AuditEvent.FIGURES_EXPORTED: _l("took away a file with figures"),
    AuditEvent.SETTINGS_CHANGED: _l("changed the ward's settings"),
    AuditEvent.MONTH_FROZEN: _l("locked the entries of the month to close it"),
    AuditEvent.MONTH_CLOSED: _l("closed the month"),
    AuditEvent.MONTH_REOPENED: _l("reopened the month"),
    AuditEvent.EVERYBODY_SIGNED_OUT: _l("signed everybody out"),
    AuditEvent.HOUSEHOLD_CHANGED: _l("changed a line of the list of households or stalls"),
    AuditEvent.HOUSEHOLD_RETIRED: _l("marked a household or stall as no longer there"),
    AuditEvent.HOUSEHOLD_RESTORED: _l("brought a household or stall back"),
    AuditEvent.HOUSEHOLD_MERGED: _l("merged two households or stalls"),
    AuditEvent.HOUSEHOLD_MERGE_UNDONE: _l("took the merge of two households or stalls back"),
    AuditEvent.HOUSEHOLDS_SET_APART: _l("found two households or stalls to be two"),
    AuditEvent.AREAS_MERGED: _l("merged neighbourhoods"),
    AuditEvent.AREA_SPLIT: _l("split a neighbourhood"),
    AuditEvent.AREA_CHANGE_UNDONE: _l("took a change of neighbourhoods back"),
    AuditEvent.EVENT_CHANGED: _l("changed the calendar"),
    AuditEvent.DUTY_CHANGED: _l("changed who is on duty"),
    AuditEvent.CAMPAIGN_CHANGED: _l("changed a campaign"),
    AuditEvent.LIST_IMPORTED: _l("brought in a list"),
    AuditEvent.LIST_UNDONE: _l("took back a list that had come in"),
    AuditEvent.BACKUP_RESTORED: _l("restored a backup, and signed everybody out"),
}


def actor_name(event: AuditEvent, name: str | None) -> str:
    """Return the name of the person who did it, or that it was somebody at the server or is unknown."""
    if name is not None:
        return name
    return str(_("Unknown") if event is AuditEvent.SIGN_IN_FAILED else _("Server administrator"))


def sentence(event: AuditEvent, detail: Detail, person: str | None, pages: Mapping[str, LazyString]) -> str:
    """Return what was done, to follow the name of the person; ``pages`` are the names of pages by their code."""
    return " · ".join([_event_words(event, detail, person, pages), *detail_words(detail)])


_ABOUT_SOMEBODY: Mapping[AuditEvent, Callable[[str | None], str]] = {
    AuditEvent.PERSON_ADDED: lambda name: str(_("added the account of %(name)s", name=name)),
    AuditEvent.PERSON_ENDED: lambda name: str(_("ended the account of %(name)s", name=name)),
    AuditEvent.PERSON_RENAMED: lambda name: str(_("changed the name of %(name)s", name=name)),
    AuditEvent.PERSON_MOVED: lambda name: str(_("gave %(name)s another post", name=name)),
    AuditEvent.PERSON_RESTORED: lambda name: str(_("brought %(name)s back", name=name)),
    AuditEvent.PHONE_CHANGED: lambda name: str(_("changed the phone number of %(name)s", name=name)),
    AuditEvent.INVITED: lambda name: str(_("invited %(name)s", name=name)),
    AuditEvent.INVITATION_WITHDRAWN: lambda name: str(_("withdrew the invitation of %(name)s", name=name)),
    AuditEvent.PASSWORD_RESET_ISSUED: lambda name: str(_("made a link for a new password of %(name)s", name=name)),
    AuditEvent.PASSWORD_RESET_USED: lambda name: str(_("set a new password by the link of %(name)s", name=name)),
    AuditEvent.FILE_IMPORTED: lambda name: str(_("took in the file of the phone of %(name)s", name=name)),
}
"""The words of what was done about somebody, whose name they hold."""

_ABOUT_ANOTHER: Mapping[AuditEvent, Callable[[str | None], str]] = {
    AuditEvent.DUTY_CHANGED: lambda name: str(_("changed the duty of %(name)s", name=name)),
    AuditEvent.PASSWORD_CHANGED: lambda name: str(_("gave %(name)s a new password", name=name)),
    AuditEvent.DEVICE_REVOKED: lambda name: str(_("signed a device of %(name)s out", name=name)),
}
"""The words of what one may also do about oneself, when it was done about somebody else."""


def _event_words(event: AuditEvent, detail: Detail, person: str | None, pages: Mapping[str, LazyString]) -> str:
    if event in _ABOUT_SOMEBODY:
        return _ABOUT_SOMEBODY[event](person)
    if person and event in _ABOUT_ANOTHER:
        return _ABOUT_ANOTHER[event](person)
    match event:
        case AuditEvent.SIGN_IN_FAILED:
            return str(_("failed to sign in with the number that ends in %(digits)s", digits=detail.get("phone", "")))
        case AuditEvent.NAMES_SEEN:
            page = str(detail.get("page", ""))
            return str(_("opened %(page)s, with names", page=pages.get(page, page)))
        case _:
            return str(_SENTENCES[event])
