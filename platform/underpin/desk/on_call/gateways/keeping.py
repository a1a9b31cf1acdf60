"""Keeping gateways, one for each way of being called: the provider's own."""

from __future__ import annotations

from typing import Final

import msgspec

from underpin.desk.connectors.connector import Secret
from underpin.desk.on_call.gateways import gateway
from underpin.desk.on_call.gateways.gateway import COLUMNS, Gateway, Said
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

SET: Final = f"""
INSERT INTO page_gateway (carrier, form, url, template, auth, secret, an_hour, changed_by,
                          changed_at, version)
VALUES ($1, $2, $3, $4::text::jsonb, $5::text::jsonb, coalesce($6::bytea, $10::bytea), $7,
        $8, $9, 1)
ON CONFLICT (carrier) DO UPDATE
SET form = excluded.form, url = excluded.url, template = excluded.template, auth = excluded.auth,
    secret = coalesce($6::bytea, page_gateway.secret), an_hour = excluded.an_hour, paused_at = NULL,
    changed_by = excluded.changed_by, changed_at = excluded.changed_at,
    version = page_gateway.version + 1
RETURNING {COLUMNS}
"""


@provide("connector.write")
async def establish(act: Act, carrier: str, said: Said) -> Gateway:
    """All of it anew. Raises Malformed."""
    _known(carrier)
    gateway.check(said)
    secret = gateway.seal(carrier, said.secret) if said.secret else None
    row = await db.row(
        SET,
        *(carrier, said.form, said.url, *_json(said), secret, said.an_hour, act.person_id, act.now),
        gateway.seal(carrier, Secret()),
    )
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    return gateway.of(row)


@provide("connector.write")
async def pause(act: Act, carrier: str) -> None:
    """Whoever asked for it is called another way. Raises NotFound."""
    done = await db.update("page_gateway", {"carrier": carrier}, {"paused_at": act.now})
    if not done:
        raise NotFound


@read("rota.read", STAFF)
async def listed(act: Act) -> list[Gateway]:
    """Those there are, by which anybody may be called."""
    rows = await db.rows(f"SELECT {COLUMNS} FROM page_gateway ORDER BY carrier")
    return [gateway.of(row) for row in rows]


def _known(carrier: str) -> None:
    if carrier not in gateway.KINDS:
        raise Malformed(f"carrier: one of {', '.join(gateway.KINDS)}.", field="carrier")


def _json(said: Said) -> tuple[str, str]:
    template, auth = (msgspec.json.encode(each).decode() for each in (said.template, said.auth))
    return template, auth
