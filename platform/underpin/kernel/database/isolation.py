"""SQL that classifies a table: who may touch it, and which rows. Used by migrations only.

Every relation is `tenant`, `provider`, `shared` or `door`; the class stands in the table's
comment, and a test reads the catalogue: what a role may SELECT is under forced row security
or declared shared. There is one form of policy per scope, and this module writes it.
"""

from __future__ import annotations

from underpin.kernel.database import roles

TENANT = "tenant_id = current_setting('underpin.tenant')::int"
TENANTS = "tenant_id = ANY (current_setting('underpin.tenants')::int[])"
PERSON = "current_setting('underpin.person')::uuid"
CASE = "current_setting('underpin.case')::uuid"
WRITE = "SELECT, INSERT, UPDATE, DELETE"
APPEND = "SELECT, INSERT"


class Isolation:
    """Writes the statements for one role prefix."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def role(self, scope: str) -> str:
        return f'"{roles.name(self.prefix, scope)}"'

    def tenant(
        self,
        table: str,
        *,
        work: str = WRITE,
        staff: bool = True,
        member: str | None = None,
        vendor: str | None = None,
        key: str = "tenant_id",
    ) -> list[str]:
        """A client company's rows. `member` and `vendor` are predicates over the row, added to
        the tenant's own; None closes the table to that scope."""
        own, among = TENANT.replace("tenant_id", key), TENANTS.replace("tenant_id", key)
        statements = [
            *self._forced(table, "tenant"),
            f"GRANT {work} ON {table} TO {self.role('work')}",
            self._policy(table, "work", "ALL", own),
        ]
        if staff:
            statements += self._reads(table, "staff", among)
        if member is not None:
            statements += self._reads(table, "member", f"{own} AND ({member})")
        if vendor is not None:
            statements += self._reads(table, "vendor", f"{own} AND ({vendor})")
        return statements

    def provider(
        self, table: str, *, write: str = WRITE, staff: bool = True, work: bool = True
    ) -> list[str]:
        """The provider's own table: no tenant, never granted to members or vendors."""
        statements = [*self._plain(table, "provider")]
        statements.append(f"GRANT {write} ON {table} TO {self.role('provider')}")
        if staff:
            statements.append(f"GRANT SELECT ON {table} TO {self.role('staff')}")
        if work:
            statements.append(f"GRANT SELECT ON {table} TO {self.role('work')}")
        return statements

    def shared(self, table: str, *scopes: str) -> list[str]:
        """Facts that are no one's secret (a schema version): readable by the named scopes."""
        readers = ", ".join(self.role(scope) for scope in scopes)
        grant = [f"GRANT SELECT ON {table} TO {readers}"] if scopes else []
        return [*self._plain(table, "shared"), *grant]

    def door(self, table: str) -> list[str]:
        """Reached only through listed SECURITY DEFINER functions: granted to nobody."""
        return self._plain(table, "door")

    def definer(self, function: str, *scopes: str) -> list[str]:
        """Close a SECURITY DEFINER function (named with its argument types) to all but `scopes`."""
        callers = ", ".join(self.role(scope) for scope in scopes)
        return [
            f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION {function} TO {callers}",
        ]

    def due(self, table: str, *columns: str) -> list[str]:
        """Let the system scope see where something is due: ids and times, no payload."""
        return [
            f"GRANT SELECT ({', '.join(columns)}) ON {table} TO {self.role('system')}",
            self._policy(table, "system", "SELECT", "true"),
        ]

    def _forced(self, table: str, kind: str) -> list[str]:
        return [
            *self._plain(table, kind),
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            self._policy(table, "owner", "ALL", "true"),
        ]

    def _plain(self, table: str, kind: str) -> list[str]:
        return [
            f"COMMENT ON TABLE {table} IS '{kind}'",
            f"REVOKE ALL ON {table} FROM PUBLIC",
        ]

    def _reads(self, table: str, scope: str, predicate: str) -> list[str]:
        return [
            f"GRANT SELECT ON {table} TO {self.role(scope)}",
            self._policy(table, scope, "SELECT", predicate),
        ]

    def _policy(self, table: str, scope: str, verb: str, predicate: str) -> str:
        check = f" WITH CHECK ({predicate})" if verb == "ALL" else ""
        return (
            f"CREATE POLICY {scope} ON {table} FOR {verb} TO {self.role(scope)} "
            f"USING ({predicate}){check}"
        )
