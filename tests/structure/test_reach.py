"""What a person may do, a page offers and the JSON API does: every verb of people is reached from
the code of both, or stands in `unreached.py` with the reason why not."""

from __future__ import annotations

from tests.structure import capabilities, reach, unreached
from underpin.kernel.principal import Audience


def of_people() -> set[str]:
    """A verb with an underscore is a part of an outer one."""
    return {
        name
        for name, each in capabilities.verbs().items()
        if each.audiences - {Audience.WORKER} and not name.rpartition(".")[2].startswith("_")
    }


def test_every_verb_of_people_is_reached_from_a_page() -> None:
    missing = of_people() - reach.verbs() - set(unreached.MACHINES)
    assert missing == set(), (
        "give it a page, or say in tests/structure/unreached.py why it has none"
    )


def test_the_list_names_only_what_no_page_reaches() -> None:
    listed = set(unreached.MACHINES)
    assert listed <= of_people(), "there is no such verb any more"
    assert listed & reach.verbs() == set(), "a page reaches it: take it off the list"


def test_every_verb_of_people_is_reached_by_the_api() -> None:
    missing = _asked_for() - reach.of_api() - set(unreached.PAGES_ALONE)
    assert missing == set(), "give it a route, or say in tests/structure/unreached.py why not"


def test_the_list_names_only_what_no_route_reaches() -> None:
    listed = set(unreached.PAGES_ALONE)
    assert listed <= _asked_for(), "there is no such verb any more"
    assert listed & reach.of_api() == set(), "a route reaches it: take it off the list"


def _asked_for() -> set[str]:
    """What the console gathers is made for its pages."""
    return {name for name in of_people() if not name.startswith("console.")}
