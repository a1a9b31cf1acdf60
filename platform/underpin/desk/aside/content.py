"""What is in a thing that was set aside, as it came: for a person to look at, never to be run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from underpin.desk.aside import set_aside
from underpin.desk.aside.set_aside import Item
from underpin.desk.hooks import keeping
from underpin.desk.mail.arriving import waiting
from underpin.desk.tickets import masking
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

LONGEST: Final = 20_000
HERE: Final = "tenant_id = $1 AND id = $2"
RAW: Final = {
    set_aside.DELIVERY: "SELECT e.body::text FROM delivery d JOIN event e "
    "ON e.tenant_id = d.tenant_id AND e.id = d.event_id WHERE d.tenant_id = $1 AND d.id = $2",
    set_aside.TIMER: f"SELECT kind || ' ' || key || ' ' || fires_at FROM timer WHERE {HERE}",
    set_aside.LEAVING: f"SELECT channel || ' ' || identity FROM outgoing WHERE {HERE}",
}


@dataclass(frozen=True, slots=True)
class Looked:
    """`text` is what a mail says; `raw` what came or was to be done, at most 20,000 characters.
    Secrets in them are masked. What was to leave is named and not shown: it is sealed."""

    item: Item
    text: str
    raw: str
    attachments: tuple[str, ...] = ()


@read("set_aside.read", STAFF)
async def look(act: Act, tenant: int, lane: str, item_id: UUID) -> Looked:
    """Raises NotFound for what is not set aside (any more)."""
    item = await set_aside.one(act, tenant, lane, item_id)
    if item.kind == set_aside.MAIL:
        return await _mail(act, tenant, item)
    if item.kind == set_aside.ROUND:
        return Looked(item, "", "")
    if item.kind in (set_aside.ALERT, set_aside.WEBHOOK):
        shown = await keeping.one(act, tenant, item_id)
        return Looked(item, "", masking.masked((shown.body or "")[:LONGEST]))
    raw = await db.value(RAW[item.kind], tenant, item_id)
    return Looked(item, "", masking.masked(str(raw or ""))[:LONGEST])


async def _mail(act: Act, tenant: int, item: Item) -> Looked:
    """The mail itself; of one whose reading failed for reasons of ours, only what names it."""
    try:
        said = await waiting.one(act, tenant, item.id)
    except NotFound:
        named = await db.value(RAW[set_aside.DELIVERY], tenant, item.id)
        return Looked(item, "", str(named or ""))
    return Looked(item, said.text, said.source or "", said.attachments)
