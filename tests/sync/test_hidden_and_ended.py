"""What a ward adds, hides or ends: its own services are used at once, and old lists of phones lose nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.month import today
from app.places.models import Place, Ward
from app.places.ward_settings import WardSettings
from app.tally.models import AreaMonth
from tests.actions import add_rows
from tests.cast import MARKET_A, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import edited, make_entry
from tests.own_services import own_service
from tests.sync.steps import assert_counted, outcome, stored


def _counted(app: Flask, measure: str) -> int:
    with app.app_context():
        query = sa.select(sa.func.sum(AreaMonth.total)).where(AreaMonth.measure == measure)
        return reader().scalar(query) or 0


def test_own_service_is_taken_in_as_soon_as_it_is_added(app: Flask, ana: Visitor) -> None:
    ana.sync(make_entry("installation"))
    service = own_service()
    code = service.code
    add_rows(app, service)
    entry = make_entry("installation", service=code, outcome="activated", people=3)
    assert outcome(ana.sync(entry)[0]) == ("stored", "")
    assert stored(app, entry)["service_code"] == code
    assert _counted(app, f"installation.{code}.activated") == 3
    assert_counted(app)


def test_outcome_that_an_own_service_lacks_is_refused_until_it_is_added(app: Flask, ana: Visitor) -> None:
    add_rows(app, own_service())
    entry = make_entry("installation", service=own_service().code, outcome="self_sufficient")
    assert ana.sync(entry)[0]["errors"].keys() == {"outcome"}
    add_rows(app, own_service(outcomes="installed activated self_sufficient declined"))
    assert outcome(ana.sync(entry)[0]) == ("stored", "")


def test_own_service_of_another_ward_is_refused_by_field(app: Flask, ana: Visitor) -> None:
    theirs = own_service(ward_id=WARD_B)
    code = theirs.code
    add_rows(app, theirs)
    good, bad = make_entry("installation"), make_entry("installation", service=code)
    receipts = ana.sync(good, bad)
    assert [receipt["outcome"] for receipt in receipts] == ["stored", "refused"]
    assert receipts[1]["errors"] == {
        "service": ["Dịch vụ này không có ở phường này. Hãy chọn lại trong danh sách."],
    }
    assert _counted(app, f"installation.{code}.activated") == 0
    for unknown in ("own_9_9_nothing", "own_", "own_\ud800", "own_\0", "own_" + "x" * 400):
        (receipt,) = ana.sync(make_entry("installation", service=unknown))
        assert receipt["errors"].keys() == {"service"}, unknown


def test_entry_that_names_an_ended_own_service_counts_and_is_corrected(app: Flask, ana: Visitor) -> None:
    add_rows(app, own_service())
    code = own_service().code
    entry = make_entry("installation", service=code, people=2)
    ana.sync(entry)
    add_rows(app, own_service(ended_on=today() - timedelta(days=1)))
    late = make_entry("installation", service=code, people=4)
    receipts = ana.sync(edited(entry, people=3), late)
    assert [outcome(receipt) for receipt in receipts] == [("stored", "")] * 2
    assert _counted(app, f"installation.{code}.activated") == 7
    assert_counted(app)


def test_entries_that_name_what_is_hidden_or_ended_count(app: Flask, ana: Visitor) -> None:
    settings = {"services": {"hidden": ["etax_mobile"]}, "topics": {"hidden": ["feedback"]}}
    with app.app_context():
        ward = writer().get_one(Ward, WARD_A)
        ward.stored_settings = {**ward.stored_settings, **settings}
        writer().get_one(Place, MARKET_A).valid_to = today() - timedelta(days=3)
        writer().commit()
        assert WardSettings.parse(settings).topics.hidden == ["feedback"]
    entries = [
        make_entry("installation", service="etax_mobile"),
        make_entry("training", topic="feedback"),
        make_entry("visit", topics=["feedback", "vneid"]),
        make_entry("merchant", place=MARKET_A),
    ]
    assert {outcome(receipt) for receipt in ana.sync(*entries)} == {("stored", "")}
    again = [edited(each, note="sửa") for each in entries]
    assert {outcome(receipt) for receipt in ana.sync(*again)} == {("stored", "")}
    assert stored(app, again[3])["place_id"] == MARKET_A
    assert _counted(app, "installation.etax_mobile.activated") == 1
    assert_counted(app)


def test_hidden_services_keep_their_names_at_the_desk(app: Flask, visitor: Callable[..., Visitor]) -> None:
    add_rows(app, own_service(ended_on=today()))
    with app.app_context():
        writer().get_one(Ward, WARD_A).stored_settings = {"services": {"hidden": ["etax_mobile"]}}
        writer().commit()
    visitor("ana").sync(
        make_entry("installation", service=own_service().code), make_entry("installation", service="etax_mobile")
    )
    for page in ("/review/", "/overview/entries", "/overview/", "/reports/read"):
        text = visitor("carla").get(page).text
        assert "Camera an ninh" in text, page
        assert "eTax Mobile" in text, page
    assert "Camera an ninh" not in visitor("dora").get("/overview/").text
