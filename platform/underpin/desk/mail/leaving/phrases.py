"""What our mails say besides people's own words, in each language we speak; other readers get
English. Placeholders in braces are filled in, and nothing else is done with a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.kernel.wordings import Catalogue


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language. `received` and what follows know {number} and {subject}, `wrote` also {author};
    `linked` knows {name} of a file and {link}; `watching` introduces how to stop."""

    received: str
    received_body: str
    wrote: str
    resolved: str
    answer: str
    look: str
    linked: str
    watching: str
    is_right_to_left: bool = False


ENGLISH = Phrases(
    received="We have your request",
    received_body="Your request has reached us. Its number is {number}. Answer this mail to add to "
    "it.",
    wrote="{author} wrote on {number}, “{subject}”:",
    resolved="{number}, “{subject}”, is resolved. If it is not, answer this mail.",
    answer="Answer this mail to write to us.",
    look="See it here: {link}",
    linked="“{name}” is too large for a mail. It is here: {link}",
    watching="You get this because you watch this request. Stop watching: {address}",
)

ALL: Final = Catalogue(
    en=ENGLISH,
    pl=Phrases(
        received="Mamy Twoje zgłoszenie",
        received_body="Twoje zgłoszenie do nas dotarło. Ma numer {number}. Aby coś dodać, "
        "odpowiedz na tę wiadomość.",
        wrote="{author} w zgłoszeniu {number} „{subject}”:",
        resolved="Zgłoszenie {number} „{subject}” jest rozwiązane. Jeśli nie, odpowiedz na tę "
        "wiadomość.",
        answer="Aby do nas napisać, odpowiedz na tę wiadomość.",
        look="Zobacz je tutaj: {link}",
        linked="Plik „{name}” jest za duży na e-mail. Jest tutaj: {link}",
        watching="Dostajesz tę wiadomość, bo obserwujesz to zgłoszenie. Przestań obserwować: "
        "{address}",
    ),
    zh=Phrases(
        received="我们已收到您的请求",
        received_body="您的请求已送达，编号为 {number}。如需补充，请直接回复本邮件。",
        wrote="{author} 在 {number}“{subject}”中写道：",
        resolved="{number}“{subject}”已解决。如仍有问题，请回复本邮件。",
        answer="回复本邮件即可与我们联系。",
        look="在此查看：{link}",
        linked="文件“{name}”太大，无法随邮件发送，可在此获取：{link}",
        watching="您收到本邮件是因为您关注了此请求。取消关注：{address}",
    ),
    ar=Phrases(
        received="وصلنا طلبك",
        received_body="وصلنا طلبك ورقمه {number}. للإضافة إليه أجب عن هذه الرسالة.",
        wrote="كتب {author} في {number} «{subject}»:",
        resolved="تم حل {number} «{subject}». إن لم يُحل فأجب عن هذه الرسالة.",
        answer="أجب عن هذه الرسالة لتكتب إلينا.",
        look="اطّلع عليه هنا: {link}",
        linked="الملف «{name}» أكبر من أن يُرسل بالبريد. تجده هنا: {link}",
        watching="تصلك هذه الرسالة لأنك تتابع هذا الطلب. لإيقاف المتابعة: {address}",
        is_right_to_left=True,
    ),
)

of = ALL.of
