"""What verbs were called when a trail was written: a verb is named for where it stands, its entries
are sealed as they are, and a folder may be parted later. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

COMPLIANCE: Final[Mapping[str, str]] = {
    "outages": "availability_reading maintenance outage",
    "entitlements": "entitlement",
    "recoveries": "recovery recovery_of_vendor",
    "apart": "counted_ticket exclusion objection verdict",
    "frozen": "compliance_freezing compliance_period compliance_verifying correction",
    "counted": "compliance decided later_due two_truths",
}
"""What stood in one folder, by where it stands now."""
MOVED: Final = {
    f"contracts.compliance.{module}": f"contracts.compliance.{folder}.{module}"
    for folder, modules in COMPLIANCE.items()
    for module in modules.split()
}


def today(verb: str) -> str:
    """What the verb of an entry is called now."""
    module, _, name = verb.rpartition(".")
    return f"{MOVED[module]}.{name}" if module in MOVED else verb
