"""What the check of every page finds, each fault in a page that was sound and read strictly before."""

from __future__ import annotations

import pytest
from html5lib.html5parser import ParseError

from tests.html import check_page, parse

PAGE = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>Duyệt · Từng Nhà</title></head><body>
<main><h1>Duyệt</h1><svg role="img"><title>Một</title><desc>Hai</desc></svg>
<form method="post" action="/review/decide"><input type="hidden" name="seen">
<p class="hint" id="hint">Gợi ý</p><label for="reason">Lý do</label><input id="reason" aria-describedby="hint"></form>
<table><thead><tr><th>Ngày</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>
<ul><li><b>Phố 1</b> <span>3</span></li></ul><p>Hết</p></main>
<script type="application/json">{"a": "<b>"}</script><script src="/static/page.js"></script></body></html>
"""


def test_a_sound_page_passes() -> None:
    check_page(PAGE)
    assert [each.text for each in parse(PAGE).iter("desc")] == ["Hai"]


@pytest.mark.parametrize(
    ("sound", "faulty"),
    [
        ("<span>3</span>", "<span>3</span></span>"),
        ("<span>3</span>", "<span>3"),
        ("</b> <span>3</span>", " <span>3</b></span>"),
        ("<p>Hết</p>", "<p><div>Hết</div></p>"),
        ("<tbody><tr>", "<tbody><p>Ngày</p><tr>"),
        ("<p>Hết</p>", '<a href="/"><a href="/">Hết</a></a>'),
        ("<p>Hết</p>", '<p class="a" class="b">Hết</p>'),
        ("<!DOCTYPE html>", ""),
        ('lang="vi"', ""),
        ("<title>Duyệt · Từng Nhà</title>", "<title>Từng Nhà</title>"),
        ("<title>Duyệt · Từng Nhà</title>", ""),
        ("<h1>Duyệt</h1>", "<h2>Duyệt</h2>"),
        ("<h1>Duyệt</h1>", "<h1>Duyệt</h1><h1>Duyệt</h1>"),
        ("<b>Phố 1</b>", '<b id="hint">Phố 1</b>'),
        ('<label for="reason">', "<label>"),
        ("<p>Hết</p>", '<select name="area"></select>'),
        ("<p>Hết</p>", '<textarea name="note"></textarea>'),
        ('aria-describedby="hint"', 'aria-describedby="hint other"'),
        ("<p>Hết</p>", '<p style="color: red">Hết</p>'),
        ("<p>Hết</p>", '<p onclick="go()">Hết</p>'),
        ("<p>Hết</p>", "<script>go()</script>"),
        (' action="/review/decide"', ""),
    ],
)
def test_a_fault_is_found(sound: str, faulty: str) -> None:
    assert PAGE.count(sound) == 1
    check_page(PAGE)
    with pytest.raises((AssertionError, ParseError)):
        check_page(PAGE.replace(sound, faulty))
