"""The pages that a phone keeps: the same for everybody, true to the wire, with words for all that their scripts say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask import Flask

from app.config import ROOT
from app.localisation import LANGUAGES
from app.logbook.kinds import KINDS
from app.pwa.assets import asset_address
from app.pwa.counted_messages import COUNTED_MESSAGES
from app.pwa.error_messages import ERROR_MESSAGES
from app.pwa.merchant_messages import MERCHANT_MESSAGES
from app.pwa.messages import MESSAGES, page_data
from app.sync.envelope import digest_of
from app.text import fold
from tests.client import Visitor
from tests.html import parse

SHELLS = (
    "/log/",
    "/log/households",
    "/log/mine",
    "/log/install",
    "/log/help",
    "/log/card",
    "/log/counting",
    *(f"/log/{kind}" for kind in KINDS),
)
SCRIPTS = ROOT / "static" / "js"
SAMPLES: dict[str, Any] = json.loads((ROOT / "tests" / "data" / "wire_samples.json").read_text(encoding="utf-8"))
NOT_ON_THE_FORM = {"location", "withdrawn", "visit", "topic"}
"""The phone takes the location itself, withdrawing is a button of the list, a visit brings its own along, and ``topic``
is the first of the topics."""


@pytest.mark.parametrize("path", SHELLS)
def test_a_shell_is_the_same_for_everybody(sqlite_app: Flask, path: str) -> None:
    stranger = Visitor(sqlite_app).get(path)
    assert stranger.status_code == 200
    assert "Set-Cookie" not in stranger.headers
    for name in ("ana", "carla", "nina", "ada"):
        other = Visitor(sqlite_app, name).get(path)
        assert other.data == stranger.data, f"{path} shows something of {name}"
        assert "Set-Cookie" not in other.headers
    assert not re.search(r'name="csrf_token" value="[^"]', stranger.text)


@pytest.mark.parametrize("path", SHELLS)
def test_a_shell_is_revalidated_and_not_sent_again(sqlite_app: Flask, path: str) -> None:
    visitor = Visitor(sqlite_app)
    first = visitor.get(path)
    assert first.headers["Cache-Control"] == "no-cache"
    again = visitor.get(path, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    other = visitor.get(f"{path}?lang=en", If_None_Match=first.headers["ETag"])
    assert other.status_code == 200


def test_unknown_kinds_have_no_shell(sqlite_app: Flask) -> None:
    assert Visitor(sqlite_app).get("/log/nothing").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_form_has_a_control_for_every_field(sqlite_app: Flask, kind: str, language: str) -> None:
    tree = parse(Visitor(sqlite_app).get(f"/log/{kind}?lang={language}").text)
    (form,) = (form for form in tree.iter("form") if form.get("id") == "entry")
    fields = {control.name: control for control in KINDS[kind].form()}
    names = {element.get("name") for element in form.iter() if element.get("name")}
    names |= {element.get("data-name") for element in form.iter() if element.get("data-name")}
    # A household is named by its address, and may be called something; its state has several controls.
    own = {"state" if name.startswith("state-") else name for name in names if not name.startswith("also")}
    own -= {"unnamed", "called"}
    assert own == fields.keys() - NOT_ON_THE_FORM
    types = {
        element.get("data-field"): element.get("data-type") for element in form.iter() if element.get("data-field")
    }
    assert all(types[name] == control.type for name, control in fields.items() if name in types)
    assert len([button for button in form.iter("button") if button.get("type") == "submit"]) == 1


@pytest.mark.parametrize(("kind", "source"), [("visit", "households"), ("merchant", "merchants")])
def test_form_of_a_named_party_has_a_search(sqlite_app: Flask, kind: str, source: str) -> None:
    tree = parse(Visitor(sqlite_app).get(f"/log/{kind}").text)
    fields = tree.findall(".//*[@data-type='NamedPartyField']")
    assert [field.find(".//*[@data-search]").get("data-source") for field in fields] == [source]  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", KINDS)
def test_choices_are_those_that_the_wire_takes(sqlite_app: Flask, kind: str) -> None:
    tree = parse(Visitor(sqlite_app).get(f"/log/{kind}").text)
    for control in KINDS[kind].form():
        choices = getattr(control, "choices", None)
        if isinstance(choices, dict):
            offered = [
                one.get("value") for one in tree.iter("input") if one.get("name") == control.name and one.get("value")
            ]
            assert offered == list(choices), control.name


def _words_used() -> set[str]:
    """Return the words that scripts ask for by name, also where they choose between two."""
    used: set[str] = set()
    for path in SCRIPTS.rglob("*.js"):
        text = _text(path)
        used |= set(re.findall(r'\bmessage\("([^"]+)"', text))
        for pair in re.findall(r'\bmessage\([\w.]+ \? "([^"]+)" : "([^"]+)"', text):
            used |= set(pair)
        used |= set(re.findall(r'new SendError\("([^"]+)"', text))
    return used


def _literals() -> set[str]:
    return {text for path in SCRIPTS.rglob("*.js") for text in re.findall(r'"([\w.]+)"', _text(path))}


def test_scripts_have_every_message_that_they_show() -> None:
    used = _words_used()
    assert len(used) > 20, "the words were not found where they are"
    known = MESSAGES.keys() | MERCHANT_MESSAGES.keys() | COUNTED_MESSAGES.keys() | ERROR_MESSAGES.keys()
    assert used <= known, f"app/pwa/messages.py lacks {sorted(used - known)}"
    # Codes of the server, states of an entry and names of lines are put behind these; other words are chosen between.
    coded = ("conflict.", "error.", "reason.", "state.", "status.", "team.", "to_do.", "photo_refused.", "hand_over.s")
    coded += ("code.", "same_again.")
    shown = {name for name in known if name.startswith(coded)} | _literals()
    # Some speak of what the field is for: households or merchants.
    shown |= {name for name in MESSAGES if name.endswith((".households", ".merchants")) and name.split(".")[0] in shown}
    assert known <= shown, f"no script shows {sorted(known - shown)}"


def test_lines_of_a_list_are_made_of_fields_of_the_form(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context("/?lang=vi"):
        for code, kind in page_data()["kinds"].items():
            assert set(kind["line"]) <= kind["fields"].keys(), code
            assert kind["fields"]["happened_on"] == {"label": "Ngày", "type": "DayField", "source": ""}


def test_phone_and_server_fold_and_digest_alike() -> None:
    for text, folded in SAMPLES["folding"]:
        assert fold(text) == folded
    for fields, digest in SAMPLES["digests"]:
        assert digest_of(fields) == digest


@pytest.mark.parametrize("name", ["fonts/Tinos-Regular.ttf", "fonts/LICENSE", "manifest.json", "icons.json"])
def test_built_files_without_a_hash_in_their_names_are_asked_for_again(sqlite_app: Flask, name: str) -> None:
    response = Visitor(sqlite_app).get(f"/static/dist/{name}")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-cache")
    response.close()


def test_assets_are_compressed_and_kept_for_ever(sqlite_app: Flask) -> None:
    visitor = Visitor(sqlite_app)
    tree = parse(visitor.get("/log/visit").text)
    addresses = [one.get("src", "") for one in tree.iter("script") if one.get("src")]
    addresses += [one.get("href", "") for one in tree.iter("link") if one.get("rel") != "manifest"]
    assert len(addresses) >= 3
    for address in addresses:
        response = visitor.get(address, Accept_Encoding="gzip")
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable", address
        assert re.search(r"-([A-Z0-9]{8}|[0-9a-f]{12})\.\w+$", address)
        if len(response.data) > 500 and not address.endswith(".png"):
            assert response.headers.get("Content-Encoding") == "gzip", address
        response.close()


def test_assets_are_sent_as_the_build_has_compressed_them(sqlite_app: Flask) -> None:
    visitor = Visitor(sqlite_app)
    with sqlite_app.test_request_context():
        address = asset_address("phone.css")
    plain = visitor.get(address, Accept_Encoding="identity")
    sent = visitor.get(address, Accept_Encoding="gzip, br")
    assert sent.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in sent.vary
    assert sent.headers["Cache-Control"] == plain.headers["Cache-Control"]
    assert (
        sent.data == (Path(sqlite_app.static_folder or "") / "dist" / f"{address.rsplit('/', 1)[-1]}.br").read_bytes()
    )
    assert brotli.decompress(sent.data) == plain.data
    for response in (plain, sent):
        response.close()


def test_a_first_visit_is_light(sqlite_app: Flask) -> None:
    visitor = Visitor(sqlite_app)
    for path in SHELLS:
        page = visitor.http.get(path, headers={"Accept-Encoding": "gzip"})
        assert page.headers.get("Content-Encoding") == "gzip"
        weight = len(page.data)
        tree = parse(visitor.get(path).text)
        for one in [*tree.iter("script"), *tree.iter("link")]:
            address = one.get("src") or one.get("href")
            if address and one.get("rel") != "prefetch":
                response = visitor.get(address, Accept_Encoding="gzip")
                weight += len(response.data)
                response.close()
        assert weight < 60_000, path


def test_the_icons_that_templates_ask_for_are_drawn() -> None:
    drawn = json.loads((ROOT / "static" / "dist" / "icons.json").read_text(encoding="utf-8"))
    asked = set()
    for path in (ROOT / "templates").rglob("*.html"):
        asked |= set(re.findall(r'icon\("([^"]+)"\)', _text(path)))
        asked |= set(re.findall(r'tab\("[^"]+", "([^"]+)"', _text(path)))
    asked |= {kind.icon for kind in KINDS.values()}
    assert asked <= drawn.keys(), f"add {sorted(asked - drawn.keys())} to the list in build.mjs"
    assert drawn.keys() <= asked, f"nothing shows {sorted(drawn.keys() - asked)}: take them off the list in build.mjs"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
