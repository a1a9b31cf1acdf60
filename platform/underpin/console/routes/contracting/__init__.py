"""The contract editor and what belongs to it: pages over the verbs of contracts."""

from underpin.console.routes.contracting import editing
from underpin.console.routes.contracting.behind import editing as behind
from underpin.console.routes.contracting.hours import pages as hours
from underpin.console.routes.contracting.reach import pages as reach
from underpin.console.routes.contracting.record import choosing, escalation
from underpin.console.routes.contracting.record import pages as record
from underpin.console.routes.contracting.signed import consents
from underpin.console.routes.contracting.signed import pages as signed
from underpin.console.routes.contracting.templates import editing as templates
from underpin.console.routes.contracting.templates import proposing
from underpin.console.routes.contracting.what_if import asking

HANDLERS = [
    *editing.HANDLERS,
    *asking.HANDLERS,
    *signed.HANDLERS,
    *consents.HANDLERS,
    *reach.HANDLERS,
    *record.HANDLERS,
    *escalation.HANDLERS,
    *choosing.HANDLERS,
    *behind.HANDLERS,
    *hours.HANDLERS,
    *templates.HANDLERS,
    *proposing.HANDLERS,
]
