"""A run over all clients as a record: each exactly once, whatever becomes of another or of the
worker."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from billing.invoicing import drafting, review
from billing.invoicing.bulk import invoice_run, working
from billing.invoicing.bulk.client_run import Mode
from billing.invoicing.bulk.invoice_run import InvoiceRun
from tests.service.billing import ground
from tests.service.billing.owed import done
from tests.world import World
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Forbidden, NotFound

MONTH = date(2026, 10, 17)


async def started(billed: World, mode: Mode = "issue", month: date = MONTH) -> InvoiceRun:
    """Others of this process may be at a run of theirs: theirs are put aside."""
    async with db.open(Provider()):
        await db.execute(
            "UPDATE invoice_run SET finished_at = started_at WHERE finished_at IS NULL"
        )
    made: InvoiceRun = await verb.perform(invoice_run.start, billed.finance.principal, month, mode)
    return made


async def served(billed: World, run: InvoiceRun) -> dict[str, str]:
    """The clients of this world, as the worker would come to them."""
    for client in billed.clients:
        await working.serve(client.id, run)
    found = await verb.perform(invoice_run.of_clients, billed.finance.principal, run.id)
    keys = {client.key: name for client, name in zip(billed.clients, "abc", strict=True)}
    return {keys[each.client]: each.outcome for each in found}


async def shown(billed: World, run_id: UUID) -> InvoiceRun:
    found: InvoiceRun = await verb.perform(invoice_run.shown, billed.finance.principal, run_id)
    return found


async def test_each_client_is_served_once_however_often_the_worker_comes(billed: World) -> None:
    run = await started(billed)
    for _ in range(2):
        assert await served(billed, run) == {"a": "issued", "b": "issued", "c": "issued"}
    for client in billed.clients:
        assert await ground.numbers(client) == [f"{client.key}-2026-0001"]
    told = await shown(billed, run.id)
    assert (told.month, told.issued, told.failed) == (date(2026, 10, 1), 3, 0)
    with pytest.raises(invoice_run.Going):
        await verb.perform(invoice_run.start, billed.admin.principal, MONTH, "issue")


async def test_one_failure_is_told_stops_no_other_and_is_tried_again(billed: World) -> None:
    bolt = billed.bolt
    async with db.open(Work(bolt.id)):
        await db.execute(
            "UPDATE subscription SET tax_treatment = 'unheard of' WHERE tenant_id = $1", bolt.id
        )
    run = await started(billed)
    assert await served(billed, run) == {"a": "issued", "b": "failed", "c": "issued"}
    (told,) = await verb.perform(invoice_run.of_clients, billed.finance.principal, run.id, "failed")
    assert told.client == bolt.key and "unheard of" in told.said
    assert await ground.numbers(bolt) == []
    async with db.open(Work(bolt.id)):
        await db.execute(
            "UPDATE subscription SET tax_treatment = 'domestic' WHERE tenant_id = $1", bolt.id
        )
    again = await verb.begin(invoice_run.retry, billed.finance.principal, run.id)
    assert (again.failed, again.finished_at) == (0, None)
    assert await served(billed, again) == {"a": "issued", "b": "issued", "c": "issued"}
    assert await ground.numbers(bolt) == [f"{bolt.key}-2026-0001"]
    assert (await shown(billed, run.id)).issued == 3


async def test_only_what_was_reviewed_is_issued_where_that_is_asked(billed: World) -> None:
    acme, bolt, caro = billed.clients
    for client in (acme, bolt):
        draft = await done(billed.finance, client, drafting.draft, MONTH)
        await done(billed.finance, client, review.review, MONTH, draft.inputs_hash)
    await ground.minutes(bolt, 60, ground.TODAY.replace(month=10))
    outcomes = await served(billed, await started(billed, "issue_reviewed"))
    assert outcomes == {"a": "issued", "b": "failed", "c": "failed"}
    assert await ground.numbers(bolt) == await ground.numbers(caro) == []


async def test_the_worker_goes_on_to_the_end_in_batches(billed: World) -> None:
    """In December, of which nothing is over: every client of the installation is passed over or
    fails, and the record says when that was done."""
    run = await started(billed, "draft", date(2026, 9, 1))
    async with db.open(Provider()):
        before = min(client.id for client in billed.clients) - 1
        await db.execute("UPDATE invoice_run SET reached = $2 WHERE id = $1", run.id, before)
    batches = 0
    while await working.work():
        batches += 1
        assert batches < 50
    told = await shown(billed, run.id)
    assert told.finished_at is not None and told.clients is not None and told.drafted >= 3
    assert await working.work() == 0
    for client in billed.clients:
        assert await ground.numbers(client) == []


async def test_a_run_is_the_finance_peoples(billed: World) -> None:
    for nobody in (billed.agent, billed.manager, billed.acme.finance):
        with pytest.raises(Forbidden):
            await verb.perform(invoice_run.start, nobody.principal, MONTH, "draft")
    with pytest.raises(NotFound):
        await shown(billed, billed.acme.admin.id)
