"""A client's contract, and the provider's side behind it, as it is set up in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from contracts.agreements.agreed import Content
from contracts.escalation.escalation import Step
from contracts.templates.template_body import TemplateBody


@dataclass(frozen=True, slots=True)
class Hours:
    """A calendar with one version; `definition` in the API's form."""

    calendar_id: UUID
    version_id: UUID
    name: str
    definition: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Service:
    """`covered_by`: vendor id and UC agreement id of each vendor behind it."""

    id: UUID
    name: str
    covered_by: tuple[tuple[UUID, UUID], ...] = ()


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement with one active version. `consent`: the client admin who accepted it, or the
    SHA-256 of the signed document; the provider's own agreements need none."""

    agreement_id: UUID
    version_id: UUID
    name: str
    content: Content
    effective_from: datetime
    author_id: UUID
    approver_id: UUID
    consent: UUID | bytes | None = None
    service_id: UUID | None = None
    commitment_percent: Decimal | None = None
    tier: int | None = None
    vendor_id: UUID | None = None
    made_from: Template | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """With one current version."""

    template_id: UUID
    version_id: UUID
    name: str
    body: TemplateBody
    current_from: datetime
    author_id: UUID
    approver_id: UUID


@dataclass(frozen=True, slots=True)
class Client:
    """What one contract needs. All ids are the caller's, derived where it may be repeated."""

    contract_id: UUID
    name: str
    starts_on: date
    hours: tuple[Hours, ...]
    services: tuple[Service, ...]
    agreements: tuple[Agreed, ...]
    ends_on: date | None = None
    notice_days: int = 0
    renewal: Literal["none", "automatic"] = "none"
    uplift_percent: Decimal | None = None
    uplift_on: date | None = None
    policy_id: UUID | None = None
    policy_name: str = "Escalation"
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Vendor:
    """`case_cost` net, in major units of `currency` (ISO 4217), for each case."""

    id: UUID
    name: str
    email: str
    connector: Literal["by_hand", "mail", "webhook", "page"] = "mail"
    currency: str = "EUR"
    case_cost: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider's side: OLAs name a tier, UCs a vendor."""

    hours: tuple[Hours, ...]
    agreements: tuple[Agreed, ...]
    vendors: tuple[Vendor, ...] = ()
    templates: tuple[Template, ...] = ()
