"""Saving a card: on a page of Stripe's, where the client's finance gives it. We never see it.

Several short transactions with Stripe between them, none while it is asked. What was saved comes
back by way of the session's setup intent, read again (`docs/payments.md`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import stripe

from billing.payments import collecting
from billing.payments.gateway import account
from billing.payments.pushing import running, steps
from underpin.kernel import events, ids, installation, verb
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Unavailable
from underpin.kernel.outgoing import NeverTaken
from underpin.kernel.principal import MEMBER, STAFF, Principal
from underpin.kernel.verb import outer, write


class Simulated(Conflict):
    code = "simulated-time"
    title = "This client lives in simulated time: it is no customer of the real Stripe"


class Silent(Unavailable):
    code = "stripe-silent"
    title = "Stripe does not answer as it should: try again in a moment"


@dataclass(frozen=True, slots=True)
class SetupPage:
    """Good for one card, until Stripe closes it after a day."""

    url: str
    session: str


@dataclass(frozen=True, slots=True)
class Ready:
    """What is known before the page is asked for: the client's customer at Stripe, or the push
    that makes one."""

    tenant: int
    currency: str
    push_id: UUID
    customer: str | None


@outer("collecting.set_up", STAFF, MEMBER)
async def page(principal: Principal, tenant: int, *, source: str = "api") -> SetupPage:
    """A new page. Raises NotSetUp, NotFound, Simulated, Silent."""
    account.current()
    ready: Ready = await verb.perform(prepare, principal, tenant=tenant, source=source)
    try:
        if ready.customer is None:
            await running.run(ready.tenant, ready.push_id)
            ready = await verb.perform(prepare, principal, tenant=tenant, source=source)
        return await _page(ready)
    except (stripe.StripeError, NeverTaken) as problem:
        raise Silent from problem


@write("collecting.set_up", STAFF, MEMBER)
async def prepare(act: Act) -> Ready:
    """The first half of `page`. Raises NotSetUp, Simulated."""
    row = await collecting.client(act.tenant_id)
    if row.simulated and not account.current().simulated:
        raise Simulated
    push_id = await steps.customer(act)
    kept = await collecting.of(act.tenant_id)
    await events.emit(act, events.New("collecting.card_asked", kept.id))
    return Ready(act.tenant_id, row.currency, push_id, kept.customer)


async def _page(ready: Ready) -> SetupPage:
    """A page that was made and lost is one that nobody opens: each is asked for under a key of its
    own."""
    portal = installation.settings().portal_origin
    body: Any = {
        "mode": "setup",
        "customer": ready.customer,
        "currency": ready.currency.lower(),
        "client_reference_id": str(ready.push_id),
        "success_url": f"{portal}/invoices?card=saved",
        "cancel_url": f"{portal}/invoices",
    }
    sessions = account.client().v1.checkout.sessions
    made = await sessions.create_async(body, {"idempotency_key": f"underpin-{ids.new()}"})
    return SetupPage(made.url or "", made.id)
