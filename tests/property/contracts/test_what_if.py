"""Whatever tickets live through: lived again under the version that was pinned, they come out
exactly as they came out."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts import facts, instant, metric
from contracts.agreements import version_store
from contracts.clocks.clock_terms import Terms
from contracts.what_if import (
    history,
    what_if,
    what_if_alike,
    what_if_behind,
    what_if_change,
    what_if_inputs,
)
from contracts.what_if.history import Scope
from contracts.what_if.what_if import Judged
from contracts.what_if.what_if_step import Past
from tests.conftest import Database
from tests.property.contracts.test_clock_rows import START, WORDS, _live, lives
from tests.service.contracts import world
from tests.service.contracts.world import Tickets, known
from underpin.kernel import db
from underpin.kernel.database.scope import Work

tenants = world.TENANTS


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    script=lives().map(lambda life: [said for said in life if not _moves_on(said[0])]),
    priority=st.sampled_from(("P1", "P3")),
    days=st.sampled_from((0, 1, 30)),
)
async def test_under_the_pinned_version_history_comes_out_as_it_did(
    scopes: Database, script: list[tuple[int, int, int, bool]], priority: str, days: int
) -> None:
    tickets = Tickets(next(tenants))
    await world.set_up(tickets.tenant)
    end = await _live(tickets, await tickets.raise_ticket(START, priority), script)
    await tickets.live_until(end + timedelta(days=days))
    past, terms = await _read(tickets, end + timedelta(days=days))
    lived_again = what_if.judge(past.life, terms, instant.of(end + timedelta(days=days)))
    assert _promised(lived_again) == _promised(past.today)
    assert what_if_change.changes(past.today, lived_again) == ()
    version = str(known(tickets.tenant, "slav"))
    shortcut = what_if_alike.recorded(past.life, past.today, {version: terms}, terms, version)
    own = tuple(each for each in past.today if each.metric in metric.SLA)
    assert shortcut == (own or None)


def _moves_on(word: int) -> bool:
    """To another version of the SLA: such a life is not one under the pinned version."""
    fact, words = WORDS[word]
    return fact is facts.TermsChanged and words["side"] == "sla"


def _promised(judged: tuple[Judged, ...]) -> list[Judged]:
    """By us and by vendors."""
    return sorted(judged, key=lambda one: one.key)


async def _read(tickets: Tickets, as_of: datetime) -> tuple[Past, Terms]:
    tenant, version = tickets.tenant, known(tickets.tenant, "slav")
    scope = Scope(tenant, version, ("incident",), START, as_of + timedelta(days=1))
    async with db.open(Work(tenant)):
        (past,) = (await history.after(scope, None, 100, as_of)).pasts
        content = (await version_store.of_tenant(tenant, [version]))[version]
        behind = await what_if_behind.of([known("ucv")])
        return past, await what_if_inputs.terms(tenant, version, content, behind)
