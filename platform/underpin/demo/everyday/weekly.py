"""Reports that people of ours keep and have mailed every Monday."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from underpin.demo import companies
from underpin.desk.reports import kept
from underpin.kernel import verb

KEPT: Final = (
    (companies.MARTA, "Tickets by client", "volume", "by=client"),
    (companies.LENA, "Who did how much", "load", "by=agent"),
    (companies.OLIVIA, "Promises by priority", "compliance", "by=priority"),
)


async def keep(tenants: Mapping[str, int]) -> None:
    """Once."""
    for persona, name, report, query in KEPT:
        who = persona.principal(dict(tenants))
        await verb.perform(kept.keep, who, name, report, query, "weekly", source="demo")
