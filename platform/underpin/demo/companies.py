"""The demo's client companies and its people, all invented."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tenants import role
from tenants.company import NewCompany
from underpin.desk.replay.clients import derived
from underpin.kernel.principal import Audience, Principal

COMPANIES = (
    NewCompany("acme", "ACME", "Acme Logistics", "Europe/Berlin", "en", "EUR"),
    NewCompany("bolt", "BOLT", "Bolt & Daughters Foundry", "Europe/Warsaw", "pl", "EUR"),
    NewCompany("caro", "CARO", "Caro Clinics", "Europe/Dublin", "en", "EUR"),
    NewCompany("dune", "DUNE", "Dune Retail Group", "Asia/Dubai", "ar", "EUR"),
)
HOLIDAYS = {
    "acme": ("DE", "BE"),
    "bolt": ("PL", None),
    "caro": ("IE", None),
    "dune": ("AE", None),
}


@dataclass(frozen=True, slots=True)
class Persona:
    """A staff person of the demo."""

    name: str
    email: str
    roles: tuple[str, ...]
    tier: int | None
    about: str

    @property
    def id(self) -> UUID:
        return derived("demo", "staff", self.email)

    def principal(self, tenants: dict[str, int]) -> Principal:
        held = frozenset[str]().union(*(role.STAFF[each] for each in self.roles))
        return Principal(
            Audience.STAFF,
            self.id,
            held,
            tenants,
            name=self.name,
            roles=frozenset(self.roles),
            tier=self.tier,
        )


DOMAIN = "northgate.example"
ADA = Persona("Ada Okafor", f"ada@{DOMAIN}", ("agent",), 1, "agent, first line (L1)")
BEN = Persona("Ben Castellanos", f"ben@{DOMAIN}", ("agent",), 2, "technician (L2)")
CHEN = Persona("Chen Wei", f"chen@{DOMAIN}", ("agent",), 3, "specialist (L3)")
LENA = Persona("Lena Sørensen", f"lena@{DOMAIN}", ("agent", "service_lead"), 2, "service lead")
MARTA = Persona("Marta Zielińska", f"marta@{DOMAIN}", ("account_manager",), None, "account manager")
FELIX = Persona("Felix Brandt", f"felix@{DOMAIN}", ("finance",), None, "finance")
OLIVIA = Persona("Olivia Hart", f"olivia@{DOMAIN}", ("provider_admin",), None, "provider admin")
STAFF = (ADA, BEN, CHEN, LENA, MARTA, FELIX, OLIVIA)
BY_TIER = {1: ADA, 2: BEN, 3: CHEN}

CALLERS = (
    "Jonas Weber", "Agnieszka Nowak", "Siobhán Kelly", "Omar Haddad", "Priya Raman",
    "Tomasz Wójcik", "Elif Yıldız", "Marco Bianchi", "Hannah Schulz", "Yusuf al-Amin",
    "Claire Dubois", "Piotr Zając", "Aoife Byrne", "Layla Nasser", "David Mensah",
    "Ingrid Holm", "Rafael Ortega", "Katarzyna Lis", "Noor Rahman", "Wei Zhang",
)  # fmt: skip

SUBJECTS = (
    "Label printer in hall 3 prints blank pages",
    "Cannot sign in to the warehouse terminal",
    "Shared calendar shows yesterday's bookings only",
    "Laptop does not wake up after sleep",
    "VPN drops every few minutes from home",
    "Invoices stuck in the outgoing mailbox",
    "New starter on Monday: account and badge",
    "Scanner app crashes when a parcel has two labels",
    "Phone extension 214 rings at the wrong desk",
    "Order export is missing the last column",
    "Backup report says two volumes were skipped",
    "Wi-Fi in the meeting room on the second floor is very slow",
    "Cannot open attachments from one supplier",
    "Payroll run asks for a licence that was renewed last week",
    "Monitor at reception flickers",
    "Reset of the supplier portal password does not arrive",
)
BODY = (
    "It started this morning and happens every time. I have restarted already. "
    "Several colleagues see the same. Please tell me if you need anything from me."
)
TAKEN = "Thank you, I have it and am looking into it now."
QUESTION = (
    "Could you tell me since when this happens, and whether it also happens on another device?"
)
ANSWER = "Since yesterday afternoon, and yes, on the laptop next to mine too."
NOTE = (
    "Same pattern as last month: the switch in the cabinet had lost its uplink. Check that first."
)
WHY = "More people are affected than we first thought."
WISHES = {
    "move": "The old storage is full. Please move our files to the new one, outside our hours.",
    "room": "We open a meeting room next month and would like to make video calls there.",
    "seats": "We hire ten people for the new shift and need a seat for each.",
    "password": "My password is not taken any more. Please reset it, I need it today.",
}
