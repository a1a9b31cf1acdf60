"""The variables Underpin reads: name, what is accepted, and the cure where it is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from underpin.kernel import settings_values as values

REQUIRED: Final = object()


@dataclass(frozen=True)
class Problem:
    variable: str
    reason: str
    cure: str

    def __str__(self) -> str:
        return f"{self.variable} {self.reason}. {self.cure}"


class SettingsError(Exception):
    """Settings that do not do: one line for each, with variable, reason and cure."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True)
class Variable:
    name: str
    parse: Callable[[str], Any]
    cure: str
    default: Any = REQUIRED

    @property
    def field(self) -> str:
        return self.name.removeprefix("UNDERPIN_").lower()

    def read(self, environ: Mapping[str, str]) -> Any:
        """The value, or its default; an empty one counts as not set. Raises RefusedError."""
        text = environ.get(self.name, "").strip()
        if text:
            return self.parse(text)
        if self.default is REQUIRED:
            raise values.RefusedError("is not set")
        return self.default


def conflicts(given: Mapping[str, Any]) -> list[Problem]:
    """What is right alone and wrong together."""
    found = []
    hosts = [urlsplit(given[f"{face}_origin"]).netloc for face in ("desk", "portal", "content")]
    if len(set(hosts)) < len(hosts):
        found.append(
            Problem(
                "UNDERPIN_CONTENT_ORIGIN",
                "shares a host with another origin",
                "Give desk, portal and uploaded content three different hosts.",
            )
        )
    if given["allow_private_addresses"] and not given["demo"]:
        found.append(
            Problem(
                "UNDERPIN_ALLOW_PRIVATE_ADDRESSES",
                "is on outside the demo",
                "Take it out: it lets webhooks reach into your own network.",
            )
        )
    if given["stripe_url"] and not given["demo"]:
        found.append(
            Problem(
                "UNDERPIN_STRIPE_URL",
                "is set outside the demo",
                "Take it out: no money would ever be collected.",
            )
        )
    return found


_GENERATE = "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'"

_LISTEN = values.Address("127.0.0.1", 8000)
_MAIL_LISTEN = values.Address("127.0.0.1", 8025)

ALL: Final[tuple[Variable, ...]] = (
    Variable(
        "UNDERPIN_DATABASE_URL",
        values.shared_database,
        "Set it to postgresql://host:port/database, without a user: "
        "each scope signs in as its own role.",
    ),
    Variable(
        "UNDERPIN_ROLE_PREFIX",
        values.matching(r"[a-z][a-z0-9_]{0,39}", "is not a plain lower-case name of 40 characters"),
        "Set it to a name such as underpin; two installations on one server need two.",
        "underpin",
    ),
    Variable(
        "UNDERPIN_OWNER_URL",
        values.signed_in_database,
        "Set it to postgresql://owner:password@host:port/database, or leave it out.",
        None,
    ),
    Variable(
        "UNDERPIN_ADMIN_URL",
        values.signed_in_database,
        "Set it to postgresql://superuser:password@host:port/database; "
        "only preparing the roles needs it.",
        None,
    ),
    Variable("UNDERPIN_REDIS_URL", values.redis, "Set it to redis://host:port/0 or unix:///path."),
    Variable("UNDERPIN_SECRET", values.secret, _GENERATE),
    Variable(
        "UNDERPIN_SECRET_PREVIOUS",
        values.secrets,
        "List the retired secrets, newest first, with commas between; or leave it out.",
        (),
    ),
    Variable("UNDERPIN_DESK_ORIGIN", values.origin, "Set it to https://desk.example.com."),
    Variable("UNDERPIN_PORTAL_ORIGIN", values.origin, "Set it to https://portal.example.com."),
    Variable("UNDERPIN_CONTENT_ORIGIN", values.origin, "Set it to https://content.example.com."),
    Variable("UNDERPIN_SMTP_URL", values.smtp, "Set it to smtp://user:password@host:587."),
    Variable(
        "UNDERPIN_MAIL_DOMAIN",
        values.matching(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9-]+", "is not a domain name"),
        "Set it to the lower-case domain whose mail is delivered to Underpin.",
    ),
    Variable(
        "UNDERPIN_MAIL_LISTEN",
        values.address,
        "Set it to host:port.",
        _MAIL_LISTEN,
    ),
    Variable(
        "UNDERPIN_LMTP_LISTEN",
        values.address,
        "Set it to host:port, such as 127.0.0.1:8024; or leave it out.",
        None,
    ),
    Variable(
        "UNDERPIN_MAIL_AUTHSERV_ID",
        values.matching(r"[A-Za-z0-9._-]{1,255}", "is not a server's name"),
        "Set it to the name your mail server puts first in Authentication-Results; "
        "or leave it out.",
        None,
    ),
    Variable("UNDERPIN_LISTEN", values.address, "Set it to host:port.", _LISTEN),
    Variable("UNDERPIN_METRICS_TOKEN", values.secret, _GENERATE, None),
    Variable(
        "UNDERPIN_WORKER_METRICS_LISTEN",
        values.address,
        "Set it to host:port, such as 127.0.0.1:9108; or leave it out.",
        None,
    ),
    Variable(
        "UNDERPIN_STRIPE_KEY",
        values.stripe_key,
        "Set it to the secret or restricted key of your Stripe account (sk_... or rk_...); "
        "or leave it out: then clients pay by bank transfer.",
        None,
    ),
    Variable(
        "UNDERPIN_STRIPE_WEBHOOK_SECRETS",
        values.webhook_secrets,
        "List the signing secrets of your Stripe webhook endpoint (whsec_...), the newest first, "
        "with commas between; or leave it out.",
        (),
    ),
    Variable(
        "UNDERPIN_STRIPE_URL",
        values.on_this_machine,
        "Leave it out: it is where the demo's own Stripe answers, such as http://127.0.0.1:8027.",
        None,
    ),
    Variable("UNDERPIN_LANGUAGE", values.language, "Set it to en, pl, zh or ar.", "en"),
    Variable("UNDERPIN_DEMO", values.flag, "Set it to yes or no.", False),
    Variable("UNDERPIN_ALLOW_PRIVATE_ADDRESSES", values.flag, "Set it to yes or no.", False),
)
