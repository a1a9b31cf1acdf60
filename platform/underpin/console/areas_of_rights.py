"""Capabilities as people choose among them: by area, in words, and in sets that are usual. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from underpin.console import locale, words_of_rights
from underpin.console.locale import N_
from underpin.console.views.administration_intake import Area
from underpin.console.views.shell import Language

AREAS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        N_("Tickets"): (
            *("ticket", "clock", "time", "chat", "major", "macro", "client_escalation"),
            *("verification", "change", "triage"),
        ),
        N_("Approvals"): ("approval",),
        N_("Assets"): ("asset",),
        N_("Vendors"): ("case", "vendor", "recovery"),
        N_("Contracts and compliance"): (
            *("contract", "contract_change", "compliance", "later_due", "outage"),
            *("entitlement", "service_report"),
        ),
        N_("Knowledge and news"): ("knowledge", "announcement", "survey"),
        N_("Plans and prices"): ("plan", "terms", "cost", "usage", "seats"),
        N_("Invoices"): ("invoice", "credit", "write_off", "question", "party", "accounting"),
        N_("Payments"): (
            *("payment", "payment_event", "payment_difference", "bank", "collecting"),
            *("card_schedule", "refund"),
        ),
        N_("People"): ("person", "staff", "assignment", "rota", "self"),
        N_("Reports"): ("report", "audit", "data"),
        N_("Administration"): (
            *("tenant", "desk", "catalogue", "automation", "intake", "connector", "mail"),
            "set_aside",
        ),
    }
)
"""What each is about, by what stands before a capability's dot."""
OTHER: Final = N_("Other")
"""Of a capability that is none of ours any more."""

READ_ONLY, ON_TICKETS, ALL, CHOSEN = "read", "tickets", "all", "chosen"
USUAL: Final[Mapping[str, str]] = MappingProxyType(
    {
        READ_ONLY: N_("Read only: all that I may see"),
        ON_TICKETS: N_("Tickets: raise, answer and work on them"),
        ALL: N_("Everything that I may do"),
        CHOSEN: N_("What I choose below"),
    }
)
FOR_TICKETS: Final = ("ticket", "clock", "time")
BESIDE_TICKETS: Final = frozenset({"person.read", "asset.read", "knowledge.read"})


def by_area(capabilities: Iterable[str], language: Language) -> tuple[Area, ...]:
    """In the order of the areas, each right in the order of its words; none is empty."""
    held: dict[str, list[tuple[str, str]]] = {area: [] for area in (*AREAS, OTHER)}
    for each in capabilities:
        held[area_of(each)].append((each, words_of_rights.said(each, language)))
    return tuple(
        Area(locale.gettext(language, area), tuple(sorted(rights, key=lambda right: right[1])))
        for area, rights in held.items()
        if rights
    )


def area_of(capability: str) -> str:
    about = capability.partition(".")[0]
    return next((area for area, each in AREAS.items() if about in each), OTHER)


def usual(name: str, held: Iterable[str], chosen: Sequence[str]) -> list[str]:
    """What one of the usual sets comes to for who may do `held`; `chosen` for no such set."""
    match name:
        case "read":
            return sorted(each for each in held if each.endswith(".read"))
        case "tickets":
            return sorted(each for each in held if _is_for_tickets(each))
        case "all":
            return sorted(held)
        case _:
            return list(chosen)


def _is_for_tickets(capability: str) -> bool:
    return capability.partition(".")[0] in FOR_TICKETS or capability in BESIDE_TICKETS
