"""Who sees a photo, and where."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from flask import Flask
from PIL import Image

from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.html import parse
from tests.photos.steps import kept, make_picture, put

PICTURE = make_picture(800, 600)
VISIBLE_TO = {
    "ana": 200,
    "bruno": 404,
    "leo": 200,
    "carla": 200,
    "vera": 200,
    "dora": 404,
    "bo": 404,
    "moved": 404,
    "eva": 403,
    "ada": 403,
    "nina": 403,
}


@pytest.mark.parametrize("what", ["", "/preview"])
def test_photo_is_shown_to_users_who_may_see_its_entry(
    app: Flask, ana: Visitor, visitor: Callable[..., Visitor], what: str
) -> None:
    entry, photo = make_entry(), uuid4()
    ana.sync(entry)
    put(ana, entry, PICTURE, photo)
    assert {name: visitor(name).get(f"/photos/{photo}{what}").status_code for name in VISIBLE_TO} == VISIBLE_TO
    assert visitor().get(f"/photos/{photo}{what}").headers["Location"] == "/login"
    assert ana.get(f"/photos/{uuid4()}{what}").status_code == 404
    assert ana.get(f"/photos/x{what}").status_code == 404


def test_photo_is_shown_as_it_is_stored(app: Flask, ana: Visitor) -> None:
    entry, photo = make_entry(), uuid4()
    ana.sync(entry)
    put(ana, entry, PICTURE, photo)
    [row] = kept(app)
    for path, content, size in (("", row["content"], (800, 600)), ("/preview", row["preview"], (320, 240))):
        response = ana.get(f"/photos/{photo}{path}")
        assert response.data == content
        assert Image.open(BytesIO(response.data)).size == size
        assert response.headers["Content-Type"] == "image/jpeg"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "Cookie" in response.headers["Vary"], "the next person at this browser is asked anew"


def test_photos_stay_with_a_void_entry(app: Flask, ana: Visitor) -> None:
    entry, photo = make_entry(), uuid4()
    ana.sync(entry)
    put(ana, entry, PICTURE, photo)
    ana.sync(edited(entry, withdrawn=True))
    assert ana.get(f"/photos/{photo}").status_code == 200


def test_the_list_of_entries_shows_them(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    with_two, with_one, without = make_entry(household=household("Số 5, ngõ 2")), make_entry(), make_entry()
    photos = [UUID(int=number) for number in (1, 2, 3)]
    ana.sync(with_two, with_one, without)
    for entry, photo in ((with_two, photos[1]), (with_two, photos[0]), (with_one, photos[2])):
        put(ana, entry, make_picture(800, 600), photo)
    page = parse(visitor("carla").get("/overview/entries").text)
    shown = {
        item.get("data-entry"): [[image.attrib for image in photo.iter("img")] for photo in item.iter("details")]
        for item in page.iter("li")
        if item.get("data-entry")
    }
    assert [large["src"] for _, large in shown[with_two["id"]]] == [f"/photos/{photo}" for photo in photos[:2]]
    assert [large["src"] for _, large in shown[with_one["id"]]] == [f"/photos/{photos[2]}"]
    assert shown[without["id"]] == []
    size = {"width": "800", "height": "600", "loading": "lazy"}
    assert shown[with_two["id"]][1] == [
        {"src": f"/photos/{photos[1]}/preview", "alt": "Ảnh 2 trong 2: Số 5, ngõ 2", **size},
        {"src": f"/photos/{photos[1]}", "alt": "", **size},
    ]
