"""Photos and locations of entries: reduced on the phone, and sent once, after their entry."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from PIL import Image, ImageDraw
from PIL.ExifTags import GPS, IFD, Base
from playwright.sync_api import Page, Route, expect
from sqlalchemy.orm import Session

from app.logbook.models import Entry
from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import Action
from app.month import now
from app.photos.models import Photo
from app.places.models import Ward as WardRow
from tests.cast import CARLA, WARD_A
from tests.e2e.offline.conftest import NewPhone, Ward
from tests.e2e.offline.faults import lose_answer, refuse_entries
from tests.e2e.offline.phone import PHOTOS, SYNC, Fault, Phone
from tests.e2e.offline.phone_actions import (
    click,
    expect_waiting,
    fill_in_visit,
    press_save,
    save,
    stored,
    wait_for_failed_tries,
    wait_until,
    wait_until_sending_ends,
)

HEAVIEST = 200_000  # bytes


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a picture of 12 megapixels, held upright when it was taken, with all that a camera notes about it."""
    grain = Image.effect_noise((1000, 750), 60).resize((4000, 3000))
    image = Image.merge("RGB", (grain, grain, grain))
    # What is red in the file's upper left stands in the upper right of the upright picture.
    ImageDraw.Draw(image).rectangle((0, 0, 1200, 900), fill="red")
    exif = image.getexif()
    exif[Base.Orientation] = 6
    exif[Base.Make] = "Ví dụ"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (19.0, 48.0, 12.5)
    path = tmp_path_factory.mktemp("camera") / "IMG_0001.jpg"
    image.save(path, exif=exif, quality=92)
    assert path.stat().st_size > 1_000_000
    return path


def _take(page: Page, picture: Path) -> str:
    page.locator("#photos input[type=file]").last.set_input_files(picture)
    taken = page.locator("#photos li[data-photo]")
    taken.wait_for()
    id = taken.get_attribute("data-photo")
    assert id
    return id


def _at_ward(ward: Ward, entry: str) -> list[str]:
    def read(session: Session) -> list[str]:
        found = session.execute(sa.select(Photo.id, Photo.entry_id)).all()
        return [str(row.id) for row in found if str(row.entry_id) == entry]

    photos: list[str] = ward.do(read)
    return photos


def test_photo_is_sent_once_after_its_entry_without_metadata(quiet_phone: Phone, ward: Ward, picture: Path) -> None:
    phone = quiet_phone
    page = phone.prepare("ana", "/log/visit")
    phone.go_offline()
    fill_in_visit(page, "Có ảnh, mất sóng")
    photo = _take(page, picture)
    (copy,) = stored(page, "photos")
    assert (copy["state"], copy["size"] < HEAVIEST) == ("unsaved", True)
    entry = save(page, "waiting")
    expect(page.locator("#status-bar")).to_contain_text("1 ảnh")

    left: list[str] = []
    bodies: list[bytes] = []
    phone.context.on("request", lambda request: left.append(request.method) if request.method != "GET" else None)

    def lose(route: Route) -> None:
        bodies.append(route.request.post_data_buffer or b"")
        faults[-1](route)

    # At first a photo breaks off on its way, however often it is sent; later it is stored and its answer is lost.
    faults: list[Fault] = [Route.abort]
    phone.add_fault(PHOTOS, lose)
    phone.go_online()
    page.locator("#receipt[data-receipt=stored]").wait_for()
    wait_until(page, lambda: bool(bodies))
    wait_until_sending_ends(page)
    assert left[0] == "POST"
    assert set(ward.rows()) == {entry}
    assert _at_ward(ward, entry) == []
    faults.append(lose_answer)
    click(page.locator("[data-send]"))
    wait_until(page, lambda: _at_ward(ward, entry) == [photo])
    wait_until_sending_ends(page)
    assert [one["id"] for one in stored(page, "photos")] == [photo]
    phone.remove_faults(PHOTOS)
    click(page.locator("[data-send]"))
    wait_until(page, lambda: stored(page, "photos") == [])
    assert _at_ward(ward, entry) == [photo]
    expect(page.locator("#status-bar")).not_to_contain_text("1 ảnh")

    (body,) = set(bodies)
    assert len(body) < HEAVIEST
    with Image.open(io.BytesIO(body)) as sent:
        size = sent.size
        assert size[1] <= 1280
        assert size[0] * 4 == size[1] * 3
        assert not sent.getexif()
        red, green, _ = sent.convert("RGB").getpixel((size[0] - 20, 20))  # type: ignore[misc]
        assert red > 200 > 60 > green
    with Image.open(io.BytesIO(phone.context.request.get(f"/photos/{photo}").body())) as shown:
        assert shown.size == size


def test_photo_waits_for_its_entry(quiet_phone: Phone, ward: Ward, picture: Path) -> None:
    phone = quiet_phone
    page = phone.prepare("ana", "/log/visit")
    fill_in_visit(page, "Ảnh chờ bản ghi")
    photo = _take(page, picture)
    asked: list[str] = []
    phone.context.on("request", lambda request: asked.append(request.url) if "/photos/" in request.url else None)
    phone.add_fault(SYNC, lambda route: route.abort(), times=1)
    entry = save(page, "waiting")
    wait_for_failed_tries(phone, page)
    assert asked == []
    click(page.locator("[data-send]"))
    wait_until(page, lambda: stored(page, "photos") == [])
    assert set(ward.rows()) == {entry}
    assert _at_ward(ward, entry) == [photo]


def test_photo_of_a_refused_entry_is_held_until_the_entry_is_taken(
    quiet_phone: Phone, ward: Ward, picture: Path
) -> None:
    phone = quiet_phone
    page = phone.prepare("ana", "/log/visit")
    fill_in_visit(page, "Bị từ chối, có ảnh")
    photo = _take(page, picture)
    asked: list[str] = []
    phone.context.on("request", lambda request: asked.append(request.method) if "/photos/" in request.url else None)
    phone.add_fault(SYNC, refuse_entries, times=1)
    press_save(page)
    expect(page.locator("[data-field=note].wrong")).to_be_visible()
    wait_until(page, lambda: [one["state"] for one in stored(page, "photos")] == ["parked"])
    assert asked == ["PUT"], "the ward may have an older revision of the entry: it is asked once"
    for _ in range(2):
        page.reload()
        page.locator("html[data-fresh]").wait_for()
        wait_until_sending_ends(page)
    bar = page.locator("#status-bar")
    expect(bar).to_have_attribute("data-correct", "1")
    expect(bar).to_have_attribute("data-waiting", "0")
    expect(bar).to_have_attribute("data-photos", "0")
    assert asked == ["PUT"]
    (copy,) = stored(page)
    phone.open(f"/log/visit?id={copy['id']}", page)
    page.fill("[name=note]", "Ghi chú rõ hơn")
    entry = save(page, "stored")
    wait_until(page, lambda: stored(page, "photos") == [])
    assert asked == ["PUT", "PUT"]
    assert set(ward.rows()) == {entry}
    assert _at_ward(ward, entry) == [photo]


def test_photo_of_an_entry_that_counts_no_more_is_deleted_with_a_word(
    quiet_phone: Phone, ward: Ward, picture: Path
) -> None:
    phone = quiet_phone
    page = phone.prepare("ana", "/log/visit")
    fill_in_visit(page, "Không tính nữa, có ảnh")
    _take(page, picture)
    phone.add_fault(PHOTOS, lambda route: route.abort())
    entry = save(page, "stored")
    wait_until_sending_ends(page)
    assert len(stored(page, "photos")) == 1
    note = DecisionNote(Action.VOID, CARLA, now(), comment="Ghi trùng.")
    ward.do(lambda session: review(session, WARD_A, {UUID(entry): 1}, note))
    phone.remove_faults(PHOTOS)
    phone.open("/log/mine", page)
    notice = page.locator("#status-bar p", has_text="Đã xóa 1 ảnh")
    expect(notice).to_be_visible()
    assert stored(page, "photos") == []
    page.reload()
    expect(notice).to_be_visible()
    page.locator("#status-bar button", has_text="Đã đọc").tap()
    expect(notice).to_have_count(0)
    page.reload()
    page.locator("html[data-fresh]").wait_for()
    expect(notice).to_have_count(0)


def test_removed_photo_is_not_sent(quiet_phone: Phone, ward: Ward, picture: Path) -> None:
    phone = quiet_phone
    page = phone.prepare("ana", "/log/visit")
    fill_in_visit(page, "Bỏ ảnh")
    _take(page, picture)
    page.locator("#photos li button").tap()
    expect(page.locator("#photos li")).to_have_count(0)
    entry = save(page, "stored")
    wait_until_sending_ends(page)
    assert stored(page, "photos") == []
    assert _at_ward(ward, entry) == []


@pytest.fixture
def ward_that_asks_where(ward: Ward) -> Iterator[Ward]:
    """Return the ward with its setting for places on."""

    def turn(settings: dict[str, bool]) -> None:
        ward.do(
            lambda session: session.execute(
                sa.update(WardRow).values(stored_settings=settings).where(WardRow.id == WARD_A)
            )
        )

    turn({"location": True})
    yield ward
    turn({})


def test_location_is_offered_only_where_the_ward_asks_for_it(phone: Phone) -> None:
    page = phone.prepare("ana", "/log/visit")
    page.locator("#entry").wait_for()
    expect(page.locator("#location-field")).to_be_hidden()


def test_location_is_rounded_on_the_phone(new_phone: NewPhone, ward_that_asks_where: Ward) -> None:
    place = {"latitude": 19.8067432, "longitude": 105.7851678, "accuracy": 12.3}
    phone = new_phone(geolocation=place, permissions=["geolocation"])
    page = phone.prepare("ana", "/log/visit")
    phone.go_offline()
    fill_in_visit(page, "Có vị trí")
    page.locator("[data-locate]").tap()
    expect(page.locator("[data-locate]")).to_have_count(0)
    entry = save(page, "waiting")
    rounded = {"lat": 19.807, "lng": 105.785, "accuracy": 100}
    assert [copy["fields"]["location"] for copy in stored(page)] == [rounded]
    phone.go_online()
    expect_waiting(page, 0)
    page.locator("#receipt[data-receipt=stored]").wait_for()
    row = ward_that_asks_where.do(
        lambda session: (
            session.execute(sa.select(Entry.latitude, Entry.longitude, Entry.accuracy).filter_by(id=UUID(entry)))
            .one()
            ._asdict()
        )
    )
    assert row == {"latitude": 19.807, "longitude": 105.785, "accuracy": 100}
