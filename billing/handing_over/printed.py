"""A client's papers, each as the PDF it was sent as, with its data (CII) where there is one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final
from uuid import UUID

import msgspec

from billing.papers import papers, rendering
from billing.papers.einvoice import codes, files
from billing.papers.letterhead import NoParties
from billing.papers.paper import Paper
from tenants.handing_over.told import Eyes, File, Part
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Member
from underpin.kernel.printing import press

NEXT: Final = """
SELECT kind, id, number FROM (
    SELECT 'invoice' AS kind, i.id, i.number FROM invoice i
    WHERE i.tenant_id = $1 AND i.state = 'final'
    UNION ALL SELECT 'credit', c.id, i.number FROM credit_note c
    JOIN invoice i ON i.tenant_id = c.tenant_id AND i.id = c.invoice_id
    WHERE c.tenant_id = $1 AND c.state = 'issued'
    UNION ALL SELECT 'debit', d.id, d.number FROM debit_note d
    WHERE d.tenant_id = $1 AND d.state = 'issued'
) paper WHERE (kind, id) > ($2, $3) ORDER BY kind, id LIMIT 1
"""
FIRST: Final = UUID(int=0)
Read = Callable[[Eyes, db.Row], Awaitable[Paper]]


class After(msgspec.Struct, frozen=True):
    kind: str = ""
    id: UUID = FIRST


async def part(eyes: Eyes, after: str | None) -> Part:
    """One paper. What was issued before its parties were known cannot be printed; it is told as
    rows all the same."""
    known = msgspec.json.decode(after, type=After) if after else After()
    async with db.open(Member(eyes.tenant, eyes.person_id)):
        row = await db.row(NEXT, eyes.tenant, known.kind, known.id)
    if row is None:
        return Part((), None)
    reached = msgspec.json.encode(After(row["kind"], row["id"])).decode()
    try:
        return Part(await _printed(await READ[row["kind"]](eyes, row)), reached)
    except NoParties:
        return Part((), reached)


async def _printed(paper: Paper) -> tuple[File, ...]:
    name = f"papers/{paper.number}"
    made = File(f"{name}.pdf", await press.beside(rendering.pdf, paper))
    if paper.kind not in codes.DOCUMENT:
        return (made,)
    return (made, File(f"{name}.cii.xml", await press.beside(files.cii, paper)))


async def _invoice(eyes: Eyes, row: db.Row) -> Paper:
    words = (eyes.tenant, row["number"])
    found: Paper = await verb.perform(papers.of_invoice, eyes.principal, *words)
    return found


async def _credit(eyes: Eyes, row: db.Row) -> Paper:
    words = (eyes.tenant, row["number"], row["id"])
    found: Paper = await verb.perform(papers.of_note, eyes.principal, *words)
    return found


async def _debit(eyes: Eyes, row: db.Row) -> Paper:
    words = (eyes.tenant, row["id"])
    found: Paper = await verb.perform(papers.of_debit_note, eyes.principal, *words)
    return found


READ: Final[Mapping[str, Read]] = {"invoice": _invoice, "credit": _credit, "debit": _debit}
SOURCES: Final = {"papers": part}
