"""Who is told what: the client's finance people of a card that was declined, ours of one given up
and of a payment that is disputed; each in their own language, each once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from billing.amounts import money
from billing.amounts.money import Money
from billing.payments.disputed import disputes
from billing.payments.dunning import card_words, following
from billing.payments.dunning.card_sentences import Occasion
from billing.payments.dunning.card_words import Facts
from billing.payments.following import cards
from billing.receivables import reminding
from contracts.calendars import zone
from underpin.kernel import db, ids, installation, mail_channel
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event
from underpin.kernel.mail_compose import Correspondent, OutgoingMail, message_id

# The provider's finance people who look after this client; where there is none, its admins.
FINANCE = """
WITH able AS (
    SELECT s.id, s.name, s.email, s.locale, r.role FROM staff s
    JOIN staff_role r ON r.staff_id = s.id AND r.role IN ('finance', 'provider_admin')
    WHERE s.state = 'active' AND (r.role = 'provider_admin' OR EXISTS (
        SELECT FROM assignment a WHERE a.staff_id = s.id AND a.tenant_id = $1))
)
SELECT DISTINCT id, name, email, locale FROM able
WHERE role = 'finance' OR NOT EXISTS (SELECT FROM able WHERE role = 'finance') ORDER BY id
"""
DECLINED = """
SELECT i.number, t.key AS client, i.currency, r.gross - r.credited - r.paid AS owed, d.tries,
       d.declined, d.next_try_at, t.time_zone, coalesce(c.card, '') AS card, p.url
FROM card_dunning d
JOIN invoice i ON i.tenant_id = d.tenant_id AND i.id = d.invoice_id
JOIN receivable r ON r.tenant_id = d.tenant_id AND r.id = d.invoice_id
JOIN tenant t ON t.id = d.tenant_id
LEFT JOIN collecting c ON c.tenant_id = d.tenant_id
LEFT JOIN payment_page p ON p.tenant_id = d.tenant_id AND p.invoice_id = d.invoice_id
WHERE d.tenant_id = $1 AND d.id = $2
"""
DISPUTED = """
SELECT i.number, t.key AS client, i.currency, d.amount, d.reason, d.status, d.respond_by
FROM payment_dispute d
JOIN invoice i ON i.tenant_id = d.tenant_id AND i.id = d.invoice_id
JOIN tenant t ON t.id = d.tenant_id
WHERE d.tenant_id = $1 AND d.id = $2
"""


async def handle(act: Act, event: Event) -> None:
    """The consumer. What is not owed any more by now is not told of."""
    told = {disputes.MOVED: _disputed, cards.CUSTOMER_GONE: _customer_gone}
    await told.get(event.kind, _declined)(act, event)


async def _declined(act: Act, event: Event) -> None:
    row = await db.row(DECLINED, act.tenant_id, event.subject_id)
    if row is None or row["owed"] <= 0:
        return
    facts = _facts(row, ours=event.kind == following.GIVEN_UP)
    if event.kind == following.GIVEN_UP:
        await _to_finance(act, event, "given_up", facts)
    else:
        occasion: Occasion = "last" if event.body["last"] else "declined"
        people = await db.rows(reminding.PEOPLE, act.tenant_id)
        await _send(act, event, occasion, facts, people)


def _facts(row: db.Row, *, ours: bool) -> Facts:
    settings, again = installation.settings(), row["next_try_at"]
    page = settings.desk_origin if ours else row["url"] or settings.portal_origin
    return Facts(
        row["number"],
        row["client"],
        money.rounded(Money(row["owed"], row["currency"])),
        page,
        card=row["card"],
        tries=row["tries"],
        next_on=again and again.astimezone(zone.named(row["time_zone"])).date(),
        reason=row["declined"],
    )


async def _disputed(act: Act, event: Event) -> None:
    row = await db.row(DISPUTED, act.tenant_id, event.subject_id)
    if row is None:
        return
    facts = Facts(
        row["number"],
        row["client"],
        money.rounded(Money(row["amount"], row["currency"])),
        installation.settings().desk_origin,
        reason=row["reason"],
        status=event.body["status"],
        respond_by=row["respond_by"],
    )
    await _to_finance(act, event, "disputed", facts)


async def _customer_gone(act: Act, event: Event) -> None:
    client = await db.value("SELECT key FROM tenant WHERE id = $1", act.tenant_id)
    nothing = Money(Decimal(0), "EUR")
    facts = Facts("", client, nothing, installation.settings().desk_origin)
    await _to_finance(act, event, "customer_gone", facts)


async def _to_finance(act: Act, event: Event, occasion: Occasion, facts: Facts) -> None:
    await _send(act, event, occasion, facts, await db.rows(FINANCE, act.tenant_id))


async def _send(
    act: Act, event: Event, occasion: Occasion, facts: Facts, people: Sequence[db.Row]
) -> None:
    about = UUID(event.body.get("invoice_id", str(event.subject_id)))
    for person in people:
        said = card_words.mail(person["locale"], occasion, facts)
        await mail_channel.queue(act, _mail(act, event, said, person), about)


def _mail(act: Act, event: Event, said: card_words.Said, person: db.Row) -> OutgoingMail:
    settings = installation.settings()
    return OutgoingMail(
        message_id=message_id(ids.derive(event.id, str(person["id"])), settings.mail_domain),
        date=act.now,
        sender=Correspondent("", f"billing@{settings.mail_domain}"),
        to=(Correspondent(person["name"], person["email"]),),
        subject=said.subject,
        text=said.text,
        envelope_from=f"bounces@{settings.mail_domain}",
        automatic=True,
    )


TOLD = (following.DECLINED, following.GIVEN_UP, disputes.MOVED, cards.CUSTOMER_GONE)
CONSUMER = Consumer("card_letters", "mail", TOLD, handle)
