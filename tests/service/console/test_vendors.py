"""Vendors are written down and changed on their pages, with whom to call; never by who may not."""

from __future__ import annotations

from decimal import Decimal

from contracts.signed import vendor, vendor_contact
from contracts.signed.vendor_contact import Contact
from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_contract_editor import fields
from underpin.kernel import ids, verb
from underpin.kernel.web.caller import Caller


async def test_a_vendor_is_written_down_and_changed(site: Caller, here: Ground) -> None:
    name, admin = f"Fabrikam {ids.new()}", here.people.admin
    new = {"name": name, "email": "Help@Fabrikam.example", "connector": "mail", "currency": "pln"}
    async with world.browser(site, admin) as page:
        for wrong in ({"case_cost": "much"}, {"case_cost": "5", "email": "nobody"}):
            refused = await page.post("/vendors", data={**new, **wrong})
            assert refused.status_code == 422
            assert fields(refused.text)["name"] == name, "what was typed is kept"
        where = (await page.post("/vendors", data={**new, "case_cost": "90"})).headers["location"]
        again = await page.post("/vendors", data={**new, "case_cost": "90"})
        assert again.status_code == 409
        typed = fields((await page.get(where)).text)
        assert (typed["email"], typed["case_cost"]) == ("help@fabrikam.example", "90.00")
        await page.post(f"{where}/details", data={**typed, "case_cost": "120.50"})
        contact = {"contact.0.name": "Zoe", "contact.0.email": "zoe@fabrikam.example"}
        reached = {**typed, **contact, "phone": "+48 22 1", "contact.0.locale": "pl"}
        refused = await page.post(f"{where}/desk", data={**reached, "contact.0.email": "zoe"})
        assert refused.status_code == 422
        assert fields(refused.text)["phone"] == "+48 22 1"
        assert (await page.post(f"{where}/desk", data=reached)).headers["location"] == where
        shown = (await page.get(where)).text
        assert "Zoe" in shown
    every = await verb.perform(vendor.every, admin.principal)
    (kept,) = [each for each in every if each.name == name]
    assert (kept.connector, kept.currency, kept.case_cost) == ("mail", "PLN", Decimal("120.5"))
    desk = await verb.perform(vendor_contact.of_vendor, admin.principal, kept.id)
    assert desk.contacts == (Contact("Zoe", "zoe@fabrikam.example", "", "pl"),)
    async with world.browser(site, here.people.manager) as page:
        assert f"{where}/details" not in (await page.get(where)).text
        for path, form in ((f"{where}/details", typed), (f"{where}/desk", reached)):
            assert (await page.post(path, data=form)).status_code == 403
    assert await verb.perform(vendor_contact.of_vendor, admin.principal, kept.id) == desk
