"""A client's portal in its own name and colours: what was chosen, and who may choose it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tenants import accent
from underpin.kernel import db, file_kinds, files
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.pictures import bare
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

LARGEST_LOGO: Final = 200 * 1024
LOGOS: Final = ("image/png", "image/jpeg")
LONGEST: Final = 60
STATE: Final = "branding"
"""Where a request keeps its client's, once it was looked up."""


@dataclass(frozen=True, slots=True)
class Branding:
    """`name` stands on top of the portal; the company's own where none was chosen (`chosen` is
    None then). `accent` None: ours. `logo_type` is what the logo is by its own bytes."""

    name: str
    chosen: str | None = None
    accent: str | None = None
    logo: UUID | None = None
    logo_type: str = ""


OF: Final = """
SELECT coalesce(b.name, t.name) AS name, b.name AS chosen, b.accent, b.logo_file_id AS logo,
       coalesce(b.logo_type, '') AS logo_type
FROM tenant t LEFT JOIN branding b ON b.tenant_id = t.id WHERE t.id = $1
"""


@read("ticket.read", STAFF, MEMBER)
async def of_client(act: Act, tenant: int) -> Branding:
    """Raises NotFound for a client that the asker may not see."""
    act.only_own(tenant)
    return await _of(tenant)


@write("tenant.create", STAFF)
async def choose(act: Act, name: str | None, accent_colour: str | None) -> Branding:
    """None: the company's own name, our colour. Raises Malformed for a colour that cannot be read,
    naming the nearest that can."""
    said = name.strip() if name else None
    if said is not None and not 1 <= len(said) <= LONGEST:
        raise Malformed(f"name: 1 to {LONGEST} characters, or null.", field="name")
    colour = accent_colour.strip().lower() if accent_colour else None
    if colour is not None:
        _check(colour)
    return await _choose(act, name=said, accent=colour)


@write("tenant.create", STAFF)
async def choose_logo(act: Act, image: bytes | None) -> Branding:
    """PNG or JPEG by its own bytes; None takes it away. Raises Malformed."""
    media_type, kept = None, None
    if image is not None:
        media_type = file_kinds.of(image).media_type
        if media_type not in LOGOS or len(image) > LARGEST_LOGO:
            raise Malformed(
                f"image: a PNG or JPEG of at most {LARGEST_LOGO // 1024} kB.", field="image"
            )
        (kept,) = await files.keep(act, [image])
    return await _choose(act, logo_file_id=kept, logo_type=media_type)


async def _choose(act: Act, **chosen: object) -> Branding:
    who = {"chosen_by": act.principal.person_id, "chosen_at": act.now}
    await db.put("branding", {"tenant_id": act.tenant_id}, chosen | who)
    return await _of(act.tenant_id)


async def known(tenant: int) -> Branding:
    """For whoever draws the client's pages, in a transaction of its own."""
    async with db.open(Work(tenant)):
        return await _of(tenant)


async def logo(tenant: int) -> tuple[bytes, str] | None:
    """The bytes and what they are; None where none was chosen."""
    async with db.open(Work(tenant)):
        found = await _of(tenant)
        content = await files.content(tenant, found.logo) if found.logo else None
    return (bare.of(content), found.logo_type) if content is not None else None


def _check(colour: str) -> None:
    if not accent.COLOUR.fullmatch(colour):
        raise Malformed("accent: a colour like #3f53d0.", field="accent")
    if not accent.is_readable(colour):
        near = accent.readable(colour)
        raise Malformed(
            f"accent: white cannot be read on {colour}; the nearest that can be is {near}.",
            field="accent",
        )


async def _of(tenant: int) -> Branding:
    row = await db.row(OF, tenant)
    if row is None:
        raise NotFound
    return Branding(**row)
