"""Mails are worded otherwise: by the provider for every client, and for one before that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from underpin.desk.wordings import sentences
from underpin.desk.wordings.sentences import Said, Words
from underpin.kernel import db, wordings
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read, write

# Beside a row of a tenant's `{tenant}`: all that is said, as JSON by language.
BESIDE: Final = """
(SELECT json_object_agg(w.language, w.words)::text FROM provider_mail_wording w) AS provider_words,
(SELECT json_object_agg(w.language, w.words)::text FROM mail_wording w
 WHERE w.tenant_id = {tenant}) AS client_words
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """By language: what the house says, and what was said otherwise."""

    house: Mapping[str, Words]
    said: Said


def of(row: db.Row) -> Said:
    """Of a row that has what `BESIDE` selects."""
    return sentences.read(row["provider_words"], row["client_words"])


@read("ticket.read", STAFF)
async def of_client(act: Act, tenant: int) -> Standing:
    row = await db.row(f"SELECT {BESIDE.format(tenant='$1')}", tenant)
    return Standing(_house(), of(row) if row else Said())


@read("ticket.read", STAFF)
async def default(act: Act) -> Standing:
    stored = await db.value(
        "SELECT json_object_agg(language, words)::text FROM provider_mail_wording"
    )
    return Standing(_house(), sentences.read(stored, None))


@write("announcement.write", STAFF)
async def agree(act: Act, language: str, words: Words) -> dict[str, str]:
    """With this client, from the next mail on; what is left empty is said as for all. Raises
    Malformed naming the sentence."""
    keys = {"tenant_id": act.tenant_id, "language": _known(language)}
    return await _keep(act, "mail_wording", keys, words)


@provide("announcement.everywhere")
async def say(act: Act, language: str, words: Words) -> dict[str, str]:
    """For every client; what is left empty is said as the house does. Raises Malformed naming the
    sentence."""
    return await _keep(act, "provider_mail_wording", {"language": _known(language)}, words)


def _house() -> dict[str, Words]:
    return {each: sentences.house(each) for each in wordings.LANGUAGES}


def _known(language: str) -> str:
    if language not in wordings.LANGUAGES:
        raise Malformed(f"language: one of {', '.join(wordings.LANGUAGES)}.", field="language")
    return language


async def _keep(act: Act, table: str, keys: Mapping[str, object], words: Words) -> dict[str, str]:
    said = sentences.checked(words)
    named = [*keys, "words", "set_by", "set_at"]
    at = len(keys) + 1
    places = [*(f"${place}" for place in range(1, at)), f"${at}::text::jsonb"]
    places += [f"${at + 1}", f"${at + 2}"]
    await db.execute(
        f"INSERT INTO {table} ({', '.join(named)}) VALUES ({', '.join(places)}) "
        f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET words = excluded.words, "
        "set_by = excluded.set_by, set_at = excluded.set_at",
        *keys.values(),
        *(msgspec.json.encode(said, order="sorted").decode(), act.person_id, act.now),
    )
    return said
