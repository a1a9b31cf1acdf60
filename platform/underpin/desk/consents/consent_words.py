"""What a client's admin reads when a version of their agreement waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.kernel.wordings import Catalogue


@dataclass(frozen=True, slots=True)
class Words:
    """`company` of `subject` and `asked` is who is served."""

    subject: str
    asked: str
    link: str
    company: str


ALL: Final = Catalogue(
    en=Words(
        subject="Please decide: {agreement}, version {number}, for {company}",
        asked="Hello {name},\n\nversion {number} of “{agreement}” for {company} is ready. It takes "
        "effect only when one of your company's administrators accepts it.",
        link="Read what changes, and accept it there: {link}",
        company="You will be asked to sign in; your company is: {slug}",
    ),
    pl=Words(
        subject="Prosimy o decyzję: {agreement}, wersja {number}, {company}",
        asked="Dzień dobry, {name}!\n\nWersja {number} umowy „{agreement}” dla {company} jest "
        "gotowa. Zacznie obowiązywać dopiero, gdy zaakceptuje ją administrator Państwa firmy.",
        link="Zmiany można przeczytać i zaakceptować tutaj: {link}",
        company="Przy logowaniu proszę podać firmę: {slug}",
    ),
    zh=Words(
        subject="请确认：{company} 的 {agreement} 第 {number} 版",
        asked="{name}，您好：\n\n{company} 的“{agreement}”第 {number} 版已准备就绪。"
        "须由贵公司的一位管理员接受后方可生效。",
        link="请在此阅读变更内容并接受：{link}",
        company="登录时，公司请填写：{slug}",
    ),
    ar=Words(
        subject="يُرجى اتخاذ قرار: {agreement}، الإصدار {number}، {company}",
        asked="مرحبًا {name}،\n\nالإصدار {number} من «{agreement}» لشركة {company} جاهز. "
        "ولا يسري إلا عندما يقبله أحد مسؤولي شركتك.",
        link="اقرأ ما يتغير واقبله هنا: {link}",
        company="سيُطلب منك تسجيل الدخول؛ شركتك هي: {slug}",
    ),
)

of = ALL.of
