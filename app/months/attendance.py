"""Attendance: the days on which each member of a ward took part, as evidence for allowances. Pure rules.

A day counts once for a member, however many entries it holds, whether they logged them or came along, and whether they
were on duty besides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.events.plan import DaysUnderPlan
from app.months.edition_parts import Attendance
from app.periods import Span
from app.text import name_key


@dataclass(frozen=True, slots=True)
class MemberPost:
    """A membership of a team from one day to another; ``team_id`` is missing for members without a team."""

    member_id: int
    name: str
    team_id: int | None
    valid_from: date
    valid_to: date | None
    role: str = ""


def attendances(
    span: Span,
    credited: Iterable[tuple[int, date, int]],
    counted_before: Collection[tuple[int, date]],
    posts: Iterable[MemberPost],
    team_names: Mapping[int, str],
    self_approved: Collection[tuple[int, date]] = (),
    *,
    on_duty: Collection[tuple[int, date]] = (),
    plan: DaysUnderPlan | None = None,
) -> list[Attendance]:
    """Return the attendance of each member in the days of a month, by team and given name.

    ``credited`` are rows of member, day and number of entries that count in the month, as author or as
    companion; a day may come more than once. ``counted_before`` are days of members that another month has paid
    for already: work of such a day is counted here, its day is not. ``self_approved`` are days of members with an
    entry that its author approved. ``on_duty`` are days of members whose presence on duty was confirmed. With a
    ``plan`` only its days count for payment.
    """
    days: dict[int, set[date]] = {}
    entries: dict[int, int] = {}
    for member_id, day, number in [*credited, *((member_id, day, 0) for member_id, day in on_duty)]:
        entries[member_id] = entries.get(member_id, 0) + number
        of_member = days.setdefault(member_id, set())
        if (member_id, day) not in counted_before:
            of_member.add(day)
    posts = list(posts)
    found = [
        Attendance(
            id,
            post.name,
            post.team_id,
            tuple(sorted(days[id])),
            entries[id],
            _days_among(days[id], id, self_approved),
            _days_among(days[id], id, on_duty),
            _outside(plan, id, days[id], posts) if plan is not None else (),
            post.role,
        )
        for id, post in _latest_posts(span, posts).items()
        if days.get(id)
    ]
    ranks = {id: rank for rank, id in enumerate(team_names)}
    return sorted(found, key=lambda each: _sort_key(each, ranks))


def _days_among(days: Iterable[date], member_id: int, marked: Collection[tuple[int, date]]) -> tuple[date, ...]:
    return tuple(sorted(day for day in days if (member_id, day) in marked))


def _outside(
    plan: DaysUnderPlan, member_id: int, days: Iterable[date], posts: Iterable[MemberPost]
) -> tuple[date, ...]:
    """Return those of a member's days that no plan has foreseen, for the team of which the member was on each."""
    own = [post for post in posts if post.member_id == member_id]
    return tuple(
        sorted(day for day in days if not any(plan.has(member_id, post.team_id, day) for post in _posts_on(own, day)))
    )


def _posts_on(posts: Sequence[MemberPost], day: date) -> Sequence[MemberPost]:
    """Return the posts that were held on a day; all of them where none was: work from before the first one counts."""
    held = [post for post in posts if post.valid_from <= day and (post.valid_to is None or day <= post.valid_to)]
    return held or posts


def members_in(span: Span, posts: Iterable[MemberPost]) -> int:
    """Return how many different people belonged to a team on any of some days."""
    return len({post.member_id for post in posts if post.team_id is not None and _overlaps(post, span)})


def _overlaps(post: MemberPost, span: Span) -> bool:
    return post.valid_from <= span.last and (post.valid_to is None or post.valid_to >= span.first)


def _latest_posts(span: Span, posts: Iterable[MemberPost]) -> dict[int, MemberPost]:
    """Return the post of each member at the end of some days, or their last before it, or the first after.

    A member who moved to another team within them is paid once, and so has one line.
    """
    latest: dict[int, MemberPost] = {}
    for post in sorted(posts, key=lambda post: post.valid_from):
        latest_post = latest.get(post.member_id)
        if latest_post is None or post.valid_from <= span.last:
            latest[post.member_id] = post
    return latest


def _sort_key(each: Attendance, ranks: Mapping[int, int]) -> tuple[object, ...]:
    rank = ranks.get(each.team_id, -1) if each.team_id is not None else 0
    return each.team_id is None, rank, name_key(each.name), each.member_id
