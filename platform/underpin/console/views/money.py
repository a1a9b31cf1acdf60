"""What was issued to a client and how it stands: their own pages and the desk's."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from underpin.console.views.account import Invoice, InvoiceRow
from underpin.console.views.invoicing import DraftWork
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A credit note: `gross` is taken off the invoice."""

    number: str
    invoice: str
    invoice_path: str
    issued: date
    currency: str
    gross: Decimal
    reason: str
    pdf: str = ""


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A prepaid block that is not used up. `unit` is a meter's, or a currency for money."""

    name: str
    unit: str
    left: Decimal
    size: Decimal
    until: date | None

    @property
    def is_money(self) -> bool:
        return self.unit.isupper()

    @property
    def time(self) -> tuple[timedelta, timedelta] | None:
        """What is left, and of how much, where it is a block of time."""
        if self.unit != "minute":
            return None
        return _minutes(self.left), _minutes(self.size)


def _minutes(count: Decimal) -> timedelta:
    return timedelta(seconds=int(count * 60))


@dataclass(frozen=True, slots=True)
class Amount:
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Issued:
    """Both newest first; `more` opens the older invoices, empty where there are none."""

    invoices: tuple[InvoiceRow, ...]
    notes: tuple[NoteRow, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class CardSaving:
    """For a client that is collected by card: `saved` is what people know the card by. `page` is
    Stripe's, made a moment ago, on which another is given; `may`: whether one may be asked for."""

    saved: str
    may: bool
    page: str = ""


@dataclass(frozen=True, slots=True)
class PortalInvoicesPage:
    shell: Shell
    company: str
    issued: Issued
    balances: tuple[Amount, ...]
    blocks: tuple[BlockRow, ...]
    card: CardSaving | None = None


@dataclass(frozen=True, slots=True)
class DebitNoteRow:
    """A penalty owed to the client, outside the tax. `pin` as an invoice's."""

    number: str
    month: date
    state: str
    reason: str
    issued: date | None
    amount: Decimal
    currency: str
    pdf: str = ""
    pin: str = ""


@dataclass(frozen=True, slots=True)
class ClientInvoicesPage:
    """`draft_path` opens this month's draft, empty where there is none; `others` are the pages of
    the client's money that the reader may open."""

    shell: Shell
    company: str
    slug: str
    issued: Issued
    balances: tuple[Amount, ...]
    draft_path: str = ""
    contract_path: str = ""
    others: frozenset[str] = frozenset()
    may_draft: bool = False
    debit_notes: tuple[DebitNoteRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Transfer:
    """Where money is sent, as the invoice names it."""

    holder: str
    iban: str
    bic: str
    bank: str
    reference: str


@dataclass(frozen=True, slots=True)
class File:
    """A download; `form` is its file form, such as PDF."""

    form: str
    path: str


@dataclass(frozen=True, slots=True)
class PortalInvoicePage:
    """`card` says whether there is a page to pay on: ready, being made, or none."""

    shell: Shell
    invoice: Invoice
    standing: InvoiceRow
    notes: tuple[NoteRow, ...]
    files: tuple[File, ...]
    transfer: Transfer | None
    card: str = "none"


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """At the desk. `standing` is None for a draft; `work` is what may be done with one. `pin` names
    seller and buyer on one that was issued before they were known, empty where it says so."""

    shell: Shell
    invoice: Invoice
    computed: datetime
    files: tuple[File, ...] = ()
    standing: InvoiceRow | None = None
    notes: tuple[NoteRow, ...] = ()
    work: DraftWork | None = None
    pin: str = ""


@dataclass(frozen=True, slots=True)
class AgedRow:
    """What is open by days past due, in one currency; `client` is empty for all together.
    `spans`: not due yet, 1-30, 31-60, 61-90, over 90 days."""

    client: str
    path: str
    currency: str
    spans: tuple[Decimal, ...]
    total: Decimal
    questioned: Decimal


@dataclass(frozen=True, slots=True)
class ReceivablesPage:
    """`waiting`: bank entries that are nobody's yet, None for who may not read them."""

    shell: Shell
    sums: tuple[AgedRow, ...]
    clients: tuple[AgedRow, ...]
    owed: tuple[InvoiceRow, ...]
    more: str = ""
    waiting: int | None = None


@dataclass(frozen=True, slots=True)
class BankRow:
    """Money that came in and is nobody's yet; `path` takes what of it is an invoice's, empty for
    who may not say so; `one` is its own page."""

    booked: date
    payer: str
    text: str
    amount: Decimal
    left: Decimal
    currency: str
    path: str
    one: str = ""


@dataclass(frozen=True, slots=True)
class BankEntriesPage:
    """`going`: of each statement being matched, how many entries were seen and how many it has.
    `which` of the states; `may`: everything that is open can be matched once more."""

    shell: Shell
    rows: tuple[BankRow, ...]
    more: str = ""
    going: tuple[tuple[int, int], ...] = ()
    which: str = "open"
    states: tuple[str, ...] = ()
    may: bool = False
