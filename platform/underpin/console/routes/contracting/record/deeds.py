"""What the forms of a contract's own page ask for: a verb and its words. Each raises Malformed for
what cannot be read, those that amend the contract StaleVersion for what says no version. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from contracts.signed import amending, contract, service
from underpin.console.routes import forms
from underpin.console.routes.contracting.record import terms
from underpin.console.routes.contracting.record.gathered import Recorded
from underpin.desk.cases import shared, sharing_rule
from underpin.kernel.verb import Verb

Form = Mapping[str, str]
PART = "part."


@dataclass(frozen=True, slots=True)
class Asked:
    verb: Verb[Any, Any]
    words: tuple[Any, ...]
    more: Mapping[str, Any] = field(default_factory=dict)


Read = Callable[[Form, Recorded], Asked]


def changed(form: Form, found: Recorded) -> Asked:
    """Only what was typed otherwise than it stands."""
    words = (found.contract.id, terms.read(form, found.contract))
    return Asked(amending.change_terms, words, _amended(form))


def notice(form: Form, found: Recorded) -> Asked:
    by = "provider" if form.get("by") == "provider" else "client"
    more = {"given_on": forms.day(form, "given_on"), **_amended(form)}
    return Asked(amending.give_notice, (found.contract.id, by), more)


def withdrawn(form: Form, found: Recorded) -> Asked:
    return Asked(amending.withdraw_notice, (found.contract.id,), _amended(form))


def taken_in(form: Form, found: Recorded) -> Asked:
    """From a day on; without one it is in from the contract's beginning."""
    words = (found.contract.id, forms.field(form, "service"))
    if not form.get("from_day", "").strip():
        return Asked(contract.add_service, words)
    return Asked(service.take_in, (*words, forms.day(form, "from_day")), _amended(form))


def taken_out(service_id: UUID) -> Read:
    """Without a day, one that was to leave stays."""

    def read(form: Form, found: Recorded) -> Asked:
        last = forms.day(form, "last_day") if form.get("last_day", "").strip() else None
        return Asked(service.take_out, (service_id, last), _amended(form))

    return read


def covered(service_id: UUID) -> Read:
    return lambda form, _: Asked(contract.cover, (service_id, forms.identity(form, "uc")))


def uncovered(service_id: UUID) -> Read:
    return lambda form, _: Asked(contract.uncover, (service_id, forms.identity(form, "vendor")))


def told(service_id: UUID) -> Read:
    """The parts that are ticked."""

    def read(form: Form, found: Recorded) -> Asked:
        parts = [each for each in shared.PARTS if form.get(f"{PART}{each}")]
        return Asked(sharing_rule.agree, (service_id, parts))

    return read


def _amended(form: Form) -> dict[str, Any]:
    return {"reason": form.get("reason", "").strip(), "version": forms.version(form)}
