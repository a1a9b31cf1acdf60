"""Programs announce in many languages what they quote; none of it is the person's own."""

import pytest

from underpin.kernel import mail_reply

A = "Some One <some.one@mail.example>"
TYPED = "Thanks, that works.\n\nBest regards"
QUOTED = "> Hello,\n> is it fixed?\n>\n> Bye"
PLAIN = "Hello,\n\nis it fixed?\n\nBye"
INTRODUCTIONS = f"""\
On Thu, Jan 28, 2016 at 4:00 PM, {A} wrote:
On Jan 28, 2016, at 4:00 PM, {A} wrote:
On Thursday, January 28, 2016, {A} wrote
On Thursday, January 28, 2016 4:00 PM, Some One wrote:
On 28/01/16 16:00, Some One wrote:
On 2016-01-28 16:00, {A} wrote:
At 2016-01-28 16:00:00, "Some One" <some.one@mail.example> wrote:
Some One <some.one@mail.example> writes:
Some One <some.one@mail.example> wrote:
Quoting Some One <some.one@mail.example>:
2016-01-28 16:00 GMT+01:00 {A}:
2016-01-28 16:00 GMT+01:00 Some One via Forum <forum@mail.example>:
On Thu, 28 Jan 2016 16:00:00 +0100, {A} wrote:
In article <abc@mail.example>, {A} wrote:
Am 28.01.2016 um 16:00 schrieb {A}:
Am 28. Januar 2016 16:00:00 MEZ, schrieb {A}:
Am Do., 28. Jan. 2016 um 16:00 Uhr schrieb {A}:
{A} schrieb am Do., 28. Jan. 2016 um 16:00:
Some One schrieb am 28.01.2016 um 16:00:
Le 28/01/2016 16:00, Some One a écrit :
Le jeu. 28 janv. 2016 à 16:00, {A} a écrit :
El jue., 28 ene. 2016 a las 16:00, {A} escribió:
El 28/1/16 a las 16:00, Some One escribió:
El 28 de enero de 2016, 16:00, {A} escribió:
Em qui., 28 de jan. de 2016 às 16:00, {A} escreveu:
Em 28/01/2016 16:00, Some One escreveu:
Il giorno gio 28 gen 2016 alle ore 16:00 {A} ha scritto:
Il 28/01/2016 16:00, Some One ha scritto:
Op 28 jan. 2016 om 16:00 schreef {A}:
Op do 28 jan. 2016 om 16:00 schreef {A}:
Op 28-01-16 om 16:00 schreef Some One:
Den tors 28 jan. 2016 kl 16:00 skrev {A}:
Den 28. januar 2016 kl. 16.00 skrev {A}:
tor. 28. jan. 2016 kl. 16:00 skrev {A}:
Den 2016-01-28 kl. 16:00, skrev Some One:
Some One kirjoitti 28.1.2016 kello 16.00:
to 28. tammik. 2016 klo 16.00 {A} kirjoitti:
{A} ezt írta (időpont: 2016. jan. 28., Cs, 16:00):
28 Ocak 2016 Perşembe 16:00 tarihinde {A} yazdı:
{A}, 28 Oca 2016 Per, 16:00 tarihinde şunu yazdı:
Dne 28. ledna 2016 16:00 {A} napsal(a):
čt 28. 1. 2016 v 16:00 odesílatel {A} napsal:
št 28. 1. 2016 o 16:00 {A} napísal(a):
Στις Πέμ, 28 Ιαν 2016 στις 4:00 μ.μ., ο χρήστης {A} έγραψε:
28 січня 2016 р. 16:00 {A} пише:
чт, 28 січ. 2016 р. о 16:00 {A} пише:
чт, 28 янв. 2016 г. в 16:00, {A}:
28 января 2016 г., 16:00 пользователь {A} написал:
28.01.2016, 16:00, "Some One" <some.one@mail.example>:
28.01.2016 16:00, Some One пишет:
На чт, 28.01.2016 г. в 16:00 {A} написа:
Vào Th 5, 28 thg 1, 2016 vào lúc 16:00 {A} đã viết:
Pada tanggal Kam, 28 Jan 2016 pukul 16.00 {A} menulis:
Pe joi, 28 ian. 2016 la 16:00, {A} a scris:
El dj., 28 de gen. 2016, 16:00, {A} va escriure:
V V čet., 28. jan. 2016 ob 16:00 je oseba {A} napisala:
čet, 28. sij 2016. u 16:00 {A} napisao je:
2016-01-28, kt, 16:00 {A} rašė:
Kuupäev N, 28. jaanuar 2016 kell 16:00 kirjutas {A}:
เมื่อ พฤ. 28 ม.ค. 2016 เวลา 16:00 {A} เขียนว่า:
czw., 28 sty 2016 o 16:00 {A} napisał(a):
W dniu 28.01.2016 o 16:00, Some One pisze:
Dnia 28 stycznia 2016 16:00 {A} napisał(a):
Wiadomość napisana przez {A} w dniu 28 sty 2016, o godz. 16:00:
2016-01-28 16:00 użytkownik {A} napisał:
在 2016年1月28日，下午4:00，{A} 写道：
{A} 于2016年1月28日周四 下午4:00写道：
在 2016-01-28 16:00:00，"Some One" <some.one@mail.example> 写道：
{A} 於 2016年1月28日 週四 下午4:00寫道：
2016年1月28日(木) 16:00 {A}:
2016/01/28 16:00、{A}のメール:
2016年1月28日 16:00、Some One さんが書きました：
2016년 1월 28일 (목) 오후 4:00, {A}님이 작성:
2016. 1. 28. 오후 4:00, {A} 작성:
בתאריך יום ה׳, 28 בינו׳ 2016 ב-16:00 מאת Some One <some.one@mail.example>:
بتاريخ الخميس، 28 يناير 2016 في 4:00 م تمت كتابة ما يلي بواسطة Some One <some.one@mail.example>:
في الخميس، ٢٨ يناير ٢٠١٦ في ٤:٠٠ م تمت كتابة ما يلي بواسطة Some One <some.one@mail.example>:
در تاریخ پنجشنبه ۲۸ ژانویه ۲۰۱۶ ساعت ۱۶:۰۰ Some One <some.one@mail.example> نوشت:
On 28 Jan 2016 16:00, "Some One" <some.one@mail.example> wrote:
---- On Thu, 28 Jan 2016 16:00:00 +0100 Some One wrote ----
---- Some One wrote ----
-------- Original Message --------
-------- Original message --------
-----Original Message-----
-----Ursprüngliche Nachricht-----
-----Message d'origine-----
-----Mensaje original-----
----- Mensagem original -----
-----Messaggio originale-----
-----Oorspronkelijk bericht-----
-----Oprindelig meddelelse-----
-----Ursprungligt meddelande-----
------------------ 原始邮件 ------------------
------------------ Original ------------------
-----Исходное сообщение-----
________ Forwarded Message ________
-------- Mensaje original --------
-------- Message original --------
---------- Forwarded message ---------
Begin forwarded message:
Anfang der weitergeleiteten Nachricht:
Début du message réexpédié :
Inizio messaggio inoltrato:
Inicio del mensaje reenviado:
----- Reply message -----
----- Original Message -----
""".splitlines()
HEADERS = [
    ("From", "Sent", "To", "Subject"),
    ("From", "Date", "To", "Subject"),
    ("Von", "Gesendet", "An", "Betreff"),
    ("De ", "Envoyé ", "À ", "Objet "),
    ("De", "Enviado el", "Para", "Asunto"),
    ("De", "Enviada em", "Para", "Assunto"),
    ("Da", "Inviato", "A", "Oggetto"),
    ("Van", "Verzonden", "Aan", "Onderwerp"),
    ("Från", "Skickat", "Till", "Ämne"),
    ("Fra", "Sendt", "Til", "Emne"),
    ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"),
    ("Od", "Wysłano", "Do", "Temat"),
    ("Od", "Odesláno", "Komu", "Předmět"),
    ("От", "Отправлено", "Кому", "Тема"),
    ("Від", "Надіслано", "Кому", "Тема"),
    ("发件人", "发送时间", "收件人", "主题"),
    ("寄件者", "寄件日期", "收件者", "主旨"),
    ("差出人", "送信日時", "宛先", "件名"),
    ("보낸 사람", "보낸 날짜", "받는 사람", "제목"),
    ("Kimden", "Gönderilme Tarihi", "Kime", "Konu"),
    ("Feladó", "Elküldve", "Címzett", "Tárgy"),
    ("Από", "Στάλθηκε", "Προς", "Θέμα"),
    ("מאת", "נשלח", "אל", "נושא"),
    ("من", "تم الإرسال", "إلى", "الموضوع"),
    ("De la", "Trimis", "Către", "Subiect"),
    ("Expéditeur", "Date", "Destinataire", "Objet"),
    ("Mittente", "Data", "A", "Oggetto"),
    ("Remitente", "Fecha", "Para", "Asunto"),
    ("Absender", "Datum", "Empfänger", "Betreff"),
    ("Från", "Datum", "Till", "Ämne"),
    ("Nadawca", "Data", "Adresat", "Temat"),
]
VALUES = (A, "28. 1. 2016 16:00", "Other <other@mail.example>", "Re: Printer")


def _block(names: tuple[str, ...], mark: str) -> str:
    return "\n".join(f"{mark}{n}:{mark} {v}" for n, v in zip(names, VALUES, strict=True))


BLOCKS = [_block(names, mark) for names in HEADERS for mark in ("", "*")]


@pytest.mark.parametrize("quotation", [QUOTED, PLAIN])
@pytest.mark.parametrize("announced", [*INTRODUCTIONS, *BLOCKS])
def test_what_is_announced_is_folded_away(announced: str, quotation: str) -> None:
    text = f"{TYPED}\n\n{announced}\n\n{quotation}\n"

    assert mail_reply.fold(text).visible == TYPED


@pytest.mark.parametrize(
    "text",
    [
        "Hi.\n\n---\nJohn Doe\nACME",
        "Hi.\n\n________________\nJohn Doe",
        "Hi.\n\n***\nJohn",
        "Hi.\n\nUnsubscribe: leave@list.example",
        "Hi.\n\nTo unsubscribe from this list, go to https://list.example/x",
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nHi.\n-----BEGIN PGP SIGNATURE-----\n"
        "\niQab\n=abc\n-----END PGP SIGNATURE-----\n",
        "Hi.\n\nJohn> hello\nJohn> there",
        "Hi.\n\n> Am 28.01.2016 um 16:00 schrieb A <a@b.example>:\n>\n> hey",
        "Hi.\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n"
        "From: A <a@b.example>\nSent: Monday\nTo: b\nSubject: c\n\nhey",
        "Hi.\n\nFrom: A <a@b.example>\nSent: Monday\nTo: b@c.example\n\nhey",
        "Hi.\n\nSubject: Printer\nFrom: A <a@b.example>\nDate: Monday\n\nhey",
        "Hi.\n\nDate: Monday\nFrom: a@b.example\nTo: c@d.example\nSubject: x\n\nhey",
        "\u202bHi.\u202c\n\n\u200eOn 28 Jan 2016 at 16:00, A\u200f <a@b.example> wrote:\n> hey",
    ],
)
def test_what_stands_apart_at_the_end_is_folded_away(text: str) -> None:
    assert mail_reply.fold(text).visible.strip("\u202b\u202c") == "Hi."


def test_a_long_answer_below_a_quotation_is_shown() -> None:
    answer = "\n".join(f"Answer {line}." for line in range(9))
    text = f"Hi,\n\nOn 28 Jan 2016, {A} wrote:\n\n{QUOTED}\n\n{answer}"

    assert mail_reply.fold(text).visible == f"Hi,\n\n\n{QUOTED}\n\n{answer}"


@pytest.mark.parametrize(
    "text",
    [
        "Heading\n=======\nIts text.",
        "The log says:\nerror at 10:00: disk full",
        "At 10:00 he wrote to me and at 11:00 he called: nothing.",
        "Please call me on 28.1.2016 between 9:00 and 12:00:\nthe number is 12 34",
        "Original price: 10\nNew price: 12",
        "From: Berlin\nTo: Paris\nDate: Monday\nPlease book it.",
        "Order: 12\nName: Anna\nMail: anna@client.example\nIt did not arrive.",
    ],
)
def test_what_only_looks_alike_stays(text: str) -> None:
    assert mail_reply.fold(text).visible == text
