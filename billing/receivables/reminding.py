"""A reminder: written, charged for where that was agreed, and mailed to the client's finance
people, each in their own language (PRACTICE 35)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import msgspec

from billing.amounts import money
from billing.amounts.money import Money
from billing.invoicing import extras, invoices
from billing.payments import creditor_reference
from billing.receivables import dunning, overdue, reminder_plan, reminder_words, wording
from billing.receivables.dunning import Pending
from billing.receivables.reminder_plan import Level
from billing.receivables.reminder_words import Words
from underpin.kernel import db, events, ids, installation, mail_channel, timers
from underpin.kernel.act import Act
from underpin.kernel.mail_compose import Correspondent, OutgoingMail, message_id
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.timers import Timer
from underpin.kernel.verb import provide, read


@dataclass(frozen=True, slots=True)
class Reminder:
    """`amount` was asked for; `mailed`: to how many people."""

    id: UUID
    level: int
    amount: Decimal
    mailed: int
    sent_at: datetime


@read("invoice.read", STAFF, MEMBER)
async def of_invoice(act: Act, tenant: int, number: str) -> list[Reminder]:
    """In their order. Raises NotFound."""
    invoice = await invoices.by_number(act, tenant, number)
    rows = await db.rows(
        "SELECT id, level, amount, mailed, sent_at FROM reminder "
        "WHERE tenant_id = $1 AND invoice_id = $2 ORDER BY level",
        *(tenant, invoice.id),
    )
    return [Reminder(**invoices.in_minor_units(row, "amount", of=invoice.currency)) for row in rows]


@read("invoice.read", STAFF)
async def scheduled(act: Act) -> tuple[Level, ...]:
    """The provider's, for every client without its own; none while none was said."""
    found = await db.value("SELECT reminders FROM dunning_schedule ORDER BY id DESC LIMIT 1")
    return msgspec.json.decode(found, type=tuple[Level, ...]) if found else ()


@provide("plan.write")
async def schedule(act: Act, levels: Sequence[Level]) -> tuple[Level, ...]:
    """The provider's reminders, for every client without its own: none until this was said. What is
    open follows it from its next morning on, a week later at most. Raises Invalid."""
    checked = reminder_plan.checked(levels)
    await db.execute(
        "INSERT INTO dunning_schedule (id, reminders, set_by, set_at) "
        "VALUES ($1, $2::text::jsonb, $3, $4)",
        *(ids.new(), reminder_plan.written(checked), act.person_id, act.now),
    )
    return checked


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(dunning.KIND, timers.rows_of("receivable"), _fire)


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    for timer in batch:
        await _remind(act, timer.subject_id)
    await overdue.refresh(act)


async def _remind(act: Act, invoice_id: UUID) -> None:
    found = await dunning.pending(act.tenant_id, invoice_id)
    if found is None or found.dunned <= 0:
        return
    today = act.now.astimezone(found.zone).date()
    level = reminder_plan.due(found.levels, found.due_on, today, found.sent)
    if level is not None:
        await _send(act, found, level, today)
    await dunning.rearm(act, invoice_id)


async def _send(act: Act, of: Pending, number: int, today: date) -> None:
    level, made = of.levels[number - 1], ids.derive(of.invoice_id, "reminder", number)
    fee = level.fees.get(of.currency, Decimal(0))
    words = await wording.in_force()
    line = await _charge(act, of, level, Money(fee, of.currency), today) if fee else None
    people = await db.rows(PEOPLE, act.tenant_id)
    for person in people:
        mail = _mail(act, _Letter(made, of, number, fee, words), person)
        await mail_channel.queue(act, mail, of.invoice_id)
    await db.execute(
        "INSERT INTO reminder (tenant_id, id, invoice_id, level, amount, fee_line_id, mailed, "
        "sent_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        *(act.tenant_id, made, of.invoice_id, number, of.dunned, line, len(people), act.now),
    )
    body = {"invoice": of.number, "level": number, "amount": str(of.dunned)}
    await events.emit(act, events.New("invoice.reminded", of.invoice_id, body))


# Finance people of the client, or its admins where it has none.
PEOPLE = """
WITH able AS (
    SELECT p.id, p.name, p.email, p.locale, r.role FROM person p
    JOIN member_role r ON r.tenant_id = p.tenant_id AND r.person_id = p.id
    WHERE p.tenant_id = $1 AND p.state = 'active' AND r.role IN ('finance', 'client_admin')
)
SELECT DISTINCT id, name, email, locale FROM able
WHERE role = 'finance' OR NOT EXISTS (SELECT FROM able WHERE role = 'finance') ORDER BY id
"""


async def _charge(act: Act, of: Pending, level: Level, fee: Money, today: date) -> UUID:
    """A line of its own on the client's next invoice, in the client's language."""
    locale = await db.value("SELECT locale FROM tenant WHERE id = $1", act.tenant_id)
    return await extras.insert(
        act,
        reminder_words.fee_line(of.number, locale, await wording.in_force()),
        Decimal(1),
        fee,
        on_day=today,
        tax_class=level.tax_class,
    )


@dataclass(frozen=True, slots=True)
class _Letter:
    """Reminder `number` about an invoice."""

    id: UUID
    of: Pending
    number: int
    fee: Decimal
    words: Mapping[str, Words]


def _mail(act: Act, letter: _Letter, person: db.Row) -> OutgoingMail:
    settings, of = installation.settings(), letter.of
    said = reminder_words.mail(
        person["locale"],
        reminder_words.Facts(
            number=of.number,
            level=letter.number,
            last=letter.number == len(of.levels),
            amount=money.rounded(Money(of.dunned, of.currency)),
            fee=Money(letter.fee, of.currency),
            due_on=of.due_on,
            reference=creditor_reference.shown(creditor_reference.of(of.number)),
            portal=f"{settings.portal_origin}/invoices/{of.number}",
        ),
        letter.words,
    )
    return OutgoingMail(
        message_id=message_id(ids.derive(letter.id, str(person["id"])), settings.mail_domain),
        date=act.now,
        sender=Correspondent("", f"billing@{settings.mail_domain}"),
        to=(Correspondent(person["name"], person["email"]),),
        subject=said.subject,
        text=said.text,
        envelope_from=f"bounces@{settings.mail_domain}",
        automatic=True,
    )
