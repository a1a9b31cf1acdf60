"""Two people write one draft: what each said is told by clause, and either can be taken."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from contracts.agreements.clause import Exclusion, StartingTier
from contracts.instant import HOUR
from tests.unit.console import sample_contracting as sample
from underpin.console.routes.contracting import meanwhile
from underpin.console.routes.contracting.sheet import deeds, merging
from underpin.console.routes.contracting.sheet.draft import Drafted
from underpin.console.routes.contracting.sheet.merging import Said

NAMES = {sample.OFFICE: "Office v1", sample.ALWAYS: "Always v1"}
BEGAN = Said(Drafted(sample.CONTENT, Decimal(95)), {"terms.notice": "90"})


def said(hours: int, percent: int = 95, **clauses: object) -> Said:
    """P1 resolved within so many hours, and other clauses."""
    first, p1, *others = sample.CONTENT.targets
    targets = (first, replace(p1, allowed_us=hours * HOUR), *others)
    content = replace(sample.CONTENT, targets=targets, **clauses)
    return Said(Drafted(content, Decimal(percent)), BEGAN.more)


def told(theirs: Said, mine: Said, began: Said | None = BEGAN) -> dict[str, bool]:
    """Whether both changed it, by clause."""
    return {each.unit: each.both for each in merging.clashes(began, theirs, mine, NAMES)}


def test_only_what_they_changed_and_one_does_not_say_alike_is_told() -> None:
    first = "resolution.incident.P1"
    assert told(BEGAN, said(4)) == {}, "one's own change alone is no clash"
    assert told(said(6), BEGAN) == {first: False}, "theirs alone is theirs to take"
    assert told(said(6), said(4)) == {first: True}
    assert told(said(4), said(4)) == {}, "both said the same"
    assert told(said(8, 99), said(4)) == {"commitment_percent": False}
    assert told(said(8), said(4), began=None) == {first: True}, "nobody knows what it was before"
    changed = said(8, exclusions=(), starting_tiers=(StartingTier(3, (), ("P1",)),))
    assert told(changed, BEGAN) == {"starting_tiers": False, "exclusions": False}
    row = merging.clashes(BEGAN, changed, BEGAN, NAMES)[-1]
    assert (row.before, row.theirs) == ("left out if announced 48 h ahead", "")


def test_either_side_is_taken_clause_by_clause() -> None:
    theirs = said(6, 99, exclusions=(Exclusion("other", "Power cut"),))
    mine = said(4, starting_tiers=())
    form = {"take.resolution.incident.P1": "mine", "take.exclusions": "theirs"}
    both = merging.merged({**form, "take.commitment_percent": "theirs"}, theirs, mine).drafted
    assert (
        both == said(4, 99, starting_tiers=(), exclusions=theirs.drafted.content.exclusions).drafted
    )
    every = deeds.done({**form, "deed": "take:theirs"})
    assert merging.merged(every, theirs, mine).drafted.content.targets[-1].allowed_us == 6 * HOUR
    assert set(deeds.done({**form, "deed": "take:neither"}).values()) == {"mine", "theirs"}


def test_their_target_counts_on_the_hours_it_counted_on_with_them() -> None:
    moved = Said(
        replace(BEGAN.drafted, content=replace(sample.CONTENT, calendar_version_id=sample.ALWAYS))
    )
    taken = merging.merged({"take.resolution.incident.P2": "theirs"}, moved, BEGAN).drafted.content
    about = ("resolution", "incident", "P2")
    target = next(each for each in taken.targets if each.about == about)
    assert taken.calendar_of(target) == sample.ALWAYS
    assert taken.calendar_version_id == sample.OFFICE


@pytest.mark.parametrize("text", ["", "!", "abc", "eJw="])
def test_what_one_began_with_is_read_back_or_nothing(text: str) -> None:
    assert merging.unpacked(merging.packed(BEGAN)) == BEGAN
    assert merging.unpacked(text) is None


def test_what_is_unchanged_meanwhile_asks_nothing() -> None:
    hidden = meanwhile.began(BEGAN, 3)
    assert meanwhile.clashes("SLA", hidden, (3, BEGAN), said(4), NAMES) is None
    assert meanwhile.clashes("SLA", hidden, (4, said(6)), said(6), NAMES) == ()
