"""The folder an installation on one machine lives in: its settings are made once and kept.

.underpin/          git-ignored, private to its owner
    settings.json   secret, ports and origins, made at the first start
    postgres/ redis/ mail/ stripe/
"""

from __future__ import annotations

import json
import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from underpin.kernel import embedded
from underpin.kernel.database import roles
from underpin.kernel.embedded import Servers

DATABASE = "underpin"
MAIL_DOMAIN = "desk.underpin.example"


@dataclass(frozen=True)
class Home:
    """A data folder and the environment its processes run in."""

    folder: Path
    environ: Mapping[str, str]

    @property
    def mail(self) -> Path:
        """Where the catcher keeps what was sent."""
        return self.folder / "mail"

    @property
    def stripe(self) -> Path:
        """Where the demo's own Stripe keeps what it knows."""
        return self.folder / "stripe"


def started(folder: Path) -> Home:
    """Start the embedded servers and say how to reach them. Raises EmbeddedError."""
    servers = embedded.start_all(folder)
    kept = _kept(folder / "settings.json")
    return Home(folder, _environ(servers, kept))


def environ_of(folder: Path) -> Mapping[str, str]:
    """The environment of a folder whose servers may be running; empty where there is none."""
    if not (folder / "settings.json").exists():
        return {}
    kept = {"stripe_port": "8027", "stripe_secret": ""}
    kept |= json.loads((folder / "settings.json").read_text())
    return _environ(embedded.known(folder), kept)


def _environ(servers: Servers, kept: Mapping[str, str]) -> dict[str, str]:
    base = roles.without_login(servers.admin_url, DATABASE)
    port = kept["port"]
    return {
        "UNDERPIN_DATABASE_URL": base,
        "UNDERPIN_ADMIN_URL": servers.admin_url,
        "UNDERPIN_REDIS_URL": servers.redis_url,
        "UNDERPIN_SECRET": kept["secret"],
        "UNDERPIN_DESK_ORIGIN": f"http://desk.localhost:{port}",
        "UNDERPIN_PORTAL_ORIGIN": f"http://portal.localhost:{port}",
        "UNDERPIN_CONTENT_ORIGIN": f"http://content.localhost:{port}",
        "UNDERPIN_LISTEN": f"127.0.0.1:{port}",
        "UNDERPIN_SMTP_URL": f"smtp://127.0.0.1:{kept['catcher_port']}",
        "UNDERPIN_MAIL_LISTEN": f"127.0.0.1:{kept['mail_port']}",
        "UNDERPIN_MAIL_DOMAIN": MAIL_DOMAIN,
        "UNDERPIN_STRIPE_KEY": "sk_test_simulated",
        "UNDERPIN_STRIPE_WEBHOOK_SECRETS": kept["stripe_secret"],
        "UNDERPIN_STRIPE_URL": f"http://127.0.0.1:{kept['stripe_port']}",
        "UNDERPIN_DEMO": "yes",
        "UNDERPIN_ALLOW_PRIVATE_ADDRESSES": "yes",
    }


def _kept(path: Path) -> dict[str, str]:
    """The settings of this folder, made at the first start; a port that was taken since is
    chosen anew."""
    made = json.loads(path.read_text()) if path.exists() else {"secret": secrets.token_urlsafe(48)}
    made.setdefault("stripe_secret", f"whsec_{secrets.token_hex(24)}")
    wanted = {"port": 8000, "mail_port": 8025, "catcher_port": 8026, "stripe_port": 8027}
    taken: set[int] = set()
    for name, usual in wanted.items():
        port = _free(int(made.get(name, usual)), taken)
        made[name] = str(port)
        taken.add(port)
    _write(path, made)
    return made


def _write(path: Path, made: Mapping[str, str]) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:  # noqa: PTH123 - made private from the first byte
        json.dump(made, file, indent=1)


def _free(wanted: int, taken: set[int]) -> int:
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            found: int = probe.getsockname()[1]
            if found not in taken:
                return found
    raise OSError("No port of this machine is free.")
