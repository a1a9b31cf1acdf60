"""What is measured: the metrics of SLAs, OLAs and UCs, and the states that pause each by default.

ITIL terms. An SLA binds us to the client, an OLA a tier to us, a UC a vendor to us.
"""

from typing import Final

from contracts import facts

FIRST_RESPONSE: Final = "first_response"
NEXT_REPLY: Final = "next_reply"
NEXT_UPDATE: Final = "next_update"
RESOLUTION: Final = "resolution"
PICKUP: Final = "pickup"
HOLD: Final = "hold"
ACKNOWLEDGE: Final = "acknowledge"
UPDATE: Final = "update"
FIX: Final = "fix"
AVAILABILITY: Final = "availability"

SLA: Final = (FIRST_RESPONSE, NEXT_REPLY, NEXT_UPDATE, RESOLUTION)
OLA: Final = (PICKUP, HOLD)
UC: Final = (ACKNOWLEDGE, UPDATE, FIX)
CLOCKED: Final = SLA + OLA + UC
"""The metrics that run on clocks. `availability` is a share of a period instead."""

EXCHANGES: Final = (NEXT_REPLY, NEXT_UPDATE, UPDATE)
"""Asked again and again: each exchange is a clock of its own."""

_WAITS: Final = (facts.WAITING_CLIENT, facts.SCHEDULED)


def default_pauses(metric: str) -> tuple[str, ...]:
    """The ticket states that pause a metric unless its agreement version names others.

    A pause stops the resolution and the updates owed; a first response and a reply stay due.
    Tiers and vendors are paused where the resolution is.
    """
    return () if metric in (FIRST_RESPONSE, NEXT_REPLY) else _WAITS
