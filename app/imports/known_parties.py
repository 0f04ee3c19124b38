"""The households or merchants that a ward has and that a list names: found by area and identity key, in little memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.households.party_tables import PartyTable
from app.imports.list_areas import ListAreas
from app.logbook.party_tallies import entries_of
from app.registry.addresses import SearchKeys
from app.registry.doubles import may_be_one
from app.registry.models import Household, Merchant, MerchantSummary
