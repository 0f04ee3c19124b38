"""What the pages of changes of areas share: the map is shown first, and made when just that was seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import sqlalchemy as sa
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from app.areas.changes import AreaRefusedError, ChangeOrder
from app.areas.checks import lock_for_change
from app.areas.preview import Change, MapPreview, preview_of
from app.areas.wording import change_refusal_words
from app.database import reader
from app.month import now
from app.places.models import AreaChange, Neighbourhood
from app.settings.list_access import ListAccess
from app.settings.list_pages import heading_of
from app.settings.ward_lists import WardList
from app.versions import version_token


class _MapMovedError(Exception):
    """The areas are others than those of which the map was shown."""


@dataclass(frozen=True, slots=True)
class ChangePage:
    """What a page shows of a change: the map as it would be, or why it is refused.

    ``seen`` names the map and what was entered; ``is_moved`` says that it is another one than was confirmed.
    """

    preview: MapPreview | None = None
    refusal: str = ""
    seen: str = ""
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class AskedChange:
    """A change of areas as a form asks for it: ``entered`` are the values by which it is known again.

    ``rehearse`` makes it in one transaction that is taken back, so that it can be looked at; ``sizes`` are then the
    households and merchants of each new area, where ``rehearse`` moves none. ``make`` makes it and returns its number;
    in its first transaction it calls what it is given, which looks whether the map is the one that was seen.
    """

    first_day: date
    entered: tuple[object, ...]
    rehearse: Change
    make: Callable[[ChangeOrder, Callable[[Session], None]], int]
    sizes: Sequence[tuple[int, int]] = ()


def make_or_show(access: ListAccess, asked: AskedChange, confirmed: str | None) -> int | ChangePage:
    """Make a change, if the map that ``confirmed`` names is the one that it makes, and return its number.

    Else return what its page shows. Nothing is stored then.
    """
    order = ChangeOrder(access.ward.id, asked.first_day, access.actor.id, now())
    try:
        if confirmed is not None:
            return asked.make(order, partial(_check, asked=asked, order=order, confirmed=confirmed))
    except _MapMovedError:
        pass
    except AreaRefusedError as error:
        reader().rollback()
        return ChangePage(refusal=change_refusal_words(error))
    reader().rollback()
    try:
        preview = preview_of(order, asked.rehearse, asked.sizes)
    except AreaRefusedError as error:
        return ChangePage(refusal=change_refusal_words(error))
    return ChangePage(preview, seen=_token(reader(), access.ward.id, asked), is_moved=confirmed is not None)


def _check(session: Session, asked: AskedChange, order: ChangeOrder, confirmed: str) -> None:
    lock_for_change(session, order)
    if _token(session, order.ward_id, asked) != confirmed:
        raise _MapMovedError


def _token(session: Session, ward_id: int, asked: AskedChange) -> str:
    """Return a version of the areas of a ward and of what was entered."""
    area = Neighbourhood
    columns = area.id, area.name, area.valid_from, area.valid_to, area.merged_into_id, area.remainder_id
    areas = session.execute(sa.select(*columns).where(area.ward_id == ward_id).order_by(area.id)).all()
    changes = session.scalar(sa.select(sa.func.count()).where(AreaChange.ward_id == ward_id))
    return version_token(list(map(list, areas)), changes, asked.first_day, *asked.entered)


def change_answer(
    access: ListAccess,
    template: str,
    form: FlaskForm,
    made: int | ChangePage,
    *,
    is_wrong: bool = False,
    **shown: object,
) -> ResponseReturnValue:
    """Lead on to what became of which area, where a change was made; else show the page of a form."""
    if isinstance(made, int):
        flash(_("The new map is saved."))
        return redirect(url_for("areas.changes", ward=access.ward_code))
    heading = heading_of(WardList.AREAS, access.ward)
    html = render_template(template, access=access, heading=heading, form=form, page=made, **shown)
    return html, 422 if form.errors or is_wrong or made.refusal else 200
