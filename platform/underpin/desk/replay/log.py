"""A whole log, read."""

from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path

from underpin.desk.replay import servicenow, step, volvo


@dataclass(frozen=True, slots=True)
class Log:
    """Cases in the order in which the file completes them, and the rows that cannot be lived."""

    source: step.Source
    cases: tuple[step.CaseLog, ...]
    rejected: tuple[step.Rejected, ...]


def load(path: Path, source: step.Source, zone: tzinfo = UTC) -> Log:
    """Everything in the file. `zone` is whose wall times a log without a zone writes down.

    Raises UnreadableLog when the file has not the columns of its format, OSError when it cannot
    be opened.
    """
    told = list(
        servicenow.read(path, zone) if source is step.Source.SERVICENOW else volvo.read(path)
    )
    return Log(
        source,
        tuple(item for item in told if isinstance(item, step.CaseLog)),
        tuple(item for item in told if isinstance(item, step.Rejected)),
    )
