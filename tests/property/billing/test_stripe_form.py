"""What the SDK encodes, the simulator reads back: the same names, the same values as text."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st
from stripe._encode import _api_encode

from underpin.demo.stripe_simulator import form

NAMES = st.text("abcxyz_", min_size=1, max_size=8)
VALUES = st.one_of(st.text(max_size=12), st.integers(-999, 999))
NESTED = st.recursive(
    VALUES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3), st.dictionaries(NAMES, inner, min_size=1)
    ),
    max_leaves=8,
)
PARAMS = st.dictionaries(NAMES, st.one_of(NESTED, st.booleans()))
"""Within a list the SDK spells booleans as Python does; no parameter of Stripe's is such a list."""


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _as_text(each) for name, each in value.items()}
    if isinstance(value, list):
        return {str(place): _as_text(each) for place, each in enumerate(value)}
    return str(value).lower() if isinstance(value, bool) else str(value)


@given(PARAMS)
def test_there_and_back(params: dict[str, Any]) -> None:
    encoded = urlencode(list(_api_encode(params)))
    assert form.read(encoded) == _as_text(params)
