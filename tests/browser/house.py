"""The product as it runs: the web app and the worker as processes of their own, on this session's
database, reached by a browser over loopback."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests import ports
from tests.conftest import DATABASE, SECRET
from underpin.kernel.database import roles

READY_SECONDS = 300
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class House:
    """Where the faces answer, and the simulated Stripe."""

    port: int
    stripe: int

    @property
    def desk(self) -> str:
        return f"http://desk.localhost:{self.port}"

    @property
    def portal(self) -> str:
        return f"http://portal.localhost:{self.port}"


@dataclass(frozen=True)
class Started:
    """The processes of a house, and where they log."""

    house: House
    processes: list[subprocess.Popen[bytes]]
    folder: Path

    def wait(self) -> None:
        """Until it answers. Fails with the end of the logs when it does not."""
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until and all(each.poll() is None for each in self.processes):
            if _answers(self.house):
                return
            time.sleep(0.1)
        logs = self.folder.glob("*.log")
        said = {path.name: path.read_text(errors="replace")[-2000:] for path in logs}
        raise AssertionError(f"The product did not start: {said}")


@contextmanager
def started(admin_url: str, redis_url: str, folder: Path) -> Iterator[Started]:
    """All processes on their way up; ended afterwards. What they logged is in `folder`."""
    port, mail, relay, stripe = (ports.free() for _ in range(4))
    house = House(port, stripe)
    env = {**os.environ, **_settings(house, admin_url, redis_url, mail, relay)}
    commands = {
        "serve": ("underpin.cli", "serve"),
        "worker": ("underpin.cli", "worker"),
        "stripe": ("underpin.demo.stripe_simulator", "--folder", str(folder / "stripe")),
    }
    running = [_start(name, words, env, folder) for name, words in commands.items()]
    try:
        yield Started(house, running, folder)
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=60)


def _settings(
    house: House, admin_url: str, redis_url: str, mail: int, relay: int
) -> dict[str, str]:
    return {
        "UNDERPIN_DATABASE_URL": roles.without_login(admin_url, DATABASE),
        "UNDERPIN_REDIS_URL": redis_url,
        "UNDERPIN_SECRET": SECRET,
        "UNDERPIN_DESK_ORIGIN": house.desk,
        "UNDERPIN_PORTAL_ORIGIN": house.portal,
        "UNDERPIN_CONTENT_ORIGIN": f"http://content.localhost:{house.port}",
        "UNDERPIN_SMTP_URL": f"smtp://127.0.0.1:{relay}",
        "UNDERPIN_MAIL_DOMAIN": "desk.example",
        "UNDERPIN_LISTEN": f"127.0.0.1:{house.port}",
        "UNDERPIN_MAIL_LISTEN": f"127.0.0.1:{mail}",
        "UNDERPIN_STRIPE_KEY": "sk_test_simulated",
        "UNDERPIN_STRIPE_WEBHOOK_SECRETS": "whsec_simulated",
        "UNDERPIN_STRIPE_URL": f"http://127.0.0.1:{house.stripe}",
        "UNDERPIN_DEMO": "yes",
        "UNDERPIN_ALLOW_PRIVATE_ADDRESSES": "yes",
    }


def _start(
    name: str, words: tuple[str, ...], env: dict[str, str], folder: Path
) -> subprocess.Popen[bytes]:
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", *words], env=env, cwd=ROOT, stdout=log, stderr=log
        )


def _answers(house: House) -> bool:
    url = f"http://127.0.0.1:{house.port}/health/ready"
    try:
        answer = httpx.get(url, headers={"Host": f"desk.localhost:{house.port}"})
    except httpx.TransportError:
        return False
    return answer.status_code == 200
