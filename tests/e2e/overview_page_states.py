"""The pages of figures of a member, a team, an area and a ward, and of their entries, in all their states."""

from __future__ import annotations

from tests.e2e import page_actions
from tests.e2e.page_state import PageState

EMPTY_MONTH = "month=2021-01"

OVERVIEW_STATES = (
    PageState("ward-large", "/overview/", "carla", action=page_actions.enlarge_text),
    PageState("member", "/overview/", "ana", is_typical=True),
    PageState("member-empty", "/overview/", "bo"),
    PageState("team", "/overview/", "leo", is_typical=True),
    PageState("team-empty", f"/overview/?{EMPTY_MONTH}", "leo"),
    PageState("ward", "/overview/", "carla", is_typical=True),
    PageState("ward-viewer", "/overview/", "vera"),
    PageState("ward-empty", "/overview/", "dora", is_typical=True),
    PageState("ward-empty-month", f"/overview/?{EMPTY_MONTH}", "carla"),
    PageState("ward-of-province", "/overview/?ward=16417", "eva"),
    PageState("area", "/overview/?ward=16417&area=2", "eva", is_typical=True),
    PageState("area-empty-month", f"/overview/?ward=16417&area=2&{EMPTY_MONTH}", "eva"),
    PageState("team-of-ward", "/overview/?ward=16417&team=2", "eva"),
    PageState("by-place", "/overview/places", "carla", is_typical=True),
    PageState("by-place-empty", "/overview/places", "dora"),
    PageState("by-place-to-province", "/overview/places?ward=16417", "eva"),
    PageState("entries", "/overview/entries", "carla", is_typical=True),
    PageState("entries-member", "/overview/entries", "ana"),
    PageState("entries-empty", "/overview/entries", "dora"),
)
