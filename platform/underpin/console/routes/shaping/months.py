"""A month's compliance, for the client and the account desk."""

from __future__ import annotations

import typing
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from contracts.compliance.counted.compliance import Compliance, Figure
from underpin.console import views
from underpin.console.views.clock import Metric

NOTHING = views.ComplianceCell(0, 0, 0)


def month(found: Compliance) -> views.MonthCompliance:
    priorities = tuple(sorted({figure.priority for figure in found.figures}))
    metrics = list(dict.fromkeys(figure.metric for figure in found.figures))
    return views.MonthCompliance(
        period=date(found.year, found.month, 1),
        priorities=priorities,
        rows=tuple(_row(metric, priorities, found.figures) for metric in metrics),
    )


def _row(metric: str, priorities: Sequence[str], figures: Sequence[Figure]) -> views.ComplianceRow:
    cells = {figure.priority: _cell(figure) for figure in figures if figure.metric == metric}
    return views.ComplianceRow(
        typing.cast(Metric, metric), tuple(cells.get(each, NOTHING) for each in priorities)
    )


def _cell(figure: Figure) -> views.ComplianceCell:
    promised = None if figure.commitment is None else Fraction(figure.commitment) / 100
    return views.ComplianceCell(figure.met, figure.breached, figure.running, promised)
