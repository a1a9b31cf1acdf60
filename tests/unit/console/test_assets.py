"""Assets under hashed names."""

import gzip
import re

import brotli
import pytest

from underpin.console import assets

OWN = [path.name for path in assets.FOLDER.glob("*.js")]
SOURCES = {
    "app.css": '@import "./css/a.css" layer(base);\n.x { background: url("./icons.svg"); }\n',
    "css/a.css": "b {}\n",
    "icons.svg": "<svg/>",
    "live.js": 'new SharedWorker(new URL("./worker.js", import.meta.url));',
    "worker.js": "// waits",
}


def test_a_name_changes_when_the_content_or_what_it_refers_to_changes() -> None:
    before = assets.build(SOURCES)
    after = assets.build({**SOURCES, "worker.js": "// works"})
    changed = {name for name in before if before[name].name != after[name].name}
    assert changed == {"worker.js", "live.js"}


def test_references_lead_to_hashed_names() -> None:
    built = assets.build(SOURCES)
    assert f'"./{built["worker.js"].name}"' in built["live.js"].plain.decode()
    assert f'url("./{built["icons.svg"].name}")' in built["app.css"].plain.decode()


def test_parts_are_folded_in_and_not_served() -> None:
    built = assets.build(SOURCES)
    assert set(built) == {"app.css", "icons.svg", "live.js", "worker.js"}
    assert built["app.css"].plain.decode().startswith("@layer base {\nb {}\n}")


@pytest.mark.parametrize(
    "broken",
    [
        {"a.js": 'import "./gone.js";'},
        {"a.js": 'import "./b.js";', "b.js": 'import "./a.js";'},
        {"a.css": '@import "./css/gone.css" layer(base);'},
    ],
)
def test_a_broken_reference_stops_the_start(broken: dict[str, str]) -> None:
    with pytest.raises(assets.BrokenAsset, match=r"a\.(js|css)"):
        assets.build(broken)


@pytest.mark.parametrize(
    ("accepts", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("BR;q=0.5", "br"),
        ("gzip;q=0.0", "identity"),
        ("", "identity"),
        ("zstd", "identity"),
    ],
)
def test_the_best_accepted_coding_is_chosen(accepts: str, coding: str) -> None:
    assert assets.preferred(accepts, {"identity": b"", "gzip": b"", "br": b""}) == coding


def test_every_coding_carries_the_same_bytes_for_ever() -> None:
    hashed = assets.url("app.css").removeprefix(assets.PREFIX)
    plain = assets.answer(hashed, "")
    packed = assets.answer(hashed, "gzip")
    small = assets.answer(hashed, "br, gzip")
    assert plain
    assert packed
    assert small
    assert gzip.decompress(packed.body) == brotli.decompress(small.body) == plain.body
    assert "content-encoding" not in plain.headers
    assert small.headers["content-encoding"] == "br"
    assert small.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert small.headers["vary"] == "accept-encoding"
    assert plain.media_type == "text/css; charset=utf-8"


@pytest.mark.parametrize("name", ["app.css", "css/tokens.css", "../assets.py", ""])
def test_only_hashed_names_exist(name: str) -> None:
    assert assets.answer(name, "br") is None


def test_a_first_view_stays_far_below_its_budget() -> None:
    """Bootstrap of one direction, htmx and all of our own, without the page itself."""
    charts = ("chart.js", "charts.js", "bootstrap.rtl.css")
    first = [each for name, each in assets.bundle().items() if name not in charts]
    assert sum(len(asset.bodies["br"]) for asset in first) < 80_000
    assert sum(len(asset.bodies["gzip"]) for asset in first) < 100_000


def test_nothing_comes_from_another_host() -> None:
    styles = [each for name, each in assets.bundle().items() if not name.endswith(".js")]
    texts = "".join(asset.plain.decode() for asset in styles)
    assert not re.search(r"url\([\"']?(?!\./)|@import", texts)
    own = "".join(each.plain.decode() for name, each in assets.bundle().items() if name in OWN)
    assert not re.findall(r"\w+://[\w./]+", own)
