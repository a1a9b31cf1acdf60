"""Run a program that ends with the process that started it, even if that one is killed.

    python supervisor_tether.py SIGNAL PARENT PROGRAM [ARGUMENT...]

Linux sends SIGNAL to the program when the thread that started it ends; elsewhere this
changes nothing. A script of its own, since code between fork and exec may dead-lock.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Sequence

PR_SET_PDEATHSIG = 1


def tethered(argv: Sequence[str], number: int) -> list[str]:
    """`argv`, to be started by this process and this thread, ended by signal `number`."""
    return [sys.executable, "-I", "-S", __file__, str(int(number)), str(os.getpid()), *argv]


def main(number: int, parent: int, argv: list[str]) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:  # it ended before the kernel knew whom to tell
            sys.exit(1)
    try:
        os.execvp(argv[0], argv)  # noqa: S606 - no shell is wanted
    except OSError as error:
        sys.exit(f"{argv[0]} cannot be started: {error.strerror}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
