"""The link in a survey's mail: signed for that survey and nothing else, and dead once the survey
is revoked or over."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from underpin.kernel import installation, mail_address
from underpin.kernel.mail_address import Signed

PURPOSE: Final = "survey"


def address(tenant: int, survey_id: UUID) -> str:
    return f"{installation.settings().portal_origin}/survey/{token(tenant, survey_id)}"


def token(tenant: int, survey_id: UUID) -> str:
    signed = mail_address.sign(installation.ring(), PURPOSE, tenant, survey_id)
    return signed.removeprefix(f"{PURPOSE}+")


def read(given: str) -> Signed | None:
    """Which survey it opens; None for what we did not sign."""
    return mail_address.verify(installation.ring(), PURPOSE, f"{PURPOSE}+{given}")
