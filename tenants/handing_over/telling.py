"""The mail that says an export can be taken, to whom it was made for; it holds a link to the page
where they sign in, and nothing of what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from underpin.kernel import db, house, ids, installation, mail_channel
from underpin.kernel.act import Act
from underpin.kernel.mail_compose import Correspondent, OutgoingMail, message_id
from underpin.kernel.wordings import Catalogue

PAGE: Final = "/our-data"


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    ready: str


ALL: Final = Catalogue(
    en=Words(
        "Your export is ready",
        "Everything we keep of your company, as far as you may see it, is ready to be downloaded. "
        "The link works for you alone, for seven days:",
    ),
    pl=Words(
        "Eksport jest gotowy",
        "Wszystko, co przechowujemy o Państwa firmie i co mogą Państwo zobaczyć, jest gotowe do "
        "pobrania. Odnośnik działa tylko dla Państwa, przez siedem dni:",
    ),
    zh=Words(
        "您的导出已就绪",
        "我们保存的、您有权查看的贵公司全部数据已可下载。该链接仅供您本人使用,七天内有效:",
    ),
    ar=Words(
        "التصدير جاهز",
        "كل ما نحتفظ به عن شركتكم، بقدر ما يحق لكم الاطلاع عليه، جاهز للتنزيل. "
        "الرابط يعمل لكم وحدكم لمدة سبعة أيام:",
    ),
)
WHO: Final = """
SELECT p.name, p.email, p.locale, t.slug FROM company_export e
JOIN person p ON p.tenant_id = e.tenant_id AND p.id = e.person_id
JOIN tenant t ON t.id = e.tenant_id WHERE e.tenant_id = $1 AND e.id = $2
"""


async def ready(act: Act, export_id: UUID) -> None:
    """Once for each export."""
    row = await db.row(WHO, act.tenant_id, export_id)
    assert row is not None, "it was made"  # noqa: S101
    settings, words = installation.settings(), ALL.of(row["locale"])
    domain = settings.mail_domain
    mail = OutgoingMail(
        message_id=message_id(ids.derive(export_id, "ready"), domain),
        date=act.now,
        sender=Correspondent(house.DESK, f"{row['slug']}@{domain}"),
        to=(Correspondent(row["name"], row["email"]),),
        subject=words.subject,
        text=f"{words.ready}\n\n{settings.portal_origin}{PAGE}\n",
        envelope_from=f"bounces@{domain}",
        automatic=True,
        no_auto_reply=True,
    )
    await mail_channel.queue(act, mail, export_id)
