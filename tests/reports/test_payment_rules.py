"""What members of a team are paid: exact sums, fair shares, and nobody above their own worth or limit."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.places.report_settings import Rates
from app.reports.payment_rules import STEP, shared, team_payment

CITY = Rates(per_day=50_000, team_most=300_000)
DAYS = st.lists(st.integers(0, 31), min_size=1, max_size=12)
MONEY = st.integers(0, 2_000) | st.integers(0, 40).map(lambda number: number * 50_000)
RATES = st.builds(Rates, MONEY, MONEY, st.integers(1, 31), MONEY, MONEY)
LUMPS = st.builds(Rates, most=MONEY, team_lump=st.integers(1, 3_000_000))


@pytest.mark.parametrize(
    ("rates", "days", "amounts"),
    [
        (CITY, [4, 3, 1], [150_000, 113_000, 37_000]),
        (CITY, [2, 2, 2], [100_000, 100_000, 100_000]),
        (CITY, [1, 2], [50_000, 100_000]),
        (CITY, [5, 5, 5, 5, 5, 5, 5], [43_000, 43_000, 43_000, 43_000, 43_000, 43_000, 42_000]),
        (CITY, [], []),
        (Rates(per_day=50_000, most=120_000), [3], [120_000]),
        # The second has reached 20,000 by their own limit; what is over goes to the first.
        (Rates(per_day=10_000, per_month=40_000, least_days=5, team_most=60_000), [5, 5], [30_000, 30_000]),
        (Rates(per_day=50_000, most=60_000, team_most=150_000), [9, 1, 1], [60_000, 45_000, 45_000]),
        (Rates(team_lump=500_000), [4, 3, 1], [250_000, 188_000, 62_000]),
        (Rates(team_lump=500_000, most=200_000), [4, 3, 1], [200_000, 200_000, 100_000]),
        # What the first has too much is shared by days as well: three to one.
        (Rates(team_lump=400_000, most=200_000), [10, 3, 1], [200_000, 150_000, 50_000]),
        (Rates(team_lump=500_000, most=100_000), [4, 3, 1], [100_000, 100_000, 100_000]),
        (Rates(team_lump=500_000), [0, 0], [0, 0]),
        (Rates(team_lump=500_000), [0, 2], [0, 500_000]),
        (Rates(team_lump=100_500), [1, 1], [50_500, 50_000]),
        (Rates(), [4], [0]),
    ],
)
def test_shares_of_a_team(rates: Rates, days: list[int], amounts: list[int]) -> None:
    assert team_payment(rates, days).amounts == amounts


def test_people_of_no_team_have_no_limit_and_no_share() -> None:
    assert team_payment(CITY, [9], is_team=False).amounts == [450_000]
    assert team_payment(Rates(team_lump=500_000), [9], is_team=False).amounts == [0]


def test_articles_days_cost_what_the_city_gives() -> None:
    # 90 teams with 1,879 days in a month: 79 teams with 21 days, 11 with 20.
    teams = [team_payment(CITY, [7, 7, 7])] * 79 + [team_payment(CITY, [7, 7, 6])] * 11
    assert (sum(each.worth for each in teams), sum(each.paid for each in teams)) == (93_950_000, 27_000_000)


@given(RATES | LUMPS, DAYS)
def test_sums_are_exact_and_nobody_gets_more_than_is_theirs(rates: Rates, days: list[int]) -> None:
    payment = team_payment(rates, days)
    own = [(rates.most or rates.team_lump) if rates.team_lump else rates.amount(each) for each in days]
    assert all(0 <= amount <= most for amount, most in zip(payment.amounts, own, strict=True))
    assert all(amount == 0 for amount, each in zip(payment.amounts, days, strict=True) if not each)
    whole = sum(most for most, each in zip(own, days, strict=True) if each)
    limit = rates.team_lump or rates.team_most or whole
    assert payment.paid == min(whole, limit)
    assert payment.cut == payment.worth - payment.paid >= 0


@given(st.integers(0, 3_000_000), DAYS)
def test_who_has_more_days_gets_no_less_and_the_same_days_differ_by_one_note(limit: int, days: list[int]) -> None:
    amounts = shared(limit, days, [limit if each else 0 for each in days])
    by_days = sorted(zip(days, amounts, strict=True))
    for (fewer, less), (more, greater) in pairwise(by_days):
        assert less <= greater
        assert fewer != more or greater - less <= STEP
