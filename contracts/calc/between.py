"""How much working time passes from one instant to another."""

from collections.abc import Mapping
from typing import Any

from contracts.calc import reading, writing


def answer(question: Mapping[str, Any]) -> dict[str, Any]:
    """``seconds``; 0 when the end comes first."""
    calendar = reading.working_time(question.get("calendar"), "calendar")
    start = reading.moment(question.get("start"), "start")
    end = reading.moment(question.get("end"), "end")
    return {"seconds": writing.seconds(calendar.between(start, end))}
