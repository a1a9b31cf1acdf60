"""The clients a log speaks of, by slug and key."""

import re

import pytest

from tenants import company
from underpin.desk.replay import clients


@pytest.mark.parametrize("name", ["Location 143", "?", "Łódź / południe", "x" * 90, "pl"])
def test_every_name_comes_to_a_slug_a_client_may_have(name: str) -> None:
    slug = clients.slug_of("servicenow", name)
    assert company.SLUG.fullmatch(slug)
    assert clients.slug_of("servicenow", name) == slug


def test_keys_are_numbered_within_their_source() -> None:
    keys = [clients.key_of(source, n) for source in ("servicenow", "volvo") for n in (1, 12)]
    assert keys == ["SE001", "SE012", "VO001", "VO012"]
    assert all(company.KEY.fullmatch(key) for key in keys)


def test_names_that_a_slug_cannot_tell_apart_are_refused() -> None:
    found = clients.slugs_of("volvo", ["se", "pl", "se"])
    assert found == ["volvo-se", "volvo-pl"]
    with pytest.raises(clients.OneSlugForTwo, match=re.escape("'Location 1' and 'location-1'")):
        clients.slugs_of("servicenow", ["Location 1", "location-1"])
