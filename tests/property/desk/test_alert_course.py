"""However often and in whichever order an alert's news arrives, it stands the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from underpin.desk.alerts import course, following, rules
from underpin.desk.alerts.course import Point
from underpin.desk.alerts.rules import Matter, News, Rules, Step
from underpin.desk.alerts.told import Told

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = START + timedelta(days=1)
MOMENTS = st.integers(0, 40).map(lambda minute: START + timedelta(minutes=minute))


@st.composite
def news(draw: st.DrawFn) -> list[Told]:
    """Of two alerts, each with its own time."""
    return draw(
        st.lists(
            st.builds(
                Told,
                fingerprint=st.sampled_from(["a", "b"]),
                firing=st.booleans(),
                title=st.sampled_from(["x", "y"]),
                severity=st.sampled_from(["", "critical"]),
                at=MOMENTS,
            ),
            max_size=12,
        )
    )


def standing(told: list[Told]) -> dict[str, tuple[object, ...]]:
    """One delivery for each, one after the other."""
    known: dict[str, following.Alert] = {}
    for each in told:
        for followed in following.follow(known, [each], LATER, LATER):
            known[followed.alert.fingerprint] = followed.alert
    return {name: (each.points, each.told) for name, each in known.items()}


@given(st.data(), news())
def test_twice_and_in_any_order_gives_the_same_state(data: st.DataObject, told: list[Told]) -> None:
    again = [*told, *data.draw(st.lists(st.sampled_from(told)) if told else st.just([]))]
    shuffled = data.draw(st.permutations(again))
    assert standing(shuffled) == standing(told)


@given(st.data(), news())
def test_in_one_delivery_or_in_many_is_the_same(data: st.DataObject, told: list[Told]) -> None:
    at_once = following.follow({}, told, LATER, LATER)
    apart = standing(told)
    assert {
        each.alert.fingerprint: (each.alert.points, each.alert.told) for each in at_once
    } == apart


@given(st.lists(st.builds(Point, MOMENTS, st.booleans()), max_size=40), MOMENTS)
def test_changes_are_those_of_the_obvious_count(points: list[Point], since: datetime) -> None:
    kept = course.heard((), points)
    counted, before = 0, None
    for each in sorted(set(points)):
        if before is not None and before != each.over and each.at > since:
            counted += 1
        before = each.over
    assert course.changes(kept, since) == counted
    assert course.fires(kept) == (bool(points) and not max(points).over)


@given(st.lists(st.booleans(), max_size=30), st.integers(0, 5))
def test_a_matter_never_has_two_tickets_and_flapping_is_said_once(
    fires: list[bool], after: int
) -> None:
    """A walk of one alert through its changes within the window: one raising, then at most one word
    of its flapping, and each change is met by a wait or by its end."""
    ours, matter, said = Rules(flap_changes=after), Matter(), list[Step]()
    changes, firing = 0, False
    for each in fires:
        changed, changes = each != firing, changes + (each != firing)
        flapping = rules.is_flapping(ours, changes)
        steps = rules.steps(matter, News(START, each, changed=changed, flapping=flapping))
        said += steps
        firing = each
        raised = matter.ticket == "live" or Step.RAISE in steps
        noted = matter.flapping or Step.FLAPPING in steps
        matter = Matter("live" if raised else "none", None, firing, noted)
        assert not (changed and raised and not each) or steps == (Step.WAIT,)
    assert said.count(Step.RAISE) == int(any(fires))
    assert said.count(Step.FLAPPING) <= 1
    assert said.count(Step.AGAIN) <= max(0, changes)
