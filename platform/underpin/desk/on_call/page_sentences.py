"""The sentences of a call, in each language we speak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.kernel.wordings import Catalogue


@dataclass(frozen=True, slots=True)
class Sentences:
    """`one` and `many` are subjects."""

    one: str
    many: str
    more: str
    why: str
    accept: str
    set_aside: str
    by_hand: str
    at_risk: str


ALL: Final = Catalogue(
    en=Sentences(
        one="Page: {what}",
        many="Page: {count} alarms",
        more="and {count} more",
        why="You are called because you are on duty. After a while your colleagues are, until "
        "somebody accepts.",
        accept="Accept or decline: {link}",
        set_aside="An alarm was set aside",
        by_hand="{priority}: a colleague asks for you",
        at_risk="{priority}: a target is at risk",
    ),
    pl=Sentences(
        one="Wezwanie: {what}",
        many="Wezwanie, alarmy: {count}",
        more="i jeszcze {count}",
        why="Wzywamy Cię, bo masz dyżur. Po pewnym czasie wezwani zostaną inni, aż ktoś przyjmie "
        "wezwanie.",
        accept="Przyjmij lub odrzuć: {link}",
        set_aside="Alarm został odłożony",
        by_hand="{priority}: ktoś z zespołu Cię potrzebuje",
        at_risk="{priority}: cel jest zagrożony",
    ),
    zh=Sentences(
        one="呼叫：{what}",
        many="呼叫：{count} 个警报",
        more="另有 {count} 个",
        why="您正在值班，因此收到呼叫。若无人接受，稍后将呼叫您的同事。",
        accept="接受或拒绝：{link}",
        set_aside="一个警报已被搁置",
        by_hand="{priority}：同事需要您",
        at_risk="{priority}：目标有风险",
    ),
    ar=Sentences(
        one="نداء: {what}",
        many="نداء: {count} من الإنذارات",
        more="و{count} أخرى",
        why="نناديك لأنك في المناوبة. وبعد حين يُنادى زملاؤك حتى يقبل أحدهم.",
        accept="اقبل أو ارفض: {link}",
        set_aside="نُحّي إنذار جانبًا",
        by_hand="{priority}: زميل يطلبك",
        at_risk="{priority}: هدف معرّض للخطر",
    ),
)
