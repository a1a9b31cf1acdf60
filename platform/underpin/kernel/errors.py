"""Errors with their own HTTP status and a sentence that names the cure (RFC 9457).

422 is for malformed input only; a rule that says no is 409 or 403. To someone without
access, another tenant's object does not exist: `NotFound`, whatever the reason.
"""

from __future__ import annotations

from typing import ClassVar


class Problem(Exception):
    """What went wrong, said to the person who can mend it."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong on our side"

    def __init__(self, detail: str = "", *, field: str | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.field = field


class Unauthenticated(Problem):
    status = 401
    code = "sign-in"
    title = "Sign in to continue"


class Forbidden(Problem):
    status = 403
    code = "forbidden"
    title = "Your role does not allow this"


class Lacking(Forbidden):
    """No role of who asks holds the capability; a page says it in words."""

    def __init__(self, capability: str, detail: str = "") -> None:
        super().__init__(
            detail
            or f"Your role lacks {capability!r}: ask an administrator to grant a role that has it."
        )
        self.capability = capability


class NotFound(Problem):
    status = 404
    code = "not-found"
    title = "There is nothing here, or nothing you may see"


class Conflict(Problem):
    status = 409
    code = "conflict"
    title = "This cannot be done in the present state"


class StaleVersion(Problem):
    status = 412
    code = "stale-version"
    title = "Someone changed this in the meantime: reload, then apply your change again"


class TooLarge(Problem):
    status = 413
    code = "too-large"
    title = "This is larger than may be sent: send a smaller file, or several"


class Malformed(Problem):
    status = 422
    code = "malformed"
    title = "A field is missing or cannot be read"


class TooMany(Problem):
    status = 429
    code = "too-many"
    title = "Too many attempts: wait a little, then try again"


class Unavailable(Problem):
    status = 503
    code = "unavailable"
    title = "We cannot do this right now: try again in a moment"
