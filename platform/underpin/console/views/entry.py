"""The ways in: staff, members, and links that set a password."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class StaffSignInPage:
    """`problem` never says which of address and password was wrong. `back` is where to go on."""

    shell: Shell
    email: str = ""
    problem: str = ""
    back: str = ""


@dataclass(frozen=True, slots=True)
class CodePage:
    """The second step: the code of the authenticator app."""

    shell: Shell
    email: str
    problem: str = ""
    back: str = ""


@dataclass(frozen=True, slots=True)
class MemberSignInPage:
    """`company` is the tenant's slug; fixed when the address already names it."""

    shell: Shell
    company: str = ""
    company_fixed: bool = False
    email: str = ""
    problem: str = ""
    back: str = ""


@dataclass(frozen=True, slots=True)
class ForgottenPage:
    """`sent`: a link is on its way to the address, if it is somebody's."""

    shell: Shell
    asks_company: bool
    company: str = ""
    email: str = ""
    problem: str = ""
    sent: bool = False


@dataclass(frozen=True, slots=True)
class SetPasswordPage:
    """Reached by an invitation's or a reset's link; `path` is where the form is sent."""

    shell: Shell
    purpose: Literal["invitation", "reset"]
    name: str
    email: str
    path: str
    expires: datetime
    least: int = 12
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SecondFactorPage:
    """A staff person's authenticator key, shown until its first code was given. `uri` is the same
    for an authenticator on this device (otpauth)."""

    shell: Shell
    secret: str
    uri: str
