"""One client as its page shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from underpin.console import formats, words
from underpin.console.routes.clients import shaping
from underpin.console.routes.clients.one import Client
from underpin.console.routes.shaping import money
from underpin.console.views.clients import (
    ClientPage,
    InvoiceLine,
    Lead,
    PersonLine,
    PlanLine,
    SignedLine,
    TicketLine,
)
from underpin.console.views.shell import Shell
from underpin.desk.health.reading import Health
from underpin.kernel.principal import Principal

SHOWN = 8


def page(shell: Shell, found: Client, asker: Principal) -> ClientPage:
    company = found.glance.company
    seen = found.glance.health
    today = formats.local(found.now, shell.reader.zone).date()
    return ClientPage(
        shell,
        shaping.row(found.glance, today),
        tuple(_leads(found, asker)),
        tuple(_tickets(found)),
        f"/list?client={company.key}",
        _contracts(found),
        _plans(found),
        _invoices(found),
        _people(found),
        max(0, len(found.people or ()) - SHOWN),
        _trend(found.days, shell),
        tuple(_days(found.days, shell)),
        seen.seen_at if seen else None,
    )


def _leads(found: Client, asker: Principal) -> Iterator[Lead]:
    """The pages of this client that the reader may open."""
    slug, key = found.glance.company.slug, found.glance.company.key
    ways = (
        ("contract", f"/clients/{slug}/contract", "contract.read"),
        ("service_reports", f"/clients/{slug}/service-reports", REPORT),
        ("invoices", f"/clients/{slug}/invoices", "invoice.read"),
        ("assets", f"/clients/{key}/assets", "asset.read"),
        ("desk", f"/clients/{key}/desk", "ticket.read"),
    )
    for name, path, needed in ways:
        if asker.may(needed) and not (name == "contract" and not found.contracts):
            yield Lead(name, path)


REPORT = "service_report.read"


def _tickets(found: Client) -> Iterator[TicketLine]:
    for row in found.tickets or ():
        name = f"{row.key}-{row.number}"
        yield TicketLine(name, f"/tickets/{name}", row.subject, row.priority, row.breached)


def _contracts(found: Client) -> tuple[SignedLine, ...] | None:
    if found.contracts is None:
        return None
    return tuple(
        SignedLine(
            each.name,
            each.starts_on,
            each.dates.term_ends_on if each.dates else each.ends_on,
            each.dates.last_notice_day if each.dates else None,
            each.dates.renews_on if each.dates else None,
            bool(each.dates and each.dates.in_force),
            tuple(service.name for service in each.services),
        )
        for each in found.contracts
    )


def _plans(found: Client) -> tuple[PlanLine, ...] | None:
    if found.plans is None:
        return None
    return tuple(
        PlanLine(each.plan, each.number, each.currency, each.starts_on, each.ends_on)
        for each in found.plans
    )


def _invoices(found: Client) -> tuple[InvoiceLine, ...] | None:
    if found.invoices is None:
        return None
    under = f"/clients/{found.glance.company.slug}/invoices"
    rows = (money.row(under, each.stands) for each in found.invoices[:SHOWN])
    return tuple(
        InvoiceLine(row.number, row.path, row.state, row.gross, row.currency) for row in rows
    )


def _people(found: Client) -> tuple[PersonLine, ...] | None:
    if found.people is None:
        return None
    standing = [each for each in found.people if each.state in ("invited", "active")]
    leading = sorted(standing, key=lambda each: (not set(each.roles) & LEADING, each.name))
    return tuple(PersonLine(each.name, each.email, each.roles) for each in leading[:SHOWN])


LEADING = {"client_admin", "finance", "approver"}


def _trend(days: Sequence[Health], shell: Shell) -> Mapping[str, Any]:
    language = shell.reader.language
    series = (("open", "live", ""), ("breached", "breached", "bad"))
    return {
        "labels": [formats.day(each.day, language) for each in days],
        "series": [
            {
                "name": words.word(name, "client_sort", language),
                "values": [getattr(each, column) for each in days],
                "tone": tone,
            }
            for name, column, tone in series
        ],
    }


def _days(days: Sequence[Health], shell: Shell) -> Iterator[Any]:
    """The newest first, a week of them; what was met of the month so far beside what was open."""
    for each in list(reversed(days))[:SHOWN]:
        share = _percent(each.share, shell)
        yield each.day, f"{formats.number(each.live, shell.reader.language)}", share


def _percent(share: Fraction | None, shell: Shell) -> str:
    return "—" if share is None else formats.percent(share, shell.reader.language)
