"""The pages of campaigns: adding, changing, ending, targets, and who reads which figures."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import docx
import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import load_workbook

from app.database import reader, writer
from app.events.campaign_actions import CampaignFacts, end_campaign
from app.events.models import Campaign, CampaignArea, CampaignTarget
from app.month import now, today
from app.places.models import Neighbourhood, Team
from app.versions import SaveOutcome
from tests.actions import add_rows, log_entries
from tests.cast import AREA_1, AREA_2, AREA_B, CARLA, TEAM_1, TEAM_2, WARD_A, WARD_B
from tests.client import Visitor
from tests.events.rows import campaign_row
from tests.factories import make_entry
from tests.html import parse
from tests.overview.page import words

pytestmark = pytest.mark.usefixtures("no_flags")
DAY = timedelta(days=1)


def form(**fields: Any) -> dict[str, Any]:
    return {"name": "Ra quân", "first_day": today(), "last_day": today() + 9 * DAY, "note": "", **fields}


def stored(app: Flask) -> list[Campaign]:
    with app.app_context():
        return list(reader().scalars(sa.select(Campaign).order_by(Campaign.id)))


def areas_of(app: Flask, id: int) -> set[int]:
    with app.app_context():
        query = sa.select(CampaignArea.neighbourhood_id).where(CampaignArea.campaign_id == id)
        return set(reader().scalars(query))


def targets_of(app: Flask) -> dict[tuple[int | None, str], int]:
    with app.app_context():
        rows = reader().scalars(sa.select(CampaignTarget))
        return {(each.team_id, each.measure): each.figure for each in rows}


def text_of(visitor: Visitor, path: str) -> str:
    main = parse(visitor.get(f"{path}?lang=vi").text).find(".//main")
    assert main is not None
    return words(main)


def version_of(visitor: Visitor, path: str) -> str:
    page = parse(visitor.get(path).text)
    return next(each.get("value", "") for each in page.iter("input") if each.get("name") == "version")


def test_campaign_is_added_once(app: Flask, carla: Visitor) -> None:
    """The same form twice is one campaign; its line in the audit log names it."""
    for _time in range(2):
        answer = carla.post("/campaigns/new", **form(areas=AREA_1))
        assert answer.headers["Location"].endswith("/campaigns/1/targets")
    (campaign,) = stored(app)
    assert (campaign.name, campaign.made_by_id, areas_of(app, 1)) == ("Ra quân", CARLA, {AREA_1})
    assert carla.get("/journal/?lang=vi").text.count("đã sửa đợt cao điểm") == 1


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " "}, "Nhập tên."),
        ({"last_day": today() - DAY}, "Ngày cuối đang trước ngày đầu."),
        ({"last_day": today() + 366 * DAY}, "Một đợt dài nhất 366 ngày."),
        ({"first_day": date(2019, 12, 31), "last_day": date(2020, 1, 2)}, "Hãy kiểm tra năm."),
        ({"first_day": "x"}, "Nhập ngày"),
        ({"name": "Đợt của 012345678901"}, ""),
    ],
)
def test_slips_are_refused_in_words(app: Flask, carla: Visitor, fields: dict[str, Any], sentence: str) -> None:
    answer = carla.post("/campaigns/new?lang=vi", **form(**fields))
    assert answer.status_code == 200
    assert "summary" in answer.text
    assert stored(app) == []


@pytest.mark.one_engine
def test_areas_of_another_ward_are_refused(app: Flask, carla: Visitor) -> None:
    assert carla.post("/campaigns/new", **form(areas=AREA_B)).status_code == 200
    assert stored(app) == []


def test_change_that_somebody_else_overtook_is_not_saved(app: Flask, carla: Visitor) -> None:
    add_rows(app, campaign_row(1))
    seen = version_of(carla, "/campaigns/1/edit")
    assert carla.post("/campaigns/1/edit", **form(name="Một", areas=AREA_2, version=seen)).status_code == 302
    answer = carla.post("/campaigns/1/edit", **form(name="Hai", version=seen))
    assert answer.status_code == 200
    assert ([each.name for each in stored(app)], areas_of(app, 1)) == (["Một"], {AREA_2})
    again = version_of(carla, "/campaigns/1/edit")
    assert carla.post("/campaigns/1/edit", **form(name="Hai", version=again)).status_code == 302
    assert ([each.name for each in stored(app)], areas_of(app, 1)) == (["Hai"], set())


def test_end_makes_today_the_last_day(app: Flask, carla: Visitor) -> None:
    """One that has not begun is called off and keeps its days; saving it again brings either back."""
    add_rows(
        app,
        campaign_row(1, first_day=today() - DAY, last_day=today() + DAY),
        campaign_row(2, first_day=today() + DAY, last_day=today() + 2 * DAY),
        campaign_row(3, first_day=today() - 2 * DAY, last_day=today() - DAY),
    )
    for id in (1, 2, 3):
        assert carla.post(f"/campaigns/{id}/end").status_code == 302
    on_the_way, called_off, over = stored(app)
    assert (on_the_way.last_day, on_the_way.ended_at is not None) == (today(), True)
    assert (called_off.last_day, called_off.ended_at is not None) == (today() + 2 * DAY, True)
    assert over.ended_at is None
    assert "đã hủy" in text_of(carla, "/campaigns/2")
    assert carla.get("/campaigns/2/report.pdf").status_code == 404
    seen = version_of(carla, "/campaigns/1/edit")
    assert carla.post("/campaigns/1/edit", **form(version=seen)).status_code == 302
    assert stored(app)[0].ended_at is None


def test_targets_are_of_measures_that_exist(app: Flask, carla: Visitor) -> None:
    add_rows(app, campaign_row(1, first_day=today(), last_day=today()))
    path = "/campaigns/1/targets"
    assert carla.post(path, measure="visit", whose="each", figure="1.200").status_code == 302
    assert targets_of(app) == {(TEAM_1, "visit"): 1200, (TEAM_2, "visit"): 1200}
    assert carla.post(path, measure="visit", whose=TEAM_1, figure="5").status_code == 302
    assert carla.post(path, measure="service.vneid_2", whose="all", figure="7").status_code == 302
    for wrong in ({"measure": "nothing"}, {"whose": "3"}, {"figure": "0"}, {"figure": ""}, {"measure": "households"}):
        fields = {"measure": "visit", "whose": "all", "figure": "5", **wrong}
        assert carla.post(path, **fields).status_code == 200, wrong
    assert carla.post(path, measure="visit", whose=TEAM_2, figure="", remove="1").status_code == 302
    assert targets_of(app) == {(TEAM_1, "visit"): 5, (None, "service.vneid_2"): 7}


@pytest.mark.one_engine
def test_each_role_reads_as_far_as_it_reaches(app: Flask, ana: Visitor, carla: Visitor) -> None:
    add_rows(app, campaign_row(1, first_day=today(), last_day=today()))
    log_entries(ana, make_entry())
    log_entries(Visitor(app, "bruno"), make_entry(neighbourhood=AREA_2), make_entry(neighbourhood=AREA_2))
    ward, leader, member = (text_of(Visitor(app, name), "/campaigns/1") for name in ("vera", "leo", "ana"))
    assert "Tổ 2 2" in ward
    assert "Tổ 1 1" in leader
    assert "Tổ 2" not in leader
    assert "Theo tổ" not in member
    assert "Ngày thứ 1 trong 1 ngày." in member
    assert "Kết thúc" not in ward
    assert "Kết thúc đợt này" in text_of(carla, "/campaigns/1")


@pytest.mark.one_engine
def test_report_leaves_as_word_pdf_and_workbook(app: Flask, ana: Visitor, carla: Visitor) -> None:
    add_rows(app, campaign_row(1, first_day=today(), last_day=today()))
    log_entries(ana, make_entry(people=3))
    word = docx.Document(io.BytesIO(carla.get("/campaigns/1/report.docx?lang=vi").data))
    assert [row.cells[1].text for row in word.tables[2].rows[1:]][:2] == ["Tổ 1", "Tổ 2"]
    book = load_workbook(io.BytesIO(carla.get("/campaigns/1/report.xlsx?lang=vi").data))
    assert len(book.worksheets) == 2
    assert carla.get("/campaigns/1/report.pdf?lang=vi").data.startswith(b"%PDF")
    assert "Đợt 1" in carla.get("/journal/?lang=vi").text
    own = Visitor(app, "leo").get("/campaigns/1/report.docx?lang=vi")
    assert f"-to-{TEAM_1}-tam-tinh.docx" in own.headers["Content-Disposition"]


def test_actions_know_no_campaign_of_another_ward(app: Flask) -> None:
    add_rows(app, campaign_row(1, first_day=today(), last_day=today() + DAY))
    with app.app_context(), pytest.raises(LookupError):
        end_campaign(writer(), WARD_B, 1, CARLA, now())
    with app.app_context():
        assert end_campaign(writer(), WARD_A, 1, CARLA, now()) is SaveOutcome.SAVED
    assert CampaignFacts.of(stored(app)[0], {AREA_1}).areas == {AREA_1}


@pytest.mark.one_engine
def test_targets_of_teams_are_written_apart(app: Flask, carla: Visitor) -> None:
    """The same of each team is one sentence; different ones are a list."""
    add_rows(app, campaign_row(1, first_day=today(), last_day=today()))
    path = "/campaigns/1/targets"
    carla.post(path, measure="visit", whose="each", figure="8")
    carla.post(path, measure="training", whose=TEAM_1, figure="2")
    carla.post(path, measure="training", whose=TEAM_2, figure="3")
    carla.post(path, measure="service.vneid_2", whose="all", figure="9")
    page = text_of(carla, path)
    assert "chung: 16 Mỗi tổ trong 2 tổ: 8" in page
    assert "Tổ có chỉ tiêu riêng: 2 Tổ 1: 2 Tổ 2: 3" in page
    campaign = parse(carla.get("/campaigns/1?lang=vi").text)
    (row,) = (each for each in campaign.iter("tr") if each.get("data-team") == str(TEAM_1))
    assert [words(each) for each in row.iter("td")] == ["0", "0/8 (0,0%)", "0/2 (0,0%)"]


@pytest.mark.one_engine
def test_figures_with_a_target_come_first(app: Flask, ana: Visitor, carla: Visitor) -> None:
    add_rows(
        app,
        campaign_row(1, first_day=today(), last_day=today()),
        CampaignTarget(campaign_id=1, team_id=None, measure="training", figure=2),
    )
    log_entries(ana, make_entry())
    rows = [each.get("data-measure") for each in parse(carla.get("/campaigns/1").text).iter("tr")]
    assert [each for each in rows if each][:2] == ["training", "visit"]


@pytest.mark.one_engine
def test_many_areas_are_counted_and_named_on_a_tap(app: Flask, carla: Visitor) -> None:
    ids = range(900, 907)
    add_rows(
        app,
        campaign_row(1, first_day=today(), last_day=today()),
        *(Neighbourhood(id=id, ward_id=WARD_A, name=f"Tổ dân phố {id}") for id in ids),
        *(CampaignArea(campaign_id=1, neighbourhood_id=id) for id in ids),
    )
    page = parse(carla.get("/campaigns/1?lang=vi").text)
    summary = next(each for each in page.iter("summary"))
    assert words(summary) == "Địa bàn: 7 nơi. Bấm vào đây để xem tên."


@pytest.mark.one_engine
def test_result_comes_first_and_many_teams_are_folded(app: Flask, ana: Visitor, carla: Visitor) -> None:
    """So it is before, while and after a campaign is on; how many teams reached their own target is said above them."""
    log_entries(ana, make_entry(), make_entry())
    teams = range(900, 906)
    spans = ((-9 * DAY, -8 * DAY), (0 * DAY, 0 * DAY), (1 * DAY, 9 * DAY))
    add_rows(
        app,
        *(campaign_row(id, first_day=today() + a, last_day=today() + b) for id, (a, b) in enumerate(spans, 1)),
        *(Team(id=id, ward_id=WARD_A, name=f"Tổ {id}") for id in teams),
        *(
            CampaignTarget(campaign_id=campaign, team_id=team, measure="visit", figure=2)
            for campaign in (1, 2, 3)
            for team in (TEAM_1, *teams)
        ),
    )
    for id, reached in ((1, 0), (2, 1), (3, 0)):
        main = parse(carla.get(f"/campaigns/{id}?lang=vi").text).find(".//main")
        assert main is not None
        text = words(main)
        parts = ["Số liệu", "Theo tổ", f"Lượt đến hộ: {reached} trong 7 tổ đã đạt", "Có 8 tổ.", "Sửa đợt"]
        assert sorted(parts, key=text.index) == parts
        folds = [each for each in main.iter("details") if each.find(".//tr[@data-team]") is not None]
        assert [each.get("open") for each in folds] == [None]


@pytest.mark.one_engine
def test_form_says_how_many_areas_are_chosen_without_scripts(carla: Visitor) -> None:
    """It is all in the page as the server writes it; what is wrong elsewhere changes nothing of it."""

    def summary_of(page: str) -> str:
        return next(words(each) for each in parse(page).iter("summary"))

    assert summary_of(carla.get("/campaigns/new?lang=vi").text) == "Toàn phường. Bấm vào đây để chọn từng nơi."
    refused = carla.post("/campaigns/new?lang=vi", **form(name="", areas=AREA_1)).text
    assert summary_of(refused) == "Đã chọn 1 trong 2. Bấm vào đây để xem hoặc sửa."
