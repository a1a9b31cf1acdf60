"""Client companies as their list and the form of a new one show them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from tenants.company import NewCompany
from underpin.console import views
from underpin.console.views.administration import CompanyRow
from underpin.console.views.shell import Shell
from underpin.desk.onboarding import steps
from underpin.desk.onboarding.progress import Progress

FRESH: Final = {"name": "", "slug": "", "key": "", "locale": "en", "currency": "EUR"}
PLAIN: Final = MappingProxyType(str.maketrans("ąćęłńóśżźäöüß", "acelnoszzaous"))


def all_of_them(shell: Shell, found: Sequence[Progress]) -> views.CompaniesPage:
    return views.CompaniesPage(shell, tuple(_row(each) for each in found))


def _row(of: Progress) -> CompanyRow:
    following = steps.following(of.steps)
    said = (of.key, of.name, of.state, of.done, len(of.steps), following)
    return CompanyRow(*said, of.ended_at is not None, of.created_at)


def new_company(form: Mapping[str, str]) -> NewCompany:
    """Slug and key are made of the name where they were left empty."""
    name = form.get("name", "").strip()
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower().translate(PLAIN)).strip("-")
    letters = re.sub(r"[^A-Z]", "", plain.upper())
    return NewCompany(
        slug=form.get("slug", "").strip().lower() or plain[:40].strip("-"),
        key=form.get("key", "").strip().upper() or letters[:4],
        name=name,
        time_zone=form.get("zone", ""),
        locale=form.get("locale", "en"),
        currency=form.get("currency", "EUR").strip().upper(),
    )
