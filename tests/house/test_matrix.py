"""The matrix of permissions, walked by the whole cast."""

from __future__ import annotations

from uuid import uuid4

from flask import Flask

from app.month import Month
from tests.actions import add_rows
from tests.cast import PHONES, TEAM_1, TEAM_2
from tests.client import Visitor
from tests.events.rows import campaign_row, event_of_team, event_row, shift_row
from tests.factories import make_entry
from tests.house.calendar_matrix import CALENDAR_MATRIX, CALENDAR_PLACES
from tests.house.campaign_matrix import CAMPAIGN_MATRIX
from tests.house.duty_matrix import DUTY_MATRIX, DUTY_PLACES
from tests.house.figures_matrix import FIGURES_MATRIX
from tests.house.households_matrix import HOUSEHOLD, HOUSEHOLDS_MATRIX, HOUSEHOLDS_PLACES
from tests.house.imports_matrix import IMPORTS_MATRIX, IMPORTS_PLACES, applied_import
from tests.house.people_matrix import PEOPLE_MATRIX
from tests.house.permission_matrix import MATRIX, PEOPLE, PLACES
from tests.house.places_matrix import PLACES_MATRIX
from tests.house.reports_matrix import REPORTS_MATRIX
from tests.house.services_matrix import SERVICES_MATRIX
from tests.house.start_matrix import START_MATRIX
from tests.households.rows import household_row
from tests.own_services import own_procedure, own_service
from tests.photos.steps import make_picture, put, put_to

PICTURE = make_picture()


def _rows() -> list[tuple[str, str, str, dict[str, str]]]:
    """Return endpoint, method, path and each person's result for each row of the table."""
    wards = CAMPAIGN_MATRIX, HOUSEHOLDS_MATRIX, IMPORTS_MATRIX, PEOPLE_MATRIX, PLACES_MATRIX
    tables = *wards, CALENDAR_MATRIX, DUTY_MATRIX, FIGURES_MATRIX, REPORTS_MATRIX, SERVICES_MATRIX, START_MATRIX, MATRIX
    lines = [line.split() for table in tables for line in table.strip().splitlines()]
    rows = []
    for (endpoint, *address), seen in zip(lines[::2], lines[1::2], strict=True):
        method, path = address if len(address) == 2 else ("GET", address[0])
        rows.append((endpoint, method, path, dict(zip(PEOPLE.split(), seen, strict=True))))
    return rows


def _seen(visitor: Visitor, method: str, path: str) -> str:
    """Open an address; return the status, or the address that the answer redirects to."""
    if method == "GET":
        response = visitor.http.get(path)
    elif method == "PUT":
        response = put_to(visitor, path, PICTURE)
    elif path.startswith("/api/"):
        response = visitor.send({"entries": []})
    else:
        response = visitor.post(path)
    response.close()
    target = response.headers.get("Location")
    if target is None:
        return str(response.status_code)
    return f"sent to {target}"


def test_matrix_has_every_endpoint_and_every_user(sqlite_app: Flask) -> None:
    walked = {endpoint for endpoint, _, _, _ in _rows()}
    missing = sqlite_app.view_functions.keys() - walked - {"static"}
    assert not missing, (
        f"{sorted(missing)}: add a row to MATRIX for each, and one for another ward where a ward is named"
    )
    assert set(PEOPLE.split()) == {"nobody", *PHONES}


def test_every_role_gets_the_expected_answer_of_each_page(sqlite_app: Flask) -> None:
    visitors = {name: Visitor(sqlite_app, None if name == "nobody" else name) for name in PEOPLE.split()}
    with sqlite_app.app_context():
        device_of_dora = _device_of(visitors["dora"])
    add_rows(sqlite_app, own_service(), own_procedure(), household_row(HOUSEHOLD, "Số 5, ngõ 2"), applied_import())
    add_rows(sqlite_app, event_row(1), event_row(2), event_row(3), campaign_row(1))
    add_rows(sqlite_app, event_of_team(2, TEAM_1), event_of_team(3, TEAM_2), *(shift_row(id) for id in (1, 2, 3)))
    entry_of_ana, photo_of_ana = make_entry(), str(uuid4())
    visitors["ana"].sync(entry_of_ana)
    put(visitors["ana"], entry_of_ana, PICTURE, photo_of_ana)
    invited = {"name": "Lê Mời", "phone": "0912000001", "role": "member", "team": str(TEAM_2)}
    assert visitors["carla"].post("/people/invite", **invited).status_code == 200
    # The coordinator's other device is what she signs out, so that she stays for the rows that follow.
    visitors["dora"] = Visitor(sqlite_app, "dora")
    wrong, places = [], PLACES | CALENDAR_PLACES | HOUSEHOLDS_PLACES | IMPORTS_PLACES | DUTY_PLACES
    for endpoint, method, path, expected in _rows():
        address = path.format(
            device_of_dora=device_of_dora,
            entry_of_ana=entry_of_ana["id"],
            photo_of_ana=photo_of_ana,
            this_month=Month.current(),
            household=HOUSEHOLD,
            invitation_to_team_2=1,
        )
        for name, visitor in visitors.items():
            want = f"sent to {places[expected[name]]}" if expected[name] in places else expected[name]
            seen = _seen(visitor, method, address)
            if seen != want:
                wrong.append(f"{name}: {method} {path} ({endpoint}): {want} in the table, {seen} in the app")
    assert not wrong, "\n".join(wrong)


def _device_of(visitor: Visitor) -> str:
    with visitor.http.session_transaction() as session:
        return str(session["_user_id"])


def test_refusals_to_the_phone_are_json_and_never_redirects(app: Flask) -> None:
    for name, status, code in ((None, 401, "signed_out"), ("vera", 403, "forbidden"), ("ada", 403, "forbidden")):
        visitor = Visitor(app, name)
        if name is None:
            visitor.token = visitor.session()["csrf"]
        for response in (visitor.get("/api/v1/bootstrap"), visitor.get("/api/v1/mine"), visitor.send({"entries": []})):
            assert (response.status_code, response.json) == (status, {"error": code})


def test_a_refused_page_keeps_its_address(app: Flask) -> None:
    eva = Visitor(app, "eva")
    response = eva.get("/reports/entries.csv")
    assert (response.status_code, response.mimetype) == (403, "text/html")
