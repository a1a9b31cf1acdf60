"""A client's admins asked by mail to accept a version of their agreement, each in their language;
asked again, or taken back (PRACTICE 26). They sign in to accept: the link alone lets nobody in."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from contracts.agreements import agreement, agreement_rows, agreements, consent
from contracts.agreements.consent import Admin, Asked
from contracts.agreements.versions import Version, WrongState
from underpin.desk.consents import consent_words
from underpin.desk.onboarding import sender
from underpin.desk.onboarding.sender import Desk, Letter
from underpin.kernel import ids, installation, outgoing
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.mail_compose import Correspondent
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write


class NobodyAccepts(Conflict):
    code = "no-client-admin"
    title = "This client has no admin who could accept: name one, or attach the signed document"


@write("contract.write", STAFF)
async def ask(act: Act, version_id: UUID) -> list[Asked]:
    """Mails every admin of the client's; what was asked before stands no more, also at the same
    instant. Raises NotFound,
    WrongState for a version that is not approved or is accepted already, NobodyAccepts."""
    version = await agreement_rows.held(act, version_id)
    if version.state != "approved" or version.consented:
        raise WrongState("Only an approved version that nobody accepted yet is asked for.")
    admins = await consent.admins(act.tenant_id)
    if not admins:
        raise NobodyAccepts
    await _take_back(act, version_id)
    await consent.record(act, version_id, await _mailed(act, version, admins))
    return await consent.of_version(act.tenant_id, version_id)


@write("contract.write", STAFF)
async def revoke(act: Act, version_id: UUID) -> list[Asked]:
    """Mail that has not left does not leave, and nobody accepts until they are asked again. Raises
    NotFound, WrongState where nothing stands."""
    version = await agreement.one(act, act.tenant_id, version_id)
    if version.consented or not await _take_back(act, version_id):
        raise WrongState("Nothing is asked of the client that could be taken back.")
    return await consent.of_version(act.tenant_id, version_id)


@read("contract.read", STAFF)
async def of_version(act: Act, tenant: int, version_id: UUID) -> list[Asked]:
    """Who was asked and when, the newest first. Raises NotFound."""
    await agreement.one(act, tenant, version_id)
    return await consent.of_version(tenant, version_id)


async def _take_back(act: Act, version_id: UUID) -> int:
    leaving = await consent.revoke(act, version_id)
    if leaving:
        await outgoing.withdraw_each(act, leaving)
    return len(leaving)


async def _mailed(
    act: Act, version: Version, admins: Sequence[Admin]
) -> list[tuple[UUID, UUID, UUID]]:
    """Each request's id, the person, and the id under which their mail leaves."""
    of = await sender.desk(act.tenant_id)
    every = await agreements.of_tenant(act, act.tenant_id)
    name = next((each.name for each in every if each.id == version.agreement_id), None)
    if name is None:
        raise NotFound
    asked = []
    for admin in admins:
        letter = _letter(of, admin, version, name)
        leaving = await sender.send(act, of, letter, hold=outgoing.HOLD)
        asked.append((letter.identity, admin.person_id, leaving))
    return asked


def _letter(of: Desk, admin: Admin, version: Version, name: str) -> Letter:
    words = consent_words.of(admin.locale)
    about = {"agreement": name, "number": version.number, "company": of.client}
    link = f"{installation.settings().portal_origin}/consent/{version.id}"
    said = (
        words.asked.format(name=admin.name, **about),
        words.link.format(link=link),
        words.company.format(slug=of.slug),
    )
    to = Correspondent(admin.name, admin.email)
    subject = words.subject.format(**about)
    return Letter(ids.new(), version.id, to, subject, "\n\n".join(said) + "\n")
