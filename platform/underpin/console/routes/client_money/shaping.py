"""A client's terms, usage and blocks as their pages show them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from billing.amounts.tax import Treatment
from billing.prepaid import blocks, selling
from billing.prepaid.blocks import Holding
from billing.terms.client_terms import Agreed, TermView
from billing.terms.so_far import Line, SoFar
from tenants.company import Company
from underpin.console import words
from underpin.console.routes.client_money.gathered import OfBlock, OfTerms, OfUsage
from underpin.console.routes.pricing import price_shaping
from underpin.console.routes.shaping import money
from underpin.console.views import client_money as shown
from underpin.console.views.shell import Language, Shell
from underpin.kernel.principal import Principal

PAGES: Final = {
    "invoices": "invoice.read",
    "terms": "terms.read",
    "usage": "terms.read",
    "balance": "invoice.read",
    "paying": "invoice.read",
    "apart": "invoice.draft",
    "credits": "entitlement.read",
}
TERM_FIELDS: Final = ("version_id", "starts_on", "treatment", "percent", "payment_days", "on")
BLOCK_FIELDS: Final = ("name", "unit", "size", "price", "currency", "starts", "expires", "group")


def client(of: Company, asker: Principal) -> shown.Client:
    return shown.Client(of.name, of.slug, others(asker))


def others(asker: Principal) -> frozenset[str]:
    """The pages of a client's money that somebody may open."""
    return frozenset(name for name, wanted in PAGES.items() if asker.may(wanted))


def terms_page(
    shell: Shell, found: OfTerms, asker: Principal, typed: Mapping[str, str], problem: str = ""
) -> shown.ClientTermsPage:
    may = asker.may("terms.write")
    path = f"/clients/{found.company.slug}/terms"
    rows = tuple(_term(each, found.today, path if may else "") for each in found.terms.terms)
    held = [each for each, row in zip(found.terms.terms, rows, strict=True) if _now(row)]
    language = shell.reader.language
    return shown.ClientTermsPage(
        shell,
        client(found.company, asker),
        tuple(reversed(rows)),
        tuple(_deal(each, found, shell, asker) for each in reversed(found.terms.negotiated)),
        tuple(
            shown.WithdrawnRow(each.plan, each.number, each.currency, each.starts_on, each.reason)
            for each in found.terms.withdrawn
        ),
        tuple(_links(held, path)) if may else (),
        tuple(
            (str(each.id), f"{each.plan} {each.number} ({each.currency})")
            for each in found.versions
            if each.state == "published"
        ),
        tuple((each, each) for each in dict.fromkeys(term.currency for term in held)),
        tuple((each.value, words.word(each.value, "treatment", language)) for each in Treatment),
        may,
        {name: typed.get(name, "") for name in (*TERM_FIELDS, "reason", "currency")},
        problem,
    )


def _now(row: shown.TermRow) -> bool:
    return row.standing == "in_force"


def _term(of: TermView, today: date, path: str) -> shown.TermRow:
    standing: shown.Standing = "in_force"
    if of.ends_on is not None and of.ends_on <= today:
        standing = "ended"
    elif of.starts_on > today:
        standing = "ahead"
    ahead = path and standing == "ahead"
    return shown.TermRow(
        of.plan,
        of.number,
        of.currency,
        (of.interval.count, str(of.interval.unit)),
        standing,
        of.starts_on,
        of.ends_on - timedelta(days=1) if of.ends_on else None,
        of.tax_treatment,
        of.tax_percent,
        of.payment_days,
        f"{path}/{of.id}/withdrawal" if ahead else "",
    )


def _links(held: Iterable[TermView], path: str) -> Iterable[shown.PriceLink]:
    for term in held:
        for price in term.prices:
            asked = f"{path}/prices/new?price={price['key']}&currency={term.currency}"
            yield shown.PriceLink(price["name"], asked)


def _deal(of: Agreed, found: OfTerms, shell: Shell, asker: Principal) -> shown.DealRow:
    own = of.proposed_by == asker.person_id
    open_ = of.state == "proposed" and asker.may("terms.approve")
    return shown.DealRow(
        price_shaping.price(of.price, found.meters, shell),
        of.plan,
        of.from_day,
        of.until_day - timedelta(days=1) if of.until_day else None,
        of.state,
        of.reason,
        f"/clients/{found.company.slug}/terms/prices/{of.id}" if open_ and not own else "",
        open_ and own,
    )


def usage_page(
    shell: Shell,
    found: OfUsage,
    so_far: SoFar | None,
    asker: Principal,
    said: tuple[Mapping[str, str], str],
) -> shown.ClientUsagePage:
    path, (typed, problem) = f"/clients/{found.company.slug}", said
    currencies = dict.fromkeys(each.currency for each in found.terms.terms)
    return shown.ClientUsagePage(
        shell,
        client(found.company, asker),
        _days(so_far) if so_far else None,
        so_far.currency if so_far else "",
        tuple(map(_line, so_far.lines)) if so_far else (),
        so_far.amount if so_far else Decimal(),
        so_far.expected if so_far else Decimal(),
        tuple((each, f"{path}/usage?currency={each}") for each in currencies),
        tuple(_held(each, path) for each in found.blocks),
        tuple(shown.SeatRow(each.from_day, len(each.people)) for each in found.seats),
        tuple(_units(shell.reader.language, currencies)),
        asker.may("invoice.draft"),
        {name: typed.get(name, "") for name in BLOCK_FIELDS},
        problem,
    )


def _days(of: SoFar) -> tuple[date, date]:
    return of.period.start, of.period.end - timedelta(days=1)


def _line(of: Line) -> shown.UsageLine:
    return shown.UsageLine(
        of.name,
        ", ".join(of.group.values()),
        of.unit,
        of.quantity,
        of.included,
        of.left,
        of.prepaid,
        of.amount,
        of.expected,
    )


def _held(of: Holding, path: str) -> shown.HeldBlock:
    return shown.HeldBlock(money.block(of), of.starts, of.group, f"{path}/blocks/{of.id}")


def _units(language: Language, currencies: Iterable[str]) -> Iterable[tuple[str, str]]:
    """What a block may hold: a meter's unit, or money."""
    for each in sorted(selling.UNITS):
        yield each, words.unit(each, language)
    for currency in currencies:
        yield currency, currency


def block_page(shell: Shell, found: OfBlock, asker: Principal) -> shown.BlockPage:
    zone = ZoneInfo(found.company.time_zone)
    path = f"/clients/{found.company.slug}/blocks/{found.block.id}"
    full = len(found.draws) == blocks.PAGE
    return shown.BlockPage(
        shell,
        client(found.company, asker),
        money.block(found.block),
        tuple(
            shown.DrawRow(
                each.drawn_at.astimezone(zone).date(),
                each.quantity,
                each.price or "",
                each.period_start,
            )
            for each in found.draws
        ),
        f"{path}?before={found.draws[-1].id}" if full else "",
    )
