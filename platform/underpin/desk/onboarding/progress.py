"""How far the set-up of client companies has come, told from what stands in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from underpin.desk.onboarding import steps
from underpin.desk.onboarding.steps import Name, Step
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write


@dataclass(frozen=True, slots=True)
class Progress:
    """`state` is the company's: active, suspended, closed. `ended_at`: when somebody said that its
    set-up is over."""

    tenant_id: int
    key: str
    slug: str
    name: str
    time_zone: str
    locale: str
    currency: str
    state: str
    created_at: datetime
    steps: tuple[Step, ...]
    ended_at: datetime | None

    @property
    def done(self) -> int:
        return sum(each.state == "done" for each in self.steps)


FACTS: Final = """
SELECT t.id AS tenant_id, t.key, t.slug, t.name, t.time_zone, t.locale, t.currency, t.state,
       t.created_at, true AS company,
       EXISTS (SELECT FROM mail_domain d
               WHERE d.tenant_id = t.id AND d.verified_at IS NOT NULL) AS domain,
       EXISTS (SELECT FROM mail_sender m WHERE m.tenant_id = t.id) AS mail,
       EXISTS (SELECT FROM calendar c WHERE c.tenant_id = t.id) AS calendar,
       EXISTS (SELECT FROM contract c WHERE c.tenant_id = t.id) AS contract,
       EXISTS (SELECT FROM person p WHERE p.tenant_id = t.id AND NOT EXISTS (
           SELECT FROM member_role r WHERE r.tenant_id = t.id AND r.person_id = p.id
           AND r.role = 'client_admin')) AS people,
       EXISTS (SELECT FROM member_role r WHERE r.tenant_id = t.id
               AND r.role = 'client_admin') AS admin,
       EXISTS (SELECT FROM ticket k WHERE k.tenant_id = t.id) AS ticket,
       ARRAY(SELECT o.step FROM onboarding_mark o WHERE o.tenant_id = t.id) AS marked,
       (SELECT o.marked_at FROM onboarding_mark o
        WHERE o.tenant_id = t.id AND o.step = 'end') AS ended_at
FROM tenant t WHERE t.id = ANY ($1::int[]) ORDER BY t.name, t.id
"""


@read("tenant.create", STAFF)
async def of_companies(act: Act) -> list[Progress]:
    """Of all companies the asker is assigned to, by name."""
    return [_of(row) for row in await db.rows(FACTS, list(act.principal.tenant_ids))]


@read("tenant.create", STAFF)
async def of_company(act: Act, tenant: int) -> Progress:
    """Raises NotFound."""
    row = await db.row(FACTS, [tenant])
    if row is None:
        raise NotFound
    return _of(row)


def _of(row: db.Row) -> Progress:
    told = {name: row[name] for name in Progress.__slots__ if name != "steps"}
    stand = steps.stand({name: row[name] for name in steps.NAMES}, row["marked"])
    return Progress(**told, steps=stand)


MARK: Final = """
INSERT INTO onboarding_mark (tenant_id, step, marked_by, marked_at) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING
"""
UNMARK: Final = "DELETE FROM onboarding_mark WHERE tenant_id = $1 AND step = $2"


@write("tenant.create", STAFF)
async def leave(act: Act, step: Name) -> None:
    """For later: the set-up goes on with the next one. Raises Malformed."""
    if step not in steps.NAMES[1:]:
        raise Malformed(f"step: one of {', '.join(steps.NAMES[1:])}.", field="step")
    await db.execute(MARK, act.tenant_id, step, act.person_id, act.now)


@write("tenant.create", STAFF)
async def take_up(act: Act, step: Name) -> None:
    """One that was left; repeating it changes nothing."""
    await db.execute(UNMARK, act.tenant_id, step)


@write("tenant.create", STAFF)
async def end(act: Act) -> None:
    """The set-up is over, whatever was left."""
    await db.execute(MARK, act.tenant_id, steps.END, act.person_id, act.now)


@write("tenant.create", STAFF)
async def go_on(act: Act) -> None:
    """It is not over after all."""
    await db.execute(UNMARK, act.tenant_id, steps.END)
