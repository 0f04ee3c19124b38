"""Pages as trees: one parser for all tests that look into a page, and what must be sound in every one."""

from __future__ import annotations

import re
from itertools import pairwise

import html5lib
from lxml import etree

Element = etree._Element

_PARSER_OPTIONS = {"remove_comments": True, "remove_pis": True}
_VALUE = re.compile('"[^"]*"')
_TAG = re.compile(r"<[^<>]+>")
_UNKNOWN_TAG = etree.ErrorTypes.HTML_UNKNOWN_TAG
"""What the parser says of all elements that are younger than itself, such as ``main`` and ``svg``."""

_strictly_checked: set[tuple[str, str]] = set()
"""Which tags stood next to each other in pages that were found without an error."""


def parse(text: str) -> Element:
    """Return the ``html`` element of a page. Elements of drawings carry no namespace: they are ``svg``, ``desc`` …"""
    return etree.fromstring(text, etree.HTMLParser(**_PARSER_OPTIONS))


def check_page(text: str) -> None:
    """Assert that a page is sound: HTML5, a language, one title and one heading, ids once, labels, no inline code."""
    parser = etree.HTMLParser(**_PARSER_OPTIONS)
    tree = etree.fromstring(text, parser)
    errors = [f"line {error.line}: {error.message}" for error in parser.error_log if error.type != _UNKNOWN_TAG]
    assert not errors, f"the page is no HTML: {errors}"
    assert text.lower().startswith("<!doctype html>")
    _check_strictly(text)
    _check_head(tree)
    _check_attributes(tree)
    _check_controls(tree)


def _check_strictly(text: str) -> None:
    """Read a page by HTML5's own rules, which takes long, unless all its pairs of tags stood in pages read before.

    Tags are told apart by their names and those of their attributes.
    """
    pairs = set(pairwise(_TAG.findall(_VALUE.sub("", text))))
    if not pairs <= _strictly_checked:
        html5lib.HTMLParser(strict=True).parse(text)
        _strictly_checked.update(pairs)


def _check_head(tree: Element) -> None:
    assert tree.get("lang") in {"vi", "en"}
    titles = [element.text or "" for element in tree.findall("head/title")]
    assert len(titles) == 1
    assert titles[0].strip(" ·").removesuffix("Từng Nhà").strip(" ·"), "the page has no title of its own"
    assert len(list(tree.iter("h1"))) == 1, "a page has one h1"


def _check_attributes(tree: Element) -> None:
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), f"ids come twice: {sorted(ids)}"
    for element in tree.iter():
        assert element.get("style") is None, "the policy forbids inline style"
        assert not [name for name in element.attrib if name.startswith("on")], "the policy forbids inline scripts"
        for name in ("aria-labelledby", "aria-describedby"):
            missing = set((element.get(name) or "").split()) - set(ids)
            assert not missing, f"{name} names {missing}, which is not there"
    # JSON in a script element is data; a browser does not run it.
    inline = [one for one in tree.iter("script") if one.text and one.get("type") != "application/json"]
    assert not inline, "the policy forbids inline scripts"


def _check_controls(tree: Element) -> None:
    labelled = {element.get("for") for element in tree.iter("label")}
    for control in tree.iter("input", "select", "textarea"):
        if control.get("type") != "hidden":
            assert control.get("id") in labelled, f"no label for {dict(control.attrib)}"
        if control.get("type") == "password":
            _check_password(tree, str(control.get("id")))
    for form in tree.iter("form"):
        if (form.get("method") or "get").lower() == "post":
            assert form.get("action"), "a form says where it goes"


def _check_password(tree: Element, id: str) -> None:
    """Assert that a password can be shown while it is typed: by its button, and the script that works it."""
    assert [button for button in tree.iter("button") if button.get("data-shows") == id], f"no button shows {id}"
    assert [script for script in tree.iter("script") if "/password-" in (script.get("src") or "")], "no script shows it"
