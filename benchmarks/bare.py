"""The yardstick beside the product: a Litestar handler that answers JSON and does nothing else,
served as the product is.

    python -m benchmarks.bare PORT
"""

from __future__ import annotations

import sys

import msgspec
import uvicorn
from litestar import Litestar, get, post


class Said(msgspec.Struct):
    subject: str
    body: str


class Answer(msgspec.Struct):
    number: str
    subject: str
    state: str = "new"
    version: int = 1


@get("/bare")
async def read() -> Answer:
    return Answer("BARE-1", "Nothing at all")


@post("/bare")
async def write(data: Said) -> Answer:
    return Answer("BARE-2", data.subject)


def main(port: int) -> None:
    application = Litestar([read, write], openapi_config=None, logging_config=None)
    uvicorn.run(
        application,
        host="127.0.0.1",
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
