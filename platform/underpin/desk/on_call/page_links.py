"""The link by which a call's pages are accepted: who holds it is who was called, for that call."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from underpin.kernel import db, ids, installation, secret_token
from underpin.kernel.act import Act

PURPOSE: Final = "page"
LIVES: Final = timedelta(hours=24)


async def issue(act: Act, call_id: UUID) -> str:
    """Its address, said once."""
    token = secret_token.issue(PURPOSE, act.tenant_id)
    await db.execute(
        "SELECT issue_link($1, $2, $3, 'vendor', $4, $5, $6)",
        *(ids.new(), token.digest, PURPOSE, act.tenant_id, call_id, LIVES),
    )
    return f"{installation.settings().desk_origin}/page/{token.plain}"
