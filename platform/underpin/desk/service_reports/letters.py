"""The mail that says a report is there; the report itself is read where its reader signs in."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from underpin.desk.mail.leaving import composing
from underpin.desk.service_reports.printed import language
from underpin.kernel import db, installation
from underpin.kernel.act import Act
from underpin.kernel.mail_compose import Correspondent, OutgoingMail, message_id, stopping_at

PAGE: Final = "/service-reports"


def letter(act: Act, row: db.Row, sent: UUID) -> OutgoingMail:
    """`row`: the report's month and state, who reads it in which language, and as whom the client's
    desk writes."""
    settings = installation.settings()
    said = language.of(row["locale"])
    month = said.month(row["year"], row["month"])
    page = f"{settings.portal_origin}{PAGE}"
    link = f"{page}/{row['year']}/{row['month']}"
    body = said.words[f"mail.{row['state']}"].replace("{month}", month)
    return OutgoingMail(
        message_id=message_id(sent, settings.mail_domain),
        date=act.now,
        sender=composing.sender(row),
        to=(Correspondent(row["name"], row["email"]),),
        subject=f"{said.words['title']}: {month}",
        text=f"{body}\n\n{link}\n\n{said.words['mail.stop']} {page}\n",
        envelope_from=f"bounces@{settings.mail_domain}",
        automatic=True,
        no_auto_reply=True,
        unsubscribe=stopping_at(page),
    )
