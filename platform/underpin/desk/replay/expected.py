"""The expected figures of a log, as an independent computation left them beside it.

Hours have three decimals and become exact timedeltas. A reading of them names the log's columns:
ServiceNow's `reassignment_count` are its hand-offs, `h_24x5_open_close` the time on the contract's
calendar; `made_sla` is kept for the priorities whose target is known (`servicenow.RESOLUTION`).
"""

import csv
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from underpin.desk.replay import reading, servicenow, step, volvo
from underpin.desk.replay.comparison import TIERS, Expected, Measured
from underpin.desk.replay.step import Wait

HOUR = 3_600_000_000
SERVICENOW_WAITS = tuple(wait for wait in Wait if wait.startswith("awaiting_"))
VOLVO_WAITS = tuple(wait for wait in Wait if not wait.startswith("awaiting_"))

Cells = Mapping[str, str]


def beside(log: Path) -> Path:
    """Where the expected figures of a log stand: `name.csv` has `name_expected.csv`."""
    return log.with_name(f"{log.stem}_expected.csv")


def read(path: Path, source: step.Source) -> tuple[Expected, ...]:
    """Every case of the file, in its order.

    Raises UnreadableLog when it is not the expected figures of this source, OSError when it
    cannot be opened.
    """
    said = _servicenow if source is step.Source.SERVICENOW else _volvo
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            return tuple(said(cells) for cells in csv.DictReader(file))
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            raise reading.UnreadableLog(
                f"{path.name} does not hold the expected figures of a {source} log: {error!r}"
            ) from error


def _servicenow(cells: Cells) -> Expected:
    rank = int(cells["priority"].partition(" ")[0])
    figures = Measured(
        case=cells["number"],
        lifetime=_hours(cells["h_24x7_open_close"]),
        elapsed=_hours(cells["h_24x5_open_close"]),
        handoffs=int(cells["reassignment_count"]),
        waits={wait: _hours(cells[f"h_{wait}"]) for wait in SERVICENOW_WAITS},
    )
    judged = rank in servicenow.RESOLUTION
    return Expected(figures, rank, cells["made_sla"] == "true" if judged else None)


def _volvo(cells: Cells) -> Expected:
    figures = Measured(
        case=cells["case:id"],
        lifetime=_hours(cells["h_total"]),
        escalations=int(cells["escalations"]),
        deescalations=int(cells["deescalations"]),
        handoffs=int(cells["handoffs"]),
        queued=_hours(cells["h_queued"]),
        tiers={tier: _hours(cells[f"h_tier{tier}"]) for tier in TIERS},
        waits={wait: _hours(cells[f"h_{wait}"]) for wait in VOLVO_WAITS},
    )
    return Expected(figures, volvo.PRIORITIES[cells["impact"]].rank)


def _hours(text: str) -> timedelta:
    return timedelta(microseconds=int(Decimal(text) * HOUR))
