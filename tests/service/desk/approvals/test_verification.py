"""Who is calling: nothing sensitive is done before it is known."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from tests.service.desk.approvals.panel import DAY, HOUR, Story
from underpin.desk.tickets import finishing
from underpin.desk.verification import by_call_back, by_code, sensitive, validity, verification
from underpin.desk.verification.sensitive import NotVerified
from underpin.desk.verification.verification import Verification
from underpin.kernel import db, mail_channel, outgoing
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound


async def marked(story: Story) -> int:
    number = await story.raised()
    await story.ask(story.agent, sensitive.mark, number, "password_reset")
    return number


async def sent_code(story: Story, number: int) -> tuple[Verification, str]:
    made = await story.ask(story.agent, by_code.send, number)
    async with db.open(Work(story.acme.id)):
        row = await db.row(
            "SELECT o.* FROM outgoing o JOIN ticket t ON t.tenant_id = o.tenant_id "
            "AND t.id = o.subject_id WHERE o.tenant_id = $1 AND t.number = $2 "
            "ORDER BY o.created_at DESC, o.id DESC LIMIT 1",
            *(story.acme.id, number),
        )
    assert row is not None
    names = ("tenant_id", "id", "channel", "identity", "subject_id", "simulated")
    payload = msgspec.json.decode(row["payload"])
    mail = mail_channel.opened(
        outgoing.Outgoing(**{name: row[name] for name in names}, payload=payload)
    )
    assert mail.to[0].address == story.acme.requester.email, "the address we know"
    found = re.search(r"\b\d{6}\b", mail.text)
    assert found is not None
    return made, found[0]


async def test_a_password_is_not_reset_before_the_caller_is_verified(story: Story) -> None:
    number = await marked(story)
    events = await story.count("event")
    for done in (finishing.resolve, finishing.close):
        with pytest.raises(NotVerified, match="call-back"):
            await story.ask(story.agent, done, number)
    assert (await story.ticket(number)).state == "new"
    assert await story.count("event") == events
    made, code = await sent_code(story, number)
    stored = await story.one("SELECT * FROM verification WHERE tenant_id = $1 AND id = $2", made.id)
    assert stored is not None and code.encode() not in stored["code_digest"]
    found = await story.ask(story.agent, by_code.confirm, number, made.id, code=code)
    assert (found.standing, found.by) == ("verified", story.agent.name)
    assert found.valid_until == found.verified_at + timedelta(hours=4)
    with pytest.raises(by_code.NoCode):
        await story.ask(story.agent, by_code.confirm, number, made.id, code=code)
    assert (await story.ask(story.agent, finishing.resolve, number)).state == "resolved"


async def test_a_code_is_guessed_five_times_at_most_and_runs_out(story: Story) -> None:
    number = await marked(story)
    made, code = await sent_code(story, number)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for left in range(validity.ATTEMPTS - 1, -1, -1):
        found = await story.ask(story.agent, by_code.confirm, number, made.id, code=wrong)
        assert (found.standing, found.attempts_left) == ("waiting" if left else "failed", left)
    with pytest.raises(by_code.NoCode):
        await story.ask(story.agent, by_code.confirm, number, made.id, code=code)
    late, code = await sent_code(story, number)
    await story.at(story.start + timedelta(minutes=11))
    with pytest.raises(by_code.NoCode):
        await story.ask(story.agent, by_code.confirm, number, late.id, code=code)
    await sent_code(story, number)
    with pytest.raises(by_code.TooManyCodes):
        await story.ask(story.agent, by_code.send, number)
    audit = await story.one(
        "SELECT count(*) AS n FROM audit_detail WHERE tenant_id = $1 AND detail::text LIKE $2",
        f'%"{wrong}"%',
    )
    assert audit is not None and audit["n"] == 0, "no code stands in the audit trail"


async def test_an_approver_who_is_called_back_vouches_for_a_day(story: Story) -> None:
    number = await marked(story)
    words: tuple[Any, ...] = (number, story.board.small.id, "Called on the number of the contract.")
    for nobody in (story.acme.colleague.id, story.acme.requester.id):
        with pytest.raises(Malformed):
            await story.ask(story.agent, by_call_back.record, number, nobody, "It was me.")
    await story.ask(story.agent, by_call_back.record, *words)
    (found,) = await story.ask(story.agent, verification.of_ticket, story.acme.id, number)
    assert (found.method, found.approver) == ("call_back", story.board.small.name)
    await story.at(story.start + DAY + HOUR)
    with pytest.raises(NotVerified):
        await story.ask(story.agent, finishing.resolve, number)
    with pytest.raises(Forbidden):
        await story.ask(story.agent, sensitive.unmark, number, "It is none.")
    await story.ask(story.lead, sensitive.unmark, number, "They only asked how it is done.")
    assert (await story.ask(story.agent, finishing.resolve, number)).state == "resolved"


async def test_verifying_is_the_desks_own_matter(story: Story) -> None:
    number = await marked(story)
    made = await story.ask(story.agent, by_code.send, number)
    with pytest.raises(Forbidden):
        await story.ask(story.anna, verification.of_ticket, story.acme.id, number)
    stranger = story.board.people.stranger.principal
    with pytest.raises(NotFound):
        await story.ask(stranger, by_code.confirm, number, made.id, code="000000")
    other = await story.raised()
    with pytest.raises(NotFound):
        await story.ask(story.agent, by_code.confirm, other, made.id, code="000000")
