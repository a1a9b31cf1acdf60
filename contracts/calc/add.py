"""When so much working time has passed: its first instant and its last."""

from collections.abc import Mapping
from typing import Any

from contracts.calc import reading, writing


def answer(question: Mapping[str, Any]) -> dict[str, Any]:
    """``inf`` and ``sup``; null where the working time within the horizon does not reach."""
    calendar = reading.working_time(question.get("calendar"), "calendar")
    start = reading.moment(question.get("start"), "start")
    duration = reading.seconds(question.get("seconds"), "seconds")
    return {
        "inf": writing.moment(calendar.add_inf(start, duration)),
        "sup": writing.moment(calendar.add_sup(start, duration)),
    }
