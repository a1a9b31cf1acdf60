"""What a version would do to open tickets, as its page shows it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from contracts import metric
from contracts.agreements.activation_preview import Reach, TicketReached
from underpin.console.routes.contracting.reach.gathered import Asked, Preview
from underpin.console.views.reach import EffectTab, Going, ReachedClock, ReachedTicket, ReachPage
from underpin.console.views.shell import Shell
from underpin.kernel.principal import Principal

EFFECTS = ("breached_at_once", "at_risk", "earlier", "later", "released")
BEHIND = "/agreements"


def page(shell: Shell, found: Preview, asked: Asked, asker: Principal) -> ReachPage:
    client, version, next_ = found.company, found.version, found.page.after
    base = f"/clients/{client.slug}" if client else BEHIND
    path = f"{base}/versions/{version.id}/reach"
    takes = not client and version.state == "active" and found.progress is None
    return ReachPage(
        shell=shell,
        title=found.agreement,
        number=version.number,
        back=f"{base}/contract?version={version.id}" if client else BEHIND,
        area=client.name if client else "",
        tickets=found.reach.tickets,
        clocks=found.reach.clocks,
        tabs=tuple(_tabs(found.reach, path, asked)),
        rows=tuple(_row(each, found, asker) for each in found.page.tickets),
        zone=client.time_zone if client else shell.reader.zone,
        first_path=_at(path, Asked(asked.effect)) if asked.after else "",
        next_path=_at(path, Asked(asked.effect, next_)) if next_ else "",
        take_path=f"{path}/taking-up" if takes and asker.may("vendor.write") else "",
        going=_going(found),
    )


def _tabs(reach: Reach, path: str, asked: Asked) -> Iterator[EffectTab]:
    """What happens to no clock is left out, but for what is shown."""
    counts = {effect: getattr(reach, effect) for effect in EFFECTS}
    yield EffectTab("", sum(counts.values()), path, asked.effect is None)
    for effect, count in counts.items():
        if count or asked.effect == effect:
            yield EffectTab(effect, count, _at(path, Asked(effect)), asked.effect == effect)


def _at(path: str, asked: Asked) -> str:
    words = {"effect": asked.effect, "after": asked.after}
    query = urlencode({name: each for name, each in words.items() if each is not None})
    return f"{path}?{query}" if query else path


def _row(each: TicketReached, found: Preview, asker: Principal) -> ReachedTicket:
    keys = {number: key for key, number in asker.tenants.items()}
    known = found.names.get((each.tenant_id, each.ticket_id))
    key = keys.get(each.tenant_id, "")
    return ReachedTicket(
        name=f"{key}-{known.number}" if known else key,
        subject=known.subject if known else "",
        path=f"/tickets/{key}-{known.number}" if known else "",
        clocks=tuple(
            ReachedClock(
                metric=c.metric,
                holder=c.holder if c.metric in metric.OLA else "",
                effect=c.effect,
                before=c.due_before,
                after=c.due_after,
            )
            for c in each.clocks
        ),
    )


def _going(found: Preview) -> Going | None:
    run = found.progress
    if run is None:
        return None
    return Going(run.switch_at, run.waiting, run.running, run.total, run.done)
