"""What Nagios and Icinga write into a mail, as the fields they would have sent by webhook."""

from __future__ import annotations

import re
from typing import Final

_FIELD: Final = re.compile(r"^[ \t*]{0,8}([A-Za-z][A-Za-z0-9 /_.-]{0,40}?)\s{0,4}[:=]\s{0,8}(.*)$")
_STATE: Final = re.compile(
    r"\b(?:is|are)\s+(OK|UP|DOWN|WARNING|CRITICAL|UNKNOWN|UNREACHABLE)\b", re.IGNORECASE
)
_KIND: Final = re.compile(
    r"(?:^|[\[*\s])(PROBLEM|RECOVERY|ACKNOWLEDGEMENT|FLAPPINGSTART|FLAPPINGSTOP|DOWNTIMESTART|"
    r"DOWNTIMEEND)(?=[\]*\s:]|$)"
)
_OF: Final = re.compile(
    r"\b(Service|Host) Alert:[ \t]{0,4}([^\s/]{1,200})(?:/([^\n]{1,200}?))? is [A-Z]{2,12}\b"
)
_EVENT: Final = re.compile(r"-> ?(OK|UP|DOWN|UNREACH\w*|WARN\w*|CRIT\w*|UNKN\w*)\b", re.IGNORECASE)
MOST_LINES: Final = 500


def fields(text: str) -> dict[str, str]:
    """Name -> value of each line `Name: value`, the first of a name counting; what follows an empty
    "Additional Info" is its value. Empty when no line looks so."""
    found: dict[str, str] = {}
    open_field = ""
    for line in text.splitlines()[:MOST_LINES]:
        read = _FIELD.match(line)
        if read is not None:
            name, value = read[1].strip(), read[2].strip()
            found.setdefault(name, value)
            open_field = "" if value else name
        elif open_field and line.strip() and not found[open_field]:
            found[open_field] = line.strip()
    return _completed(found, text)


def _completed(found: dict[str, str], text: str) -> dict[str, str]:
    """Icinga says kind and state in its headline, and its state not among its fields; checkmk's
    fields say from which state to which."""
    kind, state = _KIND.search(text), _STATE.search(text) or _EVENT.search(found.get("Event", ""))
    _placed(found, text)
    names = {name.lower().replace(" ", "").replace("_", "") for name in found}
    if "notificationtype" not in names and (kind or state):
        found["Notification Type"] = kind[1] if kind else _kind(state)
    if state is not None and not names & {"state", "servicestate", "hoststate"}:
        found["State"] = state[1]
    return found


def _placed(found: dict[str, str], text: str) -> None:
    """Host and service from Nagios' headline, where the text itself names no host."""
    named = _OF.search(text)
    if named is not None and "Host" not in found:
        found["Host"] = named[2]
        if named[3]:
            found.setdefault("Service", named[3])


def _kind(state: re.Match[str] | None) -> str:
    over = state is not None and state[1].upper() in ("OK", "UP")
    return "RECOVERY" if over else "PROBLEM"
