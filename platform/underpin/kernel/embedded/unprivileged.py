"""PostgreSQL refuses to run as root: there it runs in a user namespace, as nobody.

Seen from outside the files still belong to root, so this works under a home folder with
mode 0700 and changes no permission anywhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from underpin.kernel.embedded import processes
from underpin.kernel.embedded.errors import EmbeddedError

NOBODY = "65534"

_MAY_NOT_EXECUTE = 126
"""What unshare, like a shell, answers for a program it found and may not start."""

_CURE = "Run as an ordinary user, or set UNDERPIN_DATABASE_URL to a PostgreSQL of your own."


def prefix(program: Path) -> list[str]:
    """What to put before `program` so that it does not run as root; empty for anyone else.

    Raises EmbeddedError where the system does not allow it.
    """
    if os.geteuid() != 0:
        return []
    unshare = shutil.which("unshare")
    if unshare is None:
        raise EmbeddedError(
            f"PostgreSQL does not run as root, and `unshare` is not installed. {_CURE}"
        )
    lead = [unshare, "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
    _probe(lead, program)
    return lead


def _probe(lead: list[str], program: Path) -> None:
    tried = subprocess.run(  # noqa: S603 - a fixed program with fixed words
        [*lead, str(program), "--version"],
        env=processes.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if tried.returncode == _MAY_NOT_EXECUTE:
        raise EmbeddedError(
            f"PostgreSQL does not run as root, and as nobody it cannot reach {program}: "
            "a folder above it is closed to everyone but its owner. "
            "Run as the user this project belongs to."
        )
    if tried.returncode != 0:
        raise EmbeddedError(
            "PostgreSQL does not run as root, and this system does not let it run as nobody "
            f"in a user namespace ({tried.stderr.strip()}). {_CURE}"
        )
