"""Embedded PostgreSQL and Redis: real servers for a machine that has nothing but Python."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from underpin.kernel.embedded.errors import EmbeddedError
from underpin.kernel.embedded.folders import private
from underpin.kernel.embedded.postgres import Postgres
from underpin.kernel.embedded.redis import Redis

__all__ = [
    "EmbeddedError",
    "Postgres",
    "Redis",
    "Servers",
    "known",
    "start_all",
    "stop_all",
    "wipe",
]


@dataclass(frozen=True)
class Servers:
    """Where the servers of a data folder answer."""

    admin_url: str = field(repr=False)
    redis_url: str


def start_all(folder: Path) -> Servers:
    """Start both servers under `folder`, or attach to those that run. Raises EmbeddedError."""
    private(folder)
    postgres, redis = _of(folder)
    postgres.start()
    redis.start()
    return Servers(postgres.admin_url(), redis.url)


def known(folder: Path) -> Servers:
    """Where the servers of a folder answer when they run; starts nothing."""
    postgres, redis = _of(folder)
    return Servers(postgres.admin_url(), redis.url)


def stop_all(folder: Path) -> None:
    """Stop what runs under `folder`; the data stays."""
    for server in reversed(_of(folder)):
        server.stop()


def wipe(folder: Path) -> None:
    """Stop what runs under `folder` and remove it with all its data. None there: nothing done.

    Raises EmbeddedError where it is not a data folder: one that `start_all` made.
    """
    if not folder.exists():
        return
    if not (folder / "postgres" / "lock").exists():
        raise EmbeddedError(
            f"{folder} holds no servers of ours. Remove it yourself if you mean it."
        )
    stop_all(folder)
    shutil.rmtree(folder)


def _of(folder: Path) -> tuple[Postgres, Redis]:
    return Postgres(folder / "postgres"), Redis(folder / "redis")
