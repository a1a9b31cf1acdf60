"""Asking a vendor to see to a case: whoever answers for it there, and one contact further each time
that one refuses or is silent.

It goes to where the case is answered, so that whoever reads it can answer it; to a vendor nothing
reaches by itself, one of our people is asked to call (PRACTICE 23).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from contracts.signed import covering, vendor_contact
from contracts.signed.covering import Vendor
from underpin.desk.cases import case as cases
from underpin.desk.cases import staff_told, vendor_letter, vendor_words
from underpin.desk.cases.case import Case
from underpin.desk.cases.vendor_letter import Letter
from underpin.desk.cases.vendor_words import Words
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import ids, installation
from underpin.kernel.act import Act
from underpin.kernel.mail_compose import Correspondent, message_id


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked what, under an identity of the occasion's; `why` is what our own are told where
    they have to call, one of the `case.call_` sentences, `metric` the time it is about."""

    to: Correspondent
    occasion: UUID
    text: str
    why: str
    metric: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """For which the next contact is asked; `say` takes the sentence from the contact's words."""

    id: UUID
    why: str
    say: Callable[[Words], str]
    metric: str = ""


async def next_contact(act: Act, about: tuple[Ticket, Case], occasion: Occasion) -> bool:
    """Whether there was one to be asked."""
    _, case = about
    vendor = await covering.vendor_by_id(case.vendor_id)
    contacts = (await vendor_contact.of(case.vendor_id)).contacts
    if vendor is None or case.asked >= len(contacts):
        return False
    following = contacts[case.asked]
    await cases.put(case, asked=case.asked + 1)
    language = vendor_letter.language(following.locale, vendor.locale)
    words = vendor_words.of(language)
    text = f"{occasion.say(words)} {words.see_to_it}"
    to = Correspondent(following.name, following.email)
    asked = Asked(to, occasion.id, text, occasion.why, occasion.metric, language)
    await ask(act, about, vendor, asked)
    return True


async def ask(act: Act, about: tuple[Ticket, Case], vendor: Vendor, asked: Asked) -> None:
    """Kept in the case; told to the vendor where something carries it, else ours are to call."""
    ticket, case = about
    domain = installation.settings().mail_domain
    letter = Letter(
        message_id(ids.derive(asked.occasion, str(case.id)), domain),
        "Underpin",
        f"{asked.to.name}: {asked.text}",
        asked.to,
        mailed=f"{asked.text}\n\n{case.shared}\n",
        automatic=True,
        language=asked.language,
        hold=vendor_letter.AT_ONCE,
    )
    new = await vendor_letter.send(act, about, vendor, letter)
    if new and vendor.connector not in vendor_letter.CARRIED:
        said = {"who": asked.to.name, "vendor": vendor.name}
        said |= {"metric": asked.metric} if asked.metric else {}
        await staff_told.tell(act, ticket.id, asked.why, **said)
