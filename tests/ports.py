"""TCP ports for processes that are started a while after their port was chosen."""

from __future__ import annotations

import itertools
import os
import socket

# Below those that systems give to whoever connects (32768 and up on Linux, 49152 elsewhere): one
# of theirs may be taken by somebody's connection before the process that is to listen has come up.
_FIRST, _OF_A_PROCESS, _PROCESSES = 14_000, 300, 60
_begin = _FIRST + os.getpid() % _PROCESSES * _OF_A_PROCESS
_next = itertools.cycle(range(_begin, _begin + _OF_A_PROCESS))


def free() -> int:
    """One on loopback where nobody listens. Processes begin at different ones, and each hands out
    all of its own before it comes back to the first."""
    return next(port for port in itertools.islice(_next, _OF_A_PROCESS) if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
