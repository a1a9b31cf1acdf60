"""OLAs and UCs as their pages show them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from contracts.agreements import clause
from contracts.agreements.provider_agreement import Behind
from contracts.agreements.versions import Version
from underpin.console.routes.contracting import days_off, form, meanwhile
from underpin.console.routes.contracting.behind.gathered import WAITING, Editing, Everything
from underpin.console.routes.contracting.page import Typed
from underpin.console.routes.contracting.sheet import draft
from underpin.console.routes.contracting.sheet.draft import Drafted
from underpin.console.routes.contracting.sheet.merging import Said
from underpin.console.routes.shaping import consent
from underpin.console.views.behind import AllowedRow, BehindCard, BehindPage, Waiting
from underpin.console.views.contracting import EditorPage
from underpin.console.views.shell import Shell
from underpin.kernel.principal import Principal

BASE = "/agreements"


def said(found: Editing) -> Said:
    """What is stored."""
    return Said(Drafted(found.version.content, None))


def stored(found: Editing) -> Typed:
    own = said(found)
    hidden = meanwhile.began(own, found.version.revision)
    return Typed(draft.write(found.kind, own.drafted) | hidden)


def typed(found: Editing, given: Mapping[str, str], mine: Said) -> Typed:
    """What was typed, beside what somebody else stored meanwhile. Raises Malformed."""
    revision = found.version.revision
    names = meanwhile.named(found.hours)
    clashes = meanwhile.clashes(found.kind, given, (revision, said(found)), mine, names)
    return Typed(meanwhile.seen(given, revision), clashes=clashes)


def editor(shell: Shell, found: Editing, typed: Typed) -> EditorPage:
    offered = form.offered(found.hours, found.version.content)
    base = f"{BASE}/versions/{found.version.id}"
    return EditorPage(
        shell=shell,
        title=found.about.name,
        number=found.version.number,
        client="",
        form=form.of(found.kind, typed.given, form.choices(offered), typed.errors),
        path=f"{base}/content",
        check_path=f"{base}/check",
        back=BASE,
        zone=shell.reader.zone,
        changes=consent.changes(found.changes, shell.reader.language),
        problem=typed.problem,
        clashes=meanwhile.rows(typed.clashes, typed.given, shell.reader.language),
        clashes_by=found.author,
    )


def listed(
    shell: Shell,
    found: Everything,
    asker: Principal,
    typed: Mapping[str, str],
    problem: str = "",
) -> BehindPage:
    writes = asker.may("vendor.write")
    hours = days_off.newest(found.hours)
    return BehindPage(
        shell=shell,
        cards=tuple(_card(shell, each, found, asker) for each in found.agreements),
        path=BASE,
        calendars=tuple((str(each.id), each.name) for each in hours) if writes else (),
        vendors=tuple((str(each.id), each.name) for each in found.vendors) if writes else (),
        typed=typed,
        problem=problem,
    )


def _card(shell: Shell, each: Behind, found: Everything, asker: Principal) -> BehindCard:
    names = {one.id: one.name for one in found.hours}
    vendor = next((one.name for one in found.vendors if one.id == each.vendor_id), "")
    active = next((one for one in each.versions if one.state == "active"), None)
    newest = each.versions[-1]
    writes = asker.may("vendor.write")
    waits = newest if newest.state in WAITING else None
    return BehindCard(
        name=each.name,
        holder=f"L{each.tier}" if each.tier else vendor,
        tier=bool(each.tier),
        number=active.number if active else None,
        since=active.effective_from if active else None,
        hours=names.get(active.content.calendar_version_id, "—") if active else "",
        rows=tuple(_rows("OLA" if each.tier else "UC", active)) if active else (),
        metrics=clause.METRICS["OLA" if each.tier else "UC"],
        amend_path=f"{BASE}/{each.id}/versions" if writes and waits is None else "",
        waiting=_waiting(shell, waits, found, asker) if waits else None,
        reach_path=f"{BASE}/versions/{active.id}/reach" if active and active.number > 1 else "",
    )


_Said = tuple[tuple[str, tuple[timedelta | None, ...]], ...]


def _rows(kind: clause.Kind, version: Version) -> Iterator[AllowedRow]:
    """By type and priority; types of which the same is said stand together."""
    allowed = {
        each.about: timedelta(microseconds=each.allowed_us) for each in version.content.targets
    }
    alike: dict[_Said, list[str]] = {}
    for ticket_type in clause.TYPES:
        said = tuple(
            (priority, tuple(allowed.get((m, ticket_type, priority)) for m in clause.METRICS[kind]))
            for priority in clause.PRIORITIES
        )
        if any(any(cells) for _, cells in said):
            alike.setdefault(said, []).append(ticket_type)
    for said, kinds in alike.items():
        for priority, cells in said:
            if any(cell is not None for cell in cells):
                yield AllowedRow(tuple(kinds), priority, cells)


def _waiting(shell: Shell, version: Version, found: Everything, asker: Principal) -> Waiting:
    own = version.author_id == asker.person_id
    writes = asker.may("vendor.write")
    base = f"{BASE}/versions/{version.id}"
    tomorrow = (found.now + timedelta(days=1)).date()
    return Waiting(
        number=version.number,
        state=version.state,
        changes=consent.changes(found.changes.get(version.id, ()), shell.reader.language),
        edit_path=f"{base}/edit" if writes and version.state == "draft" else "",
        path=base if writes else "",
        own=own,
        starts=tomorrow,
        revision=version.revision,
        reach_path=f"{base}/reach",
    )
