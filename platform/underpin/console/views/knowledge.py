"""Articles, announcements and satisfaction, as their pages show them. HTML is safe already."""

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from markupsafe import Markup

from underpin.console.views.kinds import Hit
from underpin.console.views.shell import Shell


@dataclass(frozen=True, slots=True)
class TitlePart:
    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """`staff`: members do not see it; `own`: it is the client's own."""

    id: str
    title: tuple[TitlePart, ...]
    summary: str
    category: str
    staff: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class KnowledgePage:
    """A client's shelf by category, or what answers `q`."""

    shell: Shell
    q: str
    groups: tuple[tuple[str, tuple[ArticleRow, ...]], ...]


@dataclass(frozen=True, slots=True)
class SuggestionsPage:
    """What may answer somebody who is typing."""

    shell: Shell
    rows: tuple[ArticleRow, ...]


@dataclass(frozen=True, slots=True)
class TicketArticlesPage:
    """What has the words of a ticket, for who works on it."""

    shell: Shell
    rows: tuple[ArticleRow, ...]
    number: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class TicketAlikePage:
    """What may be known already about a ticket: articles with its words, tickets like it."""

    shell: Shell
    number: str
    rows: tuple[ArticleRow, ...]
    similar: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """`opening` names how the reader came to it, so that they may say it solved their matter."""

    shell: Shell
    id: str
    title: str
    category: str
    language: str
    body: Markup
    languages: tuple[tuple[str, str, str], ...]  # path, name, code
    published: datetime
    opening: str = ""
    solved: bool = False
    thanked: bool = False


@dataclass(frozen=True, slots=True)
class AnnouncementRow:
    id: str
    kind: str
    severity: str
    title: str
    body: Markup
    service: str
    published: datetime
    starts: datetime | None
    ends: datetime | None
    state: str  # "now", "planned", "later", "over" or "withdrawn"
    broadcast: str = ""  # under which the same was told to several


@dataclass(frozen=True, slots=True)
class AnnouncementsPage:
    """The history of what a client was told."""

    shell: Shell
    rows: tuple[AnnouncementRow, ...]
    subscribed: bool
    next: str = ""
    first: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """A ticket's survey: `path` takes the answer; `chosen` 0 is none yet."""

    path: str
    chosen: int = 0
    comment: str = ""
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class SurveyPage:
    shell: Shell
    ticket: str
    subject: str
    client: str
    rating: Rating
    problem: str = ""


@dataclass(frozen=True, slots=True)
class StoppingPage:
    """Whether announcements come by mail; `path` takes another wish."""

    shell: Shell
    client: str
    path: str
    subscribed: bool


@dataclass(frozen=True, slots=True)
class ChatLine:
    """`author`: member, staff or bot."""

    author: str
    name: str
    body: str
    offers: tuple[tuple[str, str], ...]  # id, title
    at: datetime


@dataclass(frozen=True, slots=True)
class Chat:
    id: str
    state: str
    lines: tuple[ChatLine, ...]
    ticket: str
    person: str = ""
    client: str = ""
    agent: str = ""
    key: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class ChatPage:
    """A member's chat; None before the first line. `announced`: what is known already."""

    shell: Shell
    chat: Chat | None
    typed: str = ""
    problem: str = ""
    announced: tuple[AnnouncementRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ChatRow:
    path: str
    client: str
    person: str
    subject: str
    ticket: str
    state: str
    agent: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ChatPanelPage:
    shell: Shell
    rows: tuple[ChatRow, ...]


@dataclass(frozen=True, slots=True)
class AgentChatPage:
    shell: Shell
    chat: Chat
    colleagues: tuple[tuple[str, str], ...] = ()
    typed: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """An article in the editor's list."""

    path: str
    title: str
    category: str
    state: str
    staff: bool
    languages: tuple[str, ...]
    review_on: date
    due: bool
    edited: bool  # a newer draft waits
    orphaned: bool = False  # its owner left


@dataclass(frozen=True, slots=True)
class ArticlesPage:
    """`clients` are (key, name); `client` is "" for the provider's own."""

    shell: Shell
    rows: tuple[Written, ...]
    clients: tuple[tuple[str, str], ...]
    client: str
    due: tuple[Written, ...] = ()
    next: str = ""


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    kind: str  # "same", "added", "removed" or "skipped"
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    language: str
    lines: tuple[DifferenceLine, ...]


@dataclass(frozen=True, slots=True)
class Past:
    number: int
    at: datetime
    note: str
    published: bool


@dataclass(frozen=True, slots=True)
class EditedText:
    language: str
    name: str
    title: str = ""
    summary: str = ""
    body: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class CarriedFile:
    """`mark` is how the text names it."""

    id: str
    name: str
    path: str
    mark: str


@dataclass(frozen=True, slots=True)
class ArticleEditPage:
    """`path` is the article's, or where a new one is sent; `version` 0 for a new one. `said`: where
    its readers' words stand. `clashes`: what was typed, against what was saved meanwhile."""

    shell: Shell
    path: str
    back: str
    client: str
    texts: tuple[EditedText, ...]
    category: str = ""
    audience: str = "members"
    language: str = "en"
    review_months: int = 12
    review_on: date | None = None
    version: int = 0
    state: str = "draft"
    published: int = 0
    may_publish: bool = False
    past: tuple[Past, ...] = ()
    changes: tuple[Difference, ...] = ()
    files: tuple[CarriedFile, ...] = ()
    note: str = ""
    preview: Markup = field(default_factory=Markup)
    problem: str = ""
    said: str = ""
    clashes: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadRow:
    """An article's month at one client, as `knowledge.deflection` defines it; `path` leads to what
    its readers say."""

    path: str
    title: str
    opened: int
    visits: int
    deflected: int
    helpful: int
    unhelpful: int


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """What articles were read for at one client in a month. `share` of the visits raised no ticket,
    None without visits; `before` and `after` are the addresses of the months beside."""

    shell: Shell
    clients: tuple[tuple[str, str], ...]
    client: str
    month: date
    rows: tuple[ReadRow, ...] = ()
    visits: int = 0
    deflected: int = 0
    share: Fraction | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ChatMonthPage:
    """What became of the chats of one client that began in a month; None before one is chosen."""

    shell: Shell
    clients: tuple[tuple[str, str], ...]
    client: str
    month: date
    begun: int | None = None
    deflected: int = 0
    handed_over: int = 0
    unanswered: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class SaidOfArticle:
    helpful: bool
    comment: str
    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """What one client's people said of an article; nobody is named."""

    shell: Shell
    title: str
    back: str
    clients: tuple[tuple[str, str], ...]
    client: str
    said: tuple[SaidOfArticle, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldPage:
    """The desk's page about what clients are told; `typed` brings back what could not be taken,
    `chosen` the clients it was for. `reach`: how many clients all of them are. `told` and
    `without`: how many were, and how many have no such service."""

    shell: Shell
    rows: tuple[tuple[str, AnnouncementRow], ...]  # the client, what it was told
    clients: tuple[tuple[str, str], ...]
    may_write: bool
    typed: dict[str, str]
    client: str = ""
    problem: str = ""
    reach: int = 0
    told: int | None = None
    without: int = 0
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AmendmentPage:
    """An announcement to be said otherwise: at one client, or with `broadcast` at all it was told
    to."""

    shell: Shell
    key: str
    id: str
    version: int
    title: str
    broadcast: str
    typed: dict[str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ContentRow:
    month: date
    service: str
    agent: str
    asked: int
    answered: int
    average: str
    ratings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SaidRow:
    ticket: str
    agent: str
    rating: int
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SatisfactionPage:
    """`may_write`: the reader says who reads the answers, and ends links."""

    shell: Shell
    clients: tuple[tuple[str, str], ...]
    client: str
    rows: tuple[ContentRow, ...]
    said: tuple[SaidRow, ...]
    asked: int = 0
    answered: int = 0
    average: str = ""
    may_write: bool = False
    agents_see_all: bool = False
