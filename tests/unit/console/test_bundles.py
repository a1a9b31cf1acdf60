"""What npm packages bring to the pages: found, or the cure named; and every icon drawn once."""

from __future__ import annotations

from pathlib import Path

import pytest

from underpin.console import bundles, navigation, sprite


def test_without_its_packages_no_page_is_made_and_the_cure_is_named(tmp_path: Path) -> None:
    with pytest.raises(bundles.NoPages, match="make install") as refused:
        bundles.folder(tmp_path / "none", tmp_path / "share")

    assert refused.value.status == 503


def test_they_may_lie_beside_the_installed_product(tmp_path: Path) -> None:
    for name in (*bundles.NAMES, bundles.ICONS):
        (tmp_path / name).touch()

    assert bundles.folder(tmp_path / "none", tmp_path) == tmp_path
    (tmp_path / "htmx.js").unlink()
    with pytest.raises(bundles.NoPages):
        bundles.folder(tmp_path / "none", tmp_path)


def test_bootstrap_is_the_lowest_layer_and_carries_no_picture() -> None:
    for name in ("bootstrap.ltr.css", "bootstrap.rtl.css"):
        text = bundles.bodies(name)["identity"].decode()
        assert text.startswith("@layer bootstrap{")
        assert "data:" not in text


def test_every_icon_that_is_named_is_drawn() -> None:
    text = sprite.drawn(sprite.names(), bundles.shapes())

    assert {"list", "inbox", "lock"} <= sprite.names()
    assert text.count("<symbol ") == len(sprite.names()) + 1
    assert 'id="mark"' in text
    assert set(bundles.shapes()) >= sprite.MIRRORED
    with pytest.raises(sprite.UnknownIcon):
        sprite.drawn(["no-such-icon"], bundles.shapes())
    with pytest.raises(sprite.UnknownIcon):
        sprite.known("no-such-icon")


def test_areas_are_told_once_and_grouped_in_their_order() -> None:
    for entries in (navigation.STAFF, navigation.MEMBER):
        names = [entry.name for entry in entries]
        assert len(names) == len(set(names))
    found = list(navigation.groups(navigation.STAFF, frozenset({"receivables", "list"})))
    assert [(group, [each.name for each in entries]) for group, entries in found] == [
        ("Work", ["list"]),
        ("Money", ["receivables"]),
    ]
