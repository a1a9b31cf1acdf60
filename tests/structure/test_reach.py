"""What a person may do, a page offers: every verb of people is reached from the console's code, or
stands below with the reason why only machines ask for it."""

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
