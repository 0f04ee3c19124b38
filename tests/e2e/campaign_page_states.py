"""The states of the pages of campaigns."""

from __future__ import annotations

from tests.e2e import page_actions
from tests.e2e.page_state import PageState

CAMPAIGN_STATES = (
    PageState("campaigns", "/campaigns/", "carla", is_typical=True),
    PageState("campaigns-empty", "/campaigns/", "dora"),
    PageState("campaign", "/campaigns/1", "carla", is_typical=True),
    PageState("campaign-of-team", "/campaigns/1", "leo"),
    PageState("campaign-to-member", "/campaigns/1", "ana"),
    PageState("campaign-to-come", "/campaigns/2", "vera", is_typical=True),
    PageState("campaign-over", "/campaigns/3", "carla", is_typical=True),
    PageState("campaign-new", "/campaigns/new", "carla", is_typical=True),
    PageState("campaign-new-wrong", "/campaigns/new", "carla", action=page_actions.submit_empty_form),
    PageState("campaign-edit", "/campaigns/2/edit", "carla", is_typical=True),
    PageState("campaign-targets", "/campaigns/1/targets", "carla", is_typical=True),
)
