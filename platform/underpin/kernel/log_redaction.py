"""What must never be read in a log, known by the name it stands under or by its own shape."""

import re
from collections.abc import Mapping

REDACTED = "[redacted]"
_DEEPEST = 8
_NAMES = re.compile(
    r"passw|secret|token|authori[sz]ation|cookie|credential|csrf|session|totp|otp_?code"
    r"|api_?key|private_?key|access_?key|database_url|redis_url|dsn",
    re.IGNORECASE,
)
# None of these runs over a quote or a backslash, so that a line of JSON stays one.
_SHAPES = (
    re.compile(r"\bupn_[a-z]{1,20}_[0-9]+_[A-Za-z0-9_-]{20,}"),
    re.compile(r"\bBearer +[A-Za-z0-9._~+/=-]{6,}|\bBasic +[A-Za-z0-9+/=]{12,}", re.IGNORECASE),
    re.compile(r"(?<=__Host-underpin=)[^\s;\"\\]+"),
    re.compile(r"\b[rsp]k_(?:live|test)_[A-Za-z0-9]{8,}|\bwhsec_[A-Za-z0-9+/=]{8,}"),
    re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?"),
    re.compile(r"\$argon2(?:id|i|d)\$[A-Za-z0-9+/=,$.]+"),
    re.compile(r"(?<=://)[^\s/@\"\\]+:[^\s/@\"\\]+(?=@)"),
    re.compile(r"(?<=\+)[a-z2-7]{48}(?=@)", re.IGNORECASE),
    re.compile(
        r"(?<=[?&;])(?:token|secret|password|key|code|signature)=[^\s&;\"\\]+", re.IGNORECASE
    ),
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----[^\"]*"),
)


def by_name(value: object, depth: int = 0) -> object:
    """The value without what stands under a telling name, however deep in it."""
    if depth > _DEEPEST:
        return REDACTED
    if isinstance(value, Mapping):
        return {
            str(name): REDACTED if _NAMES.search(str(name)) else by_name(inner, depth + 1)
            for name, inner in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [by_name(inner, depth + 1) for inner in value]
    return value


def by_shape(text: str) -> str:
    """The text without what looks like a token, a credential in a URL, a signed address or a
    private key, wherever it stands."""
    for shape in _SHAPES:
        text = shape.sub(REDACTED, text)
    return text
