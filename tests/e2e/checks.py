"""Checks of every page in every state: accessibility, contrast, sizes of text and targets, and room on a phone."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page

from tests.e2e.chromium import DESK, NARROW_FONT, PHONE, SIZES, SMALLEST, WIDE_FONT
from tests.e2e.page_state import PageState

SMALLEST_TARGET = 48  # CSS pixels
SMALLEST_TEXT = 15  # CSS pixels
ARROW_OF_SELECT = 16  # CSS pixels
MOST_FOR_TABS = 1 / 4
"""The part of the smallest phone's screen that the tabs may cover when text is twice as large."""

_AXE = "(options) => axe.run(options).then((results) => results.violations)"
_RULES: dict[str, Any] = {
    "resultTypes": ["violations"],
    "preload": False,
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {
        # A contrast of 7:1, and links that say where they lead, are AAA: axe leaves them off by itself.
        "color-contrast-enhanced": {"enabled": True},
        "identical-links-same-purpose": {"enabled": True},
        # The first contains the one of 4.5:1, and our own measure asks for more than the 24 pixels of the other.
        "color-contrast": {"enabled": False},
        "target-size": {"enabled": False},
    },
}
_WITHOUT_COLOURS = _RULES | {"rules": _RULES["rules"] | {"color-contrast-enhanced": {"enabled": False}}}
"""Contrast takes three quarters of axe's time, and is the same in every state of a page."""

_NAMES: dict[str, Any] = {
    "resultTypes": ["violations"],
    "preload": False,
    "runOnly": {
        "type": "rule",
        "values": [
            "aria-command-name",
            "aria-dialog-name",
            "aria-input-field-name",
            "button-name",
            "document-title",
            "empty-heading",
            "empty-table-header",
            "html-has-lang",
            "html-lang-valid",
            "identical-links-same-purpose",
            "image-alt",
            "input-button-name",
            "label",
            "link-name",
            "select-name",
            "summary-name",
            "svg-img-alt",
            "valid-lang",
        ],
    },
}
"""The rules that depend on the language; all others are checked on the Vietnamese page."""

USUAL, LARGE, DOUBLE = "usual", "large", "double"
_APPEARANCES = {
    # A narrow font shows what is too small to tap; a wide one, also in the larger size, what does not fit.
    PHONE: ((USUAL, NARROW_FONT), (USUAL, WIDE_FONT), (LARGE, WIDE_FONT)),
    DESK: ((USUAL, NARROW_FONT), (USUAL, WIDE_FONT)),
    SMALLEST: ((USUAL, WIDE_FONT), (DOUBLE, NARROW_FONT)),
}
_SET_APPEARANCE = """([type, font]) => {
  const { dataset, style } = document.documentElement;
  if (type === "large") dataset.textSize = type;
  else delete dataset.textSize;
  style.fontFamily = font;
  // As browsers do that enlarge text alone.
  style.fontSize = type === "double" ? "34px" : "";
}"""

_MEASURE = """
([smallestTarget, smallestText, arrowOfSelect]) => {
  const name = (element) => {
    const id = element.id ? `#${element.id}` : "";
    const classes = [...element.classList].map((each) => `.${each}`).join("");
    const field = element.getAttribute("name") ? `[name=${element.getAttribute("name")}]` : "";
    const words = (element.textContent || element.value || "").trim().replace(/\\s+/g, " ").slice(0, 40);
    return `${element.localName}${id}${classes}${field} "${words}"`;
  };
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    const onPage = box.width > 1 && box.height > 1 && box.right + scrollX > 0 && box.bottom + scrollY > 0;
    return onPage && element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  };
  const unionOf = (boxes) => ({
    width: Math.max(...boxes.map((box) => box.right)) - Math.min(...boxes.map((box) => box.left)),
    height: Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map((box) => box.top)),
  });
  const isInSentence = (link) => {
    if (link.localName !== "a" || getComputedStyle(link).display !== "inline") return false;
    const otherText = link.parentElement.textContent.trim().length - link.textContent.trim().length;
    return otherText > 0 && [...link.parentElement.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  };
  const targetOf = (control) => {
    const isChoice = control.matches("input[type=radio], input[type=checkbox]");
    const labels = isChoice ? [...(control.labels || [])].filter(isSeen) : [];
    if (!isChoice && !isSeen(control)) return null;
    if (isChoice && !isSeen(control) && !labels.length) return null;
    return unionOf([control, ...labels].map((each) => each.getBoundingClientRect()).filter((box) => box.width));
  };
  const findings = [];
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab]";
  for (const control of document.querySelectorAll(controls)) {
    const target = targetOf(control);
    if (!target || isInSentence(control)) continue;
    // Half a pixel is lost to rounding.
    if (target.width < smallestTarget - 0.5 || target.height < smallestTarget - 0.5)
      findings.push(`small target, ${target.width.toFixed(0)}×${target.height.toFixed(0)}: ${name(control)}`);
  }
  const canvas = document.createElement("canvas").getContext("2d");
  for (const select of document.querySelectorAll("select")) {
    if (!isSeen(select)) continue;
    const style = getComputedStyle(select);
    canvas.font = style.font;
    const wanted = canvas.measureText(select.selectedOptions[0]?.text ?? "").width;
    const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - arrowOfSelect;
    let row = select.parentElement;
    while (getComputedStyle(row).display.startsWith("inline")) row = row.parentElement;
    // A text that is longer than the row is cut on any phone.
    if (wanted > room + 0.5 && select.offsetWidth < 0.9 * row.clientWidth)
      findings.push(`words cut, ${wanted.toFixed(0)} in ${room.toFixed(0)} px: ${name(select)}`);
  }
  const small = new Map();
  const broken = new Map();
  const range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const parent = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || parent.matches("script, style, template") || !isSeen(parent)) continue;
    const scale = parent instanceof SVGGraphicsElement ? parent.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(parent).fontSize) * scale;
    if (size < smallestText - 0.05) small.set(name(parent), size);
    range.selectNodeContents(texts.currentNode);
    const lines = new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size;
    // A line may end at a hyphen, as in print, but no single letter stands alone before it.
    const parts = texts.currentNode.data.trim().split(/\\s+|(?<=\\p{L}{2}-)(?=\\p{L}{2})/u).length;
    if (lines > parts) broken.set(name(parent), lines);
  }
  for (const [where, lines] of broken) findings.push(`words broken over ${lines} lines: ${where}`);
  for (const [where, size] of small) findings.push(`small text, ${size.toFixed(1)} px: ${where}`);
  const root = document.scrollingElement;
  if (root.scrollWidth > root.clientWidth) {
    findings.push(`the page scrolls sideways: ${root.scrollWidth} of ${root.clientWidth} px`);
    for (const element of document.body.querySelectorAll("*")) {
      const isContained = element.parentElement.closest(".scroll, .chip-row, svg, [aria-hidden=true]");
      if (!isContained && isSeen(element) && element.getBoundingClientRect().right > root.clientWidth + 0.5)
        findings.push(`  sticks out to ${element.getBoundingClientRect().right.toFixed(0)}: ${name(element)}`);
    }
  }
  return findings;
}
"""


_MEASURE_BARS = """
(mostOfScreen) => {
  const findings = [];
  const bar = document.querySelector(".tabs");
  const height = bar && getComputedStyle(bar).position === "fixed" ? bar.getBoundingClientRect().height : 0;
  if (height > innerHeight * mostOfScreen) findings.push(`the tabs cover ${height.toFixed(0)} of ${innerHeight} px`);
  const save = document.querySelector(".save-bar");
  if (!save?.checkVisibility()) return findings;
  const before = document.activeElement;
  for (const control of save.closest("form, main").querySelectorAll("input, select, textarea")) {
    if (!control.checkVisibility() || save.contains(control) || control.type === "file") continue;
    document.activeElement?.blur();
    control.focus();
    const box = control.getBoundingClientRect();
    const edge = save.getBoundingClientRect().top;
    if (document.activeElement === control && box.bottom > edge + 1 && box.top > 0)
      findings.push(`the bar with the button covers ${control.name}, down to ${box.bottom.toFixed(0)} px`);
  }
  before?.focus?.();
  return findings;
}
"""


def preload_axe(context: BrowserContext) -> None:
    """Load axe into every page of a browser, so that :func:`findings` need not send it again."""
    context.add_init_script(AXE_SCRIPT)


def findings(page: Page) -> list[str]:
    """Return all faults of a page in its present state, each with its place and what was measured."""
    return [*_misfits(page), *_axe_findings(page, _RULES)]


def _misfits(page: Page) -> list[str]:
    """Return what does not fit the screen: too wide, or too small to tap or to read."""
    return list(page.evaluate(_MEASURE, [SMALLEST_TARGET, SMALLEST_TEXT, ARROW_OF_SELECT]))


def set_appearance(page: Page, size: str, font: str) -> None:
    """Show a page in a size of type and a font."""
    page.evaluate(_SET_APPEARANCE, [size, font])


def _misfits_in_all_appearances(page: Page, size: str = PHONE) -> list[str]:
    """Return what does not fit a phone or a desk in any font and text size; the last one stays set."""
    page.set_viewport_size(SIZES[size])
    found = []
    for appearance in _APPEARANCES[size]:
        set_appearance(page, *appearance)
        misfits = _misfits(page)
        if size == SMALLEST:
            misfits += page.evaluate(_MEASURE_BARS, MOST_FOR_TABS)
        found += [f"{size}, {' type, '.join(appearance)}: {each}" for each in misfits]
    return found


def _axe_findings(page: Page, rules: dict[str, Any]) -> list[str]:
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    return [_in_words(violation, node) for violation in page.evaluate(_AXE, rules) for node in violation["nodes"]]


def _in_words(violation: dict[str, Any], node: dict[str, Any]) -> str:
    messages = [check["message"] for group in ("any", "all", "none") for check in node[group]]
    return f"axe {violation['id']}: {' '.join(map(str, node['target']))}: {' '.join(messages)}"


def assert_sound(page: Page) -> None:
    """Fail with all faults of a page in its present state."""
    _assert_nothing(page, findings(page))


def assert_page_state(page: Page, state: PageState) -> None:
    """Fail with all faults of a page state, on a phone and where it is opened there on a desktop computer."""
    assert page.locator("html").get_attribute("lang") == "vi"
    found = [*_axe_findings(page, _RULES if state.is_typical else _WITHOUT_COLOURS), *_misfits_in_all_appearances(page)]
    if state.is_for_a_small_phone:
        found += _misfits_in_all_appearances(page, SMALLEST)
    if state.is_for_a_desk:
        found += _misfits_in_all_appearances(page, DESK)
    _assert_nothing(page, found)


def assert_texts(page: Page) -> None:
    """Fail with all faults that depend on the language: names, labels and room."""
    _assert_nothing(page, [*_axe_findings(page, _NAMES), *_misfits_in_all_appearances(page)])


def assert_fits(page: Page) -> None:
    """Fail with what does not fit the screen."""
    _assert_nothing(page, _misfits(page))


def _assert_nothing(page: Page, found: list[str]) -> None:
    assert not found, f"{page.url}:\n" + "\n".join(found)
