"""Four months of the made-up ward, as its people lived them with release 0.1. Runs on the code of that release only.

August is closed. September was closed, opened again and closed a second time. October was closed and stands open again.
November goes on, and holds entries in every state.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader
from app.logbook.models import Entry
from app.month import ZONE, Month, now
from app.months.actions import save_narrative
from app.months.narrative import Narrative
from tests.cast import ALL_OF_A, AREA_1, AREA_2, CARLA, LEO, MARKET_A, PASSWORD, PHONES, TEAM_1, WARD_A
from tests.frozen.clock import Clock
from tests.frozen.phone.forms import correct, log, withdraw
from tests.frozen.phone.outbox import Outbox
from tests.frozen.transcript import ORIGIN, Player
from tests.frozen.ward import AREA_OLD, found_ward, picture, template


def _made_up(number: int) -> str:
    return str(UUID(int=(0x0199_E000_0000_7000_8000 << 48) + number))


HOUSES = [{"id": _made_up(n), "label": f"Số {n}, ngõ Ví Dụ"} for n in range(1, 9)]
STALL = {"id": _made_up(20), "name": "Quầy Ví Dụ"}


class People:
    """The people of the ward at work, each with a phone or at a desk."""

    def __init__(self, app: Flask, clock: Clock) -> None:
        self.app, self._clock = app, clock
        self.desk = Player(app)
        self.phones = {name: Outbox(app, number) for number, name in enumerate(("ana", "bruno", "leo"), start=1)}

    def at(self, day: str, hour: int = 10) -> None:
        """Go on to a day, and open every phone."""
        self._clock.set(datetime.fromisoformat(day).replace(hour=hour, tzinfo=ZONE))
        for phone in self.phones.values():
            phone.open()

    def sign_in(self) -> None:
        """Let everybody sign in who works in this ward."""
        for name, phone in self.phones.items():
            token = phone.session()["csrf"]
            form = {"phone": PHONES[name], "password": PASSWORD, "csrf_token": token}
            phone.http.post("/login", data=form, headers={"Origin": ORIGIN})
        self.ask("/login", phone=PHONES["carla"], password=PASSWORD)

    def ask(self, path: str, *, files: dict[str, tuple[bytes, str]] | None = None, **form: str) -> None:
        """Let the coordinator send a form."""
        client = self.desk.client("carla")
        token = client.get("/api/v1/session").json["csrf"]  # type: ignore[index]
        data: dict[str, Any] = {"csrf_token": token, **form}
        data |= {name: (BytesIO(content), called) for name, (content, called) in (files or {}).items()}
        response = client.post(path, data=data, headers={"Origin": ORIGIN})
        assert response.status_code in (200, 302), (path, response.status_code, response.text)

    def decide(self, action: str, *ids: str, comment: str = "") -> None:
        """Let the coordinator act on entries as they stand."""
        for id in ids:
            self.ask("/review/decide", action=action, seen=f"{id}:{self._moves(id)}", comment=comment)

    def _moves(self, id: str) -> int:
        with self.app.app_context():
            return reader().scalars(sa.select(Entry.moves).where(Entry.id == UUID(id))).one()

    def approve_all(self) -> None:
        """Let the coordinator approve what waits."""
        with self.app.app_context():
            waiting = reader().scalars(sa.select(Entry.id).where(Entry.ward_id == WARD_A, Entry.status == "submitted"))
            ids = [str(id) for id in waiting.all()]
        self.decide("approve", *sorted(ids))

    def close(self, month: str) -> None:
        """Let the coordinator close a month of which all was decided."""
        self.ask(f"/reports/months/{month}/close", waiting="0", looked="y")
        self._expect_closed(month)

    def _expect_closed(self, month: str) -> None:
        response = self.desk.client("carla").get(f"/reports/months/{month}")
        assert f"/reports/months/{month}/reopen" in response.text, f"{month} did not close"

    def write(self, month: str, team_id: int | None, author: int, organisation: str, difficulties: str) -> None:
        """Write the words of a month's report, the ward's or a team's."""
        words = Narrative(organisation=organisation, difficulties=difficulties)
        what = (WARD_A, Month.parse(month), team_id, words, "", author, now())
        with self.app.app_context():
            in_transaction(lambda session: save_narrative(session, *what))


def _august(people: People, ids: dict[str, str]) -> None:
    """Entries of all kinds; one is returned and mended, one is taken out of the count. Closed in September."""
    ana, bruno = people.phones["ana"], people.phones["bruno"]
    people.at("2026-08-10")
    log(ana, "visit", {"vneid_2": {}}, household=HOUSES[0], people=3, topics=["vneid"], companions=[LEO])
    log(ana, "visit", household=None, met="absent", people=0)
    log(bruno, "visit", household=HOUSES[1], people=2, neighbourhood=AREA_OLD, barrier="no_smartphone")
    log(
        bruno,
        "merchant",
        merchant=STALL,
        methods=["vietqr", "e_wallet"],
        qr_valid=True,
        bank_bin="970436",
        place=MARKET_A,
    )
    log(ana, "training", topic="scam_warning", attendees=1030, women=520, elderly=90, title="=Cảnh giác", minutes=90)
    ids["mended"] = log(ana, "installation", service="health_record", outcome="installed", people=4, setting="market")
    ids["voided in August"] = log(bruno, "visit", household=HOUSES[1], people=9)
    people.decide("return:people", ids["mended"], comment="Số người?")
    people.decide("void:duplicate", ids["voided in August"])
    people.at("2026-08-12")
    correct(ana, ids["mended"], people=5)
    people.approve_all()
    people.write("2026-08", None, CARLA, "Phường họp các tổ một lần.", "Một số hộ đi làm xa.")
    people.write("2026-08", TEAM_1, LEO, "Tổ họp hai lần.", "Sóng yếu trong ngõ.")
    people.at("2026-09-03")
    people.ask("/settings/template", files={"file": (template(), "mau-vi-du.docx")})
    people.close("2026-08")


def _september(people: People, ids: dict[str, str]) -> None:
    """Late work for August counts in September, which is closed, opened again for more, and closed again."""
    ana, bruno, leo = people.phones.values()
    people.at("2026-09-10")
    ids["late"] = log(ana, "visit", household=HOUSES[2], people=1, happened_on="2026-08-28", note="Gửi muộn")
    log(leo, "visit", household=HOUSES[0], people=2, topics=["cashless", "vneid"], neighbourhood=AREA_1)
    log(leo, "training", topic="vneid", attendees=25, venue="Nhà văn hóa", neighbourhood=ALL_OF_A, started_at="19:30")
    people.approve_all()
    people.at("2026-10-03")
    people.close("2026-09")
    people.at("2026-10-04")
    people.ask("/reports/months/2026-09/reopen", reason="Tổ 2 gửi muộn")
    people.at("2026-10-05")
    log(bruno, "installation", service="vneid_2", outcome="self_sufficient", people=7, happened_on="2026-09-30")
    people.approve_all()
    # What carries a flag is not approved by the closing: it counts nowhere, and its author may log it anew.
    ids["left out"] = log(bruno, "visit", household=HOUSES[6], people=45, happened_on="2026-09-29")
    people.close("2026-09")


def _october(people: People, ids: dict[str, str]) -> None:
    """Closed, then opened again for an entry that is still waiting."""
    ana, bruno, _ = people.phones.values()
    people.at("2026-10-15")
    log(ana, "visit", household=HOUSES[3], people=2)
    log(
        bruno,
        "merchant",
        merchant={"id": _made_up(21), "name": "Hộ Ví Dụ"},
        business_type="household_business",
        in_use=True,
    )
    people.approve_all()
    people.at("2026-11-03")
    people.close("2026-10")
    people.at("2026-11-04")
    people.ask("/reports/months/2026-10/reopen", reason="Thiếu một buổi")
    people.at("2026-11-05")
    ids["of October"] = log(bruno, "training", topic="cashless", attendees=12, happened_on="2026-10-20")


def _november(people: People, ids: dict[str, str]) -> None:
    """Entries in every state, a photo, a withdrawal, and a phone that cannot send any more."""
    ana, bruno, leo = people.phones.values()
    people.at("2026-11-12")
    ids["approved"] = log(ana, "visit", household=HOUSES[4], people=2, companions=[LEO])
    ids["returned"] = log(ana, "visit", household=HOUSES[5], people=40, note="Xin xem lại")
    ids["void"] = log(ana, "installation", service="etax_mobile", outcome="declined", people=1)
    ids["withdrawn"] = log(ana, "merchant", merchant=STALL, business_type="firm", marketplaces=["Chợ mạng"])
    ids["of bruno"] = log(bruno, "visit", household=HOUSES[6], people=1, neighbourhood=AREA_2)
    people.decide("approve", ids["approved"])
    people.decide("return:other", ids["returned"], comment="Bốn mươi người trong một hộ?")
    people.decide("void:not_done", ids["void"])
    people.at("2026-11-13")
    withdraw(ana, ids["withdrawn"])
    with_photo = ana.new_id()
    ids["photo"] = ana.keep_photo(with_photo, picture("navy"))
    ids["submitted"] = log(ana, "visit", id=with_photo, household=HOUSES[7], people=3)
    people.at("2026-11-18")
    leo.is_offline = True
    waits = leo.new_id()
    leo.keep_photo(waits, picture("olive"))
    log(
        leo,
        "visit",
        {"vneid_1": {"outcome": "installed"}},
        id=waits,
        household=HOUSES[0],
        people=1,
        neighbourhood=AREA_1,
    )
    log(leo, "training", topic="vneid", attendees=9, happened_on="2026-11-17", neighbourhood=AREA_1)
    people.at("2026-11-20")


def play(app: Flask, clock: Clock) -> tuple[People, dict[str, str]]:
    """Play the four months of the ward; return its people, and the ids of the entries that have a name."""
    clock.set(datetime(2026, 8, 3, 8, 0, tzinfo=ZONE))
    found_ward(app)
    people = People(app, clock)
    people.sign_in()
    ids: dict[str, str] = {}
    for month in (_august, _september, _october, _november):
        month(people, ids)
    return people, ids
