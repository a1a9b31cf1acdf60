"""How Stripe says no: status, type, code, message and parameter, as the SDK reads them."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """One error answer. `kept`: whether it is replayed under the request's idempotency key."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        kept: bool = True,
        code: str | None = None,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status, self.kept = status, kept
        coded = {"code": code} if code else {}
        self.body = {"error": {"type": kind, "message": message, **coded, **more}}


class TimedOut(Exception):
    """The answer never arrives; whether the request took effect is for the caller to find out."""


def unknown(name: str) -> Refusal:
    said = f"Received unknown parameter: {name}"
    return Refusal(said, code="parameter_unknown", param=name, kept=False)


def missing(name: str) -> Refusal:
    said = f"Missing required param: {name}."
    return Refusal(said, code="parameter_missing", param=name, kept=False)


def invalid(name: str, wanted: str, given: object, code: str | None = None) -> Refusal:
    said = f"Invalid {name}: must be {wanted}, not {given!r}"
    return Refusal(said, code=code, param=name, kept=False)


def gone(what: str, given: str, param: str | None) -> Refusal:
    """404 for what the path names, 400 for what a parameter names."""
    said = f"No such {what}: '{given}'"
    return Refusal(
        said, status=400 if param else 404, code="resource_missing", param=param or "id", kept=False
    )


def conflict(said: str, code: str | None = None) -> Refusal:
    """A rule of Stripe's that stands against it in the present state."""
    return Refusal(said, code=code)
