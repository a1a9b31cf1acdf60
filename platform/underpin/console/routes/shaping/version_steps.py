"""What may be done next with the version of an SLA that is shown, by whoever looks at it."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from contracts.agreements.consent import Asked
from contracts.agreements.versions import Version
from underpin.console import views
from underpin.console.routes.accounts import Signed
from underpin.kernel import installation
from underpin.kernel.principal import Principal

EFFECTS = ("breached_at_once", "at_risk", "earlier", "later", "released")


def of(found: Signed, asker: Principal) -> views.VersionWork | None:
    """None for a version that is decided, and for who may decide nothing."""
    version = found.shown
    if version is None or not _to_be_done(found, asker):
        return None
    if not (asker.may("contract.approve") or asker.may("contract.write")):
        return None
    path = f"/clients/{found.company.slug}/versions/{version.id}"
    editable = version.state == "draft" and asker.may("contract.write")
    return views.VersionWork(
        path=path,
        edit_path=f"{path}/edit" if editable else "",
        what_if_path=f"{path}/what-if" if _may_try(version, asker) else "",
        consent_link=_consent_link(version),
        open_tickets=found.reach.tickets if found.reach else 0,
        reached=_reached(found),
        number=version.number,
        revision=version.revision,
        actions=frozenset(_actions(version, asker)),
        starts=_starts(found),
        own=version.state == "draft" and version.author_id == asker.person_id,
        waits=version.state == "approved" and not version.consented,
        risky=_risky(found),
    )


def asking(found: Signed, asker: Principal) -> views.Asking | None:
    """None where nobody was asked and nobody can be."""
    version = found.shown
    waits = version is not None and version.state == "approved" and not version.consented
    may = waits and asker.may("contract.write")
    if version is None or not (found.asked or may):
        return None
    rows = tuple(views.AskedRow(e.name, e.asked_at, e.sent_at, _sent(e)) for e in found.asked)
    base = f"/clients/{found.company.slug}/versions/{version.id}"
    path = f"{base}/consent-requests"
    standing = any(each.revoked_at is None for each in found.asked)
    paper = f"{base}/document" if may else ""
    return views.Asking(rows, path if may else "", standing, paper)


def _sent(asked: Asked) -> str:
    if asked.revoked_at is not None:
        return "withdrawn"
    if asked.sent_at is not None:
        return "sent"
    return "failing" if asked.failing else "leaving"


def _may_try(version: Version, asker: Principal) -> bool:
    return version.state != "active" and asker.may("contract.write")


def _consent_link(version: Version) -> str:
    """For the client's admin, who signs in there; empty while there is nothing to accept."""
    if version.state != "approved" or version.consented:
        return ""
    return f"{installation.settings().portal_origin}/consent/{version.id}"


def _to_be_done(found: Signed, asker: Principal) -> bool:
    """Something waits, or is active and does not keep a promise."""
    state = found.shown.state if found.shown else ""
    return state in ("draft", "approved") or (state == "active" and _risk_open(found, asker))


def _risk_open(found: Signed, asker: Principal) -> bool:
    """Nobody accepts it now: nobody did, or the last day of the acceptance is over."""
    risk = found.coherence.risk if found.coherence else None
    if risk is not None and risk.ends_on >= _starts(found) - timedelta(days=1):
        return False
    broken = any(line.verdict == "not_kept" for line in found.lines)
    own = found.shown is not None and found.shown.author_id == asker.person_id
    return broken and not own and asker.may("contract.approve")


def _reached(found: Signed) -> tuple[views.Reached, ...]:
    """The clocks that would change, the worst first."""
    if found.reach is None:
        return ()
    counts = ((effect, getattr(found.reach, effect)) for effect in EFFECTS)
    return tuple(views.Reached(effect, count) for effect, count in counts if count)


def _actions(version: Version, asker: Principal) -> list[views.VersionAction]:
    """Nobody approves what they wrote; nothing is activated without the client's consent."""
    if version.state == "active":
        return ["accept_risk"]
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
