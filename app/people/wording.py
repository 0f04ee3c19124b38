"""The words of a line of the audit log, and of a refusal to change people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.localisation import day, month, number, role_name
from app.people.audit_events import AuditEvent
from app.people.authority import PeopleRefusal
from app.people.duty_wording import DUTY_DETAILS
from app.people.event_wording import EVENT_DETAILS
from app.permissions import Role
from app.year_parts import YearPart

GROUP_NAMES = {
    "access": _l("Signing in and out"),
    "accounts": _l("Accounts and passwords"),
    "names": _l("Lists with names"),
    "figures": _l("Files with figures"),
    "households": _l("Households and stalls"),
    "ward": _l("Settings and months"),
}
SETTING_NAMES = {
    "areas": _l("the neighbourhoods"),
    "flags": _l("what is marked for the coordinator"),
    "households": _l("what is asked of households"),
    "middles": _l("middles of the neighbourhoods"),
    "names": _l("what neighbourhoods and teams are called"),
    "setup": _l("list of what is left to set up: put away"),
    "periods": _l("the reporting periods"),
    "places": _l("markets, streets and other places"),
    "populations": _l("how many there are"),
    "published": _l("published figures"),
    "opening": _l("figures from before the log book"),
    "offices": _l("figures of other offices"),
    "report": _l("the report"),
    "services": _l("the services and topics of the phones"),
    "targets": _l("the targets"),
    "teams": _l("the teams"),
    "template": _l("the template of the report"),
    "ward": _l("the ward and its neighbourhoods"),
}
"""The names of settings by the code that the audit log stores. Like events, codes stay when a setting is gone."""

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
    AuditEvent.LIST_IMPORTED: _l("brought in a list"),
    AuditEvent.LIST_UNDONE: _l("took back a list that had come in"),
    AuditEvent.BACKUP_RESTORED: _l("restored a backup, and signed everybody out"),
}


_SERVICE_CHANGES = {
    "added": _l("added"),
    "changed": _l("changed"),
    "ended": _l("ended"),
    "restored": _l("brought back"),
}

_LISTS = {
    "neighbourhoods": _l("areas"),
    "teams": _l("teams"),
    "people": _l("people, as invitations"),
    "households": _l("households"),
    "merchants": _l("stalls and firms"),
    "populations": _l("how many there are"),
    "baselines": _l("published figures"),
    "opening_figures": _l("opening figures"),
    "office_figures": _l("figures of other offices"),
}
_FIGURE_USES = {
    "end": _l("ended"),
    "restore": _l("brought back"),
    "prefer": _l("chosen for the report"),
    "newest": _l("no longer chosen for the report"),
}

_PARTIES = {"household": _l("households"), "merchant": _l("stalls and firms")}
_PARTY_CHANGES = {
    "label": _l("another address or name"),
    "area_id": _l("another neighbourhood"),
    "called": _l("what neighbours call it"),
    "place_id": _l("market or street"),
}

_MOST_NAMES = 3
_MANY_STEPS = "; "

Detail = Mapping[str, object]
"""The codes and figures of a record."""


def actor_name(event: AuditEvent, name: str | None) -> str:
    """Return the name of the person who did it, or that it was somebody at the server or is unknown."""
    if name is not None:
        return name
    return str(_("Unknown") if event is AuditEvent.SIGN_IN_FAILED else _("Server administrator"))


def sentence(event: AuditEvent, detail: Detail, person: str | None, pages: Mapping[str, LazyString]) -> str:
    """Return what was done, to follow the name of the person; ``pages`` are the names of pages by their code."""
    return " · ".join([_event_words(event, detail, person, pages), *_details(detail)])


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


def _details(detail: Detail) -> Iterator[str]:
    """Yield the details that the sentence does not hold, each in a few words."""
    for name, write in _DETAIL_WORDS.items():
        if name in detail:
            yield _in_words(write, detail[name])


def _in_words(write: Callable[[Any], str], value: object) -> str:
    """Return a detail in words; one that this version does not know, as it is stored."""
    try:
        return write(value)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return str(value)


def _became_words(became: Sequence[Mapping[str, Sequence[str]]]) -> str:
    """Return what became of which neighbourhoods."""
    return _MANY_STEPS.join(" → ".join([", ".join(step["from"]), ", ".join(step["to"])]) for step in became)


def _post_words(post: Mapping[str, str]) -> str:
    """Return a post as :func:`app.people.post_queries.describe_post` keeps it, in words."""
    return ", ".join([role_name(Role(post["role"])), *(post[name] for name in ("team", "ward") if name in post)])


def _some_names(words: str, names: Sequence[str]) -> str:
    """Return some names behind what was done to them; of many the first ones, and how many there are."""
    shown = ", ".join(names[:_MOST_NAMES])
    if len(names) > _MOST_NAMES:
        shown = _("%(names)s and others, %(number)s in all", names=shown, number=number(len(names)))
    return f"{words}: {shown or '–'}"


def _figure_or_dash(figure: int | None) -> str:
    return "–" if figure is None else number(figure)


_DETAIL_WORDS: Mapping[str, Callable[[Any], str]] = {
    "name_before": lambda name: str(_("before: %(name)s", name=name)),
    "name": lambda name: str(_("since then: %(name)s", name=name)),
    "before": lambda post: str(_("until then: %(post)s", post=_post_words(post))),
    "after": lambda post: str(_("now: %(post)s", post=_post_words(post))),
    "post": _post_words,
    "since": lambda text: str(_("from %(day)s on", day=day(date.fromisoformat(text)))),
    "digits_before": lambda digits: str(_("the number ended in %(digits)s before", digits=digits)),
    "digits": lambda digits: str(_("number ending in %(digits)s", digits=digits)),
    "again": lambda _again: str(_("a new link; the one before stops")),
    "what": lambda code: str(SETTING_NAMES.get(code, code)),
    "service": str,
    "service_change": lambda code: str(_SERVICE_CHANGES[code]),
    "role": lambda code: role_name(Role(code)),
    "device": str,
    "devices": lambda figure: str(_("devices: %(number)s", number=number(figure))),
    "month": lambda code: str(_("month %(month)s", month=month(code))),
    "part": lambda code: YearPart.parse(code).name,
    "edition": lambda figure: str(_("edition %(number)s", number=number(figure))),
    "approved": lambda figure: str(_("%(number)s approved with it", number=number(figure))),
    "reason": lambda words: str(_("reason: %(reason)s", reason=words)),
    "format": str,
    "document": lambda code: str({"payment": _("list of payments"), "entries": _("list of entries")}.get(code, code)),
    "entries": lambda figure: ngettext("%(number)s entry", "%(number)s entries", figure, number=number(figure)),
    "added": lambda names: _some_names(_("added"), names),
    "renamed": lambda names: str(_("“%(old)s” became “%(new)s”", old=names[0], new=names[1])),
    "changed_line": lambda name: str(_("changed: %(name)s", name=name)),
    "changed_lines": lambda names: _some_names(_("changed"), names),
    "type": lambda _codes: str(_("another kind of place")),
    "area": lambda names: str(_("neighbourhood: %(old)s → %(new)s", old=names[0] or "–", new=names[1] or "–")),
    "unit_count": lambda figures: str(
        _("stalls or shops: %(old)s → %(new)s", old=_figure_or_dash(figures[0]), new=_figure_or_dash(figures[1]))
    ),
    "ended": lambda name: str(_("ended: %(name)s", name=name)),
    "brought_back": lambda name: str(_("brought back: %(name)s", name=name)),
    "order": lambda code: str(_("ordered by hand") if code == "by_hand" else _("ordered by names")),
    "covers": lambda names: _some_names(_("areas from then on"), names),
    "became": _became_words,
    "as_of": lambda text: day(date.fromisoformat(text)),
    "entered": lambda figure: str(_("figures entered: %(number)s", number=number(figure))),
    "taken_away": lambda figure: str(_("figures taken away: %(number)s", number=number(figure))),
    "list": lambda code: str(_LISTS[code]),
    "import": lambda figure: str(_("import %(number)s", number=figure)),
    "rows_new": lambda figure: str(_("new: %(number)s", number=number(figure))),
    "rows_changed": lambda figure: str(_("rows changed: %(number)s", number=number(figure))),
    "subject": str,
    "figures_changed": lambda texts: str(_("%(old)s → %(new)s", old=texts[0] or "–", new=texts[1] or "–")),
    "figure_use": lambda parts: f"{_FIGURE_USES[parts[0]]}: {parts[1]}",
    "party": lambda code: str(_PARTIES[code]),
    "changed_parts": lambda codes: ", ".join(str(_PARTY_CHANGES[code]) for code in codes),
    "photos": lambda figure: ngettext("%(number)s photo", "%(number)s photos", figure, number=number(figure)),
    **EVENT_DETAILS,
    **DUTY_DETAILS,
}
"""The words of each detail that the sentence does not hold; the others only make lines differ."""
