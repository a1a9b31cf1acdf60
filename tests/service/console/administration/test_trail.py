"""The audit trail on a page: read by auditors, verified against a head kept earlier."""

from __future__ import annotations

import re

from tenants import seal
from tests import world
from tests.service.console.ground import Ground
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller


async def test_an_auditor_reads_who_did_what_and_verifies_the_chain(
    site: Caller, here: Ground
) -> None:
    client, auditor = here.acme.client, here.people.auditor
    head = (await verb.perform(seal.verify, auditor.principal, tenant=client.id)).head
    at = f"/audit?client={client.key}"
    async with world.browser(site, auditor) as page:
        assert "a chain of its own" in (await page.get("/audit")).text
        shown = (await page.get(at)).text
        assert "desk.tickets" in shown and "NOTE-FOR-STAFF" not in shown
        further = re.search(r'href="(/audit\?client=[^"]+before=[^"]+)" ?', shown)
        if further is not None:
            later = await page.get(further[1].replace("&amp;", "&"))
            assert later.status_code == 200
        whole = await page.get(f"{at}&verify=yes&count={head.count}&head={head.hash}")
        assert "Every entry follows" in whole.text
        lost = await page.get(f"{at}&verify=yes&count={head.count}&head={'0' * 63}1")
        assert "no longer on the chain" in lost.text
        odd = await page.get(f"{at}&verify=yes&count=many&head=xyz")
        assert odd.status_code == 422 and "xyz" in odd.text
    async with db.open(Work(client.id)):
        same = await db.value("SELECT count(*) FROM audit_seal WHERE tenant_id = $1", client.id)
    assert same == head.count
    async with world.browser(site, here.people.agent) as page:
        assert (await page.get(at)).status_code == 403
    async with world.browser(site, here.people.stranger) as page:
        assert (await page.get(at)).status_code == 403
