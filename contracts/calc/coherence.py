"""Whether a chain of stages keeps an SLA, and what it can keep at best."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from contracts.calc import reading, writing
from contracts.calc.reading import Refused
from contracts.calendars.calendar import Calendar
from contracts.coherence import coherence, coherence_window
from contracts.coherence.coherence_chain import Stage

_SHARE_DIGITS: Final = 12
_MOST_YEARS: Final = 100


def answer(question: Mapping[str, Any]) -> dict[str, Any]:
    """The worst case over all arrivals from the date `from` up to, not including, the date `to`.

    Dates begin in the SLA calendar's zone. `worst_seconds` and `slack_seconds` are null when some
    ticket is never done; `raised` and `done` are a ticket that shows the worst case, the earliest
    if several do. `share_missed` is rounded half-even to 12 decimals.
    """
    sla = _sla(question.get("sla"))
    result = coherence.check(sla, _stages(question), *_window(question, sla), _raised_in(question))
    witness = result.witness
    return {
        "coherent": result.coherent,
        "worst_seconds": _seconds(result.worst),
        "slack_seconds": _seconds(result.slack),
        "raised": writing.moment(witness.raised if witness else None),
        "done": writing.moment(witness.done if witness else None),
        "share_missed": _share(result.share_missed),
    }


def _sla(written: object) -> coherence.Promise:
    return coherence.Promise(*_hours_and_time(written, "sla"))


def _stages(question: Mapping[str, Any]) -> tuple[Stage, ...]:
    written = reading.entries(question.get("stages"), "stages")
    return tuple(
        Stage(str(place), *_hours_and_time(stage, f"stages[{place}]"))
        for place, stage in enumerate(written)
    )


def _hours_and_time(written: object, field: str) -> tuple[Calendar, int]:
    fields = reading.fields(written, field)
    calendar = reading.working_time(fields.get("calendar"), f"{field}.calendar")
    return calendar, reading.seconds(fields.get("seconds"), f"{field}.seconds", least=0)


def _window(question: Mapping[str, Any], sla: coherence.Promise) -> tuple[int, int]:
    first, end = (_day(question, field) for field in ("from", "to"))
    if end.year - first.year > _MOST_YEARS:
        raise Refused("to", f"{end} is more than {_MOST_YEARS} years after {first}; ask for fewer")
    try:
        return coherence_window.between(first, end, sla.calendar.definition.time_zone)
    except ValueError as refused:
        raise Refused("to", str(refused)) from None


def _day(question: Mapping[str, Any], field: str) -> date:
    day = reading.day(question.get(field), field)
    if coherence_window.FIRST <= day <= coherence_window.LAST:
        return day
    raise Refused(field, f"{day} is outside the years 2 to 9998")


def _raised_in(question: Mapping[str, Any]) -> Calendar | None:
    written = question.get("raised_in")
    return None if written is None else reading.working_time(written, "raised_in")


def _seconds(duration: int | None) -> int | Decimal | None:
    return None if duration is None else writing.seconds(duration)


def _share(share: Fraction) -> int | Decimal:
    exact = Decimal(round(share * 10**_SHARE_DIGITS)).scaleb(-_SHARE_DIGITS)
    return int(exact) if exact == int(exact) else Decimal(f"{exact:f}".rstrip("0"))
