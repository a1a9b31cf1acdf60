"""The sentences about declined cards and disputed payments, in the four languages of the house."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from underpin.kernel.wordings import Catalogue

Occasion = Literal["declined", "last", "given_up", "disputed", "customer_gone"]

# Of each occasion the subject, then its paragraphs; one whose facts are missing is left out.
WORDS: Final[Catalogue[Mapping[Occasion, tuple[str, ...]]]] = Catalogue(
    en={
        "declined": (
            "Your card was declined: invoice {number}",
            "{amount} of invoice {number} could not be taken from your card {card}.",
            "We try again on {next_on}. You need do nothing if the card works by then.",
            "To pay at once, or with another card: {link}",
        ),
        "last": (
            "Your card was declined for the last time: invoice {number}",
            "{amount} of invoice {number} could not be taken from your card {card}.",
            "We do not try this card again, and the invoice is due now.",
            "Please pay it here: {link}",
        ),
        "given_up": (
            "[{client}] Card given up: invoice {number}",
            "The card {card} of {client} was declined {tries} times, the last time for: {reason}.",
            "{amount} of invoice {number} is due now, and overdue from tomorrow.",
            "Look at it: {link}",
        ),
        "disputed": (
            "[{client}] Payment disputed ({status}): invoice {number}",
            "{amount} paid on invoice {number} is disputed at the bank of {client}: {reason}.",
            "Evidence is taken until {respond_by}.",
            "Nothing of this invoice is dunned meanwhile: {link}",
        ),
        "customer_gone": (
            "[{client}] Deleted at Stripe: pays by transfer from now on",
            "The customer {client} was deleted at Stripe, and with it the saved card.",
            "Invoices of {client} are paid by transfer until cards are set up anew: {link}",
        ),
    },
    pl={
        "declined": (
            "Karta została odrzucona: faktura {number}",
            "Nie udało się pobrać {amount} za fakturę {number} z karty {card}.",
            "Ponowimy próbę {next_on}. Jeśli karta będzie wtedy działać, nie trzeba nic robić.",
            "Płatność od razu lub inną kartą: {link}",
        ),
        "last": (
            "Karta została odrzucona po raz ostatni: faktura {number}",
            "Nie udało się pobrać {amount} za fakturę {number} z karty {card}.",
            "Nie będziemy więcej próbować tej karty, a faktura jest płatna natychmiast.",
            "Prosimy o płatność tutaj: {link}",
        ),
        "given_up": (
            "[{client}] Koniec prób pobrania z karty: faktura {number}",
            "Karta {card} klienta {client} została odrzucona {tries} razy, ostatnio z powodu: "
            "{reason}.",
            "{amount} za fakturę {number} jest płatne natychmiast, a od jutra przeterminowane.",
            "Szczegóły: {link}",
        ),
        "disputed": (
            "[{client}] Płatność zakwestionowana ({status}): faktura {number}",
            "{amount} zapłacone za fakturę {number} zakwestionowano w banku klienta {client}: "
            "{reason}.",
            "Dowody są przyjmowane do {respond_by}.",
            "W tym czasie nie wysyłamy przypomnień o tej fakturze: {link}",
        ),
        "customer_gone": (
            "[{client}] Usunięty w Stripe: odtąd płaci przelewem",
            "Klient {client} został usunięty w Stripe, a wraz z nim zapisana karta.",
            "Faktury klienta {client} są płatne przelewem, dopóki pobieranie z karty nie zostanie "
            "ustawione na nowo: {link}",
        ),
    },
    zh={
        "declined": (
            "您的银行卡被拒：发票 {number}",
            "未能从您的银行卡 {card} 扣取发票 {number} 的 {amount}。",
            "我们将于 {next_on} 再次尝试。如届时银行卡可用，您无需任何操作。",
            "立即付款或使用其他银行卡：{link}",
        ),
        "last": (
            "您的银行卡最后一次被拒：发票 {number}",
            "未能从您的银行卡 {card} 扣取发票 {number} 的 {amount}。",
            "我们不会再次尝试此卡，该发票现已到期应付。",
            "请在此付款：{link}",
        ),
        "given_up": (
            "[{client}] 已停止刷卡：发票 {number}",
            "{client} 的银行卡 {card} 已被拒 {tries} 次，最后一次原因：{reason}。",
            "发票 {number} 的 {amount} 现已到期应付，自明日起逾期。",
            "查看：{link}",
        ),
        "disputed": (
            "[{client}] 付款被提出争议（{status}）：发票 {number}",
            "{client} 的银行对发票 {number} 已付的 {amount} 提出争议：{reason}。",
            "提交证据的截止日期：{respond_by}。",
            "在此期间不会对该发票催款：{link}",
        ),
        "customer_gone": (
            "[{client}] 已在 Stripe 中删除：今后转账付款",
            "客户 {client} 及其保存的银行卡已在 Stripe 中删除。",
            "在重新设置刷卡收款之前，{client} 的发票均通过银行转账支付：{link}",
        ),
    },
    ar={
        "declined": (
            "رُفضت بطاقتكم: الفاتورة {number}",
            "تعذّر سحب {amount} من الفاتورة {number} من بطاقتكم {card}.",
            "سنحاول مرة أخرى في {next_on}. لا حاجة إلى أي إجراء إذا كانت البطاقة صالحة حينها.",
            "للدفع فورًا أو ببطاقة أخرى: {link}",
        ),
        "last": (
            "رُفضت بطاقتكم للمرة الأخيرة: الفاتورة {number}",
            "تعذّر سحب {amount} من الفاتورة {number} من بطاقتكم {card}.",
            "لن نحاول هذه البطاقة مرة أخرى، والفاتورة مستحقة الدفع الآن.",
            "يرجى الدفع هنا: {link}",
        ),
        "given_up": (
            "[{client}] توقفت محاولات السحب من البطاقة: الفاتورة {number}",
            "رُفضت بطاقة {client} {card} {tries} مرات، وآخر سبب: {reason}.",
            "مبلغ {amount} من الفاتورة {number} مستحق الآن، ومتأخر ابتداءً من الغد.",
            "التفاصيل: {link}",
        ),
        "disputed": (
            "[{client}] اعتراض على دفعة ({status}): الفاتورة {number}",
            "اعترض بنك {client} على {amount} المدفوعة عن الفاتورة {number}: {reason}.",
            "تُقبل الأدلة حتى {respond_by}.",
            "لا تُرسل تذكيرات بهذه الفاتورة في هذه الأثناء: {link}",
        ),
        "customer_gone": (
            "[{client}] حُذف لدى Stripe: الدفع بالتحويل من الآن",
            "حُذف العميل {client} لدى Stripe، ومعه البطاقة المحفوظة.",
            "تُدفع فواتير {client} بالتحويل المصرفي إلى أن يُعاد إعداد السحب من البطاقة: {link}",
        ),
    },
)
