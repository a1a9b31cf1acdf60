"""What app, worker and command line wire alike: who hears of which event, the audit trail, and how
each room erases a person.

Every process that emits events must know all consumers, because the delivery rows are written
with the event.
"""

from __future__ import annotations

from billing import erasing as billing_erasing
from billing.handing_over import printed as printed_papers
from billing.handing_over import tables as billing_tables
from billing.metered import asset_hearing, hearing, message_hearing, storing
from billing.payments import issued
from billing.payments.dunning import hearing as card_hearing
from billing.payments.dunning import letters, retrying
from billing.payments.following import followed
from billing.payments.following import hearing as stripe_hearing
from billing.prepaid import expiring, telling
from billing.receivables import live as invoices_live
from billing.receivables import reminding
from contracts import erasing as contracts_erasing
from contracts.agreements import activation_running
from contracts.coherence import coherence_risk
from contracts.compliance.frozen import compliance_freezing, compliance_hearing
from contracts.escalation import alarms
from contracts.handing_over import tables as contracts_tables
from contracts.signed import reminder_timers
from contracts.what_if import what_if_work
from tenants import audit, erasing
from tenants.handing_over import own, told
from underpin.desk import consumers
from underpin.desk import erasing as desk_erasing
from underpin.desk.alerts import hearing as alert_hearing
from underpin.desk.alerts import quieting
from underpin.desk.announcements import telling as announcement_telling
from underpin.desk.approvals import deadline as approval_deadline
from underpin.desk.approvals import ending as approval_ending
from underpin.desk.approvals import erasing as approvals_erasing
from underpin.desk.assets import erasing as assets_erasing
from underpin.desk.assets import warranty
from underpin.desk.automation import idle
from underpin.desk.cases import chasing
from underpin.desk.changes import approving as change_approving
from underpin.desk.changes import waiting as change_waiting
from underpin.desk.channels import consuming
from underpin.desk.channels import erasing as channels_erasing
from underpin.desk.channels import hearing as channel_hearing
from underpin.desk.chargeable import estimate
from underpin.desk.chat import ending as chat_ending
from underpin.desk.connectors import hearing as connector_hearing
from underpin.desk.contract_changes import contract_change
from underpin.desk.contract_changes import erasing as wishes_erasing
from underpin.desk.escalated.carrying import Carrying
from underpin.desk.handing_over import attached
from underpin.desk.handing_over import tables as desk_tables
from underpin.desk.hooks import inbox
from underpin.desk.lifetime import afterword, auto_closing
from underpin.desk.mail.leaving import digest as member_digest
from underpin.desk.on_call import pages, warnings
from underpin.desk.phone import ringing as phone_ringing
from underpin.desk.recurring import firing as recurring_firing
from underpin.desk.remote import numbers as remote_numbers
from underpin.desk.surveys import asking as survey_asking
from underpin.desk.surveys import low as survey_low
from underpin.desk.tickets import follow_up
from underpin.desk.verification import erasing as verification_erasing
from underpin.desk.writing import staging
from underpin.kernel import events, failing, timers, verb


def wire() -> None:
    """Idempotent: a second call changes nothing."""
    verb.record_with(audit.record)
    erasing.register("desk", desk_erasing.erase)
    erasing.register("channels", channels_erasing.erase)
    erasing.register("assets", assets_erasing.erase)
    erasing.register("remote", remote_numbers.erase)
    erasing.register("approvals", approvals_erasing.erase)
    erasing.register("verification", verification_erasing.erase)
    erasing.register("contract_changes", wishes_erasing.erase)
    erasing.register("contracts", contracts_erasing.erase)
    erasing.register("billing", billing_erasing.erase)
    approval_ending.register("change", change_approving.follow)
    approval_ending.register("chargeable", estimate.follow)
    approval_ending.register("contract_change", contract_change.follow)
    told.register(own.TABLES, own.LEFT_OUT, own.SOURCES)
    told.register(contracts_tables.TABLES, contracts_tables.LEFT_OUT, {})
    told.register(desk_tables.TABLES, desk_tables.LEFT_OUT, attached.SOURCES)
    told.register(billing_tables.TABLES, billing_tables.LEFT_OUT, printed_papers.SOURCES)
    consumers.subscribe()
    inbox.serve(alert_hearing.PURPOSE)
    inbox.serve(channel_hearing.PURPOSE)
    inbox.serve(phone_ringing.PURPOSE)
    inbox.serve(connector_hearing.PURPOSE)
    events.subscribe(inbox.CONSUMER)
    events.subscribe(consuming.CONSUMER)
    events.subscribe(survey_asking.CONSUMER)
    events.subscribe(hearing.CONSUMER)
    events.subscribe(asset_hearing.CONSUMER)
    events.subscribe(message_hearing.CONSUMER)
    events.subscribe(storing.CONSUMER)
    events.subscribe(telling.CONSUMER)
    events.subscribe(issued.CONSUMER)
    events.subscribe(stripe_hearing.CONSUMER)
    events.subscribe(invoices_live.CONSUMER)
    events.subscribe(card_hearing.CONSUMER)
    events.subscribe(letters.CONSUMER)
    events.subscribe(compliance_hearing.CONSUMER)


def wire_alarms() -> None:
    """Timer handlers, by name; only the worker fires them."""
    timers.handle(alarms.kind(Carrying()))
    timers.handle(activation_running.kind(Carrying()))
    timers.handle(follow_up.kind())
    timers.handle(staging.kind())
    timers.handle(recurring_firing.kind())
    timers.handle(pages.kind())
    timers.handle(warnings.kind())
    timers.handle(member_digest.kind())
    timers.handle(auto_closing.kind())
    timers.handle(idle.kind())
    timers.handle(warranty.kind())
    timers.handle(afterword.kind())
    timers.handle(chasing.kind())
    timers.handle(announcement_telling.kind())
    timers.handle(survey_low.kind())
    timers.handle(chat_ending.kind())
    timers.handle(approval_deadline.kind())
    timers.handle(change_waiting.kind())
    timers.handle(expiring.kind())
    timers.handle(retrying.kind())
    followed.register()
    timers.handle(reminding.kind())
    timers.handle(failing.kind())
    timers.handle(reminder_timers.kind())
    timers.handle(what_if_work.kind())
    timers.handle(coherence_risk.kind())
    for kind in (*compliance_freezing.kinds(), *quieting.kinds()):
        timers.handle(kind)
