"""`python -m underpin.kernel.embedded start|stop|wipe FOLDER`: the servers of a data folder."""

from __future__ import annotations

import sys
from pathlib import Path

from underpin.kernel import embedded

COMMANDS = {"start": embedded.start_all, "stop": embedded.stop_all, "wipe": embedded.wipe}


def main(words: list[str]) -> int | str:
    """The exit code, or the message of what went wrong."""
    match words:
        case [command, folder] if command in COMMANDS:
            try:
                COMMANDS[command](Path(folder))
            except embedded.EmbeddedError as error:
                return str(error)
            return 0
        case _:
            return str(__doc__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
