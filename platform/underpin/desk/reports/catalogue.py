"""The reports there are: what each counts, by what, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from underpin.desk.reports import grouping
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import Principal

Source = Literal[
    "raised", "resolved", "either", "standing", "promises", "work", "surveys", "duties", "visits"
]


@dataclass(frozen=True, slots=True)
class Definition:
    """`groups`: by what it may be grouped, the first where nothing is said. `charted`: the measures
    drawn. `needs`: one of these capabilities besides, where there are any."""

    name: str
    source: Source
    charted: tuple[str, ...]
    groups: tuple[str, ...] = grouping.NAMES
    needs: tuple[str, ...] = ()

    def is_open_to(self, who: Principal) -> bool:
        return not self.needs or any(map(who.may, self.needs))


def _not_by_month(first: str) -> tuple[str, ...]:
    return (first, *(name for name in grouping.NAMES if name not in (first, grouping.MONTH)))


REPORTS: Final = MappingProxyType(
    {
        each.name: each
        for each in (
            Definition("first_response", "raised", ("working_median", "working_p90")),
            Definition("resolution", "resolved", ("working_median", "working_p90")),
            Definition("compliance", "promises", ("met", "breached")),
            Definition("breaches", "promises", ("by_L1", "by_L2", "by_L3", "by_vendor", "by_none")),
            Definition(
                "causes",
                "promises",
                ("by_change", "by_pickup", "by_hold", "by_lateness", "by_length"),
            ),
            Definition("volume", "either", ("raised", "resolved")),
            Definition(
                "backlog",
                "standing",
                ("aged_0", "aged_1", "aged_3", "aged_7", "aged_30"),
                _not_by_month("client"),
            ),
            Definition("quality", "resolved", ("first_contact", "reopened")),
            Definition("hand_overs", "resolved", ("handed_over", "returned")),
            Definition("load", "work", ("worked", "billable"), _not_by_month("agent")),
            Definition(
                "satisfaction", "surveys", ("content_rate", "answer_rate"), needs=("survey.read",)
            ),
            Definition(
                "deflection",
                "visits",
                ("visits", "deflected"),
                (grouping.MONTH, "client"),
                ("knowledge.read",),
            ),
            Definition(
                "vendors",
                "duties",
                ("met", "breached"),
                (grouping.VENDOR, grouping.MONTH, "client", "service", "priority", "type"),
                ("case.read", "recovery.read"),
            ),
        )
    }
)


def of(name: str, who: Principal) -> Definition:
    """Raises NotFound, also for one that is not theirs to read."""
    found = REPORTS.get(name)
    if found is None or not found.is_open_to(who):
        raise NotFound
    return found
