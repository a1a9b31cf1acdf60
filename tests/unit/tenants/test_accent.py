"""Which accent colours can be read, and what pages make of them."""

from __future__ import annotations

import pytest

from tenants import accent


@pytest.mark.parametrize(
    ("colour", "fits"),
    [("#3f53d0", True), ("#000000", True), ("#ffffff", False), ("#ffcc00", False)],
)
def test_white_must_be_readable_on_it(colour: str, fits: bool) -> None:
    assert accent.is_readable(colour) is fits


@pytest.mark.parametrize("colour", ["#ffcc00", "#8899ff", "#ffffff", "#00ffff"])
def test_the_nearest_darker_shade_can_be_read(colour: str) -> None:
    near = accent.readable(colour)
    assert accent.is_readable(near)
    assert accent.readable(near) == near


def test_dark_pages_take_a_lighter_shade_of_the_same_colour() -> None:
    shades = accent.shades("#3f53d0")
    assert shades.fill == shades.text_light == "#3f53d0"
    assert int(shades.text_dark[1:], 16) > int(shades.text_light[1:], 16)
    assert int(shades.over[1:], 16) < int(shades.fill[1:], 16)
