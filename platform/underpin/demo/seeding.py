"""Seeding the demo: the provider's people, four client companies, and weeks of tickets lived up to
this minute, so that clocks are running and some are at risk."""

from __future__ import annotations

import hashlib
import hmac
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from billing.invoicing import drafting
from contracts.agreements import agreement_rows
from contracts.coherence import coherence_risk, nightly
from contracts.coherence.coherence_risk import Risk
from contracts.signed import default_agreement, setting_up
from tenants import company, people, sign_in
from tenants.company import Company, NewCompany
from underpin import wiring
from underpin.demo import (
    codes,
    companies,
    demo_approvals,
    demo_connectors,
    demo_contracts,
    demo_life,
    demo_parties,
    demo_teams,
    demo_templates,
    fresh,
    informed,
    kinds,
    log_contracts,
    offers,
    price_lists,
    routine,
    standing,
)
from underpin.demo.demo_life import SOURCE, DemoLife
from underpin.demo.everyday import living
from underpin.demo.money import books, past_months, present
from underpin.desk.replay import folding, log, step, stream
from underpin.desk.replay.clients import Client, derived
from underpin.desk.replay.life import Shift
from underpin.kernel import db, passwords, process, second_factor, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, System, Work
from underpin.kernel.principal import Audience, Principal, worker
from underpin.kernel.settings import Settings

Report = Callable[[str], None]
LOG = Path("../shared/data/incidents/servicenow.csv")
WEEK = timedelta(weeks=1)
HISTORY = timedelta(days=40)
CASES = 80
ACCEPTED_FOR = timedelta(days=180)


async def seed(settings: Settings, report: Report) -> None:
    """Once: an installation that has a tenant is left as it is."""
    wiring.wire()
    async with process.running(settings), present.cards(settings):
        if await _seeded():
            return
        report("Seeding: people of the provider")
        await _staff(settings)
        now = await _wall()
        streams = _streams(now)
        await _provider(now)
        await present.provide()
        await books.costs(now)
        await offers.publish()
        tenants: dict[str, int] = {}
        await demo_approvals.standard_changes()
        await demo_connectors.tracker()
        for new, steps in zip(companies.COMPANIES, streams, strict=False):
            report(f"Seeding: {new.name}, {len(steps)} steps of its past weeks")
            tenants[new.key] = await _company(settings, new, steps, now)
        await present.statement(tenants, now)
        await routine.provide(tenants, now)
        await demo_teams.gather(now)
        for new in companies.COMPANIES:
            await routine.equip(new, tenants[new.key], now)
        await kinds.tell(tenants)
        await living.live(tenants, now)
        await books.keep(tenants, now)
        await standing.tell(tenants)
    report("Seeded")


async def _seeded() -> bool:
    async with db.open(System()):
        found: bool = await db.value(
            "SELECT count(*) >= $1 FROM tenant WHERE simulated_now IS NULL",
            len(companies.COMPANIES),
        )
    return found


async def _wall() -> datetime:
    async with db.open(System()):
        return await db.now()


def password(settings: Settings) -> str:
    """The personas' one password, this installation's own."""
    made = hmac.new(settings.secret.encode(), b"demo-password", hashlib.sha256).hexdigest()
    return f"demo-{made[:12]}"


async def _staff(settings: Settings) -> None:
    hashed = await passwords.hash_password(password(settings))
    admin = companies.OLIVIA.principal({})
    for persona in companies.STAFF:
        if await _stands(persona.id):
            continue
        await verb.perform(
            people.add_staff,
            admin,
            persona.name,
            persona.email,
            persona.roles,
            persona.tier,
            staff_id=persona.id,
            source="demo",
        )
        await _may_sign_in(persona.id, hashed)


async def _stands(staff_id: UUID) -> bool:
    async with db.open(Provider()):
        found: bool = await db.value("SELECT EXISTS (SELECT FROM staff WHERE id = $1)", staff_id)
    return found


async def _may_sign_in(staff_id: UUID, hashed: str) -> None:
    async with db.open(Provider()):
        await db.execute(
            "INSERT INTO staff_credential (staff_id, password_hash, totp_sealed, changed_at) "
            "VALUES ($1, $2, $3, $4)",
            staff_id,
            hashed,
            sign_in.seal_totp(staff_id, second_factor.new_secret()),
            await db.now(),
        )
        await db.execute("UPDATE staff SET state = 'active' WHERE id = $1", staff_id)


def _streams(now: datetime) -> list[stream.Steps]:
    """The cases of one stretch of the log, dealt out to the demo's companies."""
    with tempfile.TemporaryDirectory() as folder:
        read = log.load(_log(Path(folder), now), SOURCE)
    ends = _busiest(read.cases)
    recent = [
        each
        for each in sorted(read.cases, key=lambda told: told.steps[0].at, reverse=True)
        if ends - HISTORY < each.steps[0].at <= ends
    ][:CASES]
    folded = folding.fold((each.case for each in recent), len(companies.COMPANIES))
    return list(stream.per_tenant(recent, folded).values())


def _log(folder: Path, now: datetime) -> Path:
    """A part of a real log where one is at hand, an invented one elsewhere."""
    from underpin.demo import sample_log

    return LOG if LOG.exists() else sample_log.write(folder / "sample.csv", now)


def _busiest(cases: Sequence[step.CaseLog]) -> datetime:
    """The Monday noon at which most cases were open."""
    open_at: Counter[datetime] = Counter()
    for each in cases:
        at = _monday(each.steps[0].at) + WEEK
        while at <= each.steps[-1].at:
            open_at[at] += 1
            at += WEEK
    return max(open_at, key=lambda at: (open_at[at], at))


def _monday(at: datetime) -> datetime:
    return datetime(at.year, at.month, at.day, 12, tzinfo=UTC) - timedelta(days=at.weekday())


async def _provider(now: datetime) -> None:
    async with db.open(Provider()):
        act = Act(worker(0), None, now, "demo", "demo")
        own = replace(log_contracts.provider(), templates=demo_templates.ALL)
        await setting_up.provider_ready_made(act, own)
        await _default_agreement(now)
        await price_lists.publish(act)
        await demo_parties.sell(act)
    await informed.provider()


async def _default_agreement(now: datetime) -> None:
    """Tickets that no contract covers are handled as under Bronze."""
    act = Act(companies.OLIVIA.principal({}), None, now, "demo", "demo")
    if await default_agreement.chosen(act) is None:
        await default_agreement.choose_template(act, demo_templates.BRONZE.made.template_id)


async def _company(settings: Settings, new: NewCompany, steps: stream.Steps, now: datetime) -> int:
    weeks = (now - _ends(steps)) // WEEK
    shift = Shift(weeks * WEEK, now, ZoneInfo(new.time_zone))
    begins = shift.at(steps[0]) - timedelta(seconds=1)
    starts = min(begins, past_months.began(now))
    tenant = await _open(new, starts)
    await _agree(new, tenant, starts)
    await _people(settings, new, tenant, steps, starts)
    await past_months.live(new.slug, new.key, tenant, now, begins)
    staff = {tier: each.principal({new.key: tenant}) for tier, each in companies.BY_TIER.items()}
    client = Client(tenant, new.key, new.slug, new.name, staff)
    service = log_contracts.ids_of(SOURCE, tenant).service
    await DemoLife(SOURCE, client, service, shift, "demo").live(steps)
    await go_live(tenant)
    await _promises(new, tenant)
    newest = await fresh.raise_for(new, tenant, admin_id(new), now)
    await informed.client(new, tenant, now)
    await present.invoice(new.slug, new.key, tenant, newest, now)
    await demo_approvals.ask_for(new, tenant, admin_id(new), now)
    await offers.ask_for(new, tenant, admin_id(new), now)
    await demo_connectors.linked(new.key, tenant, newest)
    await verb.perform(drafting.draft, worker(tenant), now.date(), source="demo")
    return tenant


async def _promises(new: NewCompany, tenant: int) -> None:
    """Its SLA promises more than the tiers' and the vendor's hours can keep, which is on record;
    then the night's check shows by how much."""
    accepts = companies.OLIVIA.principal({new.key: tenant})
    async with db.open(Work(tenant)):
        act = Act(accepts, tenant, await db.now(), "demo", "demo")
        sla = await agreement_rows.one(tenant, derived("demo", "sla-version", new.slug))
        risk = Risk(act.now.date() + ACCEPTED_FOR, "Second shift and night cover are being hired.")
        await coherence_risk.accept(act, sla, risk)
    await nightly.check_tenant(tenant)


def _ends(steps: stream.Steps) -> datetime:
    """The log's own "now" for this client: when the last case was raised."""
    return max(told.at for told in steps if isinstance(told, step.Raise))


async def _open(new: NewCompany, starts: datetime) -> int:
    async with db.open(System()):
        tenants = [row["id"] for row in await db.rows("SELECT id FROM tenant")]
    for number in tenants:
        async with db.open(Work(number)):
            if await db.value("SELECT slug FROM tenant WHERE id = $1", number) == new.slug:
                return int(number)
    opener = Principal(Audience.WORKER, None, frozenset(), name="Underpin")
    simulated = NewCompany(
        *(new.slug, new.key, new.name, new.time_zone, new.locale, new.currency), starts
    )
    made: Company = await verb.begin(company.open_company, opener, simulated, assign=False)
    return made.id


async def _agree(new: NewCompany, tenant: int, starts: datetime) -> None:
    async with db.open(Work(tenant)):
        act = Act(worker(tenant), tenant, starts, "demo", "demo")
        await setting_up.ready_made(
            act, demo_contracts.client(new, tenant, starts - timedelta(days=1))
        )
        first, treatment = starts.date().replace(day=1), past_months.TREATMENT[new.slug]
        await price_lists.subscribe(act, first, treatment)
        await demo_parties.buy(act, new.slug)
    async with db.open(Provider()):
        await db.execute(
            "INSERT INTO assignment (staff_id, tenant_id) SELECT s, $2 FROM unnest($1::uuid[]) s "
            "ON CONFLICT DO NOTHING",
            [each.id for each in companies.STAFF],
            tenant,
        )
    async with db.open(Work(tenant)):
        await db.execute(
            "INSERT INTO account (tenant_id, manager_id, since) VALUES ($1, $2, $3) "
            "ON CONFLICT DO NOTHING",
            tenant,
            companies.MARTA.id,
            starts,
        )


PEOPLE = """
INSERT INTO person (tenant_id, id, name, email, state, locale, time_zone, created_at)
SELECT $1, u.id, u.name, u.email, 'active', t.locale, t.time_zone, $5
FROM unnest($2::uuid[], $3::text[], $4::text[]) AS u(id, name, email)
JOIN tenant t ON t.id = $1 ON CONFLICT DO NOTHING
"""


async def _people(
    settings: Settings, new: NewCompany, tenant: int, steps: stream.Steps, starts: datetime
) -> None:
    callers = {told.requester or "Unknown caller" for told in steps if isinstance(told, step.Raise)}
    made = [demo_life.caller(tenant, name, new.key) for name in sorted(callers)]
    made += [(admin_id(new), f"Anna of {new.name}", f"anna@{new.key.lower()}.example")]
    hashed = await passwords.hash_password(password(settings))
    async with db.open(Work(tenant)):
        await db.execute(PEOPLE, tenant, *map(list, zip(*made, strict=True)), starts)
        await _client_admin(tenant, admin_id(new), hashed, starts)


async def _client_admin(tenant: int, person: UUID, hashed: str, at: datetime) -> None:
    await db.execute(
        "INSERT INTO member_role (tenant_id, person_id, role) VALUES ($1, $2, 'client_admin') "
        "ON CONFLICT DO NOTHING",
        tenant,
        person,
    )
    await db.execute(
        "INSERT INTO member_grant (tenant_id, person_id, reach, granted_by, granted_at) "
        "VALUES ($1, $2, 'company', $2, $3) ON CONFLICT DO NOTHING",
        tenant,
        person,
        at,
    )
    await db.execute(
        "INSERT INTO credential (tenant_id, person_id, password_hash, changed_at) "
        "VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        *(tenant, person, hashed, at),
    )


def admin_id(new: NewCompany) -> UUID:
    return derived("demo", "admin", new.slug)


async def go_live(tenant: int) -> None:
    """The simulated past has reached the present: from now on the tenant lives in real time."""
    async with db.open(Work(tenant)):
        await db.execute("UPDATE tenant SET simulated_now = NULL WHERE id = $1", tenant)
        await db.execute("UPDATE timer SET simulated = false WHERE tenant_id = $1", tenant)


async def greeting(settings: Settings) -> list[str]:
    """Where to go and as whom."""
    async with process.running(settings):
        shown = {each.email: await codes.present(each.email) for each in companies.STAFF}
    first = companies.COMPANIES[0]
    staff = [
        f"  {each.email:28} {each.about:26} code now {shown[each.email]}"
        for each in companies.STAFF
    ]
    members = [f"  {new.slug:28} anna@{new.key.lower()}.example" for new in companies.COMPANIES]
    return [
        "",
        f"Staff desk     {settings.desk_origin}",
        *staff,
        "  later codes: .venv/bin/underpin code EMAIL",
        f"Client portal  {settings.portal_origin}  (company, then address; {first.slug} speaks",
        "               English, bolt Polish, dune Arabic)",
        *members,
        "Vendor         links to single cases are in the mails under .underpin/mail",
        f"Everybody's password: {password(settings)}",
        "Ctrl-C stops everything; the data stays until `make demo-reset`.",
    ]
