"""What an installation is told from outside: read once from the environment, checked, frozen.

`docs/settings.md` lists every variable; a test holds that page and `variables.ALL` together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from underpin.kernel import settings_variables as variables
from underpin.kernel.settings_values import Address, RefusedError
from underpin.kernel.settings_variables import Problem, SettingsError

__all__ = [
    "Address",
    "Problem",
    "Settings",
    "SettingsError",
    "load",
    "unknown",
]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one process. Fields that hold, or may hold, a secret stay out of `repr`."""

    database_url: str
    """Where the data is; no user in it: each scope signs in as its own role (`database.roles`)."""
    role_prefix: str
    owner_url: str | None = field(repr=False)
    """None stands for the role `database.roles` derives for the owner."""
    admin_url: str | None = field(repr=False)
    redis_url: str = field(repr=False)
    secret: str = field(repr=False)
    secret_previous: tuple[str, ...] = field(repr=False)
    """Retired secrets, newest first: still read with, never written with."""
    desk_origin: str
    portal_origin: str
    content_origin: str
    smtp_url: str = field(repr=False)
    mail_domain: str
    mail_listen: Address
    lmtp_listen: Address | None
    """None: no LMTP."""
    mail_authserv_id: str | None
    """Whose Authentication-Results are believed; None: nobody's."""
    listen: Address
    metrics_token: str | None = field(repr=False)
    worker_metrics_listen: Address | None
    """None: the worker's metrics are not exposed."""
    stripe_key: str | None = field(repr=False)
    """None: clients pay by bank transfer alone."""
    stripe_webhook_secrets: tuple[str, ...] = field(repr=False)
    """Signing secrets, the newest first: several while one is being exchanged."""
    stripe_url: str | None
    """The demo's own Stripe, where no money moves; None for the real one."""
    language: str
    """In which the provider writes to vendors of whom no language is known."""
    demo: bool
    allow_private_addresses: bool

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret that may still be read with; the first is the one to write with."""
        return (self.secret, *self.secret_previous)

    def require_admin_url(self) -> str:
        """The superuser's URL; raises SettingsError where preparing roles was not given one."""
        return _required(self.admin_url, "UNDERPIN_ADMIN_URL")


def load(environ: Mapping[str, str]) -> Settings:
    """Read the settings. Raises one SettingsError that names everything missing or wrong."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for variable in variables.ALL:
        try:
            values[variable.field] = variable.read(environ)
        except RefusedError as refused:
            problems.append(Problem(variable.name, str(refused), variable.cure))
    if not problems:
        problems.extend(variables.conflicts(values))
    if problems:
        raise SettingsError(tuple(problems))
    return Settings(**values)


def unknown(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Variables that begin like ours and are not: most often a slip of the pen."""
    known = {variable.name for variable in variables.ALL}
    return tuple(sorted(n for n in environ if n.startswith("UNDERPIN_") and n not in known))


def _required(value: str | None, name: str) -> str:
    if value is None:
        variable = next(v for v in variables.ALL if v.name == name)
        raise SettingsError((Problem(name, "is not set", variable.cure),))
    return value
