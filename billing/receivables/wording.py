"""The provider's own words of reminders, where it has said any; else those of the house."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from billing.receivables import reminder_words
from billing.receivables.reminder_words import WORDS, Words
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

Language = Literal["en", "pl", "zh", "ar"]
ALL: Final = "SELECT language, words FROM reminder_wording"
SAY: Final = """
INSERT INTO reminder_wording (language, words, set_by, set_at)
VALUES ($1, $2::text::jsonb, $3, $4)
ON CONFLICT (language) DO UPDATE
SET words = excluded.words, set_by = excluded.set_by, set_at = excluded.set_at
"""


@read("invoice.read", STAFF)
async def listed(act: Act) -> dict[str, Words]:
    """What holds now, by language."""
    return dict(await in_force())


@provide("plan.write")
async def say(act: Act, language: Language, words: Words) -> Words:
    """From the next reminder on. Raises Invalid naming the sentence and what it may name."""
    checked = reminder_words.checked(words)
    written = msgspec.json.encode(checked).decode()
    await db.execute(SAY, language, written, act.person_id, act.now)
    return checked


@provide("plan.write")
async def unsay(act: Act, language: Language) -> Words:
    """Back to the words of the house."""
    await db.execute("DELETE FROM reminder_wording WHERE language = $1", language)
    return WORDS[language]


async def in_force() -> Mapping[str, Words]:
    said = {
        row["language"]: msgspec.json.decode(row["words"], type=Words) for row in await db.rows(ALL)
    }
    return {**WORDS, **said}
