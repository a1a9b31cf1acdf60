"""The one keyring: encryption and message authentication under a secret that can be rotated.

Subkeys are derived per use and purpose (HKDF-SHA256, RFC 5869), so that what is signed or sealed
for one purpose never verifies or opens for another. A ciphertext names its key; a message
authentication code does not, and is checked against the current and every previous secret.
"""

import functools
import hmac
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from underpin.kernel import errors

SHORTEST_SECRET = 32
SHORTEST_TAG = 10
_VERSION = b"\x01"
_KEY_ID = 4
_NONCE = 12
_HEAD = len(_VERSION) + _KEY_ID
_SALT = b"underpin.kernel.keyring"


class KeyringInvalid(errors.Problem):
    """A secret is too short, or is listed twice."""

    code = "keyring"


class Unreadable(errors.Problem):
    """A ciphertext that no key of the ring opens: altered, or sealed under a secret since lost."""

    code = "keyring"


@dataclass(frozen=True, slots=True)
class Keyring:
    """A current secret, with which everything new is made, and previous ones that still open."""

    current: bytes = field(repr=False)
    previous: tuple[bytes, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if any(len(secret) < SHORTEST_SECRET for secret in self._secrets()):
            raise KeyringInvalid(
                f"A secret of the keyring is shorter than {SHORTEST_SECRET} bytes: "
                "make one with `python -c 'import secrets; print(secrets.token_urlsafe(48))'`."
            )
        if len({_key_id(secret) for secret in self._secrets()}) != 1 + len(self.previous):
            raise KeyringInvalid("A secret is listed twice in the keyring: name each one once.")

    def encrypt(self, purpose: str, plain: bytes, *, associated: bytes) -> bytes:
        """AES-256-GCM. `associated` is not stored and must be given again to decrypt; name the
        row there (tenant, id, column), so that a ciphertext moved to another row does not open."""
        _demand(purpose, associated)
        nonce = os.urandom(_NONCE)
        head = _VERSION + _key_id(self.current)
        cipher = AESGCM(_subkey(self.current, "encrypt", purpose))
        return head + nonce + cipher.encrypt(nonce, plain, head + associated)

    def decrypt(self, purpose: str, sealed: bytes, *, associated: bytes) -> bytes:
        """The plain bytes. Raises Unreadable for anything not sealed by this ring, purpose and
        associated data."""
        _demand(purpose, associated)
        cipher = AESGCM(_subkey(self._secret_named_in(sealed), "encrypt", purpose))
        nonce, body = sealed[_HEAD : _HEAD + _NONCE], sealed[_HEAD + _NONCE :]
        try:
            return cipher.decrypt(nonce, body, sealed[:_HEAD] + associated)
        except (InvalidTag, ValueError) as error:
            raise Unreadable(
                "A stored secret does not open here: it was altered, or belongs elsewhere."
            ) from error

    def is_current(self, sealed: bytes) -> bool:
        """False when a rotation should decrypt this and encrypt it anew."""
        return sealed[:_HEAD] == _VERSION + _key_id(self.current)

    def mac(self, purpose: str, message: bytes, *, size: int = 32) -> bytes:
        """HMAC-SHA256 cut to `size` bytes, 10 (80 bits) at least, under the current secret."""
        return _tag(self.current, purpose, message, size)

    def verify_mac(self, purpose: str, message: bytes, tag: bytes, *, size: int = 32) -> bool:
        """Whether any secret of the ring made this tag, compared in constant time. The size is
        the verifier's to state: a tag cut shorter by its sender never verifies."""
        return any(
            hmac.compare_digest(_tag(secret, purpose, message, size), tag)
            for secret in self._secrets()
        )

    def _secrets(self) -> tuple[bytes, ...]:
        return (self.current, *self.previous)

    def _secret_named_in(self, sealed: bytes) -> bytes:
        for secret in self._secrets():
            if sealed[:_HEAD] == _VERSION + _key_id(secret):
                return secret
        raise Unreadable(
            "A stored secret names a key that this keyring lacks: "
            "add the secret it was made with to the previous ones."
        )


def of(current: str, previous: Iterable[str] = ()) -> Keyring:
    """The ring of secrets as the settings spell them, newest first."""
    return Keyring(current.encode(), tuple(secret.encode() for secret in previous))


def message(*parts: bytes | str | int) -> bytes:
    """Parts framed with their lengths, so that no two lists of parts make the same bytes."""
    return b"".join(_framed(part) for part in parts)


def _framed(part: bytes | str | int) -> bytes:
    raw = part if isinstance(part, bytes) else str(part).encode()
    return len(raw).to_bytes(4, "big") + raw


def _demand(purpose: str, associated: Sequence[int]) -> None:
    if not purpose or not associated:
        raise ValueError("Encryption needs a purpose and associated data: neither may be empty.")


def _tag(secret: bytes, purpose: str, text: bytes, size: int) -> bytes:
    if not purpose or not SHORTEST_TAG <= size <= SHA256.digest_size:
        raise ValueError(f"A tag needs a purpose and a size of {SHORTEST_TAG} to 32 bytes.")
    return hmac.digest(_subkey(secret, "mac", purpose), text, "sha256")[:size]


def _key_id(secret: bytes) -> bytes:
    return _subkey(secret, "id", "key id")[:_KEY_ID]


@functools.lru_cache(maxsize=256)
def _subkey(secret: bytes, use: str, purpose: str) -> bytes:
    info = message(use, purpose)
    return HKDF(algorithm=SHA256(), length=32, salt=_SALT, info=info).derive(secret)
