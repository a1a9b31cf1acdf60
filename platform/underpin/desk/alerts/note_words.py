"""What the notes of alerts say, in each language we speak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.kernel.wordings import Catalogue


@dataclass(frozen=True, slots=True)
class Words:
    """One language. `flapping`, `recovered` and `left` know {minutes}."""

    says: str
    severity: str
    since: str
    not_said: str
    link: str
    again: str
    joined: str
    flapping: str
    recovered: str
    left: str
    storm_subject: str
    storm: str
    each: str
    more: str
    worse: str


ALL: Final = Catalogue(
    en=Words(
        says="{source} says: {title}",
        severity="Severity: {severity}",
        since="Since {at}",
        not_said="not said",
        link="Link (not opened by us): {link}",
        again="Fires again: {title}",
        joined="{source} says, of the same matter:",
        flapping="This alert keeps changing between firing and over. That is not said again; it "
        "counts as over once it has been quiet for {minutes} min.",
        recovered="Over, and quiet for {minutes} min. Nobody had touched the ticket: resolved.",
        left="Over, and quiet for {minutes} min. Somebody is on it: left as it is.",
        storm_subject="Alert storm: {source}",
        storm="{count} alerts so far in this storm:",
        each="{count} × {title}",
        more="and {count} more",
        worse="The alert is worse now: {title}",
    ),
    pl=Words(
        says="{source} zgłasza: {title}",
        severity="Waga: {severity}",
        since="Od {at}",
        not_said="nie podano",
        link="Odnośnik (nie otwieramy go): {link}",
        again="Alert powrócił: {title}",
        joined="{source} zgłasza w tej samej sprawie:",
        flapping="Ten alert na przemian pojawia się i ustaje. Nie powtarzamy tego; uznamy go za "
        "zakończony po {minutes} min ciszy.",
        recovered="Ustał i od {minutes} min jest cisza. Nikt nie zajął się zgłoszeniem: "
        "rozwiązane.",
        left="Ustał i od {minutes} min jest cisza. Ktoś się nim zajmuje: bez zmian.",
        storm_subject="Burza alertów: {source}",
        storm="Alerty w tej burzy do tej pory: {count}",
        each="{count} x {title}",
        more="i jeszcze {count}",
        worse="Alert się nasilił: {title}",
    ),
    zh=Words(
        says="{source} 报告：{title}",
        severity="严重程度：{severity}",
        since="开始于 {at}",
        not_said="未说明",
        link="链接（我们未打开）：{link}",
        again="再次告警：{title}",
        joined="{source} 就同一事项报告：",
        flapping="此告警反复触发和恢复，不再重复记录；安静 {minutes} 分钟后视为结束。",
        recovered="已恢复，并已安静 {minutes} 分钟。无人处理过此工单：已解决。",
        left="已恢复，并已安静 {minutes} 分钟。有人正在处理：保持不变。",
        storm_subject="告警风暴：{source}",
        storm="本次风暴至今共 {count} 条告警：",
        each="{count} 次：{title}",
        more="另有 {count} 条",
        worse="告警加剧：{title}",
    ),
    ar=Words(
        says="يبلّغ {source}: {title}",
        severity="الخطورة: {severity}",
        since="منذ {at}",
        not_said="لم تُذكر",
        link="رابط (لم نفتحه): {link}",
        again="عاد الإنذار: {title}",
        joined="يبلّغ {source} عن الأمر نفسه:",
        flapping="يتقلّب هذا الإنذار بين الظهور والزوال. لن يُكرَّر ذكر ذلك؛ ويُعدّ منتهيًا بعد هدوء "
        "{minutes} دقيقة.",
        recovered="زال، وساد الهدوء {minutes} دقيقة. لم يمسّ أحد التذكرة: حُلّت.",
        left="زال، وساد الهدوء {minutes} دقيقة. هناك من يعمل عليها: تُركت كما هي.",
        storm_subject="عاصفة إنذارات: {source}",
        storm="عدد الإنذارات في هذه العاصفة حتى الآن: {count}",
        each="{count}× {title}",
        more="و{count} أخرى",
        worse="اشتدّ الإنذار: {title}",
    ),
)

of = ALL.of
