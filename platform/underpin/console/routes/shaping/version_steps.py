"""What may be done next with the version of an SLA that is shown, by whoever looks at it."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from contracts.agreements.versions import Version
from underpin.console import views
from underpin.console.routes.accounts import Signed
from underpin.kernel.principal import Principal


def of(found: Signed, asker: Principal) -> views.VersionWork | None:
    """None for a version that is decided, and for who may decide nothing."""
    version = found.shown
    if version is None or version.state not in ("draft", "approved"):
        return None
    if not (asker.may("contract.approve") or asker.may("contract.write")):
        return None
    path = f"/clients/{found.company.slug}/versions/{version.id}"
    editable = version.state == "draft" and asker.may("contract.write")
    return views.VersionWork(
        path=path,
        edit_path=f"{path}/edit" if editable else "",
        number=version.number,
        actions=frozenset(_actions(version, asker)),
        starts=_starts(found),
        own=version.state == "draft" and version.author_id == asker.person_id,
        waits=version.state == "approved" and not version.consented,
        risky=_risky(found),
    )


def _actions(version: Version, asker: Principal) -> list[views.VersionAction]:
    """Nobody approves what they wrote; nothing is activated without the client's consent."""
    draft, own = version.state == "draft", version.author_id == asker.person_id
    fits: dict[views.VersionAction, bool] = {
        "check": asker.may("contract.write"),
        "approve": draft and not own and asker.may("contract.approve"),
        "send_back": not draft and asker.may("contract.approve"),
        "activate": not draft and version.consented and asker.may("contract.write"),
    }
    return [action for action, may in fits.items() if may]


def _starts(found: Signed) -> date:
    """Tomorrow where the client is: today has begun already."""
    return (found.now.astimezone(ZoneInfo(found.company.time_zone)) + timedelta(days=1)).date()


def _risky(found: Signed) -> bool:
    return not found.lines or any(line.verdict == "not_kept" for line in found.lines)


def amending(found: Signed, asker: Principal) -> str:
    """Where the next version is begun; empty while another waits, and for who may not."""
    newest = max(found.versions, key=lambda version: version.number, default=None)
    if newest is None or newest.state not in ("active", "superseded") or newest.offered:
        return ""
    if not asker.may("contract.write"):
        return ""
    return f"/clients/{found.company.slug}/agreements/{newest.agreement_id}/versions"
