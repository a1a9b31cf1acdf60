"""Warnings to people, gathered: five hundred alarms of a client are one mail to each who is warned,
when their interval is over and their quiet hours are not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec

from contracts.desk_protocol import ToDo
from underpin.desk.on_call import quiet, staff_words, to_staff
from underpin.desk.on_call.quiet import House, Wishes
from underpin.desk.on_call.to_staff import Note
from underpin.kernel import db, ids, installation, timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

KIND: Final = "digest"
LISTED: Final = 50

# Of those something was kept for, when each wants it, unless that stands already.
DUE: Final = f"""
SELECT s.id, s.time_zone, w.quiet_from, w.quiet_to, coalesce(w.digest_minutes, 15) AS minutes,
       h.quiet_from AS house_from, h.quiet_to AS house_to, coalesce(h.weekends, false) AS weekends
FROM staff s LEFT JOIN notice_setting w ON w.staff_id = s.id LEFT JOIN house_quiet h ON true
WHERE s.id IN (SELECT staff_id FROM kept) AND NOT {timers.stands(KIND, "s.id::text")}
"""
# Whoever holds the ticket; where nobody does, who leads the client's service.
GATHER: Final = f"""
WITH said AS (
    SELECT * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::int[], $6::timestamptz[])
         AS u(ticket_id, action, metric, percent, happened_at)
), leads AS MATERIALIZED (
    SELECT s.id FROM staff s JOIN assignment a ON a.staff_id = s.id AND a.tenant_id = $1
    WHERE s.state = 'active' AND EXISTS (
        SELECT FROM staff_role r WHERE r.staff_id = s.id AND r.role = 'service_lead')
), kept AS (
    INSERT INTO warning (tenant_id, id, staff_id, ticket_id, action, metric, percent, happened_at)
    SELECT $1, gen_random_uuid(), w.staff_id, s.ticket_id, s.action, s.metric, s.percent,
           s.happened_at
    FROM said s JOIN ticket t ON t.tenant_id = $1 AND t.id = s.ticket_id, LATERAL (
        SELECT t.assignee_id AS staff_id WHERE t.assignee_id IS NOT NULL
        UNION ALL
        SELECT l.id FROM leads l WHERE t.assignee_id IS NULL) w
    RETURNING staff_id
)
{DUE}
"""


async def gather(act: Act, told: Sequence[ToDo]) -> None:
    """Keep what was told of these tickets for whom it concerns, and mail it when it is time: what
    waits already is not put off by more."""
    if not told:
        return
    rows = await db.rows(
        GATHER,
        act.tenant_id,
        [ticket_id for ticket_id, _ in told],
        [decision.action for _, decision in told],
        [decision.metric for _, decision in told],
        [decision.percent for _, decision in told],
        [decision.at for _, decision in told],
    )
    await arm(act, rows)


async def arm(act: Act, rows: Sequence[db.Row]) -> None:
    """Their mails, when each wants it (the rows of `DUE`)."""
    await timers.arm(act, *(_timer(act, row) for row in rows))


def _timer(act: Act, row: db.Row) -> Timer:
    house = House(row["house_from"], row["house_to"], row["weekends"])
    own = (row["time_zone"], row["minutes"], row["quiet_from"], row["quiet_to"])
    wishes = Wishes(*own, house)
    return Timer(KIND, str(row["id"]), row["id"], quiet.next_mail(wishes, act.now), "mail")


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`. Its subject is a person of ours, whom
    nobody locks: the timer's own row keeps two from mailing at once."""
    return timers.Kind(KIND, _everybody, _fire)


async def _everybody(_: Act, subjects: Sequence[UUID]) -> set[UUID]:
    return set(subjects)


# Marked before it is read, so that what is kept meanwhile waits for the next mail.
TAKE: Final = """
WITH taken AS (
    UPDATE warning SET mailed_at = $3
    WHERE tenant_id = $1 AND staff_id = $2 AND mailed_at IS NULL
    RETURNING tenant_id, id, staff_id, ticket_id, action, metric, percent, happened_at, said
)
SELECT w.id, n.key, t.number, w.metric, w.percent, w.happened_at, w.said, s.name, s.email, s.locale
FROM taken w JOIN tenant n ON n.id = w.tenant_id
LEFT JOIN ticket t ON t.tenant_id = w.tenant_id AND t.id = w.ticket_id
JOIN staff s ON s.id = w.staff_id
WHERE s.state = 'active'
ORDER BY w.happened_at, t.number, w.metric, w.percent, w.action, w.id
"""


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    for timer in batch:
        waiting = await db.rows(TAKE, act.tenant_id, timer.subject_id, act.now)
        if waiting:
            first = waiting[0]
            await to_staff.mail(act, first["name"], first["email"], _note(timer, waiting))


def _note(timer: Timer, waiting: Sequence[db.Row]) -> Note:
    first = waiting[0]
    said = text(waiting, installation.settings().desk_origin)
    return Note(ids.derive(first["id"], KIND), timer.subject_id, _subject(waiting), said)


def _subject(waiting: Sequence[db.Row]) -> str:
    """What it is where it is one, else how many there are."""
    first = waiting[0]
    if len(waiting) == 1:
        return f"[{_about(first)}] {_warning(first)}"
    many = staff_words.said(first["locale"], "warnings", count=len(waiting))
    return f"[{first['key']}] {many}"


def text(waiting: Sequence[db.Row], desk: str) -> str:
    """The first of them in a line each, in the reader's language. It names no person."""
    language = waiting[0]["locale"]
    lines = [_line(row) for row in waiting[:LISTED]]
    more = len(waiting) - len(lines)
    rest = [staff_words.said(language, "more", count=more)] if more else []
    of_tickets = {_about(row) for row in waiting if row["number"] is not None}
    if len(of_tickets) == 1:
        look = staff_words.said(language, "look_at_it", link=f"{desk}/tickets/{of_tickets.pop()}")
    else:
        look = staff_words.said(language, "look", link=f"{desk}/list")
    return "\n".join([*lines, *rest, "", look, ""])


def _line(row: db.Row) -> str:
    return f"{_about(row)}: {_warning(row)}"


def _about(row: db.Row) -> str:
    return row["key"] if row["number"] is None else f"{row['key']}-{row['number']}"


def _warning(row: db.Row) -> str:
    language = row["locale"]
    if row["said"] is not None:
        return _saying(language, row)
    percent = row["percent"]
    how = (
        staff_words.said(language, "missed")
        if percent is None
        else staff_words.said(language, "used", percent=percent)
    )
    return f"{_word(language, 'metric', row['metric'])}, {how}"


def _saying(language: str, row: db.Row) -> str:
    words = msgspec.json.decode(row["said"], type=dict[str, str | int])
    kind = row["metric"] if row["metric"] in staff_words.ENGLISH else row["metric"].split(".")[0]
    said = {name: _word(language, name, str(word)) for name, word in words.items()}
    return staff_words.said(language, kind, **said)


def _word(language: str, name: str, word: str) -> str:
    """A word of ours in the reader's language; others as they are."""
    key = f"{name}.{word}"
    known = key in staff_words.ENGLISH
    return staff_words.said(language, key) if known else word.replace("_", " ")
