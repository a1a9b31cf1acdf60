"""A client's usage, prepaid blocks and plans; pure."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from billing.prepaid import blocks
from billing.prepaid.blocks import Holding
from billing.terms.client_terms import TermView
from billing.terms.so_far import Line, SoFar
from underpin.console.routes.own.usage_gathered import Agreed, Draws
from underpin.console.routes.shaping import money
from underpin.console.views.shell import Shell
from underpin.console.views.usage import (
    DrawRow,
    DrawsPage,
    OwnBlock,
    OwnTerm,
    OwnUsagePage,
    SoFarView,
    UsageRow,
)
from underpin.kernel.principal import Principal

TENTH = Decimal("0.1")
DAY = timedelta(days=1)


def page(shell: Shell, found: Agreed, so_far: SoFar | None, asker: Principal) -> OwnUsagePage:
    today = found.now.astimezone(ZoneInfo(found.company.time_zone)).date()
    return OwnUsagePage(
        shell=shell,
        company=found.company.name,
        so_far=_so_far(so_far) if so_far else None,
        blocks=tuple(_block(each) for each in found.blocks if each.remaining > 0),
        terms=tuple(_term(each, today) for each in reversed(found.terms.terms)),
        sees_invoices=asker.may("invoice.read"),
        may_wish=asker.may("contract.accept"),
    )


def _so_far(found: SoFar) -> SoFarView:
    return SoFarView(
        start=found.period.start,
        last=found.period.end - DAY,
        today=found.today,
        currency=found.currency,
        rows=tuple(_row(each) for each in found.lines),
        amount=found.amount,
        expected=found.expected,
    )


def _row(line: Line) -> UsageRow:
    group = ", ".join(line.group.values())
    used = None
    if line.included > 0 and line.quantity is not None:
        used = min(int(line.quantity * 100 / line.included), 100)
    return UsageRow(
        label=f"{line.name} ({group})" if group else line.name,
        unit=line.unit,
        quantity=line.quantity,
        included=line.included,
        prepaid=line.prepaid,
        amount=line.amount,
        expected_quantity=_expected(line),
        expected=line.expected,
        steady=line.method == "as_it_stands",
        used=used,
        over=line.quantity is not None and line.quantity > line.included > Decimal(0),
    )


def _expected(line: Line) -> Decimal | None:
    """To a tenth: more would promise what nobody knows. None where nothing is expected to move."""
    if line.method == "as_it_stands" or line.expected_quantity is None:
        return None
    return line.expected_quantity.quantize(TENTH, ROUND_HALF_UP).normalize()


def _block(each: Holding) -> OwnBlock:
    return OwnBlock(money.block(each), f"/usage/blocks/{each.id}")


def _term(each: TermView, today: date) -> OwnTerm:
    over = each.ends_on is not None and each.ends_on <= today
    when = "past" if over else "present" if each.starts_on <= today else "to_come"
    return OwnTerm(
        label=each.plan,
        number=each.number,
        currency=each.currency,
        starts=each.starts_on,
        ends=each.ends_on - DAY if each.ends_on else None,
        payment_days=each.payment_days,
        when=when,
        prices=tuple(str(price["name"]) for price in each.prices if "name" in price),
    )


def draws(shell: Shell, found: Draws, *, later: bool) -> DrawsPage:
    at, rows = f"/usage/blocks/{found.block.id}", found.drawn
    return DrawsPage(
        shell,
        money.block(found.block),
        tuple(DrawRow(each.drawn_at, each.quantity, each.period_start) for each in rows),
        f"{at}?before={rows[-1].id}" if len(rows) == blocks.PAGE else "",
        at if later else "",
    )
