"""What the bot says, in the language of whom it talks to. Placeholders are filled in, and nothing
else is done with a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.kernel.wordings import Catalogue


@dataclass(frozen=True, slots=True)
class Phrases:
    """`told` knows {titles}, `handed` {number}, `joined`, `passed_on` and `ended` {name}, `left`
    {number}."""

    bot: str
    found: str
    found_more: str
    nothing: str
    nothing_again: str
    told: str
    solved: str
    handed: str
    closed: str
    joined: str
    passed_on: str
    left: str
    ended: str


ALL: Final = Catalogue(
    en=Phrases(
        bot="Assistant",
        found="This may help. Did it solve your matter? If not, say it in other words or talk "
        "to a person.",
        found_more="Here is more on it. Did that solve it?",
        nothing="I found nothing on this. Say it in other words, or talk to a person.",
        nothing_again="I still found nothing on this. A person will know more.",
        told="Known already: {titles}",
        solved="Good to hear. Come back whenever you like.",
        handed="I have raised {number} and passed on what you said. Somebody will be with you.",
        closed="Nobody is in the chat at this hour. Leave a message: it becomes a ticket that "
        "we answer as soon as we are back.",
        joined="{name} is with you now.",
        passed_on="{name} takes over.",
        left="Your message is {number}. We answer there.",
        ended="{name} ended the chat. What was said stands in the ticket.",
    ),
    pl=Phrases(
        bot="Asystent",
        found="To może pomóc. Czy sprawa jest rozwiązana? Jeśli nie, opisz ją inaczej lub "
        "porozmawiaj z człowiekiem.",
        found_more="Oto więcej na ten temat. Czy to pomogło?",
        nothing="Nic o tym nie znalazłem. Opisz to inaczej lub porozmawiaj z człowiekiem.",
        nothing_again="Nadal nic o tym nie znalazłem. Człowiek będzie wiedział więcej.",
        told="Już wiadomo: {titles}",
        solved="Miło to słyszeć. Zapraszam w każdej chwili.",
        handed="Zgłoszenie ma numer {number}, przekazałem też, co było powiedziane. Zaraz "
        "ktoś się odezwie.",
        closed="O tej porze nikogo nie ma na czacie. Zostaw wiadomość: stanie się zgłoszeniem, "
        "na które odpowiemy zaraz po powrocie.",
        joined="Rozmawiasz teraz z: {name}.",
        passed_on="Rozmowę przejmuje {name}.",
        left="Twoja wiadomość ma numer {number}. Odpowiemy w zgłoszeniu.",
        ended="{name} kończy rozmowę. Jej treść jest w zgłoszeniu.",
    ),
    zh=Phrases(
        bot="助手",
        found="以下内容可能有帮助。问题解决了吗？如果没有，请换种说法，或与人工客服交谈。",
        found_more="这里还有更多相关内容。解决了吗？",
        nothing="没有找到相关内容。请换种说法，或与人工客服交谈。",
        nothing_again="仍未找到相关内容。人工客服会更清楚。",
        told="已知情况：{titles}",
        solved="很高兴能帮到您。欢迎随时再来。",
        handed="已创建 {number} 并转达了您所说的内容。很快会有人与您联系。",
        closed="现在聊天无人值守。请留言：留言会成为工单，我们上班后会尽快答复。",
        joined="{name} 正在为您服务。",
        passed_on="{name} 接手对话。",
        left="您的留言编号为 {number}。我们将在其中答复。",
        ended="{name} 结束了对话。对话内容已记录在工单中。",
    ),
    ar=Phrases(
        bot="المساعد",
        found="قد يفيدك هذا. هل حُلّت مسألتك؟ إن لم تُحل فاكتبها بكلمات أخرى أو تحدث إلى شخص.",
        found_more="إليك المزيد عن ذلك. هل حُلّت؟",
        nothing="لم أجد شيئًا عن هذا. اكتبه بكلمات أخرى أو تحدث إلى شخص.",
        nothing_again="ما زلت لا أجد شيئًا عن هذا. سيعرف أحد الزملاء أكثر.",
        told="معلوم لدينا: {titles}",
        solved="يسعدنا ذلك. عد متى شئت.",
        handed="أنشأت {number} ونقلت ما قلته. سيكون أحدنا معك قريبًا.",
        closed="لا أحد في الدردشة في هذه الساعة. اترك رسالة: تصبح تذكرة نجيب عنها فور عودتنا.",
        joined="{name} معك الآن.",
        passed_on="{name} يتابع معك.",
        left="رسالتك برقم {number}. سنجيب هناك.",
        ended="أنهى {name} الدردشة. ما قيل محفوظ في التذكرة.",
    ),
)

of = ALL.of
