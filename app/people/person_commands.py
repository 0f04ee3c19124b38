"""``flask user``: listing, inviting, moving, ending and bringing back people from the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import TypeVar

import click
from flask import Flask, current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from app.config import Config, ConfigurationError, checked_origin
from app.database import dump_json, in_transaction, reader
from app.month import local_day, now, today
from app.names import NameParameter
from app.people.authority import OPERATOR, PeopleRefusedError, PlacedRole
from app.people.command_parameters import account_with, at_place, number_of, place_of, users
from app.people.invitation_actions import Invited, invite
from app.people.models import NAME_LENGTH, Membership
from app.people.phones import national_phone
from app.people.post_actions import end_person, move_person, restore_person
from app.people.post_queries import people_with_posts, placed_role, posts_of, present_or_last
from app.people.wording import REFUSALS
from app.permissions import Role
from app.places.models import Team, Ward
from app.places.queries import ward_by_code

T = TypeVar("T")


@users.command("list")
@click.option("--ward", "ward_code", help="Official ward code: only the people of this ward.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def list_people(ward_code: str | None, as_json: bool) -> None:
    """List accounts with their present or last post."""
    ward = reader().scalar(ward_by_code(ward_code)) if ward_code else None
    if ward_code and ward is None:
        raise click.BadParameter("names no ward of this database", param_hint="--ward")
    people = list(_people(ward.id if ward else None))
    if as_json:
        click.echo(dump_json(people))
        return
    for person in people:
        place = " · ".join(str(person[key]) for key in ("ward_name", "team_name") if person[key])
        ended = f", until {person['until']}" if person["until"] else ""
        click.echo(f"{person['phone']}  {person['name']}  {person['role'] or '-'}  {place}{ended}")


def _people(ward_id: int | None) -> Iterator[dict[str, object]]:
    rows = reader().execute(people_with_posts())
    for _user_id, group in groupby(rows, key=attrgetter("User.id")):
        every = list(group)
        user, post = every[0].User, present_or_last([row.Membership for row in every if row.Membership], today())
        if ward_id is None or (post is not None and post.ward_id == ward_id):
            yield {
                "id": user.id,
                "name": user.name,
                "phone": national_phone(user.phone),
                "ended_at": user.ended_at.isoformat() if user.ended_at else None,
                **_described(post),
            }


def _described(post: Membership | None) -> dict[str, object]:
    ward = reader().get(Ward, post.ward_id) if post and post.ward_id else None
    team = reader().get(Team, post.team_id) if post and post.team_id else None
    return {
        "role": post.role.value if post else None,
        "ward": ward.code if ward else None,
        "ward_name": ward.name if ward else None,
        "team": team.id if team else None,
        "team_name": team.name if team else None,
        "since": post.valid_from.isoformat() if post else None,
        "until": post.valid_to.isoformat() if post and post.valid_to else None,
    }


@users.command("invite")
@click.option("--phone", required=True, help="Phone number of who is invited.")
@click.option("--name", required=True, type=NameParameter(NAME_LENGTH), help="Full name.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@at_place
@click.option("--origin", help="Address of the site, where PUBLIC_ORIGIN is not set: https://tungnha.example.vn")
def invite_person(
    phone: str,
    name: str,
    role: str,
    ward_code: str | None,
    team_id: int | None,
    province_code: str | None,
    origin: str | None,
) -> None:
    """Invite somebody, and print the link with which they set their own password. It is shown only once."""
    number, site = number_of(phone), _site(origin)
    place = place_of(Role(role), ward_code, team_id, province_code)
    wanted = Invited(name, number, Role(role), place.team_id, place.province_id)
    issued = _done(lambda session, at: invite(session, OPERATOR, place.ward_id, wanted, at))
    click.echo(f"{name} can use this link once, within seven days. Pass it on to nobody else:")
    click.echo(f"{site}/invite/{issued.token}")


@users.command("move")
@click.option("--phone", required=True, help="Phone number of the account.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@at_place
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day of the new post; today if missing.")
def move(
    phone: str,
    role: str,
    ward_code: str | None,
    team_id: int | None,
    province_code: str | None,
    since: datetime | None,
) -> None:
    """Give somebody another role, team or ward; the present post ends on the day before."""
    user = account_with(phone)
    to = PlacedRole(Role(role), place_of(Role(role), ward_code, team_id, province_code))
    first = since.date() if since else None
    _done(lambda session, at: move_person(session, OPERATOR, user.id, to, first or local_day(at), at))
    click.echo(f"{user.name} is {role} from {_day(first)} on. What they logged stays where it was.")


@users.command("end")
@click.option("--phone", required=True, help="Phone number of the account.")
def end(phone: str) -> None:
    """End somebody's post today: they read nothing any more."""
    user = account_with(phone)
    _done(lambda session, at: end_person(session, OPERATOR, user.id, at))
    click.echo(
        f"{user.name} reads nothing any more; their phone may send what is left for 60 days. What they logged stays."
    )


@users.command("restore")
@click.option("--phone", required=True, help="Phone number of the account.")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="The last role, if missing.")
@at_place
def restore(
    phone: str, role: str | None, ward_code: str | None, team_id: int | None, province_code: str | None
) -> None:
    """Bring somebody back whose post ended: to the last post, or to another one. The password stays."""
    user = account_with(phone)
    last = present_or_last(reader().scalars(posts_of(user.id)), today())
    if role is not None:
        to = PlacedRole(Role(role), place_of(Role(role), ward_code, team_id, province_code))
    elif last is not None and not (ward_code or team_id or province_code):
        to = placed_role(last)
    else:
        raise click.UsageError("say with --role which role it is")
    _done(lambda session, at: restore_person(session, OPERATOR, user.id, to, at))
    click.echo(f"{user.name} is {to.role.value} again, and signs in with the same password.")


def _done(action: Callable[[Session, datetime], T]) -> T:
    """Commit an action, or end the command with the reason why it was refused."""
    try:
        return in_transaction(lambda session: action(session, now()))
    except PeopleRefusedError as error:
        with force_locale("en"):
            raise click.ClickException(str(REFUSALS[error.refusal])) from None


def _site(origin: str | None) -> str:
    """Return the origin of links, or end the command."""
    config: Config = current_app.config["TUNG_NHA"]
    try:
        site = checked_origin(origin or "") or config.public_origin
    except ConfigurationError:
        raise click.BadParameter("must look like https://tungnha.example.vn", param_hint="--origin") from None
    if site is None:
        raise click.UsageError("say with --origin, or PUBLIC_ORIGIN, at which address the site is")
    return site


def _day(day: date | None) -> str:
    return day.isoformat() if day else "today"


def init_app(app: Flask) -> None:
    """Register the commands on ``app``."""
    app.cli.add_command(users)
