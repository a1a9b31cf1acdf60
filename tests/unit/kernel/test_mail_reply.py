"""What a person wrote is shown; what their program quoted is folded; nothing typed is hidden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.kernel import real_mails
from underpin.kernel import mail_reply
from underpin.kernel.mail_reply import Folded

ANSWER = "It works again.\n\nThank you\nAda"
INTRODUCTIONS = [
    "On Thu, 28 Jan 2016 at 19:04, Some One <a@b.example> wrote:",
    "On 28 Jan 2016, at 19:04, Some One wrote:",
    "At 07:04 PM 1/28/2016, Some One wrote:",
    "Some One <a@b.example> writes:",
    "Am 28.01.2016 um 19:04 schrieb Some One:",
    "Some One <a@b.example> schrieb am Do., 28.\nJan. 2016 um 19:04 Uhr:",
    "Le 28 janv. 2016 à 19:04, Some One <a@b.example> a écrit :",
    "El 28 ene. 2016, a las 19:04, Some One <a@b.example> escribió:",
    "Em qui., 28 de jan. de 2016 às 19:04, Some One <a@b.example> escreveu:",
    "Il giorno gio 28 gen 2016 alle ore 19:04 Some One <a@b.example> ha scritto:",
    "Op do 28 jan. 2016 om 19:04 schreef Some One <a@b.example>:",
    "Den tors 28 jan. 2016 kl 19:04 skrev Some One <a@b.example>:",
    "W dniu czw., 28 sty 2016 o 19:04 Some One <a@b.example> napisał(a):",
    "W dniu 28.01.2016 o 19:04, Some One pisze:",
    "Dne 28.1.2016 v 19:04 Some One napsal(a):",
    "28.1.2016 klo 19.04, Some One kirjoitti:",
    "Some One <a@b.example> ezt írta (időpont: 2016. jan. 28., Cs, 19:04):",
    "Pe 28 ian. 2016, Some One <a@b.example> a scris:",
    "Στις 28 Ιαν 2016, 19:04, ο χρήστης Some One <a@b.example> έγραψε:",
    "28 янв. 2016 г. 19:04 пользователь Some One <a@b.example> написал:",
    "28 січ. 2016 р. 19:04 Some One <a@b.example> пише:",
    "Some One <a@b.example>, 28 Oca 2016 Per, 19:04 tarihinde şunu yazdı:",
    "在 2016年1月28日，下午7:04，Some One <a@b.example> 写道：",
    "2016/01/28 19:04、Some One <a@b.example>のメール:",
    "2016年1月28日 19:04 Some One <a@b.example>:",
    "في 28 يناير 2016، كتب Some One <a@b.example>:",
    "2016-01-28 19:04 GMT+01:00 Some One <\na@b.example>:",
    "Quoting Some One <a@b.example>:",
    "-----Original Message-----",
    "-------- Weitergeleitete Nachricht --------",
    "---------- Wiadomość oryginalna ----------",
    "------------------ 原始邮件 ------------------",
    "----- Forwarded by Some One/US on 01/28/2016 07:04 PM -----",
    "Begin forwarded message:",
    "______________________\nFrom: Some One <a@b.example>\nSent: 28 January\nSubject: Re: x",
    "De : Some One\nEnvoyé : jeudi 28 janvier\nÀ : Desk\nObjet : x",
    "Von: Some One\nGesendet: Donnerstag, 28. Januar\nAn: Desk\nBetreff: x",
    "Od: Some One\nWysłano: czwartek, 28 stycznia\nDo: Desk\nTemat: x",
    "发件人: Some One\n发送时间: 2016年1月28日\n收件人: Desk\n主题: x",
    "من: Some One\nتاريخ الإرسال: 28 يناير\nإلى: Desk\nالموضوع: x",
    "*From:* Some One\n\n*Sent:* 28 January\n\n*Subject:* x",
    "От: Some One\nИзпратено: 28 януари\nДо: Desk\nОтносно: x",
    "---- Replied Message ----\n| From | Some One |\n| To | Desk |\n| Subject | x |",
    "---- 回复的原邮件 ----\n| 发件人 | Some One |\n| 收件人 | Desk |\n| 主题 | x |",
    "\u2010\u2010\u2010\u2010\u2010 Original Message \u2010\u2010\u2010\u2010\u2010",
]


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
@pytest.mark.parametrize("quoted", ["> What you wrote\n> before", "What you wrote\n\nbefore"])
def test_a_quotation_is_folded_where_it_is_announced(introduction: str, quoted: str) -> None:
    folded = mail_reply.fold(f"{ANSWER}\n\n{introduction}\n\n{quoted}\n")

    assert folded == Folded(ANSWER, is_folded=True)


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_an_answer_below_its_quotation_is_what_is_shown(introduction: str) -> None:
    folded = mail_reply.fold(f"{introduction}\n\n> What you wrote\n\n{ANSWER}")

    assert folded == Folded(ANSWER, is_folded=True)


def test_answers_between_quoted_lines_are_shown_with_them() -> None:
    text = (
        "See below.\n\nOn 28 Jan 2016, at 19:04, Some One wrote:\n"
        "> Is it plugged in?\nYes.\n> And switched on?\nNo!"
    )

    typed = text.replace("On 28 Jan 2016, at 19:04, Some One wrote:\n", "")
    assert mail_reply.fold(text) == Folded(typed, is_folded=True)


@pytest.mark.parametrize(
    "end",
    [
        "\n> quoted\n> to the end", "\n-- \nAda\nACME Ltd.\n+48 123", "\nSent from my iPhone",
        "\nVon meinem iPhone gesendet", "\nEnvoyé de mon iPhone", "\n发自我的iPhone", "\n\n\n",
        "\nGet Outlook for Android<https://aka.ms/x>", "\n--\nAda\n\n> quoted", "\n| quoted\n|",
        "\nWysłane z telefonu Samsung", "\nLähetetty iPhonesta", "\nOdesláno z iPhonu",
        "\nНадіслано з iPhone", "\nمرسل من الـ iPhone", "\nנשלח מה-iPhone שלי",
        "\niPhone'umdan gönderildi", "\nTrimis de pe iPhone", "\nElküldve az iPhone-omról",
        "\nΣτάλθηκε από το iPhone μου", "\nOutlook für Android beziehen", "\n获取 Outlook for iOS",
        "\nTélécharger Outlook pour iOS", "\nОтправлено из мобильной Яндекс Почты",
    ],
)  # fmt: skip
def test_what_nobody_typed_is_taken_off_the_end(end: str) -> None:
    assert mail_reply.fold(f"{ANSWER}\n{end}").visible == ANSWER


@pytest.mark.parametrize(
    "text",
    [
        "Hello\n\nFrom: Paris\nTo: Berlin\nDate: 2026-01-01\n\nplease book",
        "From: Paris\nTo: Berlin\n\nplease book",
        "Steps:\n\n----- LOG -----\nerror at 10:10\n----- END -----",
        "On 2026-01-01 the server failed and the log says:\nerror 7",
        "As I wrote on 2026-01-01:\nit fails",
        "The user <john@x.example> wrote this in the form:\nfoo",
        "I got the code.\nIt was sent to my phone",
        "I saw it first.\nCalled you from home",
        "Table:\n| a | b |\n|---|---|\n| 1 | 2 |",
        "> only a quotation",
        "Sent from my iPhone",
        "--\nsignature only",
        "a -- b\n---\nc",
        "From me: it is broken\nSubject to change",
        "Numbers:\n| printer | hall 3 |\n| subject | toner |\nplease order",
        "I need help.\nGet me Outlook back before Monday, it will not open any more",
        "",
    ],
)
def test_what_a_person_typed_is_never_folded(text: str) -> None:
    assert mail_reply.fold(text) == Folded(text, is_folded=False)


@pytest.mark.parametrize(
    "text",
    ["-" * 200_000, ("-" * 499 + "\n") * 400, (" " * 499 + "x\n") * 400, "--\n" * 60_000,
     "On 1.1.2020 A <a@b.example> wrote:\n" * 5_000, "> a\nb\n" * 30_000, "From: x\n" * 25_000,
     ("2013/1/1 a<" + "b@" * 240 + "\n") * 400, "\n" * 200_000],
)  # fmt: skip
def test_no_text_is_too_much(text: str) -> None:
    _assert_only_lines_of(text, mail_reply.fold(text))


@given(
    st.lists(
        st.sampled_from(
            ["", "typed", "> quoted", "--", "Sent from my iPhone", "From: a", "Subject: b", "_____",
             "-----Original Message-----", "On 1.1.2020 A <a@b.example> wrote:", "| bar"]
        ),
        max_size=15,
    )
)  # fmt: skip
def test_what_is_shown_are_lines_of_the_mail_and_never_nothing(lines: list[str]) -> None:
    text = "\n".join(lines)

    folded = mail_reply.fold(text)

    _assert_only_lines_of(text, folded)
    assert bool(folded.visible) == any(lines)
    assert folded.is_folded == (folded.visible != text.strip("\n"))


def _assert_only_lines_of(text: str, folded: Folded) -> None:
    """The shown lines are lines of the text, in its order."""
    lines = iter([line.rstrip() for line in text.split("\n")])
    assert all(line in lines for line in folded.visible.split("\n") if line)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n")]


@real_mails.needs_them
def test_real_replies_are_trimmed_as_their_readers_would() -> None:
    folder = real_mails.FOLDER / "reply_trimming"
    paths = sorted((folder / "emails").glob("*.txt"))
    wrong = [
        path.name
        for path in paths
        if _lines(mail_reply.fold(path.read_text().replace("\r\n", "\n")).visible)
        != _lines((folder / "trimmed" / path.name).read_text())
    ]

    assert len(wrong) <= len(paths) * 0.05, wrong


def test_who_asks_for_a_program_wrote_so() -> None:
    said = "Hello,\nget Outlook to work on my phone, please"
    assert mail_reply.fold(said).visible == said
