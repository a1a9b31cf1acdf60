"""Logs: one JSON object a line on standard error, with request and tenant, without secrets.

What our libraries log goes the same way. A line never holds a mail's text or a request's body;
what could still carry a secret is cleaned by name and then, on the finished line, by shape.
"""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from underpin.kernel import log_redaction

# These log whole addresses, queries or commands below a warning.
_TALKATIVE = ("httpx", "httpcore", "mail", "aiosmtplib", "asyncio", "hpack")


def configure(level: str = "INFO") -> None:
    """Send this process's logs, ours and our libraries', to standard error. Call it once, at
    the start. Raises ValueError for a level that does not exist."""
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    _configure_root(level, before)
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def get(name: str) -> structlog.stdlib.BoundLogger:
    """A logger: the event is a fixed phrase, everything that varies goes in by name."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


@contextmanager
def about(*, request_id: str | None = None, tenant_id: int | None = None) -> Iterator[None]:
    """Everything logged inside, here and in tasks started here, carries these."""
    given = {"request_id": request_id, "tenant_id": tenant_id}
    known = {name: value for name, value in given.items() if value is not None}
    with structlog.contextvars.bound_contextvars(**known):
        yield


def render(_: WrappedLogger, __: str, event: EventDict) -> str:
    """One line of JSON, cleaned of secrets."""
    line = json.dumps(log_redaction.by_name(event), default=repr, ensure_ascii=False)
    return log_redaction.by_shape(line)


def _configure_root(level: str, before: list[Processor]) -> None:
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
