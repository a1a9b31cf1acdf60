"""What the clients of a major incident are told: written once, in several languages where somebody
translated it, in other words for a single client, and sent only as a lead approved it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.desk.major import telling
from underpin.kernel import db, ids, verb
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import outer, provide, write

LOCALES: Final = ("en", "pl", "zh", "ar")
DEFAULT: Final = ""
LONGEST: Final = 10_000


class Approved(Conflict):
    code = "update-approved"
    title = "This update is approved and on its way: write another one"


@dataclass(frozen=True, slots=True)
class Texts:
    """`text` is for whoever reads a language that `translations` have not."""

    text: str
    translations: Mapping[str, str]

    @property
    def each(self) -> dict[str, str]:
        return {DEFAULT: self.text.strip()} | {
            locale: said.strip() for locale, said in self.translations.items() if said.strip()
        }


@dataclass(frozen=True, slots=True)
class Update:
    """`resolves`: it tells that it is over, and ends the tickets with it."""

    id: UUID
    major_id: UUID
    number: int
    resolves: bool
    written_at: datetime
    approved_at: datetime | None


COLUMNS: Final = ", ".join(Update.__slots__)
WRITE: Final = f"""
WITH open AS (
    SELECT id FROM major_incident WHERE id = $2 AND state = 'open' FOR UPDATE
), made AS (
    INSERT INTO major_update (id, major_id, number, resolves, written_by, written_at)
    SELECT $1, open.id,
           1 + (SELECT count(*) FROM major_update u WHERE u.major_id = open.id)::int, $3, $4, $5
    FROM open RETURNING {COLUMNS}
), said AS (
    INSERT INTO major_update_text (update_id, locale, body)
    SELECT made.id, t.locale, t.body FROM made, unnest($6::text[], $7::text[]) AS t(locale, body)
)
SELECT * FROM made
"""


@provide("ticket.work")
async def prepare(
    act: Act, major_id: UUID, texts: Texts, *, resolves: bool = False, update_id: UUID | None = None
) -> Update:
    """Nobody is told yet. Raises Malformed, NotFound also for an incident that is over."""
    said = _checked(texts)
    words = (update_id or ids.new(), major_id, resolves, act.person_id, act.now)
    row = await db.row(WRITE, *words, list(said), list(said.values()))
    if row is None:
        raise NotFound
    return Update(**row)


def _checked(texts: Texts) -> dict[str, str]:
    for locale, said in texts.each.items():
        field = "text" if locale == DEFAULT else f"translations.{locale}"
        if not 1 <= len(said) <= LONGEST:
            raise Malformed(f"{field}: 1 to {LONGEST} characters.", field=field)
        if locale not in (DEFAULT, *LOCALES):
            raise Malformed(f"translations: among {', '.join(LOCALES)}.", field="translations")
    return texts.each


OVERRIDE: Final = """
INSERT INTO major_override (tenant_id, update_id, body, written_by, written_at)
SELECT $1, u.id, $3, $4, $5 FROM major_update u WHERE u.id = $2 AND u.approved_at IS NULL
ON CONFLICT (tenant_id, update_id) DO UPDATE
SET body = excluded.body, written_by = excluded.written_by, written_at = excluded.written_at
"""
KNOWN: Final = "SELECT EXISTS (SELECT FROM major_update WHERE id = $1)"


@write("major.lead", STAFF)
async def word_for(act: Act, update_id: UUID, text: str) -> None:
    """What this one client is told in its place, in whatever language they read. Raises Malformed,
    NotFound, Approved."""
    if not 1 <= len(text.strip()) <= LONGEST:
        raise Malformed(f"text: 1 to {LONGEST} characters.", field="text")
    words = (update_id, text.strip(), act.person_id, act.now)
    if await db.execute(OVERRIDE, act.tenant_id, *words):
        return
    raise Approved if await db.value(KNOWN, update_id) else NotFound


@outer("major.lead", STAFF)
async def approve(principal: Principal, update_id: UUID, source: str = "api") -> Update:
    """A lead approves it: every client whose ticket is joined by now is told on that ticket, once.
    Approved again it tells nobody twice. Raises NotFound."""
    update: Update = await verb.perform(_approved, principal, update_id, source=source)
    await telling.among(update.id, principal.tenant_ids)
    return update


APPROVE: Final = f"""
WITH approved AS (
    UPDATE major_update SET approved_by = coalesce(approved_by, $2),
        approved_at = coalesce(approved_at, $3) WHERE id = $1 RETURNING {COLUMNS}
), over AS (
    UPDATE major_incident m SET state = 'resolved', resolved_by = $2, resolved_at = $3
    FROM approved WHERE approved.resolves AND m.id = approved.major_id AND m.state = 'open'
)
SELECT * FROM approved
"""


@provide("major.lead")
async def _approved(act: Act, update_id: UUID) -> Update:
    row = await db.row(APPROVE, update_id, act.person_id, act.now)
    if row is None:
        raise NotFound
    return Update(**row)


@outer("major.lead", STAFF)
async def resolve(
    principal: Principal, major_id: UUID, texts: Texts, source: str = "api"
) -> Update:
    """It is over: each joined ticket is resolved with the text. Raises Malformed, NotFound."""
    last: Update = await verb.perform(
        prepare, principal, major_id, texts, resolves=True, source=source
    )
    told: Update = await approve.run(principal, last.id, source)
    return told
