"""The account desk: clients, their contract, their draft invoice."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from underpin.console.views.clock import Metric
from underpin.console.views.consent import Asking, Change, TakingUp, VersionWork
from underpin.console.views.contracting import Picture
from underpin.console.views.shell import Shell

VersionState = Literal["draft", "approved", "active", "superseded"]


@dataclass(frozen=True, slots=True)
class Contract:
    """Parties and term; `ends` is None where it runs until notice."""

    number: str
    title: str
    client: str
    client_slug: str
    provider: str
    starts: date
    ends: date | None
    notice: str
    renewal: str
    plan: str
    services_in: tuple[str, ...] = ()
    services_out: tuple[str, ...] = ()
    out_of_contract: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an agreement, without a start while it waits. `ends` is the next one's start;
    `path` opens its targets."""

    number: int
    state: VersionState
    effective_from: datetime | None
    ends: datetime | None
    author: str
    approver: str
    consent: str
    path: str
    shown: bool = False


@dataclass(frozen=True, slots=True)
class TargetCell:
    """What is allowed, in working time on `calendar`, and the percentages that warn."""

    allowed: timedelta
    calendar: str
    warn_at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One ticket type; `cells` in the order of the priorities, None where nothing is promised."""

    kind: str
    cells: tuple[TargetCell | None, ...]


@dataclass(frozen=True, slots=True)
class TargetTable:
    metric: Metric
    priorities: tuple[str, ...]
    rows: tuple[TargetRow, ...]

    @property
    def shared(self) -> TargetCell | None:
        """Any cell, where all of them count on one calendar and warn alike: said once then."""
        cells = [cell for row in self.rows for cell in row.cells if cell is not None]
        alike = {(cell.calendar, cell.warn_at) for cell in cells}
        return cells[0] if len(alike) == 1 else None


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
class ContractPage:
    """`zone` is the contract's own; its dates are read in it. `invoices` are the newest,
    `invoices_path` opens all, empty for who may not read them. `changes` of the version shown;
    `amend_path` begins the next one; `accepted_by`: who accepts what is not kept, until when."""

    shell: Shell
    contract: Contract
    agreement: str
    versions: tuple[Version, ...]
    targets: tuple[TargetTable, ...]
    picture: Picture
    zone: str
    invoice_path: str = ""
    invoices_path: str = ""
    invoices: tuple[InvoiceRow, ...] = ()
    work: VersionWork | None = None
    asking: Asking | None = None
    changes: tuple[Change, ...] = ()
    amend_path: str = ""
    accepted_by: str = ""
    taking_up: TakingUp | None = None
    contracts_path: str = ""


@dataclass(frozen=True, slots=True)
class LineQuestion:
    """What a client asked about a line, and the answer, empty while there is none. `path` takes
    the answer, empty for who may not give one."""

    state: Literal["open", "explained", "accepted"]
    words: str
    asked: datetime
    answer: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """`net` is rounded already; a credit is below zero. `price` is None where no single price makes
    it, `quantity` where it is not the reader's to know. `path` leads to the usage behind it,
    `ask_path` takes a question about it, empty where none can be asked."""

    text: str
    quantity: Decimal | None
    unit: str
    price: Decimal | None
    net: Decimal
    tax_rate: Decimal
    detail: str = ""
    path: str = ""
    questions: tuple[LineQuestion, ...] = ()
    ask_path: str = ""


@dataclass(frozen=True, slots=True)
class TaxLine:
    """Tax once per rate on the sum of the line nets. `rate` in percent."""

    rate: Decimal
    base: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Invoice:
    """A draft has no number. The period's end is its last day."""

    client: str
    client_slug: str
    number: str
    state: str
    currency: str
    starts: date
    ends: date
    lines: tuple[InvoiceLine, ...]
    taxes: tuple[TaxLine, ...]
    net: Decimal
    tax: Decimal
    total: Decimal
    plan: str = ""
    po_number: str = ""
