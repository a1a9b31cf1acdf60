"""Stylesheets, modules and icons, under names that carry their content's hash.

Our own, the packages' bundles, and one sprite of the icons that pages name. Read, and compressed
where they are not already, once, when first asked for. A name changes whenever its content does, so
an answer may be kept for ever; another name does not exist.
"""

import functools
import gzip
import hashlib
import pathlib
import re
import types
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import brotli  # type: ignore[import-untyped]

from underpin.console import bundles, sprite

FOLDER = pathlib.Path(__file__).with_name("assets")
PREFIX = "/assets/"
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
CSS_IMPORT = re.compile(r'^@import "\./([\w./-]+)" layer\((\w+)\);$', re.MULTILINE)
REFERENCE = re.compile(r'(?<=["\'(])\./([\w-]+\.(?:js|svg|css))(?=["\')])')
NONE: Mapping[str, "Asset"] = types.MappingProxyType({})
IMMUTABLE = "public, max-age=31536000, immutable"


class BrokenAsset(Exception):
    """An asset refers to one that does not exist, or to itself in a circle."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is served; `bodies` holds it per content coding."""

    name: str
    media_type: str
    bodies: Mapping[str, bytes]

    @property
    def plain(self) -> bytes:
        return self.bodies["identity"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes out for one request."""

    body: bytes
    media_type: str
    headers: Mapping[str, str]


def url(name: str) -> str:
    """The address of an asset by its source name, `app.css`; KeyError if there is none."""
    return PREFIX + bundle()[name].name


def answer(hashed: str, accept_encoding: str) -> Answer | None:
    """The asset of a hashed name in the best coding the browser takes, None if unknown."""
    asset = _by_hashed_name().get(hashed)
    if asset is None:
        return None
    coding = preferred(accept_encoding, asset.bodies)
    headers = {
        "cache-control": IMMUTABLE,
        "vary": "accept-encoding",
        "x-content-type-options": "nosniff",
    }
    if coding != "identity":
        headers["content-encoding"] = coding
    return Answer(asset.bodies[coding], asset.media_type, headers)


def preferred(accept_encoding: str, available: Collection[str]) -> str:
    """`br`, then `gzip`, then `identity`, of what is accepted; q=0 refuses (RFC 9110, 12.5.3)."""
    accepted = set()
    for part in accept_encoding.lower().split(","):
        coding, _, weight = (word.strip() for word in part.partition(";"))
        if not re.fullmatch(r"q=0(\.0*)?", weight):
            accepted.add(coding)
    return next((code for code in ("br", "gzip") if code in accepted & set(available)), "identity")


@functools.cache
def bundle() -> Mapping[str, Asset]:
    """Every asset that may be asked for, by source name."""
    files = (path for path in sorted(FOLDER.rglob("*")) if path.is_file())
    own = {path.relative_to(FOLDER).as_posix(): path.read_text("utf-8") for path in files}
    own["icons.svg"] = sprite.drawn(sprite.names(), bundles.shapes())
    return build(own, {name: _asset(name, bundles.bodies(name)) for name in bundles.NAMES})


@functools.cache
def _by_hashed_name() -> Mapping[str, Asset]:
    return {asset.name: asset for asset in bundle().values()}


def build(sources: Mapping[str, str], ready: Mapping[str, Asset] = NONE) -> Mapping[str, Asset]:
    """The assets of these files, references rewritten to hashed names, beside those `ready`.

    Files in folders are parts that only `@import` reaches; they are not served by themselves.
    """
    built = dict(ready)
    for name in sources:
        if "/" not in name:
            _build(name, sources, built, ())
    return built


def _build(
    name: str, sources: Mapping[str, str], built: dict[str, Asset], path: tuple[str, ...]
) -> Asset:
    if name not in built:
        if name in path or name not in sources:
            raise BrokenAsset(" -> ".join((*path, name)))
        trail = (*path, name)
        text = CSS_IMPORT.sub(lambda match: _layer(match, sources, trail), sources[name])
        text = REFERENCE.sub(
            lambda match: "./" + _build(match[1], sources, built, trail).name, text
        )
        built[name] = _asset(name, _compressed(text.encode()))
    return built[name]


def _layer(match: re.Match[str], sources: Mapping[str, str], trail: tuple[str, ...]) -> str:
    part, layer = match[1], match[2]
    if part not in sources:
        raise BrokenAsset(" -> ".join((*trail, part)))
    return f"@layer {layer} {{\n{sources[part]}}}"


def _asset(name: str, bodies: Mapping[str, bytes]) -> Asset:
    stem, dot, suffix = name.rpartition(".")
    digest = hashlib.sha256(bodies["identity"]).hexdigest()[:12]
    return Asset(f"{stem}.{digest}{dot}{suffix}", MEDIA_TYPES[dot + suffix], bodies)


def _compressed(body: bytes) -> Mapping[str, bytes]:
    return {
        "identity": body,
        "gzip": gzip.compress(body, 9, mtime=0),
        "br": brotli.compress(body, quality=11),
    }
