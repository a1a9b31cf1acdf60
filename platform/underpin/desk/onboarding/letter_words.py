"""What an invitation, a link for who has forgotten their password and a test mail say, in each
language we speak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.kernel.wordings import Catalogue


@dataclass(frozen=True, slots=True)
class Words:
    """`company` is who is served, {days} and {hours} how long the link is good."""

    subject: str
    invited: str
    link: str
    good: str
    company: str
    forgotten: str
    asked: str
    soon: str
    test: str
    tested: str


ENGLISH = Words(
    subject="Your access to the service desk of {company}",
    invited="Hello {name},\n\nyou can now follow your tickets, ask for things and find answers "
    "yourself.",
    link="Choose a password here: {link}",
    good="The link is good once, for {days} days. Nobody will ever ask you for your password.",
    company="When you sign in, your company is: {slug}",
    forgotten="A new password: {company}",
    asked="Hello {name},\n\nsomebody, you we hope, said that your password was forgotten.",
    soon="The link is good once, for {hours} hours. If it was not you, there is nothing to do: "
    "your password stays as it is.",
    test="Test mail from the service desk of {company}",
    tested="If you read this, mail from the service desk of {company} arrives. Nothing has to be "
    "done.",
)
ALL: Final = Catalogue(
    en=ENGLISH,
    pl=Words(
        subject="Twój dostęp do pomocy technicznej: {company}",
        invited="Dzień dobry, {name}!\n\nMożesz teraz śledzić swoje zgłoszenia, zamawiać "
        "usługi i samodzielnie znajdować odpowiedzi.",
        link="Ustaw hasło tutaj: {link}",
        good="Link działa raz, przez {days} dni. Nikt nigdy nie zapyta Cię o hasło.",
        company="Przy logowaniu podaj firmę: {slug}",
        forgotten="Nowe hasło: {company}",
        asked="Dzień dobry, {name}!\n\nKtoś (mamy nadzieję, że Ty) zgłosił, że Twoje hasło zostało "
        "zapomniane.",
        soon="Link działa raz, przez {hours} godz. Jeśli to nie Ty, nic nie trzeba robić: hasło "
        "pozostaje bez zmian.",
        test="Wiadomość próbna od pomocy technicznej: {company}",
        tested="Jeśli to czytasz, poczta od pomocy technicznej ({company}) dociera. Nic nie "
        "trzeba robić.",
    ),
    zh=Words(
        subject="您的 {company} 服务台账户",
        invited="{name}，您好：\n\n您现在可以跟踪自己的工单、申请服务并自助查找答案。",
        link="请在此设置密码：{link}",
        good="该链接仅可使用一次，有效期 {days} 天。任何人都不会向您索要密码。",
        company="登录时，公司请填写：{slug}",
        forgotten="新密码：{company}",
        asked="{name}，您好：\n\n有人（希望是您本人）表示忘记了您的密码。",
        soon="该链接仅可使用一次，有效期 {hours} 小时。如果不是您本人，无需任何操作："
        "密码保持不变。",
        test="{company} 服务台的测试邮件",
        tested="如果您读到此邮件，说明 {company} 服务台的邮件可以送达。无需任何操作。",
    ),
    ar=Words(
        subject="حسابك في مكتب خدمة {company}",
        invited="مرحبًا {name}،\n\nيمكنك الآن متابعة طلباتك وطلب الخدمات وإيجاد الأجوبة بنفسك.",
        link="اختر كلمة المرور هنا: {link}",
        good="الرابط صالح مرة واحدة لمدة {days} يومًا. لن يسألك أحد عن كلمة مرورك أبدًا.",
        company="عند تسجيل الدخول اكتب الشركة: {slug}",
        forgotten="كلمة مرور جديدة: {company}",
        asked="مرحبًا {name}،\n\nأبلغنا أحدهم، ونرجو أن تكون أنت، بأن كلمة مرورك نُسيت.",
        soon="الرابط صالح مرة واحدة خلال {hours} ساعة. إن لم تكن أنت فلا يلزم فعل شيء: تبقى كلمة "
        "مرورك كما هي.",
        test="رسالة تجريبية من مكتب خدمة {company}",
        tested="إذا قرأت هذه الرسالة فإن بريد مكتب خدمة {company} يصل. لا يلزم فعل شيء.",
    ),
)

of = ALL.of
