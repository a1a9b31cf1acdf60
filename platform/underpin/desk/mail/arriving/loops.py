"""Our own mail coming back to us: nobody wrote it, and nothing answers it."""

from __future__ import annotations

from underpin.kernel import installation
from underpin.kernel.mail_read import ReadMail


def is_ours(mail: ReadMail) -> bool:
    """Whether it says it is from an address at our own domain, or bears an id we gave: nobody
    writes to us from there."""
    ours = f"@{installation.settings().mail_domain}"
    ids = (mail.message_id or "").rstrip(">")
    return mail.author.endswith(ours) or ids.lower().endswith(ours)
