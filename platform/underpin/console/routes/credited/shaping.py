"""Credits, notes and claims as their pages show them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

import msgspec

from billing.receivables.to_decide import Proposed
from contracts.compliance.entitlements import entitlement
from contracts.compliance.to_decide import Claim, DueCredit
from tenants.company import Company
from underpin.console import formats
from underpin.console.routes.client_money import shaping as client_money
from underpin.console.routes.credited.gathered import Waiting
from underpin.console.views import credited as shown
from underpin.console.views.shell import Language, Shell
from underpin.kernel.principal import Principal

# Of each kind: the capability that decides it, and the words its addresses end with.
DECIDED: Final = {
    "credit_note": ("credit.approve", "issue", "refusal"),
    "debit_note": ("credit.approve", "issue", "refusal"),
    "refund": ("refund.approve", "approval", "refusal"),
    "write_off": ("write_off.approve", "approval", "refusal"),
    "payback": ("credit.approve", "approval", "refusal"),
}
ASKS_WHY: Final = ("credit_note", "debit_note")


def page(
    shell: Shell, found: Waiting, asker: Principal, typed: Mapping[str, str], problem: str = ""
) -> shown.CreditsPage:
    named = {each.key: each for each in found.companies}
    language = shell.reader.language
    return shown.CreditsPage(
        shell,
        client_money.client(found.company, asker) if found.company else None,
        tuple(_credit(each, named[each.client], asker, language) for each in found.credits),
        tuple(_proposed(each, named[each.client], asker) for each in found.proposed),
        tuple(_claim(each, named[each.client], asker, found, language) for each in found.claims),
        asker.may("invoice.read"),
        asker.may("recovery.read"),
        typed,
        problem,
    )


def _credit(of: DueCredit, whose: Company, asker: Principal, language: Language) -> shown.CreditRow:
    due, path = of.due, f"/clients/{whose.slug}/credits/{of.due.id}"
    waits = due.state == "provisional"
    decide = waits and asker.may("entitlement.confirm")
    propose = due.state == "confirmed" and asker.may("credit.propose")
    return shown.CreditRow(
        whose.name,
        whose.slug,
        date(due.year, due.month, 1),
        formats.percent(Fraction(due.percent) / 100, language),
        due.basis,
        due.nature,
        due.state,
        _counted(due.detail),
        due.due_at,
        waits and due.escalated_at is not None,
        due.answer or "",
        due.settled_with or "",
        path if decide and _decides(of, asker) else "",
        f"{path}/note" if propose else "",
        decide and not _decides(of, asker),
        f"{path}/settlement" if _settles(of, asker) else "",
    )


def _settles(of: DueCredit, asker: Principal) -> bool:
    return of.due.state == "confirmed" and asker.may("entitlement.confirm")


def _decides(of: DueCredit, asker: Principal) -> bool:
    """Not who froze the month, nor who is judged on the client's margin; what waited too long is a
    provider admin's."""
    own = of.due.author_id == asker.person_id or of.judged
    return not own and (of.due.escalated_at is None or entitlement.ADMIN in asker.roles)


def _counted(detail: str) -> tuple[shown.Counted, ...]:
    """Where something was missed."""
    said: dict[str, Any] = msgspec.json.decode(detail)
    lines = (each for each in said.get("counted", ()) if each["breached"])
    return tuple(
        shown.Counted(
            each["metric"], each["priority"], each["breached"], each["met"] + each["breached"]
        )
        for each in lines
    )


def _proposed(of: Proposed, whose: Company, asker: Principal) -> shown.ProposedRow:
    capability, yes, no = DECIDED[of.kind]
    path = _where(of, whose.slug) if asker.may(capability) and not of.own else ""
    return shown.ProposedRow(
        whose.name,
        whose.slug,
        of.kind,
        of.invoice or "",
        of.amount,
        of.currency,
        of.reason,
        of.own,
        of.proposed_at,
        f"{path}/{yes}" if path else "",
        f"{path}/{no}" if path else "",
        of.kind in ASKS_WHY,
    )


def _where(of: Proposed, slug: str) -> str:
    under = f"/clients/{slug}"
    if of.kind in ("credit_note", "refund"):
        return f"{under}/invoices/{of.invoice}/{of.kind.replace('_', '-')}s/{of.id}"
    return f"{under}/{of.kind.replace('_', '-')}s/{of.id}"


def _claim(
    of: Claim, whose: Company, asker: Principal, found: Waiting, language: Language
) -> shown.ClaimRow:
    owed, path = of.recovery, f"/clients/{whose.slug}/recoveries/{of.recovery.id}"
    may, paid = asker.may("recovery.claim"), found.recovered.get(owed.id)
    return shown.ClaimRow(
        whose.name,
        whose.slug,
        of.vendor,
        date(owed.year, owed.month, 1),
        owed.missed,
        owed.counted,
        formats.percent(Fraction(owed.percent) / 100, language) if owed.percent else "",
        owed.basis or "",
        _counted(owed.detail),
        owed.holder != "client",
        owed.state,
        owed.claim_by,
        owed.reference or "",
        owed.answer or "",
        f"{path}/filing" if may and owed.state == "due" else "",
        path if may and owed.state == "filed" else "",
        f"{path}/payment" if may and owed.state == "granted" and owed.holder == "msp" else "",
        paid.amount if paid else None,
        paid.currency if paid else "",
    )
