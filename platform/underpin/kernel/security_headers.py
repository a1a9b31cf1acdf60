"""The headers that hold a browser to our rules, per kind of origin.

Desk, portal and content are origins apart. No page has an inline script or style, and what users
upload is only ever handed out as a sandboxed attachment.
"""

import re
from typing import Literal
from urllib.parse import quote

Origin = Literal["desk", "portal", "content"]
Headers = tuple[tuple[str, str], ...]

_PAGES = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
_CONTENT = "; ".join(
    ("default-src 'none'", "sandbox", "form-action 'none'", "frame-ancestors 'none'")
)
_REFUSED = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
_EVERYWHERE: Headers = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    # "no-referrer" would turn the Origin of our own forms into "null", which csrf refuses.
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", ", ".join(f"{feature}=()" for feature in _REFUSED)),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
_HTTPS: Headers = (("Strict-Transport-Security", "max-age=31536000"),)
_UNSAFE_IN_NAME = re.compile(r"[^A-Za-z0-9 ._-]")


def for_origin(kind: Origin, *, https: bool) -> Headers:
    """The headers of every answer of this origin; HSTS only where the page came over https,
    because a browser would remember it for a host that has no certificate."""
    policy = _CONTENT if kind == "content" else _PAGES
    unfit_to_show = (("Content-Disposition", "attachment"),) if kind == "content" else ()
    secure = _HTTPS if https else ()
    return (("Content-Security-Policy", policy), *_EVERYWHERE, *unfit_to_show, *secure)


def attachment(name: str) -> str:
    """Content-Disposition for a file of this name (RFC 6266), the real name in UTF-8 beside a
    plain one; control characters, paths and quotes cannot get out of it."""
    name = "".join(each for each in name if each.isprintable()).replace("\\", "/")
    name = name.rsplit("/", 1)[-1].strip(" .")[:150] or "file"
    plain = _UNSAFE_IN_NAME.sub("_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def private_file(name: str) -> dict[str, str]:
    """For a file that is downloaded, and kept by nobody on the way."""
    return {"Content-Disposition": attachment(name), "Cache-Control": "private, no-store"}
