"""The application as it is served, without connections of its own: built once for a process, as
its routes take seconds to lay out, and asked by every story there."""

from __future__ import annotations

import functools
from typing import cast

from litestar import Litestar

from tests import world
from underpin import app, wiring
from underpin.kernel.web.caller import Caller


def site() -> Caller:
    """Wired as for its first story, whatever a story before exchanged."""
    wiring.wire()
    return _built()


def routes() -> Litestar:
    """What is inside of it."""
    return cast(Litestar, _built().app)


@functools.cache
def _built() -> Caller:
    return app.asgi(world.SETTINGS, connect=False)
