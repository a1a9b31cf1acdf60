"""When, if, then: what rules match, and how long they take to say that they do not."""

from __future__ import annotations

import time
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from underpin.desk.automation import condition, pattern, rule
from underpin.desk.automation.condition import Among, Condition, Facts, Hours, Words
from underpin.desk.automation.rule import Definition, Said
from underpin.desk.automation.said_in import Field
from underpin.desk.deeds.deed import Assign, CallWebhook, MoveTier, SetState
from underpin.kernel import ids
from underpin.kernel.errors import Malformed

SEEN = Facts(
    "incident",
    "P2",
    "1",
    "open",
    "mail",
    "ACME",
    "",
    str(ids.new()),
    "",
    "Printer on FLOOR-2 is jammed",
    "Żółta drukarka nie działa. 打印机坏了 الطابعة",
    frozenset({"printer"}),
    open=True,
)


@pytest.mark.parametrize(
    ("words", "is_there"),
    [
        ("printer", True),
        ("print", False),
        ("print*", True),
        ("*inter", True),
        ("floor 2", True),
        ("printer jammed", False),
        ("printer * jammed", True),
        ("jammed * printer", False),
        ("ZOLTA drukarka", True),
        ("dzia*", True),
        ("印机", True),
        ("طابعة", True),
        ("نافذة", False),
    ],
)
def test_words_are_found_as_people_spell_them(words: str, *, is_there: bool) -> None:
    assert condition.holds(Words([words]), SEEN) is is_there
    assert condition.holds(Words([words], negate=True), SEEN) is not is_there


SEATS, BUILDING, UNTIL, NEW = ids.new(), ids.new(), ids.new(), ids.new()
FILLED = replace(
    SEEN,
    categories=frozenset({"hardware", "printers"}),
    assets=frozenset({"m-7"}),
    fields={
        str(SEATS): ["12.50"],
        str(BUILDING): ["North hall", "South hall"],
        str(UNTIL): ["2026-03-31"],
        str(NEW): ["false"],
    },
)


@pytest.mark.parametrize(
    ("wanted", "is_met"),
    [
        (Among("category", ["hardware"]), True),
        (Among("category", ["software", "-"]), False),
        (Among("asset", ["m-7"]), True),
        (Among("asset_kind", ["-"]), True),
        (Field(SEATS, ["9"], "at_least"), True),
        (Field(SEATS, ["12.5"], "at_most"), True),
        (Field(SEATS, ["100"], "at_least"), False),
        (Field(SEATS, ["2026-01-01"], "at_least"), False),
        (Field(UNTIL, ["2026-03-31"], "at_most"), True),
        (Field(UNTIL, ["2026-03-30"], "at_most"), False),
        (Field(BUILDING, ["south HALL", "x"]), True),
        (Field(BUILDING, ["hall"]), False),
        (Field(BUILDING, ["hall"], "words"), True),
        (Field(NEW, ["false"]), True),
        (Field(NEW, ["-"]), False),
        (Field(ids.new(), ["-"]), True),
        (Field(ids.new(), ["1"], "at_most"), False),
    ],
)
def test_what_a_ticket_is_filed_under_and_says_in_its_fields(
    wanted: Condition, *, is_met: bool
) -> None:
    assert condition.holds(wanted, FILLED) is is_met
    assert condition.holds(msgspec.structs.replace(wanted, negate=True), FILLED) is not is_met


@pytest.mark.parametrize(
    "wanted",
    [Field(SEATS, ["soon"], "at_least"), Field(SEATS, ["1", "2"], "at_most"), Field(SEATS, [])],
)
def test_a_bound_is_one_number_or_date(wanted: Field) -> None:
    with pytest.raises(Malformed):
        condition.check([wanted])


def test_where_words_are_looked_for() -> None:
    assert not condition.holds(Words(["printer"], "body"), SEEN)
    assert condition.holds(Words(["drukarka"], "body"), SEEN)
    assert not condition.holds(Words(["drukarka"], "subject"), SEEN)


def test_no_pattern_takes_long_however_it_is_made() -> None:
    text = pattern.spelled("a" * 30 + " " + "ab " * 60_000)
    began = time.process_time()
    assert not pattern.found("*".join("ab" * 40) + "*c", text)
    assert not pattern.found("a*" * 99 + "x", text)
    assert time.process_time() - began < 0.5


@given(st.text("ab* ", max_size=8), st.text("ab ", max_size=12))
@settings(max_examples=200)
def test_a_star_is_any_run_of_characters_and_nothing_else_is_special(wild: str, text: str) -> None:
    if not wild.replace("*", "").strip():
        return
    assert pattern.found(wild, pattern.spelled(text)) is _slowly(wild, pattern.spelled(text))


def _slowly(wild: str, text: str) -> bool:
    """Every way of placing the parts, one after the other; parts may share the space between."""
    parts = pattern._parts(wild)

    def rest(place: int, at: int) -> bool:
        if place == len(parts):
            return True
        part = parts[place]
        starts = [i for i in range(at, len(text)) if text.startswith(part, i)]
        return any(rest(place + 1, i + len(part.rstrip(" "))) for i in starts)

    return rest(0, 0)


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        (Among("priority", ["P1", "P2"]), True),
        (Among("priority", ["P1"], negate=True), True),
        (Among("tier", ["1"]), True),
        (Among("client", ["ACME"]), True),
        (Among("service", ["-"]), True),
        (Among("assignee", ["-"], negate=True), False),
        (Among("tag", ["printer", "lost"]), True),
        (Among("tag", ["-"]), False),
        (Hours(within=True), True),
        (Hours(within=False), False),
    ],
)
def test_what_a_ticket_is(asked: Condition, *, holds: bool) -> None:
    assert condition.holds(asked, SEEN) is holds


def test_all_conditions_must_hold_and_hours_of_no_contract_never_do() -> None:
    assert condition.met([], SEEN)
    assert not condition.met([Among("type", ["incident"]), Words(["nothing"])], SEEN)
    outside = replace(SEEN, open=None)
    assert not condition.holds(Hours(within=True), outside)
    assert not condition.holds(Hours(within=False), outside)


UP = MoveTier(2)


@pytest.mark.parametrize(
    "wrong",
    [
        Said("", Definition("raised", [UP])),
        Said("When", Definition("sometime", [UP])),
        Said("Idle", Definition("idle", [UP])),
        Said("Hours", Definition("raised", [UP], hours=2)),
        Said("Nothing", Definition("raised", [])),
        Said("Wait", Definition("raised", [SetState("waiting_client")])),
        Said("Me", Definition("raised", [Assign("me")])),
        Said("Whose", Definition("raised", [CallWebhook(ids.new())])),
        Said("If", Definition("raised", [UP], [Among("colour", ["red"])])),
        Said("If", Definition("raised", [UP], [Among("priority", ["P9"])])),
        Said("If", Definition("raised", [UP], [Among("service", ["printing"])])),
        Said("If", Definition("raised", [UP], [Among("tag", [])])),
        Said("If", Definition("raised", [UP], [Words(["* *"])])),
        Said("Order", Definition("raised", [UP]), position=0),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(wrong: Said) -> None:
    with pytest.raises(Malformed):
        rule.check(wrong)


def test_an_alert_sets_off_what_waits_for_alerts_and_a_step_that_moves_warns_nobody() -> None:
    assert rule.triggers("ticket.raised", {"channel": "portal"}) == ["raised"]
    assert rule.triggers("ticket.raised", {"channel": "alert"}) == ["raised", "alert_opened"]
    assert rule.triggers("escalation.carried_out", {"action": "notify"}) == ["warned"]
    assert rule.triggers("escalation.carried_out", {"action": "move_tier"}) == []
