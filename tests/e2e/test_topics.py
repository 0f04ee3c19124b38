"""The topics of a training session on the phone."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenBrowser
from tests.e2e.offline.phone_actions import stored, wait_until
from tests.e2e.tap_counter import TapCounter


def _open(page: Page, path: str) -> None:
    page.goto(path)
    page.locator("html[data-ready]").wait_for()


def _save(taps: TapCounter) -> str:
    """Tap the save button; return the id on the ward's receipt."""
    taps.tap("button[type=submit].primary")
    receipt = taps.page.locator("[data-receipt=stored]")
    receipt.wait_for()
    found = receipt.locator("[data-entry]").first.get_attribute("data-entry")
    assert found
    return found


def test_training_of_several_topics_comes_back_with_all_of_them(open_browser: OpenBrowser) -> None:
    context = open_browser("ana")
    phone = context.new_page()
    _open(phone, "/log/training")
    taps = TapCounter(phone)
    for topic in ("vneid", "scam_warning", "cashless"):
        taps.choose("topics", topic)
    taps.type("[name=attendees]", "40")
    taps.type("[name=venue]", "Hội trường")
    id = _save(taps)
    assert taps.count <= 9
    _open(phone, f"/log/training?id={id}")
    chosen = phone.locator("[name=topics]:checked").evaluate_all("(all) => all.map(({ value }) => value)")
    assert set(chosen) == {"vneid", "scam_warning", "cashless"}
    phone.locator("[name=topics][value=cashless]").uncheck()
    assert _save(TapCounter(phone)) == id
    entries = context.request.get("/api/v1/mine?form=2").json()["entries"]
    [fields] = [entry["fields"] for entry in entries if entry["id"] == id]
    assert set(fields["topics"]) == {"vneid", "scam_warning"}
    assert fields["topic"] == fields["topics"][0]


def test_draft_of_the_one_topic_of_before_goes_on(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana").new_page()
    _open(phone, "/log/training")
    phone.locator("[name=topics][value=vneid]").check()
    phone.fill("[name=venue]", "Nhà văn hóa")
    phone.fill("[name=attendees]", "17")
    wait_until(phone, lambda: any(one["values"]["attendees"] == 17 for one in stored(phone, "drafts")))
    # As the version before has stored it.
    phone.evaluate("""() => new Promise((resolve) => {
      const opening = indexedDB.open("tung-nha");
      opening.onsuccess = () => {
        const store = opening.result.transaction("drafts", "readwrite").objectStore("drafts");
        store.getAll().onsuccess = ({ target }) => {
          const [draft] = target.result;
          const { topics, ...values } = draft.values;
          store.put({ ...draft, values: { ...values, topic: topics[0] } });
        };
        store.transaction.oncomplete = () => { opening.result.close(); resolve(); };
      };
    })""")
    _open(phone, "/log/training")
    expect(phone.locator("[name=attendees]")).to_have_value("17")
    expect(phone.locator("[name=topics][value=vneid]")).to_be_checked()
    id = _save(TapCounter(phone))
    entries = phone.request.get("/api/v1/mine?form=2").json()["entries"]
    assert [entry["fields"]["topics"] for entry in entries if entry["id"] == id] == [["vneid"]]
