"""Documents are set in the project's own fonts, or not at all."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from underpin.kernel.printing import fonts

ROOT = Path(__file__).parents[4]


def test_without_its_fonts_nothing_is_set_and_the_cure_is_named(tmp_path: Path) -> None:
    with pytest.raises(fonts.NoFonts, match=r"NotoSansSC_700Bold\.ttf.*make install") as refused:
        fonts.paths(tmp_path / "packages", tmp_path / "share")

    assert refused.value.status == 503
    assert str(tmp_path / "share") in refused.value.detail


def test_one_missing_file_is_enough(tmp_path: Path) -> None:
    for package, family in fonts.FAMILIES.items():
        for weight in fonts.WEIGHTS:
            path = tmp_path / package / weight / f"{family}_{weight}.ttf"
            path.parent.mkdir(parents=True)
            path.touch()
    assert len(fonts.paths(tmp_path, tmp_path / "share")) == 6
    (tmp_path / "noto-sans-arabic" / "700Bold" / "NotoSansArabic_700Bold.ttf").unlink()

    with pytest.raises(fonts.NoFonts, match=r"^NotoSansArabic_700Bold\.ttf are"):
        fonts.paths(tmp_path, tmp_path / "share")


def test_they_may_lie_beside_the_installed_product(tmp_path: Path) -> None:
    for family in fonts.FAMILIES.values():
        for weight in fonts.WEIGHTS:
            (tmp_path / f"{family}_{weight}.ttf").touch()

    assert {path.parent for path in fonts.paths(tmp_path / "none", tmp_path)} == {tmp_path}


def test_the_packages_are_pinned_by_hash_and_name_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    wanted = json.loads((ROOT / "package.json").read_text())
    packages = {path: each for path, each in lock["packages"].items() if path}

    assert {f"node_modules/{name}" for name in wanted["dependencies"]} <= set(packages)
    for each in packages.values():
        assert each["integrity"].startswith("sha512-")
        assert "resolved" not in each
    # esbuild's script would only swap its starter for the program itself; it runs without.
    assert {path for path, each in packages.items() if each.get("hasInstallScript")} == {
        "node_modules/esbuild"
    }
    assert "ignore-scripts=true" in (ROOT / ".npmrc").read_text()
    assert all(re.fullmatch(r"[\d.]+", version) for version in wanted["dependencies"].values())
    assert "scripts" not in wanted
    for name in ("package.json", "package-lock.json", ".npmrc"):
        assert "://" not in (ROOT / name).read_text()
