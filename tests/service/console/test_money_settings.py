"""Meters, taxes, the letterhead and reminders' words, as pages of the desk."""

from __future__ import annotations

from billing.parties import tax_rates
from billing.receivables import reminder_words, wording
from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_pricing import sent
from underpin.kernel import ids, verb
from underpin.kernel.web.caller import Caller

AT = "/money-settings"


async def test_a_meter_is_defined_and_listed(site: Caller, here: Ground) -> None:
    key = f"m{ids.new().hex[-12:]}"
    said = {"name": f"Calls {key}", "key": key, "unit": "call", "aggregation": "sum"}
    async with world.browser(site, here.people.finance) as page:
        wrong = await sent(page, "/meters", "/meters", **(said | {"key": "No key"}))
        assert wrong.status_code == 422
        assert 'value="No key"' in wrong.text
        said |= {"dimension": "line", "values": "gold, silver", "reads": "tickets"}
        assert (await sent(page, "/meters", "/meters", **said)).status_code == 303
        assert f"Calls {key}" in (await page.get("/meters")).text
        assert (await sent(page, "/meters", "/meters", **said)).status_code == 409
    async with world.browser(site, here.people.manager) as page:
        assert "Define a meter" not in (await page.get("/meters")).text
    async with world.browser(site, here.people.agent) as page:
        assert (await page.get("/meters")).status_code == 403
        assert (await page.get(AT)).status_code == 403


async def test_taxes_and_letterhead_are_set_by_finance(site: Caller, here: Ground) -> None:
    tax_class = f"t{ids.new().hex[-8:]}"
    rate = {"tax_class": tax_class, "rate_from": "2099-01-01", "percent": "seven"}
    async with world.browser(site, here.people.finance) as page:
        wrong = await sent(page, AT, f"{AT}/taxes", **rate)
        assert wrong.status_code == 422
        assert f'value="{tax_class}"' in wrong.text
        assert (await sent(page, AT, f"{AT}/taxes", **(rate | {"percent": "7"}))).status_code == 303
        assert tax_class in (await page.get(AT)).text
        seller = {"starts_on": "2099-01-01", "legal_name": "Typed and kept", "country": "XX"}
        kept = await sent(page, AT, f"{AT}/seller", **seller)
        assert kept.status_code == 422
        assert 'value="Typed and kept"' in kept.text
    rates = await verb.perform(tax_rates.rates, here.people.finance.principal)
    assert [each.percent for each in rates if each.tax_class == tax_class] == [7]
    async with world.browser(site, here.people.manager) as page:
        assert (await sent(page, AT, f"{AT}/taxes", **rate)).status_code in (403, 404)


async def test_reminders_are_said_in_ones_own_words(site: Caller, here: Ground) -> None:
    words = {
        name: getattr(reminder_words.WORDS["zh"], name)
        for name in reminder_words.Words.__struct_fields__
    }
    at = f"{AT}?language=zh"
    async with world.browser(site, here.people.finance) as page:
        try:
            bad = await sent(page, at, f"{AT}/reminders/zh", **(words | {"owed": "Pay {now}"}))
            assert bad.status_code == 422
            assert "Pay {now}" in bad.text
            mine = words | {"owed": "MY-WORDS {amount} {number}"}
            assert (await sent(page, at, f"{AT}/reminders/zh", **mine)).status_code == 303
            assert "MY-WORDS" in (await page.get(at)).text
            assert (await page.post(f"{AT}/reminders/xx/removal")).status_code in (403, 404)
        finally:
            assert (await sent(page, at, f"{AT}/reminders/zh/removal")).status_code == 303
    said = await verb.perform(wording.listed, here.people.finance.principal)
    assert said["zh"] == reminder_words.WORDS["zh"]
