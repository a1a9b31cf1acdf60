"""What a mail that asks for an approval says, in each language we speak; others get English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.desk.approvals.request import Request
from underpin.kernel.wordings import Catalogue


@dataclass(frozen=True, slots=True)
class Words:
    """One language."""

    asked: str
    reminded: str
    by: str
    costs: str
    until: str
    look: str
    only_there: str


ENGLISH = Words(
    asked="Your approval is asked for",
    reminded="Your approval is still waited for",
    by="Asked by",
    costs="Amount, net",
    until="Until",
    look="Approve or refuse it here",
    only_there="Answering this mail approves nothing.",
)

ALL: Final = Catalogue(
    en=ENGLISH,
    pl=Words(
        asked="Prosimy o Twoją zgodę",
        reminded="Wciąż czekamy na Twoją zgodę",
        by="Prosi",
        costs="Kwota netto",
        until="Do",
        look="Zatwierdź lub odrzuć tutaj",
        only_there="Odpowiedź na tę wiadomość niczego nie zatwierdza.",
    ),
    zh=Words(
        asked="请您审批",
        reminded="仍在等待您的审批",
        by="请求人",
        costs="净额",
        until="截止",
        look="请在此批准或拒绝",
        only_there="回复本邮件不会批准任何内容。",
    ),
    ar=Words(
        asked="نطلب موافقتك",
        reminded="ما زلنا ننتظر موافقتك",
        by="الطالب",
        costs="المبلغ الصافي",
        until="حتى",
        look="وافق أو ارفض هنا",
        only_there="الرد على هذه الرسالة لا يوافق على شيء.",
    ),
)

of = ALL.of


def text(words: Words, asked: Request, until: str, link: str) -> str:
    """What is asked, what it costs, until when, and where it is decided."""
    facts = [f"{words.by}: {asked.asked_by_name}"]
    if asked.amount is not None:
        facts.append(f"{words.costs}: {asked.amount:.2f} {asked.currency}")
    facts.append(f"{words.until}: {until}")
    parts = [asked.title, asked.detail, "\n".join(facts), f"{words.look}: {link}", words.only_there]
    return "\n\n".join(part for part in parts if part) + "\n"
