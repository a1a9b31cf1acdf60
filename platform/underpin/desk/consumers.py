"""What the desk does when it hears of its own events: tell live pages, send vendor mails."""

from __future__ import annotations

from uuid import UUID

from contracts import metric
from underpin.desk.aside import paging
from underpin.desk.automation import hearing as automation_hearing
from underpin.desk.cases import case_talk, chasing
from underpin.desk.complaints import client_escalation, complaint
from underpin.desk.hands import assigning
from underpin.desk.mail import mail_in
from underpin.desk.mail.arriving import hearing, outcome
from underpin.desk.mail.leaving import notifying
from underpin.desk.on_call import contract_notices
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event
from underpin.kernel.principal import Audience
from underpin.kernel.realtime import Notice, tell

STAFF_ONLY = frozenset(
    {
        "ticket.internal_note",
        "ticket.assigned",
        "ticket.tier_moved",
        "ticket.time_posted",
        "ticket.judged",
        "ticket.vendor_cost_booked",
        "ticket.tagged",
        "ticket.untagged",
        "ticket.time_covered",
        "ticket.sensitive",
        "ticket.verification_begun",
        "ticket.verified",
        "ticket.stage_changed",
        "ticket.complained",
        "ticket.categorised",
        "ticket.fields_filled",
        "ticket.major_joined",
        "ticket.major_left",
        "ticket.problem_changed",
        "ticket.service_changed",
        "ticket.copied_in",
    }
)

HIDDEN = ("ticket.case_", "ticket.task_", "escalation.", "mail.", "connector.")
MEMBERS_LISTS = (Notice("list", "tickets"), Notice("list", "compliance"))


async def live(act: Act, event: Event) -> None:
    """Say which ticket changed, and so which lists, to the audiences that may know it did."""
    name = await db.value(
        "SELECT n.key || '-' || t.number FROM ticket t JOIN tenant n ON n.id = t.tenant_id "
        "WHERE t.tenant_id = $1 AND t.id = $2",
        act.tenant_id,
        event.subject_id,
    )
    if name is None:
        return
    for notice in (Notice("ticket", name), Notice("list", "list")):
        tell(act.tenant_id, (Audience.STAFF,), notice)
    for notice in () if _hidden(event) else (Notice("ticket", name), *MEMBERS_LISTS):
        tell(act.tenant_id, (Audience.MEMBER,), notice)


def _hidden(event: Event) -> bool:
    """Whether members may not even know that something happened."""
    inner = event.body.get("metric") in (*metric.OLA, *metric.UC)
    inner = inner or event.body.get("side") in ("ola", "uc")
    return inner or event.kind in STAFF_ONLY or event.kind.startswith(HIDDEN)


async def vendor_mail(act: Act, event: Event) -> None:
    """A case that was opened goes out to its vendor."""
    await case_talk.send_opening(act, UUID(event.body["case_id"]))


CONSUMERS = (
    Consumer("live", "alarm", ("ticket.", "escalation.", "connector.", outcome.WAITING), live),
    Consumer("vendor_mail", "mail", ("ticket.case_opened",), vendor_mail),
    mail_in.CONSUMER,
    hearing.CONSUMER,
    *notifying.CONSUMERS,
    paging.CONSUMER,
    chasing.CONSUMER,
    contract_notices.CONSUMER,
    assigning.CONSUMER,
    client_escalation.CONSUMER,
    complaint.CONSUMER,
    automation_hearing.CONSUMER,
)


def subscribe() -> None:
    """Wire the desk's consumers into this process."""
    for consumer in CONSUMERS:
        events.subscribe(consumer)
