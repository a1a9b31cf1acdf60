"""The parts of a parsed mail: which of them are its text, and what the others are called."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import MessageError
from email.message import Message

from underpin.kernel import mail_html, mail_text

_LONGEST_BODY = 4_000_000
_LONGEST_NAME = 500


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not the text. The name is the sender's and safe to show, not to open.
    `content_id` is how the HTML names it, without brackets, empty when nothing does."""

    name: str
    media_type: str
    size: int
    content: bytes = field(default=b"", repr=False, compare=False)
    content_id: str = field(default="", compare=False)
    is_inline: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part that holds no others, or a mail inside the mail. `text` is None for an attachment."""

    part: Message
    text: str | None


def leaves(part: Message) -> Iterator[Leaf]:
    """The parts in reading order, of alternatives the best one; a mail inside the mail is one."""
    if part.get_content_maintype() != "multipart" or not part.is_multipart():
        yield Leaf(part, _text_of(part))
    elif part.get_content_subtype() == "alternative":
        yield from _best([list(leaves(child)) for child in _children(part)])
    else:
        for child in _children(part):
            yield from leaves(child)


def attachment(part: Message) -> Attachment:
    """A mail inside the mail is called by its subject; its size is roughly what it took."""
    inner = _children(part)
    subject = mail_text.header(inner[0].get("subject", "")) if inner else ""
    kind = mail_text.line(mail_text.unescaped(part.get_content_type()))
    name = _file_name(part) or subject or kind.partition("/")[2]
    size = sum(_size(each) for each in part.walk()) if inner else len(_payload(part))
    content_id = mail_text.line(mail_text.unescaped(part.get("content-id", ""))).strip("<> ")
    return Attachment(
        name[:200] or "file",
        kind[:100],
        size,
        content=_spelled(inner[0]) if inner else _payload(part),
        content_id=content_id[:200],
        is_inline=bool(content_id) and _disposition(part) != "attachment",
    )


def markup(message: Message) -> str:
    """The first part in HTML that is body, empty without one."""
    for part in message.walk():
        is_body = _disposition(part) != "attachment" and not _file_name(part)
        if part.get_content_type() == "text/html" and is_body:
            return mail_text.decode(_payload(part)[:_LONGEST_BODY], parameter(part, "charset"))
    return ""


def _spelled(message: Message) -> bytes:
    """A mail inside the mail as bytes again."""
    try:
        return message.as_bytes()
    except (ValueError, LookupError, TypeError, AttributeError, MessageError):
        return _written(message).encode("utf-8", "surrogateescape")


def _written(part: Message) -> str:
    """What the library would not spell, header by header as it came."""
    head = "".join(f"{name}: {value}\n" for name, value in part.items())
    inner = [_written(each) for each in _children(part)]
    if part.get_content_maintype() != "multipart" or not inner:
        return f"{head}\n{''.join(inner) or part.get_payload()}"
    boundary = parameter(part, "boundary") or "part"
    return f"{head}\n" + "".join(f"--{boundary}\n{each}\n" for each in inner) + f"--{boundary}--\n"


def parameter(part: Message, name: str, *, header: str = "content-type") -> str:
    """A parameter of a header, in either spelling (RFC 2045, RFC 2231); empty without one."""
    value = part.get_param(name, "", header)
    if isinstance(value, tuple):
        charset, _, text = value
        return mail_text.decode(text.encode("latin-1", "surrogateescape"), charset)
    return str(value)


def _best(alternatives: list[list[Leaf]]) -> list[Leaf]:
    """The first alternative with words in plain text, else the first with any, and whatever of
    the others is no text (an invitation, say)."""
    plain = [each for each in alternatives if any(_is_plain_with_words(leaf) for leaf in each)]
    worded = [each for each in alternatives if any(_has_words(leaf) for leaf in each)]
    chosen = next(iter(plain or worded or alternatives), [])
    others = [leaf for each in alternatives if each is not chosen for leaf in each]
    return [*chosen, *(leaf for leaf in others if leaf.text is None)]


def _has_words(leaf: Leaf) -> bool:
    return leaf.text is not None and not leaf.text.isspace() and leaf.text != ""


def _is_plain_with_words(leaf: Leaf) -> bool:
    return leaf.part.get_content_type() == "text/plain" and _has_words(leaf)


def _text_of(part: Message) -> str | None:
    """The text of a part that is body, None for one that is an attachment. A multipart that could
    not be taken apart is read as it stands."""
    kind = part.get_content_type()
    broken = part.get_content_maintype() == "multipart"
    if kind not in {"text/plain", "text/html"} and not broken:
        return None
    if _disposition(part) == "attachment" or _file_name(part):
        return None
    text = mail_text.decode(_payload(part)[:_LONGEST_BODY], parameter(part, "charset"))
    return mail_html.to_text(text) if kind == "text/html" else text


def _children(part: Message) -> list[Message]:
    payload = part.get_payload() if part.is_multipart() else []
    return [each for each in payload if isinstance(each, Message)]


def _size(part: Message) -> int:
    return len(_payload(part)) + sum(len(name) + len(value) + 4 for name, value in part.items())


def _payload(part: Message) -> bytes:
    """The decoded bytes of a leaf; none of what contains others."""
    if part.is_multipart():
        return b""
    encoding = str(part.get("content-transfer-encoding", "")).strip().lower()
    del part["content-transfer-encoding"]
    part["content-transfer-encoding"] = encoding
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _disposition(part: Message) -> str:
    return str(part.get("content-disposition", "")).partition(";")[0].strip().lower()


def _file_name(part: Message) -> str:
    """The name a part gives itself, without the folders in front of it."""
    given = parameter(part, "filename", header="content-disposition") or parameter(part, "name")
    name = mail_text.header(given[:_LONGEST_NAME]).replace("\\", "/")
    return name.rsplit("/", 1)[-1]
