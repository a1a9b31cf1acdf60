"""A source's secret is one client's, and proves nothing anywhere else."""

from __future__ import annotations

import base64
import hmac
from datetime import timedelta

import httpx
import msgspec
import pytest

from tests import served
from tests.service.desk.alerts import station
from tests.service.desk.alerts.station import NOON, fires, over
from tests.unit.desk.alerts import samples
from tests.world import World, browser
from underpin.desk.alerts import by_mail, sources
from underpin.desk.alerts.source import Settings
from underpin.desk.aside import set_aside
from underpin.desk.hooks import inbox, keeping
from underpin.desk.mail import mail_in
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Door, Member, Staff, Work
from underpin.kernel.errors import Forbidden, NotFound

TABLES = ("alert_source", "alert", "alert_matter", "hook_delivery", "hook_secret")


async def test_a_secret_raises_at_its_own_client_alone(
    people: World, page: httpx.AsyncClient
) -> None:
    acme = await station.open_at(people, people.acme, page, "walls")
    bolt = await station.open_at(people, people.bolt, page, "walls")
    assert (await acme.send(fires("disk", NOON))).status_code == 202
    assert len(await acme.tickets()) == 1
    assert (await bolt.tickets(), await bolt.deliveries()) == ([], [])
    for table in TABLES:
        async with db.open(Work(people.bolt.id)):
            found = await db.rows(f"SELECT tenant_id FROM {table}")
        assert {row["tenant_id"] for row in found} <= {people.bolt.id}, table


async def test_a_source_ends_only_what_it_raised(people: World, page: httpx.AsyncClient) -> None:
    one = await station.open_at(people, people.acme, page, "one tool")
    other = await station.open_at(people, people.acme, page, "another tool")
    await one.send(fires("shared name", NOON))
    await other.send(over("shared name", NOON + timedelta(minutes=1)))
    await one.wait(timedelta(hours=1))
    assert await one.states() == ["new"]
    assert await other.tickets() == []


@pytest.mark.parametrize(
    "address", ["/hooks/alerts/x", f"/hooks/alerts/upn_hook_1_{'a' * 43}", "/hooks/alerts/"]
)
async def test_an_address_that_is_nobodys_is_not_there(
    people: World, page: httpx.AsyncClient, address: str
) -> None:
    answer = await page.post(address, json=fires("disk"))
    assert answer.status_code == 404
    assert answer.headers["content-type"] in ("application/problem+json", "application/json")


async def test_a_secret_of_another_kind_is_no_secret(
    people: World, page: httpx.AsyncClient
) -> None:
    """What opens a person's invitation or a vendor's case opens no source."""
    acme = await station.open_at(people, people.acme, page, "kinds")
    for kind in ("vendor", "invitation", "api"):
        wrong = acme.address.replace("upn_hook_", f"upn_{kind}_")
        assert (await page.post(wrong, json=fires("disk"))).status_code == 404
    assert await acme.deliveries() == []


async def test_members_and_the_door_read_none_of_it(people: World, page: httpx.AsyncClient) -> None:
    await station.open_at(people, people.acme, page, "unread")
    member = Member(people.acme.id, people.acme.admin.id)
    for scope in (member, Door()):
        for table in TABLES:
            with pytest.raises(Exception, match="permission denied"):
                async with db.open(scope):
                    await db.rows(f"SELECT id FROM {table}")
    with pytest.raises(Exception, match="permission denied"):
        async with db.open(Staff((people.acme.id,))):
            await db.rows("SELECT signing_key FROM hook_secret")


async def test_who_may_not_keep_sources_keeps_none(people: World, page: httpx.AsyncClient) -> None:
    acme = await station.open_at(people, people.acme, page, "kept")
    said = sources.Said("mine", people.acme.requester.id)
    for person in (people.agent, people.acme.admin, people.finance):
        with pytest.raises(Forbidden):
            await verb.perform(sources.add, person.principal, said, tenant=people.acme.id)
    tenant = people.bolt.id
    for what in (sources.rotate, sources.revoke):
        words = (acme.source_id, acme.source_id) if what is sources.revoke else (acme.source_id,)
        with pytest.raises(NotFound):
            await verb.perform(what, people.lead.principal, *words, tenant=tenant)


async def test_two_secrets_are_good_while_the_sender_changes_over(
    people: World, page: httpx.AsyncClient
) -> None:
    acme = await station.open_at(people, people.acme, page, "rotated")
    about = {"tenant": people.acme.id}
    lead, span = people.lead.principal, timedelta(hours=1)
    fresh = await verb.perform(sources.rotate, lead, acme.source_id, span, **about)
    for address in (acme.address, fresh.address):
        assert (await page.post(address, json=fires("disk", NOON))).status_code == 202
    await acme.wait(timedelta(hours=1))
    assert (await page.post(acme.address, json=fires("disk", NOON))).status_code == 404
    assert (await page.post(fresh.address, json=fires("disk", NOON))).status_code == 202
    await verb.perform(sources.revoke, lead, acme.source_id, fresh.id, **about)
    assert (await page.post(fresh.address, json=fires("disk", NOON))).status_code == 404


def signed(key: str, body: bytes, at: int) -> dict[str, str]:
    said = hmac.new(key.encode(), f"{at}.".encode() + body, "sha256").hexdigest()
    return {"x-underpin-timestamp": str(at), "x-underpin-signature": f"v1={said}"}


async def test_a_signature_is_asked_for_and_is_good_once(
    people: World, page: httpx.AsyncClient
) -> None:
    settings = Settings(proof="underpin")
    acme = await station.open_at(people, people.caro, page, "signed", settings)
    body, now = msgspec.json.encode(fires("disk", NOON)), int(NOON.timestamp())
    good = signed(acme.signing_key, body, now)
    refused = [
        {},
        signed("another key", body, now),
        signed(acme.signing_key, body + b" ", now),
        signed(acme.signing_key, body, now - 301),
        signed(acme.signing_key, body, now + 301),
        good | {"x-underpin-timestamp": str(now + 1)},
    ]
    for headers in refused:
        assert (await acme.send(body, **headers)).status_code == 403
    assert await acme.deliveries() == []
    first, again = await acme.send(body, **good), await acme.send(body, **good)
    assert (first.json()["state"], again.json()["state"]) == ("stored", "repeated")
    assert len(await acme.deliveries()) == 1


async def test_a_key_in_a_header_is_proof_where_a_tool_cannot_sign(
    people: World, page: httpx.AsyncClient
) -> None:
    settings = Settings(proof="header")
    acme = await station.open_at(people, people.acme, page, "header", settings)
    basic = base64.b64encode(f"who:{acme.signing_key}".encode()).decode()
    for name, value, status in (
        ("x-underpin-secret", acme.signing_key, 202),
        ("authorization", f"Bearer {acme.signing_key}", 202),
        ("authorization", f"Basic {basic}", 202),
        ("x-underpin-secret", "wrong", 403),
    ):
        assert (await acme.send(fires("disk", NOON), **{name: value})).status_code == status


async def test_what_is_too_large_is_refused_before_it_is_kept(
    people: World, page: httpx.AsyncClient
) -> None:
    acme = await station.open_at(people, people.acme, page, "large")
    assert (await acme.send(b"x" * (inbox.LARGEST + 1))).status_code == 413
    assert await acme.deliveries() == []


async def test_a_source_that_sends_too_often_is_told_to_wait(
    people: World, page: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "A_MINUTE", 3)
    acme = await station.open_at(people, people.acme, page, "often")
    quiet = await station.open_at(people, people.bolt, page, "seldom")
    said = [(await page.post(acme.address, json=fires("disk"))).status_code for _ in range(5)]
    assert said == [202, 202, 202, 429, 429]
    assert (await page.post(quiet.address, json=fires("disk"))).status_code == 202


async def test_a_poisoned_delivery_waits_whole_and_stops_nobody(
    people: World, page: httpx.AsyncClient
) -> None:
    acme = await station.open_at(people, people.acme, page, "poisoned")
    for body in (b"{not json", b'{"hello": "world"}', b"\x00\xff"):
        assert (await acme.send(body)).status_code == 202
    await acme.send(fires("disk", NOON))
    states = [row["state"] for row in await acme.deliveries()]
    assert states == ["set_aside", "set_aside", "set_aside", "applied"]
    words = (people.acme.id, "set_aside")
    about = {"tenant": people.acme.id}
    waiting = await verb.perform(keeping.listed, people.lead.principal, *words, **about)
    ours = [each for each in waiting if each.owner_id == acme.source_id]
    assert [bool(each.reason) for each in ours] == [True, True, True]
    whole = await verb.perform(
        keeping.one, people.lead.principal, people.acme.id, ours[-1].id, **about
    )
    assert whole.body == "{not json"


async def test_what_was_set_aside_is_read_again_when_somebody_asks(
    people: World, page: httpx.AsyncClient
) -> None:
    acme = await station.open_at(people, people.acme, page, "mended")
    await acme.send({"thing": "pump", "bad": "yes"})
    about, lead = {"tenant": people.acme.id}, people.lead.principal
    own = sources.Mapping(fingerprint="{/thing}", title="{/thing} is bad")
    said = sources.Said("mended", people.acme.requester.id, "mapping", mapping=own)
    await verb.perform(sources.change, lead, acme.source_id, said, **about)
    (waiting,) = await acme.deliveries()
    await verb.perform(keeping.again, lead, waiting["id"], **about)
    await station.ground.settle(people.acme)
    assert [row["subject"] for row in await acme.tickets()] == ["pump is bad"]
    with pytest.raises(keeping.NotAside):
        await verb.perform(keeping.again, lead, waiting["id"], **about)


async def test_a_subscription_is_shown_and_never_followed(
    people: World, page: httpx.AsyncClient
) -> None:
    acme = await station.open_at(people, people.acme, page, "sns")
    asked = {
        "Type": "SubscriptionConfirmation",
        "TopicArn": "arn:aws:sns:eu:1:t",
        "SubscribeURL": "http://127.0.0.1:1/confirm",
    }
    await acme.send(asked)
    (waiting,) = await acme.deliveries()
    assert waiting["state"] == "set_aside"
    assert "by hand" in waiting["reason"]


async def test_stored_is_stored_before_the_tool_is_told(
    people: World, page: httpx.AsyncClient
) -> None:
    acme = await station.open_at(people, people.acme, page, "stored")
    answer = await page.post(acme.address, json=fires("disk", NOON))
    assert answer.status_code == 202
    (kept,) = await acme.deliveries()
    assert (str(kept["id"]), kept["state"]) == (answer.json()["id"], "waiting")
    assert await acme.tickets() == []


def mailed(state: str, kind: str) -> bytes:
    text = samples.NAGIOS_MAIL.format(kind=kind, state=state)
    head = "From: nagios@monitor.example\r\nAuto-Submitted: auto-generated\r\n"
    subject = f"Subject: ** {kind} Service Alert: web1/HTTP is {state} **\r\n"
    return f"{head}{subject}Message-ID: <{kind}@monitor.example>\r\n\r\n{text}".encode()


async def test_a_tool_that_only_writes_mails_has_an_address_of_its_own(
    people: World, page: httpx.AsyncClient
) -> None:
    about, lead = {"tenant": people.acme.id}, people.lead.principal
    said = sources.Said("Nagios", people.acme.requester.id)
    made = await verb.perform(sources.add, lead, said, **about)
    here = station.Station(people.acme, made.source.id, made.secret.address, "", page)
    down, up = mailed("CRITICAL", "PROBLEM"), mailed("OK", "RECOVERY")
    for raw in (down, down, up):
        await mail_in.accept("nagios@monitor.example", (made.secret.mail,), raw)
    await station.ground.settle(people.acme)
    assert [row["subject"] for row in await here.tickets()] == ["HTTP on web1"]
    states = [row["state"] for row in await here.deliveries()]
    assert states == ["applied", "repeated", "applied"]
    await here.wait(timedelta(hours=1))
    assert await here.states() == ["resolved"]
    signed = sources.Said("Nagios", people.acme.requester.id, settings=Settings(proof="underpin"))
    await verb.perform(sources.change, lead, made.source.id, signed, **about)
    assert await by_mail.take((made.secret.mail,), down) == (made.secret.mail,)
    assert len(await here.deliveries()) == 3


async def test_what_waits_stands_among_all_that_is_set_aside(
    people: World, page: httpx.AsyncClient
) -> None:
    acme = await station.open_at(people, people.acme, page, "aside")
    await acme.send(b"{not json")
    (waiting,) = await acme.deliveries()
    found = await verb.perform(set_aside.waiting, people.lead.principal)
    (item,) = [each for each in found if each.id == waiting["id"]]
    assert (item.lane, item.what) == ("deliveries", "webhook: alert")
    about = {"tenant": people.acme.id}
    await verb.perform(set_aside.retry, people.lead.principal, item.lane, item.id, **about)
    await station.ground.settle(people.acme)
    (waiting,) = await acme.deliveries()
    assert (waiting["state"], waiting["tries"]) == ("set_aside", 2)
    where = f"/api/v1/clients/{people.acme.key}/set-aside"
    one = f"{where}/deliveries/{item.id}"
    async with browser(served.site(), people.agent) as agent:
        assert (await agent.put(f"{one}/retry")).status_code == 403
    async with browser(served.site(), people.lead) as lead:
        assert str(item.id) in [each["id"] for each in (await lead.get("/api/v1/set-aside")).json()]
        assert (await lead.get(one)).json()["item"]["what"] == "webhook: alert"
        again = await lead.put(f"{where}/retries", json={"kind": "alert"})
        assert again.json()["retried"] >= 1
        await station.ground.settle(people.acme)
        assert (await lead.put(f"{one}/end", json={"reason": " "})).status_code == 422
        assert (await lead.put(f"{one}/end", json={"reason": "Ours to mend"})).status_code == 204
        assert (await lead.get(one)).status_code == 404


async def test_a_client_that_is_closed_is_not_there(people: World, page: httpx.AsyncClient) -> None:
    caro = await station.open_at(people, people.caro, page, "closing")
    state = "UPDATE tenant SET state = $1 WHERE id = $2 RETURNING id"
    await station.rows(people.caro, state, "closed", people.caro.id)
    try:
        assert (await page.post(caro.address, json=fires("disk", NOON))).status_code == 404
    finally:
        await station.rows(people.caro, state, "active", people.caro.id)
    assert await caro.deliveries() == []
    assert (await page.post(caro.address, json=fires("disk", NOON))).status_code == 202
