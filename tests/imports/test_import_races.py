"""Two windows, two coordinators and the command line at once apply no part twice, and lose none."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.people.models import Membership
from app.places.models import Place
from tests.actions import add_rows
from tests.cast import SINCE, USER_IDS, WARD_A
from tests.client import Visitor
from tests.imports.page_steps import everything, imported, planned, version_of

pytestmark = pytest.mark.usefixtures("place_kind")
LIST = "Tên chợ;Số quầy\n" + "".join(f"Chợ {number};{number}\n" for number in range(1, 21))


def _at_once(*work: Callable[[], object]) -> None:
    with ThreadPoolExecutor(len(work)) as pool:
        for future in [pool.submit(each) for each in work]:
            future.result()


def _press(visitor: Visitor, number: int, which: str) -> Callable[[], None]:
    """Return what presses a button again and again until it is gone."""

    def press() -> None:
        for _time in range(60):
            page = visitor.get(f"/imports/{number}").text
            if f'action="/imports/{number}/{which}"' not in page:
                return
            visitor.post(f"/imports/{number}/{which}", version=version_of(page))

    return press


def test_two_coordinators_apply_and_undo_one_list(app: Flask, carla: Visitor) -> None:
    add_rows(app, Membership(user_id=USER_IDS["nina"], ward_id=WARD_A, role="coordinator", valid_from=SINCE))
    others = [Visitor(app, "carla"), Visitor(app, "nina")]
    before = everything(app)
    number = planned(carla, LIST)
    _at_once(*(_press(visitor, number, "apply") for visitor in (carla, *others)))
    with app.app_context():
        names = list(reader().scalars(sa.select(Place.name).where(Place.name.like("Chợ %"), Place.unit_count > 0)))
    assert sorted(names) == sorted(f"Chợ {each}" for each in range(1, 21))
    stored = imported(app, number)
    assert (stored.state, stored.next_part, stored.counts["done_new"]) == ("applied", 10, 20)
    _at_once(*(_press(visitor, number, "undo") for visitor in (carla, *others)))
    assert everything(app) == before
    assert imported(app, number).state == "undone"


def test_columns_that_are_chosen_meanwhile_are_not_applied_unseen(app: Flask, carla: Visitor) -> None:
    number = planned(carla, LIST)
    seen = version_of(carla.get(f"/imports/{number}").text)
    other = Visitor(app, "carla")
    page = other.get(f"/imports/{number}/columns").text
    other.post(
        f"/imports/{number}/columns", version=version_of(page), sheet="0", header="0", column_0="name", column_1=""
    )
    carla.post(f"/imports/{number}/apply", version=seen)
    assert imported(app, number).next_part == 0
    assert "data-new" in carla.get(f"/imports/{number}").text


def test_columns_that_were_chosen_meanwhile_do_not_end_the_draft_of_others(app: Flask, carla: Visitor) -> None:
    number = planned(carla, LIST)
    seen = version_of(carla.get(f"/imports/{number}/columns").text)
    chosen = {"version": seen, "sheet": "0", "header": "0", "column_0": "name", "column_1": ""}
    assert Visitor(app, "carla").post(f"/imports/{number}/columns", **chosen).status_code == 302
    late = carla.post(f"/imports/{number}/columns", **chosen)
    assert late.status_code == 302
    assert f'data-saved="/imports/{number}/columns"' not in carla.get(late.location).text
