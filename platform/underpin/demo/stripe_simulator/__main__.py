"""`python -m underpin.demo.stripe_simulator`: the demo's own Stripe, on loopback."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import uvicorn

from underpin.demo.stripe_simulator.serving import Hook, Served
from underpin.demo.stripe_simulator.simulator import Simulator
from underpin.kernel import settings as settings_


def main() -> None:
    import os

    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--folder", type=Path, required=True)
    folder: Path = asked.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    settings = settings_.load(os.environ)
    if settings.stripe_url is None or settings.stripe_key is None:
        raise SystemExit("UNDERPIN_STRIPE_URL and UNDERPIN_STRIPE_KEY say where it is to be.")
    simulator = Simulator(lambda: int(time.time()), key=settings.stripe_key)
    simulator.state.pages = settings.stripe_url
    (secret, *_) = settings.stripe_webhook_secrets
    hook = Hook(settings.desk_origin, str(settings.listen), secret)
    host, _, port = settings.stripe_url.rpartition("/")[2].rpartition(":")
    served = Served(simulator, folder / "state.json", hook)
    uvicorn.run(served, host=host, port=int(port), log_config=None, access_log=False)


if __name__ == "__main__":
    main()
