"""Markdown becomes HTML: pictures with their sizes, links to guides, and nothing that the file could smuggle in."""

from __future__ import annotations

import pytest

from app.guides.rendering import GuideError, GuidePicture, quoted_names, render_guide

TEXT = """# Title

Before all, see [the other](other.md#part).

![A house](../pictures/house.webp) ![A street](../pictures/street.webp)

## Số “Chưa gửi”: làm gì?

Press **Gửi ngay** or **Lưu**.
"""


def _picture(name: str) -> GuidePicture:
    return GuidePicture(f"/static/dist/{name}", 540, 1110)


def _address(name: str) -> str:
    return f"/guides/{name}"


def _html(text: str) -> str:
    return "".join(section.html for section in render_guide(f"# Title\n\n{text}", _picture, _address).sections)


def test_a_guide_is_split_at_its_headings() -> None:
    guide = render_guide(TEXT, _picture, _address)
    assert guide.title == "Title"
    assert [(section.id, section.title) for section in guide.sections] == [
        ("", ""),
        ("so-chua-gui-lam-gi", "Số “Chưa gửi”: làm gì?"),
    ]
    assert '<a href="/guides/other#part">the other</a>' in guide.sections[0].html
    assert "<strong>Gửi ngay</strong>" in guide.sections[1].html


def test_pictures_have_their_size_and_words_and_are_loaded_when_they_are_needed() -> None:
    html = render_guide(TEXT, _picture, _address).sections[0].html
    assert '<p class="guide-pictures">' in html
    assert '<img src="/static/dist/house.webp" alt="A house" width="540" height="1110" loading="lazy" />' in html


def test_a_phone_gets_no_pictures_and_no_empty_paragraphs() -> None:
    html = render_guide(TEXT, None, _address).sections[0].html
    assert html == '<p>Before all, see <a href="/guides/other#part">the other</a>.</p>\n'


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<!-- a comment -->",
        "`<b>` and &lt;i&gt;",
        "[a](<javascript:alert(1)>)",
    ],
)
def test_raw_html_is_shown_as_text(text: str) -> None:
    html = _html(text)
    for tag in ("<script", "<img", "<!--", "<b>", "<i>", "<a "):
        assert tag not in html


@pytest.mark.parametrize("target", ["https://example.vn/", "../../privacy.md", "/areas/", "mailto:a@example.vn"])
def test_a_guide_links_to_guides_only(target: str) -> None:
    with pytest.raises(GuideError):
        _html(f"[there]({target})")


@pytest.mark.parametrize("text", ["", "no title", "## Second level"])
def test_a_guide_begins_with_its_title(text: str) -> None:
    with pytest.raises(GuideError):
        render_guide(text, _picture, _address)


def test_names_of_buttons_are_what_stands_in_bold() -> None:
    assert quoted_names(TEXT) == ["Gửi ngay", "Lưu"]
