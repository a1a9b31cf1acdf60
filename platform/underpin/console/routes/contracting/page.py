"""The editor's page of an SLA's version: the form beside what it would come to. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from contracts.coherence.coherence_desk import Found
from underpin.console.routes.contracting import days_off, form, meanwhile, picture
from underpin.console.routes.contracting.course import Reading
from underpin.console.routes.contracting.gathered import Editing
from underpin.console.routes.contracting.picture import Shown
from underpin.console.routes.contracting.sheet import draft
from underpin.console.routes.contracting.sheet.draft import Drafted
from underpin.console.routes.contracting.sheet.merging import Clash, Said
from underpin.console.routes.shaping import consent
from underpin.console.views.contracting import EditorPage, Picture
from underpin.console.views.shell import Shell
from underpin.kernel.principal import Principal

BEHIND: Final = "/agreements"


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, and what is wrong with it. `found` of it, if it was checked;
    `problem` why it was not stored; `clashes` are what somebody else stored meanwhile."""

    given: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    found: Found | None = None
    problem: str = ""
    clashes: tuple[Clash, ...] | None = None


def said(found: Editing) -> Said:
    """What is stored."""
    return Said(Drafted(found.version.content, found.version.commitment_percent))


def stored(found: Editing) -> Typed:
    own = said(found)
    hidden = meanwhile.began(own, found.version.revision)
    return Typed(draft.write("SLA", own.drafted) | hidden)


def typed(found: Editing, given: Mapping[str, str], mine: Said) -> Typed:
    """What was typed, beside what somebody else stored meanwhile. Raises Malformed."""
    revision = found.version.revision
    names = meanwhile.named(found.hours)
    clashes = meanwhile.clashes("SLA", given, (revision, said(found)), mine, names)
    return Typed(meanwhile.seen(given, revision), clashes=clashes)


def of(shell: Shell, found: Editing, typed: Typed, asker: Principal) -> EditorPage:
    offered = form.offered(found.hours, found.version.content)
    base = f"/clients/{found.company.slug}/versions/{found.version.id}"
    back = f"/clients/{found.company.slug}/contract?version={found.version.id}"
    return EditorPage(
        shell=shell,
        title=found.agreement.name,
        number=found.version.number,
        client=found.company.name,
        form=form.of("SLA", typed.given, form.choices(offered), typed.errors),
        path=f"{base}/content",
        check_path=f"{base}/check",
        back=back,
        zone=found.company.time_zone,
        picture=_picture(shell, found, typed, asker),
        changes=consent.changes(found.changes, shell.reader.language),
        problem=typed.problem,
        clashes=meanwhile.rows(typed.clashes, typed.given, shell.reader.language),
        clashes_by=found.author,
    )


def _picture(shell: Shell, found: Editing, typed: Typed, asker: Principal) -> Picture:
    if typed.errors or typed.problem:
        return picture.UNREAD
    shown = drawn(shell, found, BEHIND if asker.may("vendor.write") else "")
    if typed.found is not None:
        lines, nobody = typed.found.lines, typed.found.unattended
        return picture.of(lines, shown, unattended=nobody, live=True)
    kept = found.coherence
    return picture.of(
        kept.lines, shown, unattended=kept.unattended, checked=kept.checked_at, live=False
    )


def drawn(shell: Shell, found: Editing, behind_path: str) -> Shown:
    own = found.version.content.calendar_version_id
    hours = next((each for each in found.hours if each.id == own), None)
    off = days_off.of(hours, days_off.newest(found.behind))
    reading = Reading(found.company.time_zone, shell.reader.language, off)
    return Shown(reading, behind_path, deeds=True)
