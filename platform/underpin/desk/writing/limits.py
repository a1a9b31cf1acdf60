"""How large files may be and of which kinds, how many a message may carry, and how much a client
may keep with us."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from underpin.desk.terms.ranged import Ranged
from underpin.kernel import file_kinds, files
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

MEGABYTE = 1024 * 1024
MOST_ENDINGS: Final = 100
_BETWEEN: Final = re.compile(r"[\s,;]+")
_ENDING: Final = re.compile(r"[a-z0-9]{1,10}")


class StorageFull(Conflict):
    code = "storage-full"
    title = "There is no room for this file: ask the service desk for more, or send a link"


@dataclass(frozen=True, slots=True)
class Limits:
    """In megabytes of 1024 x 1024 bytes. `mail_megabytes`: so much of a reply's files goes with its
    mails; what is beyond that is linked to. `endings`: only files whose names end so are taken,
    apart by spaces (`pdf png docx`); all but programs where it is empty."""

    largest_megabytes: int = 20
    most_per_message: int = 20
    quota_megabytes: int = 10_240
    mail_megabytes: int = 10
    endings: str = ""

    @property
    def taken(self) -> tuple[str, ...]:
        return tuple(self.endings.split())


@dataclass(frozen=True, slots=True)
class Storage:
    """What a client keeps with us, and what it may; `used_bytes` of `limits.quota_megabytes`."""

    limits: Limits
    used_bytes: int


KEPT: Final = Ranged(
    "upload_terms",
    Limits(),
    {
        "largest_megabytes": range(1, 21),
        "most_per_message": range(1, 51),
        "quota_megabytes": range(1, 10_000_001),
        "mail_megabytes": range(21),
    },
)


async def of(tenant: int) -> Limits:
    return await KEPT.of(tenant)


@read("ticket.read", STAFF, MEMBER)
async def of_client(act: Act, tenant: int) -> Limits:
    return await of(tenant)


@read("ticket.read", STAFF)
async def storage(act: Act, tenant: int) -> Storage:
    return Storage(await of(tenant), await files.used(tenant))


@write("contract.write", STAFF)
async def agree(act: Act, limits: Limits) -> Limits:
    """From now on; what is kept already stays. Raises Malformed naming what is out of its range,
    or which ending is none."""
    return await KEPT.keep(act, replace(limits, endings=spelled(limits.endings)))


@write("contract.write", STAFF)
async def to_default(act: Act) -> Limits:
    """What holds for every client holds for this one again, from now on; returns it."""
    return await KEPT.drop(act)


def spelled(endings: str) -> str:
    """Each once, in order, as they are kept: `.PDF, png` is `pdf png`. Raises Malformed."""
    said = [each.removeprefix("*").lstrip(".").lower() for each in _BETWEEN.split(endings.strip())]
    found = sorted({each for each in said if each})
    if len(found) > MOST_ENDINGS:
        raise Malformed(f"endings: at most {MOST_ENDINGS}.", field="endings")
    for each in found:
        if not _ENDING.fullmatch(each):
            raise Malformed("endings: letters and digits, like pdf png docx.", field="endings")
        if files.refusal(f"file.{each}", 0):
            raise Malformed(f"endings: {each} is of programs, never taken.", field="endings")
    return " ".join(found)


def refusal(limits: Limits, name: str, size: int) -> str | None:
    """Why a file of this name and size is not kept of this client: `type`, `size`, or None."""
    if limits.endings and ending(name) not in limits.taken:
        return "type"
    too_large = size > limits.largest_megabytes * MEGABYTE
    return files.refusal(name, size) or ("size" if too_large else None)


def ending(name: str) -> str:
    return name.rpartition(".")[2].strip(" .").lower() if "." in name else ""


def fitting(limits: Limits, name: str, content: bytes) -> str:
    """The media type it has by its own bytes. Raises Malformed for what is not taken."""
    largest = min(files.LARGEST, limits.largest_megabytes * MEGABYTE)
    if len(content) > largest:
        most = largest // MEGABYTE
        raise Malformed(f"file: at most {most} MB; send a link to larger ones.", field="file")
    kind = file_kinds.of(content)
    if kind.program or files.refusal(name, len(content)) == "type":
        raise Malformed("file: programs are not taken; pack it into a ZIP archive.", field="file")
    if limits.endings and ending(name) not in limits.taken:
        taken = ", ".join(limits.taken)
        raise Malformed(f"file: here are taken only {taken}; save it as one of them.", field="file")
    return kind.media_type


def check_room(limits: Limits, used: int, size: int) -> None:
    """Raises StorageFull."""
    if used + size > limits.quota_megabytes * MEGABYTE:
        raise StorageFull
