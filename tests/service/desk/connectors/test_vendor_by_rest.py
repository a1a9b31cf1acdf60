"""A vendor reached by REST: its case goes out signed until it is taken, and what comes back by
webhook moves the UC's clocks as a mail would, and nothing else does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from contracts.signed import vendor
from tests.service.desk import ground
from tests.service.desk.channels import room
from tests.service.desk.channels.far_side import FarSide
from tests.service.desk.ground import MONDAY
from tests.world import World
from underpin.desk.cases import case, case_answering, case_messages
from underpin.desk.cases.case import Case
from underpin.desk.connectors import greeting, hook, keeping, link, matter
from underpin.desk.connectors.connector import Auth, Connector, Said, Secret
from underpin.desk.hooks import keeping as deliveries
from underpin.desk.tickets import raising, reading
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, ids, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.principal import worker

KEY = "the key with which we sign"
SETTINGS: dict[str, Any] = {
    "open": {
        "path": "/incidents",
        "body": {
            "short_description": "{subject}",
            "text": "{shared}",
            "urgency": "{priority}",
            "their_number": "{number}",
            "company": "{client}",
            "mail": ["{reached_at}", "for {requester}"],
        },
    },
    "say": {"path": "/incidents/{reference}/comments", "body": {"comment": "{author}: {text}"}},
    "turn": {"method": "PATCH", "path": "/incidents/{reference}", "body": {"state": "{state}"}},
    "reference": "/result/number",
    "hears": {
        "id": "/event/id",
        "case": "",
        "reference": "/incident/number",
        "word": "/event/state",
        "author": "/event/by",
        "text": "/event/note",
        "words": {"Assigned": "acknowledge", "Awaiting Info": "question", "Done": "fixed"},
        "programs": ["Dispatcher"],
    },
    "values": {"priority": {"P1": "1 - Critical"}},
}


async def ask(people: World, who: str, wanted: object, *words: object, **more: object) -> Any:
    person = getattr(people, who).principal
    return await verb.perform(wanted, person, *words, tenant=people.acme.id, **more)  # type: ignore[arg-type]


async def connected(people: World, url: str, name: str, **more: Any) -> Connector:
    """A vendor of its own behind acme's service, and its connector."""
    admin = people.admin.principal
    added = await verb.perform(
        vendor.add, admin, name, "cases@fabrikam.example", connector="webhook"
    )
    words = {"settings": SETTINGS, "secret": Secret(signing_key=KEY), "vendor_id": added.id}
    said = Said(name, "rest", url, **words | more)
    made: Connector = await verb.perform(keeping.add, admin, said)
    async with db.open(Work(people.acme.id)):
        here = (people.acme.id, ground.service(people.acme))
        uc = await db.value(
            "SELECT agreement_id FROM coverage WHERE tenant_id = $1 AND service_id = $2", *here
        )
    own = await the_same_promises(uc, added.id)
    async with db.open(Work(people.acme.id)):
        await db.execute(
            "UPDATE coverage SET vendor_id = $3, agreement_id = $4 "
            "WHERE tenant_id = $1 AND service_id = $2",
            *(*here, added.id, own),
        )
    return made


async def the_same_promises(uc: UUID, vendor_id: UUID) -> UUID:
    """Another vendor's UC, of the words of one that stands."""
    own, version = ids.new(), ids.new()
    async with db.open(Provider()):
        await db.execute(
            "INSERT INTO provider_agreement SELECT (jsonb_populate_record(a, jsonb_build_object("
            "'id', $2::uuid, 'vendor_id', $3::uuid, 'name', 'UC of ' || $3::text))).* "
            "FROM provider_agreement a WHERE id = $1",
            *(uc, own, vendor_id),
        )
        await db.execute(
            "INSERT INTO provider_agreement_version SELECT (jsonb_populate_record(v, "
            "jsonb_build_object('id', $2::uuid, 'agreement_id', $3::uuid))).* "
            "FROM provider_agreement_version v WHERE agreement_id = $1",
            *(uc, version, own),
        )
        await db.execute(
            "INSERT INTO provider_target SELECT (jsonb_populate_record(t, "
            "jsonb_build_object('version_id', $2::uuid))).* FROM provider_target t "
            "JOIN provider_agreement_version v ON v.id = t.version_id WHERE v.agreement_id = $1",
            *(uc, version),
        )
    return own


async def out(people: World) -> tuple[int, Case]:
    new = NewTicket(
        "Nothing prints",
        "Since this morning.",
        impact="high",
        urgency="high",
        service_id=ground.service(people.acme),  # type: ignore[arg-type]
    )
    ticket = await verb.perform(raising.raise_ticket, people.acme.requester.principal, new)
    opened: Case = await ask(people, "lead", case.open_vendor_case, ticket.number)
    await ground.settle(people.acme)
    return ticket.number, opened


async def now(people: World, opened: Case) -> Case:
    async with db.open(Work(people.acme.id)):
        found = await case.of_ticket(people.acme.id, opened.ticket_id)
    return next(each for each in found if each.id == opened.id)


async def clock(people: World, opened: Case, metric: str) -> str:
    async with db.open(Work(people.acme.id)):
        state: str = await db.value(
            "SELECT state FROM clock WHERE tenant_id = $1 AND case_id = $2 AND metric = $3",
            *(people.acme.id, opened.id, metric),
        )
    return state


class Vendor:
    """The far end of a connector's hook."""

    def __init__(self, people: World, page: httpx.AsyncClient, address: str, key: str) -> None:
        self.people, self.page, self.address, self.key = people, page, address, key
        self.at: datetime = MONDAY

    async def tells(self, payload: Any) -> httpx.Response:
        body = msgspec.json.encode(payload)
        headers = room.SIGNED["webhook"](self.key, body, int(self.at.timestamp()))
        headers["content-type"] = "application/json"
        answer = await self.page.post(self.address, content=body, headers=headers)
        await ground.settle(self.people.acme)
        return answer

    async def says(self, state: str, by: str, note: str, reference: str = "INC7") -> None:
        event = {"id": f"{reference}-{state}-{by}", "state": state, "by": by, "note": note}
        answer = await self.tells({"incident": {"number": reference}, "event": event})
        assert answer.status_code == 202


async def hears_at(people: World, page: httpx.AsyncClient, made: Connector) -> Vendor:
    issued = await ask(people, "lead", hook.issue, made.id)
    return Vendor(people, page, issued.address, issued.signing_key)


async def waits(people: World, made: Connector) -> list[deliveries.Shown]:
    found = await ask(people, "lead", deliveries.listed, people.acme.id, "set_aside")
    return [each for each in found if each.owner_id == made.id]


async def test_a_case_goes_out_and_back_over_a_signed_webhook(
    people: World, there: FarSide, page: httpx.AsyncClient
) -> None:
    """The far side fails twice first."""
    there.answers = [(500, {}), (502, {}), (201, {"result": {"number": "INC7"}}), (200, {})]
    made = await connected(people, there.url, "Fabrikam by REST")
    vendor_ = await hears_at(people, page, made)
    number, opened = await out(people)
    for _ in range(4):
        await ground.hurry(people.acme)

    # it went out until it was taken, once, signed, and with no more than the rule lets
    assert [each.path for each in there.asked] == ["/incidents"] * 3
    assert len({each.headers["idempotency-key"] for each in there.asked}) == 1
    last = there.asked[-1]
    at = int(last.headers["x-underpin-timestamp"])
    signed = room.SIGNED["webhook"](KEY, last.body, at)
    assert last.headers["x-underpin-signature"] == signed["x-underpin-signature"]
    assert last.said == {
        "short_description": "Nothing prints",
        "text": "Since this morning.",
        "urgency": "1 - Critical",
        "their_number": number,
        "company": "",
        "mail": ["", "for "],
    }
    assert (await now(people, opened)).reference == "INC7"

    # a program's acknowledgment is kept and moves nothing; a person's does
    await vendor_.says("Assigned", "Dispatcher", "Ticket received.")
    assert await clock(people, opened, "acknowledge") == "running"
    await ground.pass_time(people.acme, MONDAY + timedelta(minutes=20))
    vendor_.at = MONDAY + timedelta(minutes=20)
    await vendor_.says("Assigned", "Maya", "A technician comes.")
    assert await clock(people, opened, "acknowledge") == "stopped"
    before = await now(people, opened)
    assert (before.state, before.acknowledged_at) == ("acknowledged", vendor_.at)

    # said again, in the very bytes or in others, it changes nothing
    await vendor_.says("Assigned", "Maya", "A technician comes.")
    vendor_.at += timedelta(seconds=1)
    await vendor_.says("Assigned", "Maya", "A technician comes.")
    assert await now(people, opened) == before

    # a question hands it to us, and our answer goes there
    await vendor_.says("Awaiting Info", "Maya", "Which floor?")
    assert await clock(people, opened, "fix") == "paused"
    await ask(people, "l2", case_answering.tell, number, opened.id, "The third.")
    assert await clock(people, opened, "fix") == "running"
    await ground.hurry(people.acme)
    assert (there.asked[-1].path, there.asked[-1].said) == (
        "/incidents/INC7/comments",
        {"comment": f"{people.l2.name}: The third."},
    )

    # a fix nobody signs waits for a person; a person's hands the ticket back, and is confirmed
    await vendor_.says("Done", "Dispatcher", "Closed by rule.")
    assert (await now(people, opened)).state == "acknowledged"
    assert "no person's name" in str((await waits(people, made))[0].reason)
    await vendor_.says("Done", "Maya", "New fuser.")
    found = await ask(people, "l2", reading.one, people.acme.id, number)
    assert (found.ticket.tier, found.ticket.state) == (3, "open")
    assert await clock(people, opened, "fix") == "stopped"
    await ask(people, "l2", case_answering.confirm_fix, number, opened.id)
    await ground.hurry(people.acme)
    assert (there.asked[-1].path, there.asked[-1].said) == (
        *("/incidents/INC7",),
        {"state": "confirmed"},
    )
    async with db.open(Work(people.acme.id)):
        act = Act(worker(people.acme.id), people.acme.id, await db.now(), "send", "test")
        far = await link.of_case(act, opened.id)
        assert far is not None
        turned = await matter.of(act, far, "x", {"state": "rejected"})
        assert turned["turned"].endswith("/1: it is not fixed yet. Please go on.")
        said = await case_messages.of_case(people.acme.id, opened.id)
    assert [each.author_name for each in said if each.direction == "in"] == [
        "Fabrikam by REST (automatic)",
        *["Maya"] * 3,
    ]
    told = await ask(people, "lead", keeping.deliveries, made.id)
    assert [(each.what, each.state) for each in told] == [
        *(("turn", "sent"), ("say", "sent"), ("open", "sent"))
    ]


async def test_what_nobody_understands_waits_and_is_read_again_once_mended(
    people: World, there: FarSide, page: httpx.AsyncClient
) -> None:
    there.answers = [(200, {"result": {"number": "INC9"}})]
    made = await connected(people, there.url, "Litware by REST")
    vendor_ = await hears_at(people, page, made)
    vendor_.at = MONDAY + timedelta(minutes=20, seconds=1)
    _, opened = await out(people)
    await ground.hurry(people.acme)
    refused = await vendor_.page.post(vendor_.address, content=b"{}", headers={})
    assert refused.status_code == 403
    await vendor_.tells({"greeting": "hello"})
    await vendor_.says("Assigned", "Maya", "Ours", reference="INC-OF-ANOTHER")
    await vendor_.says("Resolved", "Maya", "Done.", reference="INC9")
    reasons = [str(each.reason) for each in await waits(people, made)]
    for said_, found in zip(("'Resolved'", "no case", "no name"), reasons, strict=True):
        assert said_ in found
    assert (await now(people, opened)).state == "opened"
    mended = msgspec.json.decode(msgspec.json.encode(SETTINGS))
    mended["hears"]["words"]["Resolved"] = "fixed"
    words = {"settings": mended, "vendor_id": made.vendor_id}
    said = Said(made.name, "rest", there.url, **words)
    await verb.perform(keeping.change, people.admin.principal, made.id, said)
    await ask(people, "lead", deliveries.again, (await waits(people, made))[0].id)
    await ground.settle(people.acme)
    assert (await now(people, opened)).state == "fixed"


async def test_a_far_side_that_refuses_waits_for_a_person_and_one_that_says_when_is_asked_then(
    people: World, there: FarSide
) -> None:
    there.answers = [(429, {}, "Retry-After: 7200"), (422, {"error": "no such queue"})]
    await connected(people, there.url, "Refuses by REST")
    _, opened = await out(people)
    await ground.hurry(people.acme)
    async with db.open(Work(people.acme.id)):
        later = await db.value(
            "SELECT due_at - transaction_timestamp() FROM outgoing WHERE tenant_id = $1 "
            "AND subject_id = $2 AND channel = 'connector'",
            *(people.acme.id, opened.id),
        )
    assert timedelta(minutes=119) < later <= timedelta(hours=2)
    await ground.hurry(people.acme)
    async with db.open(Work(people.acme.id)):
        row = await db.row(
            "SELECT parked_at, last_error FROM outgoing WHERE tenant_id = $1 AND subject_id = $2 "
            "AND channel = 'connector'",
            *(people.acme.id, opened.id),
        )
    assert row is not None
    assert row["parked_at"] is not None
    assert "no such queue" in row["last_error"]


async def test_settings_are_checked_before_they_are_kept_and_its_secret_is_nobodys_to_read(
    people: World, there: FarSide
) -> None:
    admin = people.admin.principal
    fine = Said("Checked", "rest", there.url, {}, Auth("bearer"), Secret(token="t0ken"))
    for wrong, field in (
        (replace(fine, url="ftp://x.example"), "url"),
        (replace(fine, kind="soap"), "kind"),
        (replace(fine, settings={"open": {"path": "/x", "body": {"a": "{password}"}}}), "settings"),
        (replace(fine, settings={"hears": {"id": "id"}}), "settings"),
        (replace(fine, settings={"hears": {"words": {"Done": "closed"}}}), "settings"),
        (replace(fine, settings={"unheard": 1}), "settings"),
        (replace(fine, auth=Auth("basic")), "auth"),
        (replace(fine, secret=Secret()), "secret"),
    ):
        with pytest.raises(Malformed) as refusal:
            await verb.perform(keeping.add, admin, wrong)
        assert refusal.value.field == field
    with pytest.raises(Forbidden):
        await verb.perform(keeping.add, people.lead.principal, fine)
    assert "Checked" not in [each.name for each in await verb.perform(keeping.listed, admin)]
    made = await verb.perform(keeping.add, admin, fine)
    there.answers = [(200, {}), (401, {"error": "who?"})]
    assert (await verb.begin(greeting.greet, admin, made.id)).tested == "ok"
    assert there.asked[-1].headers["authorization"] == "Bearer t0ken"
    assert "401" in str((await verb.begin(greeting.greet, admin, made.id)).tested)
    assert "t0ken" not in repr(await verb.perform(keeping.one, people.lead.principal, made.id))
    await verb.perform(keeping.pause, admin, made.id, paused=True)
    with pytest.raises(NotFound):
        await verb.begin(greeting.greet, admin, made.id)
    with pytest.raises(NotFound):
        await ask(people, "lead", hook.issue, UUID(int=7))
