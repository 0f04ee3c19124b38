"""The figures of the articles in the demonstration, and how its pages show them."""

from __future__ import annotations

import csv

import sqlalchemy as sa
from flask import Flask

from app.catalogue.models import Baseline, Indicator
from app.config import ROOT
from app.database import reader
from app.demo.accounts import PASSWORD
from app.people.models import Membership, User
from app.permissions import Role
from app.places.models import Population, Ward
from app.places.official_list import official_units
from tests.client import Visitor
from tests.demo.steps import MONTH, count
from tests.overview.page import Page


def _published() -> list[dict[str, str]]:
    with (ROOT / "app" / "demo" / "data" / "published_figures.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_published_figures_are_complete(demonstration: Flask) -> None:
    with demonstration.app_context():
        assert count(Baseline) == len(_published())
        kept = reader().scalars(sa.select(Baseline))
        as_kept = sorted((b.unit_then, b.indicator_code, b.numerator, b.denominator, b.published_percent) for b in kept)
    as_printed = sorted(
        (
            row["unit_then"],
            row["indicator"],
            int(row["numerator"]) if row["numerator"] else None,
            int(row["denominator"]) if row["denominator"] else None,
            row["published_percent"],
        )
        for row in _published()
    )
    assert sorted(map(repr, as_kept)) == sorted(map(repr, as_printed))


def test_published_figures_name_indicators_and_wards_that_exist(demonstration: Flask) -> None:
    codes = official_units().keys()
    with demonstration.app_context():
        indicators = set(reader().scalars(sa.select(Indicator.code)))
        assert {figure for (figure,) in reader().execute(sa.select(Population.figure))} >= {9658, 160, 65}
    for row in _published():
        assert row["indicator"] in indicators
        assert not row["ward_code_now"] or row["ward_code_now"] in codes


def _coverage(app: Flask, ward: str) -> Page:
    """Return the page of a ward as its coordinator sees it, in Vietnamese."""
    with app.app_context():
        phone = reader().scalars(
            sa.select(User.phone)
            .join(Membership)
            .join(Ward, Ward.id == Membership.ward_id)
            .where(Ward.name == ward, Membership.role == Role.COORDINATOR)
        )
        coordinator = Visitor(app)
        assert coordinator.sign_in(phone.one(), PASSWORD).headers["Location"] == "/"
    response = coordinator.get(f"/overview/?month={MONTH}&lang=vi")
    assert response.status_code == 200
    return Page(response.text)


def test_quang_thang_shows_its_printed_figures_beside_ours(demonstration: Flask) -> None:
    page = _coverage(demonstration, "Phường Quảng Thắng")
    assert "Phường Đông Quang" in page.text()
    (published, now) = page.coverage("health_record")
    assert published[1] == "9.547/9.658"
    assert published[2].startswith("98,9%")
    assert published[2].endswith("98,8%")
    assert published[3] == "31/12/2023"
    numerator, denominator = (int(part.replace(".", "")) for part in now[1].split("/"))
    assert (numerator > 9547, denominator) == (True, 9658)
    published, *_ = page.coverage("eid_account")
    assert published[1] == "5.571"
    assert published[2].endswith("75,5%")
    assert not published[2].startswith("75,5%"), "a ratio of our own would need what nobody printed"
    assert page.coverage("business_e_contract")[0][1:3] == ("120/160", "75,0%")


def test_song_cau_shows_bounds_in_words_and_without_ratio(demonstration: Flask) -> None:
    page = _coverage(demonstration, "Phường Sông Cầu")
    assert page.coverage("public_service_account")[0][1:3] == ("hơn 2.800", "–")
    assert page.coverage("public_service_account_in_use")[0][1:3] == ("hơn 1.100", "–")
    assert page.coverage("qr_people")[0][1:3] == ("gần 400", "–")
    assert [line[1] for line in page.coverage("hall_internet")] == ["3/20", "20/20"]
    assert all(line[2] == "–" for line in page.coverage("public_service_account"))


def test_an_khe_shows_its_accounts(demonstration: Flask) -> None:
    page = _coverage(demonstration, "Phường An Khê")
    assert page.coverage("eid_account")[0][1:3] == ("20.236", "–")
    assert page.coverage("teams")[0][1] == "90"
    assert len(page.places(1)) == 90


def test_nhu_co_shows_percentages_that_were_printed_alone(demonstration: Flask) -> None:
    page = _coverage(demonstration, "Xã Như Cố")
    published, *_ = page.coverage("health_record")
    assert published[1] == "–"
    assert published[2].endswith("40,0%")
