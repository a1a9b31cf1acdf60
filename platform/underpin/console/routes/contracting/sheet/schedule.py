"""What misses are worth: the credit schedule as fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, get_args

from contracts import metric
from contracts.agreements import clause, credit_schedule
from contracts.agreements.credit_clause import Clause
from contracts.agreements.credit_schedule import Cap, InARow, Schedule
from underpin.console.locale import N_
from underpin.console.routes.contracting.sheet import clauses, owing
from underpin.console.routes.contracting.sheet.fields import Fields
from underpin.console.routes.contracting.sheet.owing import Owed

BASES: Final = get_args(credit_schedule.Basis)
PERIODS: Final = get_args(credit_schedule.Period)
RIGHTS: Final = get_args(credit_schedule.Right)
NATURES: Final = ("price_reduction", "penalty")
CUMULATIONS: Final = ("largest", "sum")
BASIS_OF: Final = ("same_period", "previous_period")
OWED: Final = N_("Write it like “below 95: 5” or “2 per started 60 minute”.")
CAPS: Final = N_("Write caps like “25” or “10 net_invoice year”.")
Pair = tuple[str, str]


def write(given: Schedule | None) -> Iterator[Pair]:
    if given is None:
        return
    plain = ("basis", "period", "basis_of", "cumulation", "nature")
    yield from ((f"credits.{name}", getattr(given, name)) for name in plain)
    yield "credits.claim", "" if given.on_claim_days is None else str(given.on_claim_days)
    yield "credits.caps", "; ".join(_cap(each) for each in given.caps)
    yield "credits.minimum", clauses.plain(given.minimum) if given.minimum else ""
    yield from _in_a_row(given.in_a_row)
    for number, rule in enumerate(given.clauses):
        yield from _clause(f"rules.{number}.", rule)


def _cap(given: Cap) -> str:
    words = (clauses.plain(given.percent), given.basis, given.period)
    return " ".join(each for each in words if each)


def _in_a_row(given: InARow | None) -> Iterator[Pair]:
    if given is None:
        return
    yield "credits.row.right", given.right
    numbers = {"periods": given.periods, "notice": given.notice_days, "within": given.within}
    yield from ((f"credits.row.{name}", str(each)) for name, each in numbers.items() if each)
    if given.percent is not None:
        yield "credits.row.percent", clauses.plain(given.percent)


def _clause(at: str, rule: Clause) -> Iterator[Pair]:
    yield f"{at}metric", rule.metric
    yield f"{at}commitment", clauses.plain(rule.commitment)
    yield f"{at}priorities", ", ".join(rule.priorities)
    yield f"{at}types", ",".join(rule.ticket_types)
    yield f"{at}owed", owing.write(rule)
    if not rule.monotone:
        yield f"{at}falling", "yes"


def read(fields: Fields, kind: clause.Kind) -> Schedule | None:
    """None where no rule earns anything."""
    rules = tuple(_rules(fields, kind))
    if not rules:
        return None
    return Schedule(
        basis=fields.one_of("credits.basis", BASES, BASES[0]),  # type: ignore[arg-type]
        clauses=rules,
        period=fields.one_of("credits.period", PERIODS, "month"),  # type: ignore[arg-type]
        basis_of=fields.one_of("credits.basis_of", BASIS_OF, BASIS_OF[0]),  # type: ignore[arg-type]
        on_claim_days=fields.whole("credits.claim"),
        cumulation=fields.one_of("credits.cumulation", CUMULATIONS, "largest"),  # type: ignore[arg-type]
        caps=tuple(_caps(fields)),
        minimum=fields.percent("credits.minimum") or Decimal(0),
        in_a_row=_right(fields),
        nature=fields.one_of("credits.nature", NATURES, NATURES[0]),  # type: ignore[arg-type]
    )


def _rules(fields: Fields, kind: clause.Kind) -> Iterator[Clause]:
    for at in fields.rows("rules", "owed"):
        owed = owing.read(fields.text(f"{at}owed"))
        if owed is None:
            fields.wrong(f"{at}owed", OWED)
        priorities, types = clauses.about(fields, at)
        known = (*clause.METRICS[kind], metric.AVAILABILITY)
        found = owed or Owed()
        yield Clause(
            fields.one_of(f"{at}metric", known),
            fields.percent(f"{at}commitment") or Decimal(100),
            priorities,
            types,
            found.bands,
            found.steps,
            found.per_unit,
            monotone=not fields.ticked(f"{at}falling"),
        )


def _caps(fields: Fields) -> Iterator[Cap]:
    for each in filter(None, re.split(r"\s*;\s*", fields.text("credits.caps"))):
        found = re.fullmatch(r"(\d{1,4}(?:[.,]\d{1,6})?)\s*%?((?:\s+\w+){0,2})", each)
        words = found[2].split() if found else []
        basis = [word for word in words if word in BASES]
        period = [word for word in words if word in PERIODS]
        if found is None or len(basis) + len(period) != len(words):
            fields.wrong("credits.caps", CAPS)
        else:
            percent = Decimal(found[1].replace(",", "."))
            named = next(iter(basis), None), next(iter(period), None)
            yield Cap(percent, *named)  # type: ignore[arg-type]


def _right(fields: Fields) -> InARow | None:
    periods = fields.whole("credits.row.periods")
    if periods is None:
        return None
    return InARow(
        periods,
        fields.one_of("credits.row.right", RIGHTS),  # type: ignore[arg-type]
        fields.percent("credits.row.percent"),
        fields.whole("credits.row.notice"),
        fields.whole("credits.row.within"),
    )
