"""Clients as their pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from billing.margins.kept_margin import KeptMargin
from underpin.console import formats, words
from underpin.console.routes.clients import ordering
from underpin.console.routes.clients.gathering import Every, Glance, Margins
from underpin.console.views.clients import (
    ClientFilters,
    ClientRow,
    ClientsPage,
    MarginPage,
    MarginRow,
)
from underpin.console.views.shell import Shell

LEAST_FOR_A_BAR = 12


def page(shell: Shell, found: Every, asked: Mapping[str, str], *, money: bool) -> ClientsPage:
    today = formats.local(found.now, shell.reader.zone).date()
    said = {name: asked.get(name, "") for name in ("q", "only", "sort")}
    picked = ordering.picked(found.glances, said["q"], said["only"], said["sort"], today)
    shown, after = ordering.page(picked, asked.get("after", ""))
    looks = [each.health.seen_at for each in shown if each.health]
    orders = [name for name in ordering.ORDERS if money or name != "margin"]
    return ClientsPage(
        shell,
        tuple(row(each, today) for each in shown),
        ClientFilters(
            said["q"],
            said["only"],
            said["sort"],
            _choices(ordering.ONLY, "client_only", shell),
            _choices(orders, "client_sort", shell),
        ),
        money,
        _path(said | {"after": after}) if after else "",
        _path(said) if asked.get("after") else "",
        min(looks) if looks else None,
    )


def _choices(names: Any, category: str, shell: Shell) -> tuple[tuple[str, str], ...]:
    return tuple((name, words.word(name, category, shell.reader.language)) for name in names)


def _path(said: Mapping[str, str]) -> str:
    query = urlencode({name: value for name, value in said.items() if value})
    return f"/clients?{query}" if query else "/clients"


def row(of: Glance, today: date) -> ClientRow:
    path, seen = f"/clients/{of.company.slug}", of.health
    if seen is None:
        return ClientRow(of.company.key, path, of.company.name, of.manager, "")
    promised = seen.commitment
    return ClientRow(
        key=of.company.key,
        path=path,
        name=of.company.name,
        manager=of.manager,
        contract=seen.contract or "",
        open=seen.live,
        breached=seen.breached,
        risk=seen.at_risk,
        share=seen.share,
        commitment=None if promised is None else Fraction(promised) / 100,
        content=seen.satisfaction,
        escalations=seen.escalations,
        credits=seen.credits,
        renews=ordering.renews(of),
        soon=ordering.is_soon(of, today),
        out_of_contract=not seen.in_force,
        left=of.margin.left_over if of.margin else None,
        currency=of.margin.currency if of.margin else "",
        margin=ordering.margin(of),
    )


def margins(shell: Shell, found: Margins) -> MarginPage:
    rows = [_margin(each, found) for each in found.margins]
    rows.sort(key=lambda each: (each.currency, each.left, each.client))
    query = urlencode({"first": found.first.isoformat(), "last": found.last.isoformat()})
    looks = [each.reckoned_at for each in found.margins]
    return MarginPage(
        shell,
        found.first,
        found.last,
        tuple(rows),
        tuple(_total(rows, currency) for currency in sorted({each.currency for each in rows})),
        _chart(rows[:LEAST_FOR_A_BAR], shell),
        f"/api/v1/margins/table?{query}",
        min(looks) if looks else None,
    )


def _margin(of: KeptMargin, found: Margins) -> MarginRow:
    company = found.companies[of.tenant_id]
    return MarginRow(
        company.name,
        f"/clients/{company.slug}",
        of.currency,
        of.revenue,
        of.recoveries,
        of.credits + of.penalties + of.written_off,
        of.work,
        of.vendors,
        of.left_over,
        Fraction(of.left_over) / Fraction(of.revenue) if of.revenue else None,
        of.is_whole,
        f"/reports/margin/{company.slug}?{urlencode({'first': found.first, 'last': found.last})}",
    )


def _total(rows: Sequence[MarginRow], currency: str) -> MarginRow:
    own = [each for each in rows if each.currency == currency]
    sums: dict[str, Any] = {
        name: sum((getattr(each, name) for each in own), Decimal(0))
        for name in ("revenue", "recoveries", "taken", "work", "vendors", "left")
    }
    share = Fraction(sums["left"]) / Fraction(sums["revenue"]) if sums["revenue"] else None
    whole = all(each.is_whole for each in own)
    return MarginRow("", "", currency, **sums, share=share, is_whole=whole)


def _chart(rows: Sequence[MarginRow], shell: Shell) -> Mapping[str, Any]:
    """The least first, as the table."""
    name = words.word("left", "margin", shell.reader.language)
    return {
        "labels": [f"{each.client} ({each.currency})" for each in rows],
        "series": [{"name": name, "values": [str(each.left) for each in rows]}],
    }
