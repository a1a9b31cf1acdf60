"""What a handler gives back: a page, the part of it that changed, or the way to another."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from typing import Any

import brotli  # type: ignore[import-untyped]
from litestar import Response
from litestar.connection import ASGIConnection
from litestar.response.base import ASGIResponse

from underpin.console import assets, pages
from underpin.console.pages import View

HTML = "text/html"  # the framework adds the charset
NO_STORE = {
    "cache-control": "private, no-store",
    "vary": "accept-encoding, x-fragment, hx-request",
}
SMALL = 1_000
CODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda body: bytes(brotli.compress(body, quality=4)),
    "gzip": lambda body: gzip.compress(body, 5),
}
AnyConnection = ASGIConnection[Any, Any, Any, Any]


def page(request: AnyConnection, name: str, view: View, status: int = 200) -> Response[Any]:
    """The page, or the fragment of it that `X-Fragment` names. A problem that htmx meets is told
    in its fragment, in place."""
    met = name == "problem" and by_htmx(request)
    part = name if met else request.headers.get("x-fragment", "")
    known = pages.has_fragment(part, view)
    text = pages.fragment(part, view) if known else pages.render(name, view)
    return drawn(request, text, status)


def drawn(request: AnyConnection, text: str, status: int = 200) -> Response[Any]:
    """The text of a page, or of a part."""
    body, coding = compressed(text.encode(), request.headers.get("accept-encoding", ""))
    headers = NO_STORE | ({"content-encoding": coding} if coding else {})
    return Response(body, media_type=HTML, status_code=status, headers=headers)


def compressed(body: bytes, accepts: str) -> tuple[bytes, str]:
    """The body in the coding the browser takes, quickly, and its name; as it is where it is small.
    The tokens in a page are salted anew each time, so that its size tells nothing (`csrf.token`).
    """
    coding = assets.preferred(accepts, CODINGS) if len(body) > SMALL else ""
    pack = CODINGS.get(coding)
    return (pack(body), coding) if pack else (body, "")


def by_htmx(request: AnyConnection) -> bool:
    """Whether a page's script asks, for a part of it."""
    return request.headers.get("hx-request") == "true"


class Going(Response[Any]):
    """Go there and ask again with GET (RFC 9110, 15.4.4), keeping these Set-Cookie values."""

    def __init__(self, path: str, *cookies: str) -> None:
        super().__init__(b"", status_code=303)
        self.path, self.kept = path, cookies

    def to_asgi_response(self, app: Any, request: Any, **_: Any) -> ASGIResponse:
        kept = [("set-cookie", each) for each in self.kept]
        headers = [("location", self.path), *NO_STORE.items(), *kept]
        return ASGIResponse(headers=headers, media_type="text/plain", status_code=303)


def own_path(back: str, otherwise: str = "/") -> str:
    """Where to go on, if it is a path of ours: a link must not send anyone to another host."""
    plain = back.isascii() and back.isprintable() and "\\" not in back
    return back if plain and back.startswith("/") and not back.startswith("//") else otherwise
