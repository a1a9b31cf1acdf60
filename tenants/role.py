"""Roles and what each may do: the one table behind every verb's capability (PRACTICE 3).

`docs/capabilities.md` is generated from here and tested against it.
"""

from __future__ import annotations

from collections.abc import Iterable

from underpin.kernel.principal import Audience

_DESK = {
    "ticket.read",
    "ticket.raise",
    "ticket.reply",
    "ticket.note",
    "ticket.work",
    "ticket.escalate",
    "case.read",
    "case.work",
    "clock.read",
    "person.read",
    "ticket.reopen",
    "time.log",
    "compliance.read",
    "outage.write",
    "rota.read",
    *("asset.read", "asset.write"),
    "approval.ask",
    "approval.decide",
    *("knowledge.read", "knowledge.write", "announcement.read", "survey.read", "chat.work"),
}
_KEEPING = {"compliance.exclude", "compliance.decide", "compliance.freeze", "later_due.read"}
"""A month's compliance: exclusions, answers to objections, the freeze, who moved what later."""

_INTAKE = {"intake.read", "intake.write"}
"""Who may send to us besides people: monitoring sources, channels, and what they delivered."""

_AUTOMATION = {"macro.write", "automation.read", "automation.write"}
"""Macros for others than oneself; rules that act by themselves, and what they did."""
_CONNECTORS = {"connector.read"}
"""Where cases and issues go by REST, and what became of what was told there."""
_AUTOMATION = {"macro.write", "automation.read", "automation.write", "asset.import"}
"""Macros for others than oneself; rules that act by themselves, and what they did; inventories
taken in whole."""

_SERVICE_REPORT = {"service_report.read", "service_report.make", "service_report.send"}
"""A client's monthly report: read, made anew, and who of the client is told of it."""

_TRIAGE = {"triage.read", "triage.decide"}
"""Mail that is no client's yet: who reads it must be trusted with any client's."""

_LEAD = (
    _DESK
    | _KEEPING
    | _INTAKE
    | _CONNECTORS
    | _TRIAGE
    | _AUTOMATION
    | _SERVICE_REPORT
    | {"time.post", "set_aside.read", "set_aside.retry", "rota.write", "change.template"}
    | {"time.post", "set_aside.read", "set_aside.retry", "rota.write", "report.read"}
    | {"time.post", "set_aside.read", "set_aside.retry", "rota.write"}
    | {"change.template", "verification.waive"}
    | {"client_escalation.answer"}
    | {"knowledge.publish", "announcement.write"}
    | {"time.post", "set_aside.read", "set_aside.retry", "rota.write"}
    | {"client_escalation.answer", "major.lead", "desk.configure"}
    | {"knowledge.publish"}
    | {"time.post", "set_aside.read", "set_aside.retry", "rota.write", "catalogue.write"}
    | {"knowledge.publish", "announcement.write", "announcement.everywhere", "survey.write"}
)
_ACCOUNT = (_KEEPING | _SERVICE_REPORT) | {
    *("asset.read", "asset.write", "asset.import"),
    "entitlement.read",
    "recovery.read",
    "recovery.claim",
    "ticket.read",
    "case.read",
    "clock.read",
    "person.read",
    "contract.read",
    "contract.write",
    "contract.approve",
    "compliance.read",
    "outage.write",
    "client_escalation.answer",
    "contract_change.reply",
    *("knowledge.read", "announcement.read", "announcement.write"),
    *("survey.read", "survey.write"),
    "invoice.read",
    "credit.propose",
    "cost.read",
    *("plan.read", "terms.read", "terms.write", "terms.approve"),
    *("approval.ask", "approval.decide"),
    "report.read",
}
_MONEY = {
    "invoice.read",
    "invoice.draft",
    "invoice.finalise",
    "credit.propose",
    "credit.approve",
    "payment.record",
    "payment_event.read",
    "payment_event.retry",
    "card_schedule.write",
    "payment_difference.explain",
    "usage.report",
    "question.answer",
    "cost.write",
    "invoice.run",
    "write_off.propose",
    "write_off.approve",
    "bank.read",
    "bank.import",
    "bank.match",
    "party.write",
    "accounting.export",
    *("plan.read", "plan.write", "plan.publish"),
    *("terms.read", "terms.write", "terms.approve"),
    "collecting.read",
    "collecting.write",
    "collecting.set_up",
    "refund.propose",
    "refund.approve",
}
_ENTITLED = {"entitlement.read", "entitlement.confirm"}
_RECOVERY = {"recovery.read", "recovery.claim"}

STAFF: dict[str, frozenset[str]] = {
    "agent": frozenset(_DESK),
    "service_lead": frozenset(_LEAD),
    "account_manager": frozenset(_ACCOUNT),
    "finance": frozenset(
        _MONEY
        | _ENTITLED
        | _RECOVERY
        | {"cost.read", "compliance.read", "report.read", "service_report.read"}
    ),
    "auditor": frozenset(
        {"ticket.read", "clock.read", "contract.read", "compliance.read", "audit.read"}
        | {
            "entitlement.read",
            "recovery.read",
            "later_due.read",
            "plan.read",
            "terms.read",
            "report.read",
            "service_report.read",
        }
    ),
    "provider_admin": frozenset(
        _LEAD
        | _ACCOUNT
        | _MONEY
        | _ENTITLED
        | {
            "tenant.create",
            "person.write",
            "staff.write",
            "staff.read",
            "assignment.write",
            "vendor.write",
            "connector.write",
            "mail.configure",
            "audit.read",
            "audit.erase",
            "data.export",
            "approval.stand_in",
        }
    ),
}

_REQUEST = {
    "asset.read",
    "ticket.read",
    "ticket.raise",
    "ticket.reply",
    "ticket.reopen",
    "clock.read",
    "compliance.read",
    "compliance.object",
    *("knowledge.read", "announcement.read", "survey.answer", "chat.use"),
}

_APPROVE = {"approval.decide", "approval.stand_in"}

MEMBER: dict[str, frozenset[str]] = {
    "requester": frozenset(_REQUEST),
    "approver": frozenset(_REQUEST | _APPROVE),
    "client_admin": frozenset(
        _REQUEST
        | _APPROVE
        | {"contract.read", "contract.accept", "person.read", "person.write", "invoice.read"}
        | {"terms.read", "collecting.set_up", "invoice.question", "seats.confirm"}
        | {"entitlement.read", "entitlement.claim"}
        | {"service_report.read", "service_report.send"}
        | {"audit.own", "data.export"}
    ),
    "finance": frozenset(
        _REQUEST
        | {"invoice.read", "terms.read", "entitlement.read", "entitlement.claim"}
        | {"collecting.set_up", "invoice.question", "service_report.read"}
    ),
    "it_partner": frozenset(_REQUEST),
}

SELF = frozenset({"self.sign_in", "self.token", "self.settings"})
VENDOR = frozenset({"case.read", "case.answer"})


def capabilities(audience: Audience, roles: Iterable[str]) -> frozenset[str]:
    """What these roles add up to; an unknown role adds nothing."""
    table = {Audience.STAFF: STAFF, Audience.MEMBER: MEMBER}.get(audience, {})
    held = frozenset[str]().union(*(table.get(role, frozenset()) for role in roles))
    return held | SELF if audience in (Audience.STAFF, Audience.MEMBER) else VENDOR
