"""This process's installation: its settings and its keyring, given once at start."""

from __future__ import annotations

from underpin.kernel import keyring
from underpin.kernel.keyring import Keyring
from underpin.kernel.settings import Settings


class NotStarted(RuntimeError):
    """Something asked for the installation before the process was given one."""


class _Installation:
    settings: Settings | None = None
    ring: Keyring | None = None


def use(settings: Settings) -> None:
    """Called by app, worker, command line and tests before anything else."""
    _Installation.settings = settings
    _Installation.ring = keyring.of(settings.secret, settings.secret_previous)


def settings() -> Settings:
    if _Installation.settings is None:
        raise NotStarted("Call installation.use(settings) first.")
    return _Installation.settings


def ring() -> Keyring:
    if _Installation.ring is None:
        raise NotStarted("Call installation.use(settings) first.")
    return _Installation.ring
