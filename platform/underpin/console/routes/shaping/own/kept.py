"""A month's figures for the client: by metric, priority and service, with the way down; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from contracts.compliance.counted.compliance import Compliance, Figure
from contracts.compliance.counted.decided import Decided
from contracts.compliance.frozen import compliance_month
from underpin.console import words
from underpin.console.routes.own.kept_gathered import Behind, Kept, Month
from underpin.console.views.kept import (
    DecidedPage,
    DecidedRow,
    KeptCell,
    KeptPage,
    KeptRow,
    LeftOut,
    TrendRow,
)
from underpin.console.views.shell import Language, Shell
from underpin.desk.tickets.naming import Named

AT = "/our-contract"
CLOCKS = f"{AT}/clocks"


def address(path: str, month: Month, **narrowed: object) -> str:
    """With what is said, without what is not."""
    said = {name: each for name, each in narrowed.items() if each}
    return f"{path}?{urlencode({'month': f'{month[0]}-{month[1]:02}', **said})}"


def page(shell: Shell, found: Kept, *, sees_credits: bool) -> KeptPage:
    now, chosen = found.month, (found.month.year, found.month.month)
    metrics = list(dict.fromkeys(each.metric for each in now.totals))
    services = _named(now.service_totals, found.services)
    return KeptPage(
        shell=shell,
        month=date(*chosen, 1),
        state=state(now),
        until=now.provisional_until,
        corrections=now.corrections,
        previous_path=address(AT, compliance_month.moved(*chosen, -1)),
        next_path=address(AT, compliance_month.moved(*chosen, 1)) if chosen < found.present else "",
        evidence_path=address(f"{AT}/evidence", chosen) if now.state == "frozen" else "",
        priorities=tuple(sorted({each.priority for each in now.figures})),
        rows=_rows(metrics, now.figures, chosen),
        services=tuple(services.values()),
        by_service=_by_service(metrics, now.service_totals, services, chosen),
        **_trend(found.trend, shell.reader.language),
        left_out=tuple(_left_out(now.totals, chosen)),
        misses=rows(found.company.key, found.misses, found.named),
        misses_path=address(CLOCKS, chosen, outcome="breached"),
        withdrawn=rows(found.company.key, found.withdrawn, found.named),
        withdrawn_path=address(CLOCKS, chosen, outcome="withdrawn"),
        sees_credits=sees_credits,
    )


def state(month: Compliance) -> str:
    return "running" if month.state == "provisional" and not month.is_over else month.state


def _rows(metrics: Sequence[str], figures: Sequence[Figure], month: Month) -> tuple[KeptRow, ...]:
    priorities = sorted({each.priority for each in figures})
    by = {(each.metric, each.priority): each for each in figures}
    return tuple(
        KeptRow(metric, tuple(_cell(by.get((metric, each)), month) for each in priorities))
        for metric in metrics
    )


def _named(figures: Iterable[Figure], names: Mapping[UUID, str]) -> Mapping[UUID | None, str]:
    """Of the services that have figures, in the order of their names; tickets of none last."""
    seen = {each.service_id for each in figures}
    known = {each: names[each] for each in seen if each is not None and each in names}
    ordered: dict[UUID | None, str] = dict(sorted(known.items(), key=lambda pair: pair[1]))
    return ordered | ({None: ""} if None in seen else {})


def _by_service(
    metrics: Sequence[str],
    figures: Sequence[Figure],
    services: Mapping[UUID | None, str],
    month: Month,
) -> tuple[KeptRow, ...]:
    by = {(each.metric, each.service_id): each for each in figures}
    return tuple(
        KeptRow(metric, tuple(_cell(by.get((metric, each)), month) for each in services))
        for metric in metrics
    )


def _cell(figure: Figure | None, month: Month) -> KeptCell | None:
    if figure is None or not (figure.met or figure.breached or figure.running):
        return None
    narrowed = {"metric": figure.metric, "priority": figure.priority, "service": figure.service_id}
    outcome = "breached" if figure.breached else "met"
    return KeptCell(
        *(figure.met, figure.breached, figure.running),
        _share(figure),
        None if figure.commitment is None else Fraction(figure.commitment) / 100,
        figure.kept,
        address(CLOCKS, month, outcome=outcome, **narrowed),
    )


def _trend(months: Sequence[Compliance], language: Language) -> Mapping[str, Any]:
    metrics = list(dict.fromkeys(each.metric for month in months for each in month.totals))
    trend = tuple(_of(month, metrics) for month in months)
    series = [
        {
            "name": words.word(metric, "metric", language),
            "values": [_percent(row.shares[at]) for row in trend],
        }
        for at, metric in enumerate(metrics)
    ]
    labels = [f"{row.month:%Y-%m}" for row in trend]
    return {
        "metrics": tuple(metrics),
        "trend": trend,
        "chart": {"labels": labels, "series": series},
    }


def _of(month: Compliance, metrics: Sequence[str]) -> TrendRow:
    shares = {each.metric: _share(each) for each in month.totals}
    chosen = (month.year, month.month)
    return TrendRow(date(*chosen, 1), address(AT, chosen), tuple(map(shares.get, metrics)))


def _share(figure: Figure) -> Fraction | None:
    """Of 1, exactly."""
    return None if figure.percent is None else figure.percent / 100


def _percent(share: Fraction | None) -> float | None:
    """For the drawing alone: rounded down to a tenth, as it is written beside it."""
    return None if share is None else share.numerator * 1000 // share.denominator / 10


def _left_out(totals: Iterable[Figure], month: Month) -> Iterable[LeftOut]:
    for each in totals:
        for outcome, reasons in (("excluded", each.excluded), ("apart", each.apart)):
            path = address(CLOCKS, month, outcome=outcome, metric=each.metric)
            for why in reasons:
                yield LeftOut(each.metric, outcome, why.reason, why.count, path)
        if each.withdrawn:
            path = address(CLOCKS, month, outcome="withdrawn", metric=each.metric)
            yield LeftOut(each.metric, "withdrawn", "", each.withdrawn, path)


def behind(
    shell: Shell, found: Behind, month: Month, narrowed: Mapping[str, str], *, later: bool
) -> DecidedPage:
    last = found.rows[-1].clock_id if found.more else None
    return DecidedPage(
        shell=shell,
        month=date(*month, 1),
        outcome=narrowed.get("outcome", ""),
        metric=narrowed.get("metric", ""),
        priority=narrowed.get("priority", ""),
        metrics=("first_response", "next_reply", "next_update", "resolution"),
        rows=rows(found.company.key, found.rows, found.named),
        back=address(AT, month),
        next_path=address(CLOCKS, month, **narrowed, after=last) if last else "",
        first_path=address(CLOCKS, month, **narrowed) if later else "",
    )


def rows(key: str, found: Iterable[Decided], named: Mapping[UUID, Named]) -> tuple[DecidedRow, ...]:
    return tuple(row(key, each, named.get(each.ticket_id)) for each in found)


def row(key: str, each: Decided, named: Named | None) -> DecidedRow:
    return DecidedRow(
        path=f"{CLOCKS}/{each.clock_id}",
        number=f"{key}-{named.number}" if named else "",
        subject=named.subject if named else "",
        metric=each.metric,
        priority=each.priority,
        at=each.decided_at,
        outcome=each.outcome,
        why=each.why,
        changed=each.caused_by_change,
    )
