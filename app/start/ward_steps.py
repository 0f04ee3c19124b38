"""The first two steps of setting a ward up, the same for a first start and for the administrator.

What was chosen stands in the address of the next step, so that nothing is lost by reloading or going back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from app.places.models import Ward
from app.places.official_list import OfficialUnit, official_units
from app.places.official_search import FoundUnits, search_units
from app.places.queries import ward_by_code
from app.start.forms import WordsForm, words_as_sent
from app.start.ward_words import WardWords
from app.text import collation_key

_LONGEST_QUERY = 200  # characters


@dataclass(frozen=True, slots=True)
class ChosenWard:
    """A unit of the official list with what was chosen for it: its words, and the first day of its periods."""

    unit: OfficialUnit
    words: WardWords
    first_day: int

    @property
    def words_step(self) -> str:
        """The address of the step before, where the words can be changed."""
        return steps_address(ward=self.unit.ward_code, change="words", **words_as_sent(self.words, self.first_day))


def steps_address(**arguments: str) -> str:
    """Return the address of the steps that the request is in, with what was chosen so far."""
    return url_for(request.endpoint or "", **{**(request.view_args or {}), **arguments})


def ward_step(session: Session, offered: Sequence[Ward], taken: Collection[str] = ()) -> str | ChosenWard:
    """Return the page on which the ward or its words are chosen, or both once they are.

    ``offered`` are wards of the database that one may choose at once; those whose codes are ``taken`` one may not.
    """
    unit = official_units().get(request.args.get("ward", ""))
    if unit is None or unit.ward_code in taken:
        return _search_page(offered, taken)
    is_sent = "area" in request.args
    form = WordsForm(request.args if is_sent else words_as_sent(_words_before(session, unit)))
    if is_sent and form.validate() and "change" not in request.args:
        return ChosenWard(unit, form.words, int(form.first_day.data))
    return render_template("start/words.html", unit=unit, form=form, query=_query(), here=steps_address)


def _words_before(session: Session, unit: OfficialUnit) -> WardWords:
    ward = session.scalar(ward_by_code(unit.ward_code))
    return WardWords.used_in(ward) if ward else WardWords.usual_in(unit.ward_name)


def _query() -> str:
    return request.args.get("q", "")[:_LONGEST_QUERY].strip()


def _search_page(offered: Sequence[Ward], taken: Collection[str]) -> str:
    query, province = _query(), request.args.get("province") or None
    return render_template(
        "start/ward.html",
        here=steps_address,
        offered=offered,
        taken=taken,
        query=query,
        province=province,
        provinces=_provinces(),
        found=search_units(query, province) if query or province else FoundUnits(),
    )


def _provinces() -> list[tuple[str, str]]:
    """Return the provinces of the official list, code and name, in the order of their names."""
    names = {unit.province_code: unit.province_name for unit in official_units().values()}
    bare = {code: name.removeprefix("Thành phố ").removeprefix("Tỉnh ") for code, name in names.items()}
    return sorted(bare.items(), key=lambda item: collation_key(item[1]))
