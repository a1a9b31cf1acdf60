"""What was issued to a client and how it stands: their own pages and the desk's."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from underpin.console.views.account import Invoice
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """`open` is what is still to be paid, below zero what is owed to the client; `pdf` is empty
    where no file can be made. `client` is named where several clients' stand together."""

    number: str
    path: str
    issued: date | None
    due: date
    currency: str
    gross: Decimal
    open: Decimal
    state: str
    pdf: str = ""
    client: str = ""


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
class PortalInvoicesPage:
    shell: Shell
    company: str
    issued: Issued
    balances: tuple[Amount, ...]
    blocks: tuple[BlockRow, ...]


@dataclass(frozen=True, slots=True)
class ClientInvoicesPage:
    """`draft_path` opens this month's draft, empty where there is none."""

    shell: Shell
    company: str
    slug: str
    issued: Issued
    balances: tuple[Amount, ...]
    draft_path: str = ""
    contract_path: str = ""


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
