"""When a request began, for pages that need no transaction: its id says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from structlog import contextvars

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def reference() -> str:
    """The request's id, by which its log lines are found; empty outside a request."""
    return str(contextvars.get_contextvars().get("request_id", ""))


def of_request() -> datetime:
    """The instant in the request's id (UUIDv7: milliseconds in its first 48 bits, RFC 9562 5.7);
    1970 outside a request."""
    known = reference()
    return EPOCH + timedelta(milliseconds=UUID(known).int >> 80) if known else EPOCH
