"""The values a setting may have: each function reads one kind, or says why it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

from underpin.kernel.wordings import LANGUAGES


class RefusedError(ValueError):
    """A value that cannot be used. Says why without repeating the value: it may be a secret."""


@dataclass(frozen=True)
class Address:
    """Where a server of ours listens."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise RefusedError("is not a URL") from error
    return parts


def _database(text: str) -> SplitResult:
    parts = _split(text)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise RefusedError("does not begin with postgresql://")
    if not parts.path.strip("/"):
        raise RefusedError("names no database")
    if not parts.netloc.rpartition("@")[2] and not parse_qs(parts.query).get("host"):
        raise RefusedError("names no host")
    return parts


def shared_database(text: str) -> str:
    if "@" in _database(text).netloc:
        raise RefusedError("names a user")
    return text


def signed_in_database(text: str) -> str:
    if not _database(text).username:
        raise RefusedError("names no user")
    return text


def redis(text: str) -> str:
    parts = _split(text)
    if parts.scheme not in {"redis", "rediss", "unix"}:
        raise RefusedError("does not begin with redis://, rediss:// or unix://")
    if not (parts.path if parts.scheme == "unix" else parts.hostname):
        raise RefusedError("names no server")
    return text


def language(text: str) -> str:
    if text not in LANGUAGES:
        raise RefusedError("is no language Underpin speaks")
    return text


def smtp(text: str) -> str:
    parts = _split(text)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise RefusedError("is not an smtp:// or smtps:// URL with a host")
    return text


def origin(text: str) -> str:
    parts = _split(text)
    local = (parts.hostname or "").rpartition(".")[2] == "localhost"
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise RefusedError("is not https (http is for localhost alone)")
    if not parts.hostname or parts.path.strip("/") or parts.query or "@" in parts.netloc:
        raise RefusedError("is more or less than a scheme and a host")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def secret(text: str) -> str:
    if len(text) < 32:
        raise RefusedError(f"is {len(text)} characters long, 32 are the least")
    return text


def secrets(text: str) -> tuple[str, ...]:
    return tuple(secret(part.strip()) for part in text.split(",") if part.strip())


def stripe_key(text: str) -> str:
    if not re.fullmatch(r"(sk|rk)_[A-Za-z0-9_]{8,250}", text):
        raise RefusedError("is no secret key of a Stripe account")
    return text


def webhook_secrets(text: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in text.split(",") if part.strip())
    if not all(re.fullmatch(r"whsec_[A-Za-z0-9_+/=]{8,250}", each) for each in found):
        raise RefusedError("holds what is no signing secret of a Stripe webhook")
    return found


def on_this_machine(text: str) -> str:
    if not re.fullmatch(r"http://127\.0\.0\.1:\d{1,5}", text):
        raise RefusedError("is not http://127.0.0.1 with a port")
    return text


def matching(pattern: str, reason: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise RefusedError(reason)
        return text

    return parse


def address(text: str) -> Address:
    host, _, port = text.rpartition(":")
    if not host or not re.fullmatch(r"\d{1,5}", port) or not 0 < int(port) < 65536:
        raise RefusedError("is not host:port")
    return Address(host.removeprefix("[").removesuffix("]"), int(port))


def flag(text: str) -> bool:
    if text.lower() not in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
        raise RefusedError("is neither yes nor no")
    return text.lower() in {"1", "true", "yes", "on"}
