"""A monitoring source: one tool at one client, what its alerts mean there, and in whose name."""

from __future__ import annotations

from collections.abc import Mapping as Object
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, Literal
from uuid import UUID

import msgspec

from underpin.desk.alerts import mapping, reading, rules
from underpin.desk.alerts.mapping import Mapping
from underpin.desk.alerts.told import CRITICAL, ERROR, INFO, SEVERITIES, WARNING
from underpin.desk.alerts.tools.known import KINDS as SHAPED
from underpin.desk.hooks import proof
from underpin.desk.tickets import priority
from underpin.kernel import db
from underpin.kernel.errors import Malformed

KINDS: Final = tuple(
    sorted(
        {reading.AUTO, reading.MAPPED, *SHAPED}
        | {"alertmanager", "cloudwatch", "datadog", "icinga", "nagios", "plain", "slack", "teams"}
        | {"zabbix"}
    )
)
Level = priority.Level


@dataclass(frozen=True, slots=True)
class Weight:
    """What a severity means for the client; a source without one for it raises no ticket."""

    impact: Level
    urgency: Level


WEIGHTS: Final[Object[str, Weight]] = MappingProxyType(
    {
        CRITICAL: Weight("high", "high"),
        ERROR: Weight("high", "medium"),
        WARNING: Weight("medium", "medium"),
        INFO: Weight("low", "low"),
    }
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a source's alerts become tickets; the minutes and counts are those of `rules`.

    `one_ticket`: for each alert, or for each group as the tool groups them. `proof`: how a delivery
    shows who sent it. `unsaid`: the severity of an alert that says none. A severity that
    `severities` maps to null is recorded and raises nothing.
    """

    proof: str = proof.NONE
    one_ticket: Literal["alert", "group"] = "alert"
    stable_minutes: int = 10
    reopen_minutes: int = 120
    flap_changes: int = 6
    flap_minutes: int = 30
    storm_alerts: int = 30
    storm_minutes: int = 5
    unsaid: Literal["critical", "error", "warning", "info"] = "warning"
    severities: dict[str, Weight | None] = field(default_factory=lambda: dict(WEIGHTS))

    @property
    def rules(self) -> rules.Rules:
        return rules.Rules(
            stable=timedelta(minutes=self.stable_minutes),
            reopen=timedelta(minutes=self.reopen_minutes),
            flap_changes=self.flap_changes,
            flap_span=timedelta(minutes=self.flap_minutes),
            storm_alerts=self.storm_alerts,
            storm_span=timedelta(minutes=self.storm_minutes),
        )

    def weight(self, severity: str) -> Weight | None:
        said = severity or self.unsaid
        return self.severities[said] if said in self.severities else WEIGHTS[said]


@dataclass(frozen=True, slots=True)
class Source:
    """`contact_id` is the client's person in whose name its tickets stand; `service_id` the service
    they are about, whose agreement then governs them."""

    id: UUID
    name: str
    kind: str
    contact_id: UUID
    service_id: UUID | None
    settings: Settings
    mapping: Mapping | None
    paused_at: datetime | None
    created_at: datetime
    version: int
    locale: str = ""
    """The client's: in which its tickets' notes are written."""


OWN: Final = tuple(each.name for each in fields(Source) if each.name != "locale")
LOCALE: Final = "(SELECT n.locale FROM tenant n WHERE n.id = tenant_id) AS locale"
COLUMNS: Final = ", ".join((*OWN, LOCALE))


def of(row: db.Row) -> Source:
    said = {field.name: row[field.name] for field in fields(Source)}
    own = None if said["mapping"] is None else msgspec.json.decode(said["mapping"], type=Mapping)
    settings = msgspec.json.decode(said["settings"], type=Settings)
    return Source(**{**said, "settings": settings, "mapping": own})


MINUTES: Final = 7 * 24 * 60


def check(name: str, kind: str, settings: Settings, own: Mapping | None) -> None:
    """Raises Malformed naming the field and the cure."""
    if not 1 <= len(name.strip()) <= 200:
        raise Malformed("name: 1 to 200 characters.", field="name")
    if kind not in KINDS:
        raise Malformed(f"kind: one of {', '.join(KINDS)}.", field="kind")
    if (kind == reading.MAPPED) != (own is not None):
        raise Malformed("mapping: with kind `mapping`, and with no other.", field="mapping")
    wrong = mapping.wrong(own) if own is not None else ""
    if wrong:
        raise Malformed(f"mapping.{wrong}", field="mapping")
    _check(settings)


def _check(settings: Settings) -> None:
    if settings.proof not in proof.PROOFS:
        raise Malformed(f"settings.proof: one of {', '.join(proof.PROOFS)}.", field="settings")
    for name in ("stable", "reopen", "flap", "storm"):
        if not 0 <= getattr(settings, f"{name}_minutes") <= MINUTES:
            raise Malformed(f"settings.{name}_minutes: 0 to {MINUTES}.", field="settings")
    for name in ("flap_changes", "storm_alerts"):
        if not 0 <= getattr(settings, name) <= 1_000:
            raise Malformed(f"settings.{name}: 0 (never) to 1000.", field="settings")
    strange = settings.severities.keys() - set(SEVERITIES)
    if strange:
        raise Malformed(f"settings.severities: {min(strange)} is none.", field="settings")
