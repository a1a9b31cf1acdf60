"""What a tighter promise would have cost: the account manager asks before anybody signs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from billing.margins import margin_of_run
from billing.margins.margin_of_run import MarginOfRun, NoFee, NotAnswered
from contracts.what_if.what_if_question import Assumptions, Question, TierCost, Window
from tests.service.contracts import test_what_if as lived
from tests.service.contracts.test_what_if import Client, acme  # noqa: F401 - a fixture
from underpin.kernel import verb
from underpin.kernel.errors import Forbidden, NotFound

JANUARY = Window(date(2026, 1, 1), date(2026, 2, 1))


async def asked(client: Client, run: lived.Run) -> MarginOfRun:
    finance = replace(client.mia, capabilities=frozenset({"cost.read"}))
    found: MarginOfRun = await verb.perform(
        margin_of_run.of_run, finance, client.tenant, run.id, tenant=client.tenant
    )
    return found


async def test_a_tighter_p1_costs_what_its_credits_cost(acme: Client) -> None:  # noqa: F811
    """A quarter of 1,000 is owed under the draft, and nothing is under what was signed."""
    await lived.january(acme.tenant)
    content = replace(lived.gold(acme.tenant, p1_hours=2), credits=lived.stepped("resolution"))
    draft = await acme.drafted(content)
    assumptions = Assumptions(costs=(TierCost(1, Decimal("0.9")),), monthly_fee=Decimal(1000))
    run = await acme.answered(draft, Question(history=JANUARY, assumptions=assumptions))
    found = await asked(acme, run)
    assert (found.months, found.currency, found.fee_is) == (("2026-01",), "EUR", "assumed")
    assert (found.today.credits, found.draft.credits) == (Decimal(0), Decimal("250.00"))
    assert (found.today_left, found.draft_left) == (Decimal("1000.00"), Decimal("750.00"))
    assert found.change == Decimal("-250.00")
    dearer = replace_fee(assumptions, Decimal(1400))
    run = await acme.answered(draft, Question(history=JANUARY, assumptions=dearer))
    assert (await asked(acme, run)).change == Decimal("50.00")


def replace_fee(assumptions: Assumptions, fee: Decimal) -> Assumptions:
    return Assumptions(assumptions.costs, (), assumptions.monthly_fee, fee)


async def test_without_a_result_or_a_fee_there_is_no_margin(acme: Client) -> None:  # noqa: F811
    await lived.january(acme.tenant)
    draft = await acme.drafted(lived.gold(acme.tenant))
    run = await acme.asked(draft)
    with pytest.raises(NotAnswered):
        await asked(acme, run)
    await lived.work_off(acme.tenant)
    with pytest.raises(NoFee):
        await asked(acme, run)


async def test_cost_is_not_for_everybody(acme: Client) -> None:  # noqa: F811
    run = await acme.asked(lived.known(acme.tenant, "slav"))
    with pytest.raises(Forbidden):
        await acme.ask(margin_of_run.of_run, acme.tenant, run.id)
    other = replace(acme, tenant=next(lived.tenants))
    stranger = replace(other.mia, capabilities=frozenset({"cost.read"}), tenants={"O": 1})
    with pytest.raises(NotFound):
        await verb.perform(margin_of_run.of_run, stranger, 1, run.id, tenant=1)
