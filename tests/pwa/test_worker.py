"""The service worker's list: every page in every language, every file that they load, each by its content."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.localisation import LANGUAGES
from app.pwa.worker import Shell, worker_script
from tests.client import Visitor
from tests.pwa.test_shells import SHELLS


def _script(app: Flask, name: str | None = None) -> str:
    answer = Visitor(app, name).get("/sw.js")
    assert answer.status_code == 200
    return answer.text


def _kept(script: str) -> dict[str, Any]:
    found = re.match(r'self\.VERSION="\w{12}";self\.KEPT=(\{.*?\});\n', script)
    assert found
    kept: dict[str, Any] = json.loads(found[1])
    return kept


def test_worker_is_a_script_that_is_revalidated_each_time(sqlite_app: Flask) -> None:
    answer = Visitor(sqlite_app).get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers
    again = Visitor(sqlite_app).get("/sw.js", If_None_Match=answer.headers["ETag"])
    assert again.status_code == 304


def test_service_worker_is_the_same_for_everybody(sqlite_app: Flask) -> None:
    script = _script(sqlite_app)
    for name in ("ana", "carla", "ada"):
        assert _script(sqlite_app, name) == script
    assert Visitor(sqlite_app).get("/sw.js?lang=en").text == script


def test_worker_keeps_every_page_in_every_language(sqlite_app: Flask) -> None:
    pages = _kept(_script(sqlite_app))["pages"]
    assert pages.keys() == {*SHELLS, "/offline"}
    for path, versions in pages.items():
        assert list(versions) == sorted(LANGUAGES)
        for language, address in versions.items():
            answer = Visitor(sqlite_app).get(address)
            assert (answer.status_code, answer.mimetype) == (200, "text/html")
            assert f'<html lang="{language}">' in answer.text
            assert answer.data == Visitor(sqlite_app, "ana").get(f"{path}?lang={language}").data


def test_worker_keeps_every_file_that_the_pages_load(sqlite_app: Flask) -> None:
    kept = _kept(_script(sqlite_app))
    assert kept["language"] == "vi"
    files = set(kept["files"])
    for language in LANGUAGES:
        for path, versions in kept["pages"].items():
            text = Visitor(sqlite_app).get(versions[language]).text
            loaded = set(re.findall(r'<(?:script|img)[^>]* src="([^"]+)"', text))
            loaded |= set(re.findall(r'<link rel="(?:stylesheet|modulepreload)" href="([^"]+)"', text))
            assert loaded
            assert loaded <= files
            if path not in {"/log/install", "/log/help", "/log/card", "/log/counting", "/offline"}:
                assert {versions[language], *loaded} <= set(kept["first"][language])
    for address in files:
        answer = Visitor(sqlite_app).get(address)
        assert answer.status_code == 200
        if address.endswith(".css"):
            folder = address.rsplit("/", 1)[0]
            drawings = {f"{folder}/{name}" for name in re.findall(r"([\w-]+\.svg)", answer.text)}
            assert drawings <= files
            assert drawings or "url(" not in answer.text
        answer.close()


def test_no_page_is_kept_before_what_it_loads(sqlite_app: Flask) -> None:
    """A page whose script a cut line left out would open without a network, and do nothing."""
    kept = _kept(_script(sqlite_app))
    for language in LANGUAGES:
        own_pages = [versions[language] for versions in kept["pages"].values()]
        order = list(dict.fromkeys([*kept["first"][language], *kept["files"], *own_pages]))
        for versions in kept["pages"].values():
            text = Visitor(sqlite_app).get(versions[language]).text
            loaded = set(re.findall(r' (?:src|href)="(/static/dist/[^"]+\.(?:js|css))"', text))
            assert loaded
            assert loaded <= set(order[: order.index(versions[language])])


def _weight(app: Flask, addresses: set[str]) -> int:
    """Return the bytes, compressed, that come over the line for some addresses."""
    weight = 0
    for address in addresses:
        answer = Visitor(app).http.get(address, headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200
        weight += len(answer.data)
        answer.close()
    return weight


def test_worker_keeps_every_file_that_scripts_load_later(sqlite_app: Flask) -> None:
    """A form loads some of its code only when it needs that, perhaps for the first time without a network."""
    kept = _kept(_script(sqlite_app))
    built = Path(sqlite_app.static_folder or "") / "dist"
    later: dict[str, list[str]] = json.loads((built / "later.json").read_text(encoding="utf-8"))
    assert "form.js" in later
    for name, files in later.items():
        assert {f"/static/dist/{file}" for file in files} <= set(kept["files"]), name
        assert {f"/static/dist/{file}" for file in files} <= {*kept["first"]["vi"]}, name


def test_the_first_opening_is_light(sqlite_app: Flask) -> None:
    """What comes before the app can be used, and then all that work without a network needs, in the same opening."""
    kept = _kept(_script(sqlite_app))
    icons = re.findall(r'<link rel="icon" href="([^"]+)"', Visitor(sqlite_app).get("/log/").text)
    assert icons
    before_use = {"/log/", "/sw.js", "/manifest.webmanifest", *kept["home"]["vi"], *icons}
    assert 20_000 < _weight(sqlite_app, before_use) <= 42_000
    assert 40_000 < _weight(sqlite_app, {*before_use, *kept["first"]["vi"]}) <= 128_000


@pytest.mark.parametrize("changed", ["page", "headers", "script"])
def test_worker_differs_after_any_change(changed: str) -> None:
    pages = {"/log/": {"vi": Shell(b"<p>one</p>")}}
    others = {"page": Shell(b"<p>two</p>"), "headers": Shell(b"<p>one</p>", {"Permissions-Policy": "camera=()"})}
    before = worker_script("work()", pages, (), str)
    if changed == "script":
        after = worker_script("rest()", pages, (), str)
    else:
        after = worker_script("work()", {"/log/": {"vi": others[changed]}}, (), str)
        assert _kept(after)["pages"] != _kept(before)["pages"]
    assert after.split(";")[0] != before.split(";")[0]
    assert worker_script("work()", pages, (), str) == before


def test_what_one_form_needs_is_kept_last(sqlite_app: Flask) -> None:
    kept = _kept(_script(sqlite_app))
    built: dict[str, str] = json.loads((Path(sqlite_app.static_folder or "") / "dist" / "manifest.json").read_text())
    parts = f"/static/dist/{built['merchant_parts.js']}"
    assert parts in kept["files"]
    assert parts not in kept["first"]["vi"]


def test_reader_of_codes_is_in_no_opening_of_the_app(sqlite_app: Flask) -> None:
    kept = _kept(_script(sqlite_app))
    assert [address.rsplit(".", 1)[1] for address in kept["onDemand"]] == ["js", "wasm"]
    everything = {*kept["files"], *kept["home"]["vi"], *kept["first"]["vi"]}
    assert not everything & set(kept["onDemand"])
    assert not any("wasm" in address for address in everything)
    types = {"js": "text/javascript", "wasm": "application/wasm"}
    for address in kept["onDemand"]:
        answer = Visitor(sqlite_app).http.get(address, headers={"Accept-Encoding": "br"})
        assert answer.headers["Content-Encoding"] == "br"
        assert answer.mimetype == types[address.rsplit(".", 1)[1]]
        assert "immutable" in answer.headers["Cache-Control"]
    assert _weight(sqlite_app, set(kept["onDemand"])) < 360_000
