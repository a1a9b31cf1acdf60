"""Time-based one-time codes (TOTP, RFC 6238): six digits of SHA-1 over steps of 30 seconds."""

import hmac
import unicodedata
from datetime import datetime

import pyotp

STEP_SECONDS = 30
_DIGITS = 6


def new_secret() -> str:
    """160 random bits in base32, as RFC 4226 asks. Store it encrypted under the keyring."""
    return pyotp.random_base32()


def provisioning_uri(secret: str, *, account: str, issuer: str) -> str:
    """The ``otpauth://`` address that an authenticator scans as a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def matched_step(secret: str, code: str, *, at: datetime, used_step: int | None) -> int | None:
    """The time step a code belongs to, or None when it is wrong, or was used before.

    A step is good for one sign-in (RFC 6238, 5.2): the caller stores the answer as the person's
    `used_step` in the same transaction as the session, and passes it in next time. One step of
    clock drift either way is allowed. Raises ValueError when `at` has no zone.
    """
    if at.tzinfo is None:
        raise ValueError("A code is checked at an instant: give a time with its zone.")
    totp = pyotp.TOTP(secret, digits=_DIGITS, interval=STEP_SECONDS)
    now = totp.timecode(at)
    typed = _spelled(code)
    matching = [
        step
        for step in (now - 1, now, now + 1)
        if hmac.compare_digest(totp.generate_otp(step).encode(), typed)
    ]
    fresh = [step for step in matching if used_step is None or step > used_step]
    return min(fresh, default=None)


def _spelled(code: str) -> bytes:
    """Codes are typed with a space in the middle, or in full-width digits."""
    return unicodedata.normalize("NFKC", code).replace(" ", "").encode()
