"""What a client company is called, and the zone and language its people begin with."""

from __future__ import annotations

from tenants.company import checked_locale, checked_zone
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write


@write("tenant.create", STAFF)
async def change(act: Act, name: str, time_zone: str, locale: str) -> None:
    """From now on: whoever is there keeps the zone and language they have. Key and slug stay, for
    they stand in tickets and addresses. Raises Malformed, NotFound."""
    if not 1 <= len(name.strip()) <= 200:
        raise Malformed("name: 1 to 200 characters.", field="name")
    columns = {
        "name": name.strip(),
        "locale": checked_locale(locale),
        "time_zone": checked_zone(time_zone),
    }
    if not await db.update("tenant", {"id": act.tenant_id}, columns):
        raise NotFound
