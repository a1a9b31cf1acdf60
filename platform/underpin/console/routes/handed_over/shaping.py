"""A client's exports, in words; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_UP, Decimal
from typing import Any, Final

from tenants.handing_over.asking import Export, Exports
from underpin.console.views.handed_over import ExportRow, ExportsPage
from underpin.console.views.shell import Shell

MEGABYTE: Final = Decimal(1_000_000)
LIVE: Final = ("waiting", "running")


def page(shell: Shell, key: str, path: str, found: Exports, **more: Any) -> ExportsPage:
    return ExportsPage(
        *(shell, key, path),
        tuple(_row(each, path, found.now) for each in found.exports),
        tuple((str(each.id), each.name) for each in found.administrators if each.is_whole),
        tuple(each.name for each in found.administrators if not each.is_whole),
        any(each.state in LIVE for each in found.exports),
        **more,
    )


def _row(each: Export, path: str, now: datetime) -> ExportRow:
    said: Mapping[str, Any] = {
        name: getattr(each, name)
        for name in ("person", "asked_at", "finished", "sources", "files", "rows", "expires_at")
    }
    is_there = each.state == "done" and each.expires_at is not None and each.expires_at > now
    return ExportRow(
        state="gone" if each.state == "done" and not is_there else each.state,
        by_staff=each.asked_by_staff,
        megabytes=(Decimal(each.bytes) / MEGABYTE).quantize(Decimal("0.1"), ROUND_UP),
        take=f"{path}/{each.id}/archive" if is_there else "",
        **said,
    )
