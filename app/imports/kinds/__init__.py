"""The kinds of list; each is one module here, and stands in the list below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.imports.kinds.baselines import BaselineList
from app.imports.kinds.households import HouseholdList
from app.imports.kinds.merchants import MerchantList
from app.imports.kinds.neighbourhoods import NEIGHBOURHOODS
from app.imports.kinds.office_figures import OfficeList
from app.imports.kinds.opening_figures import OpeningList
from app.imports.kinds.people import PEOPLE
from app.imports.kinds.populations import PopulationList
from app.imports.kinds.teams import TEAMS
from app.imports.list_kind import ListCode, ListKind

_KINDS: Sequence[ListKind] = (
    NEIGHBOURHOODS,
    TEAMS,
    PEOPLE,
    HouseholdList(),
    MerchantList(),
    PopulationList(),
    BaselineList(),
    OpeningList(),
    OfficeList(),
)
"""All kinds, in the order in which a new ward needs them."""

KINDS: Mapping[ListCode, ListKind] = {kind.code: kind for kind in _KINDS}
