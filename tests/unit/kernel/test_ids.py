"""Keys: ordered when new, repeatable when derived."""

from uuid import UUID, uuid5

import pytest

from underpin.kernel import ids

_SPACE = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


def test_new_ids_are_version_7_of_the_standard_library_and_sort_as_they_were_made() -> None:
    made = [ids.new() for _ in range(2000)]

    assert {each.version for each in made} == {7}
    assert all(type(each) is UUID for each in made)
    assert made == sorted(set(made))


def test_the_same_parts_give_the_same_id_for_ever() -> None:
    assert ids.derive(_SPACE, "servicenow", "INC0001", 3) == uuid5(
        _SPACE, "10:servicenow;7:INC0001;1:3;"
    )


@pytest.mark.parametrize("other", [("ab", "c"), ("abc",), ("a", "b", "c"), ("a", "bc", "")])
def test_parts_cut_differently_are_other_ids(other: tuple[str, ...]) -> None:
    assert ids.derive(_SPACE, *other) != ids.derive(_SPACE, "a", "bc")


def test_another_namespace_is_another_id() -> None:
    assert ids.derive(ids.new(), "a") != ids.derive(_SPACE, "a")


def test_nothing_to_derive_from_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one part"):
        ids.derive(_SPACE)
