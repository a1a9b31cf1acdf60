"""The simulator's page: what was, and beside it what would have been. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from billing.terms.plans import Version
from billing.terms.simulation import Beside
from underpin.console.routes.pricing.gathered import Tried, Tries
from underpin.console.views import pricing as shown
from underpin.console.views.shell import Shell

_Label = tuple[str, tuple[tuple[str, str], ...], str]


def page(
    shell: Shell, found: Tries, typed: Mapping[str, str], problem: str = ""
) -> shown.SimulatorPage:
    results = [each.result for each in found.tried if each.result]
    blank = shown.SimulatorPage(
        shell,
        tuple((each.slug, each.name) for each in found.companies),
        choices(found.versions),
        typed,
        problem=problem,
        client=found.client.name if found.client else "",
        tried=tuple(map(one, found.tried)),
    )
    if not results:
        return blank
    first = results[0].simulation
    return replace(
        blank,
        currency=first.currency,
        days=(first.start, first.end - timedelta(days=1)),
        did=first.did,
        invoiced=results[0].invoiced,
        lines=_lines(found),
    )


def choices(versions: Sequence[Version]) -> shown.Choices:
    """By id and number."""
    return tuple(
        (f"{each.plan_id}:{each.number}", f"{each.plan} {each.number} ({each.currency})")
        for each in versions
    )


def one(of: Tried) -> shown.Tried:
    name, path = f"{of.version.plan} {of.version.number}", f"/plans/{of.version.plan_id}"
    said = of.result.simulation if of.result else None
    return shown.Tried(
        name,
        f"{path}?version={of.version.number}",
        said.would if said else None,
        said.more if said else None,
        of.problem,
    )


def _lines(found: Tries) -> tuple[shown.TriedLine, ...]:
    """Every price and group that any side has, in the order in which it first stands."""
    sides = [
        {_label(each): each for each in of.result.simulation.lines} if of.result else {}
        for of in found.tried
    ]
    labels = dict.fromkeys(label for side in sides for label in side)
    known = [of.result is not None for of in found.tried]
    return tuple(_line([side.get(label) for side in sides], known) for label in labels)


def _label(of: Beside) -> _Label:
    return of.price, tuple(sorted(of.group.items())), str(of.part)


def _line(sides: list[Beside | None], known: list[bool]) -> shown.TriedLine:
    """`known`: of which sides there is a result."""
    named = next(each for each in sides if each is not None)
    did = next((each.did for each in sides if each and each.did), None)
    would = tuple(each.would.amount if each and each.would else None for each in sides)
    seen = did or next((each.would for each in sides if each and each.would), None)
    before = did.amount if did else None
    return shown.TriedLine(
        named.name,
        ", ".join(named.group.values()),
        str(named.part),
        seen.quantity if seen else None,
        named.unit,
        before,
        would,
        any(
            (each or 0) != (before or 0)
            for each, is_known in zip(would, known, strict=True)
            if is_known
        ),
    )
