"""The mail that says a report is there: what one reads first of it, the whole of it as PDF, and
where its reader signs in."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from underpin.desk.mail.leaving import composing, figures
from underpin.desk.mail.leaving.figures import Told
from underpin.desk.service_reports import told
from underpin.desk.service_reports.printed import language, wording
from underpin.kernel import db, installation
from underpin.kernel.act import Act
from underpin.kernel.mail_compose import (
    Correspondent,
    Enclosure,
    OutgoingMail,
    message_id,
    stopping_at,
)

PAGE: Final = "/service-reports"


def letter(act: Act, row: db.Row, sent: UUID, pdf: bytes | None) -> OutgoingMail:
    """`row`: the report, who reads it in which language, and as whom the client's desk writes.
    `pdf` None where it could not be printed."""
    settings = installation.settings()
    said = language.of(row["locale"])
    page = f"{settings.portal_origin}{PAGE}"
    file = _file(row, pdf)
    body = _told(row, page, enclosed=file is not None)
    return OutgoingMail(
        message_id=message_id(sent, settings.mail_domain),
        date=act.now,
        sender=composing.sender(row),
        to=(Correspondent(row["name"], row["email"]),),
        subject=f"{said.words['title']}: {said.month(row['year'], row['month'])}",
        text=figures.text(body),
        html=figures.page(body),
        envelope_from=f"bounces@{settings.mail_domain}",
        automatic=True,
        no_auto_reply=True,
        unsubscribe=stopping_at(page),
        enclosures=(file,) if file else (),
    )


def _told(row: db.Row, page: str, *, enclosed: bool) -> Told:
    said = language.of(row["locale"])
    month = said.month(row["year"], row["month"])
    report = told.decoded(row["body"])
    return Told(
        said.direction,
        (said.words[f"mail.{row['state']}"].replace("{month}", month),),
        [(name, value) for name, value, _ in wording.facts(report, said)],
        (said.words["mail.attached" if enclosed else "mail.not_attached"],),
        f"{page}/{row['year']}/{row['month']}",
        (f"{said.words['mail.stop']} {page}",),
    )


def _file(row: db.Row, pdf: bytes | None) -> Enclosure | None:
    name = f"{row['slug']}-{row['year']}-{row['month']:02}.pdf"
    return figures.enclosed(name, "application/pdf", pdf)
