"""The buttons of the phone's home are made of the kinds: each says where people are met for it."""

from __future__ import annotations

from app.logbook.kinds import KINDS
from app.logbook.kinds.common import MeetingPlace
from app.pwa.home_buttons import PLACE_NAMES, place_buttons


def test_each_kind_stands_at_one_place() -> None:
    assert [code for button in place_buttons() for code in button.kinds] == [
        code for place in MeetingPlace for code, kind in KINDS.items() if kind.met_at == place
    ]


def test_places_stand_in_one_order_and_all_have_a_name() -> None:
    assert [button.place for button in place_buttons()] == list(PLACE_NAMES) == list(MeetingPlace)


def test_only_a_point_has_several_kinds() -> None:
    assert [len(button.kinds) for button in place_buttons()] == [1, 3, 1]
