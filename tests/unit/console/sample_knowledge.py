"""Previews of articles, announcements, surveys and chats."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from underpin.console import views
from underpin.console.pages import View
from underpin.console.views import knowledge

NOW = datetime(2026, 11, 22, 1, 10, 25, tzinfo=UTC)
LONG = "Replacing the toner of the delivery-note printers in the Wrocław warehouse"
BODY = Markup(
    "<h2>Before</h2><p>Switch it <em>off</em>.</p><ol><li>Open the lid</li><li>Wait</li></ol>"
    "<table><thead><tr><th>Model</th></tr></thead><tbody><tr><td>LX-300</td></tr></tbody></table>"
)
ROW = views.ArticleRow(
    "0192",
    (views.TitlePart("Replacing the "), views.TitlePart("toner", marked=True)),
    "The printer says that the cartridge is empty",
    "Printing",
)
TOLD = views.AnnouncementRow(
    *("0193", "maintenance", "warning", LONG, BODY, "Microsoft 365", NOW),
    *(NOW + timedelta(days=2), NOW + timedelta(days=2, hours=3), "now"),
)
LINES = (
    views.ChatLine("member", "Anna Kowalczyk", "The toner is empty", (), NOW),
    views.ChatLine("bot", "Assistant", "This may help.", (("0192", LONG),), NOW),
    views.ChatLine("staff", "Ada Lindqvist", "I am here now.", (), NOW),
)


def chat(state: str, **more: Any) -> views.Chat:
    names = {"person": "Anna Kowalczyk", "client": "Acme Logistics", "key": "ACME"}
    return views.Chat("0194", state, LINES, "ACME-1042", **names, **more)


def told(**changes: Any) -> tuple[views.AnnouncementRow, ...]:
    return (TOLD,)


def portal(member: Callable[..., views.Shell]) -> dict[str, tuple[str, View]]:
    frame = member("knowledge")
    empty = views.KnowledgePage(frame, "", ())
    article = views.ArticlePage(
        *(frame, "0192", LONG, "Printing", "en", BODY),
        (("/a", "English", "en"), ("/b", "العربية", "ar")),
        NOW,
        opening="0195",
    )
    open_ = views.Rating("/survey/x", 4, "Quick")
    named = ("ACME-1042", LONG, "Acme Logistics")
    news = member("announced")
    return {
        "knowledge": ("knowledge", views.KnowledgePage(frame, "", (("Printing", (ROW, ROW)),))),
        "knowledge_found": ("knowledge", views.KnowledgePage(frame, "toner", (("", (ROW,)),))),
        "knowledge_empty": ("knowledge", empty),
        "knowledge_nothing": ("knowledge", views.KnowledgePage(frame, "xyzzy", ())),
        "suggestions": ("suggestions", views.SuggestionsPage(frame, (ROW,))),
        "article": ("article", article),
        "announcements": ("announcements", views.AnnouncementsPage(news, told(), True, "/n", "/f")),
        "announcements_none": ("announcements", views.AnnouncementsPage(news, (), False)),
        "announcement_mails": (
            "announcement_mails",
            views.StoppingPage(member(None), "Acme <Logistics>", "/x", subscribed=True),
        ),
        "announcement_mails_none": (
            "announcement_mails",
            views.StoppingPage(member(None), "Acme <Logistics>", "/x", subscribed=False),
        ),
        "survey": ("survey", views.SurveyPage(member(None), *named, open_)),
        "survey_over": (
            "survey",
            views.SurveyPage(member(None), *named, views.Rating("/x", 2, "Slow", is_open=False)),
        ),
        "chat_new": ("chat", views.ChatPage(member("chat"), None, announced=told())),
        "chat": ("chat", views.ChatPage(member("chat"), chat("bot"))),
        "chat_over": ("chat", views.ChatPage(member("chat"), chat("ended"))),
    }


def desk(staff: Callable[..., views.Shell]) -> dict[str, tuple[str, View]]:
    frame = staff("chats")
    row = views.ChatRow(
        *("/chats/ACME/0194", "Acme Logistics", "Anna Kowalczyk", LONG, "ACME-1042"),
        *("waiting", "", NOW - timedelta(minutes=4)),
    )
    mine = chat("live", agent="Ada Lindqvist", mine=True)
    return {
        "ticket_articles": (
            "ticket_articles",
            views.TicketArticlesPage(staff("list"), (ROW, replace(ROW, staff=True)), "ACME-1042"),
        ),
        "ticket_articles_none": (
            "ticket_articles",
            views.TicketArticlesPage(staff("list"), (), "ACME-1042", "nothing like it"),
        ),
        "ticket_alike": (
            "ticket_alike",
            views.TicketAlikePage(
                *(staff("list"), "ACME-1042", (ROW, replace(ROW, staff=True))),
                (views.Hit("ACME-7", "Acme Logistics", LONG, "resolved"),),
            ),
        ),
        "ticket_alike_none": (
            "ticket_alike",
            views.TicketAlikePage(staff("list"), "ACME-1042", (), ()),
        ),
        "chats": ("chats", views.ChatPanelPage(frame, (row,))),
        "chats_none": ("chats", views.ChatPanelPage(frame, ())),
        "agent_chat": (
            "agent_chat",
            views.AgentChatPage(frame, mine, (("1", "Jonas Berg"),), problem="Say something."),
        ),
        **_written(staff),
        "agent_chat_waiting": ("agent_chat", views.AgentChatPage(frame, chat("waiting"))),
    }


def _written(staff: Callable[..., views.Shell]) -> dict[str, tuple[str, View]]:
    frame, clients = staff("articles"), (("ACME", "Acme Logistics"),)
    row = views.Written(
        *("/articles/ours/0192", LONG, "Printing", "published", True, ("EN", "AR")),
        *(date(2026, 11, 1), True, True),
    )
    lines = tuple(
        views.DifferenceLine(kind, text)
        for kind, text in (("skipped", ""), ("same", "one"), ("removed", "two"), ("added", "2"))
    )
    new = views.ArticleEditPage(
        *(frame, "/articles/ours", "/articles", ""), (views.EditedText("en", "English"),)
    )
    edited = replace(
        new,
        path="/articles/ours/0192",
        texts=(views.EditedText("en", "English", LONG, "In short", "1. Open it"),),
        category="Printing",
        review_on=date(2027, 1, 1),
        version=2,
        state="published",
        published=1,
        may_publish=True,
        past=(views.Past(2, NOW, "Clearer", False), views.Past(1, NOW, "", True)),
        changes=(views.Difference("EN", lines),),
        files=(
            views.CarriedFile(
                "0193", "a b.png", "/articles/ours/0192/files/0193", "![a](<a b.png>)"
            ),
        ),
        preview=BODY,
        problem="category: 1 to 80 characters.",
    )
    said = views.SaidRow("ACME-1042", "Ada Lindqvist", 2, "It took two days", NOW)
    counted = views.ContentRow(
        *(date(2026, 11, 1), "Network", "Ada Lindqvist", 9, 7, "4.1"), (0, 1, 1, 1, 4)
    )
    return {
        "articles": ("articles", views.ArticlesPage(frame, (row,), clients, "ACME", (row,), "/n")),
        "articles_none": ("articles", views.ArticlesPage(frame, (), clients, "")),
        "article_new": ("article_edit", new),
        "article_edit": ("article_edit", edited),
        "told": (
            "told",
            views.ToldPage(
                *(staff("told"), (("ACME", TOLD),), clients, True, {"title_pl": "Prace"}),
                problem="starts_at: announce maintenance before it begins.",
                reach=12,
                told=3,
                without=1,
                chosen=("ACME",),
            ),
        ),
        "told_amend": (
            "told_amend",
            views.AmendmentPage(
                *(staff("told"), "ACME", "0192", 3, LONG, "0193", {"title_en": LONG}),
                problem="published_to: after it is published.",
            ),
        ),
        "told_none": ("told", views.ToldPage(staff("told"), (), clients, False, {})),
        "satisfaction": (
            "satisfaction",
            views.SatisfactionPage(
                staff("satisfaction"), clients, "ACME", (counted,), (said,), 9, 7, "4.1"
            ),
        ),
        "satisfaction_led": (
            "satisfaction",
            views.SatisfactionPage(
                *(staff("satisfaction"), clients, "ACME", (counted,), (said,), 9, 7, "4.1"),
                may_write=True,
            ),
        ),
        "articles_read": ("knowing/figures", _read(staff("articles"), clients)),
        "articles_read_none": (
            "knowing/figures",
            knowledge.ReadingPage(staff("articles"), clients, "ACME", date(2026, 11, 1)),
        ),
        "article_said": ("knowing/feedback", _heard(staff("articles"), clients)),
        "article_said_none": (
            "knowing/feedback",
            knowledge.FeedbackPage(staff("articles"), LONG, "/articles/ACME/1", (), "ACME"),
        ),
        "satisfaction_none": (
            "satisfaction",
            views.SatisfactionPage(staff("satisfaction"), clients, "ACME", (), ()),
        ),
    }


def _read(frame: views.Shell, clients: tuple[tuple[str, str], ...]) -> knowledge.ReadingPage:
    rows = (
        knowledge.ReadRow("/articles/ours/1/feedback?client=ACME", LONG, 31, 20, 12, 4, 1),
        knowledge.ReadRow("/articles/ours/2/feedback?client=ACME", "", 1, 0, 0, 0, 1),
    )
    about = (frame, clients, "ACME", date(2026, 11, 1), rows, 20, 12)
    return knowledge.ReadingPage(*about, Fraction(12, 20), "/articles/figures?a=1", "/articles?b=1")


def _heard(frame: views.Shell, clients: tuple[tuple[str, str], ...]) -> knowledge.FeedbackPage:
    said = (
        knowledge.SaidOfArticle(True, "", 2, NOW),
        knowledge.SaidOfArticle(False, "The <button> is gone.", 1, NOW),
    )
    return knowledge.FeedbackPage(frame, LONG, "/articles/ours/1", clients, "ACME", said)
