"""An invoice that is not to be collected by card any more: it is voided at Stripe, and stays what
it is with us."""

from __future__ import annotations

from billing.invoicing import invoices
from billing.payments.pushing import charging, push
from billing.payments.pushing.push import New, Planned
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write


class BeingCharged(Conflict):
    code = "being-charged"
    title = "The card is being charged for this invoice: stop it once that is done"


@write("collecting.write", STAFF)
async def stop(act: Act, number: str) -> None:
    """Raises NotFound, NotThere for what is not collected through Stripe, BeingCharged. One that
    is paid there cannot be voided: its push is set aside and says so."""
    invoice = await invoices.held(act, number)
    pushed = await push.of(act.tenant_id, "invoice", invoice.id)
    if pushed is None or pushed.state != "done":
        raise charging.NotThere
    charge = await push.of(act.tenant_id, "charge", invoice.id)
    if charge is not None and charge.state == "waiting":
        raise BeingCharged
    words = (number, pushed.goal, pushed.currency, invoice.id)
    await push.begin(act, New("void", invoice.id, *words), [Planned("void", {})])
