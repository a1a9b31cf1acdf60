"""What of tickets members, and of confidential ones staff, may see: SQL over a row of `ticket`
(PRACTICE 1 and 2).

The row policy of the member scope says the same; the verbs that change something run in the
work scope and apply this to what they load. A test holds the two together.
"""

PERSON = "current_setting('underpin.person')::uuid"

MEMBER_SEES = f"""(
    requester_id = {PERSON}
    OR EXISTS (SELECT FROM ticket_watcher w WHERE w.tenant_id = ticket.tenant_id
               AND w.ticket_id = ticket.id AND w.person_id = {PERSON})
    OR (NOT confidential AND EXISTS (
        SELECT FROM member_grant g WHERE g.tenant_id = ticket.tenant_id AND g.person_id = {PERSON}
        AND (g.reach = 'company' OR (g.reach = 'site' AND ticket.site_id = (
            SELECT p.site_id FROM person p WHERE p.tenant_id = ticket.tenant_id
            AND p.id = {PERSON})))))
)"""


LEADS = "'service_lead', 'provider_admin'"


def staff_sees(ticket: str, person: str) -> str:
    """Of confidential tickets staff see those they hold or were named for; and who leads, those
    that nobody holds, because somebody must give them to somebody. `ticket` is the row's name in
    the statement, `person` an expression for who asks. For whom they were named, and whether they
    lead, is looked up once, and only where a confidential ticket is met."""
    return (
        f"(NOT {ticket}.confidential OR {ticket}.assignee_id = {person}::uuid "
        f"OR {ticket}.id = ANY (ARRAY(SELECT c.ticket_id FROM ticket_confidant c "
        f"WHERE c.staff_id = {person}::uuid)) "
        f"OR ({ticket}.assignee_id IS NULL AND EXISTS (SELECT FROM staff_role o "
        f"WHERE o.staff_id = {person}::uuid AND o.role IN ({LEADS}))))"
    )
