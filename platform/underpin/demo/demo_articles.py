"""The demo's articles and announcements, in up to four languages."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from underpin.desk.announcements.wording import Words
from underpin.desk.knowledge.text import Text
from underpin.desk.knowledge.writing import About

Article = tuple[About, dict[str, Text]]

CATEGORIES: Final = {
    "Printing": {"ar": "الطباعة", "pl": "Drukowanie", "zh": "打印"},
    "Accounts": {"ar": "الحسابات", "pl": "Konta", "zh": "账户"},
    "Working elsewhere": {"ar": "العمل خارج المكتب", "pl": "Praca poza biurem", "zh": "异地办公"},
    "Security": {"ar": "الأمان", "pl": "Bezpieczeństwo", "zh": "安全"},
    "At your desk": {"ar": "على مكتبك", "pl": "Przy biurku", "zh": "办公桌"},
    "Runbooks": {"ar": "أدلة التشغيل", "pl": "Instrukcje", "zh": "操作手册"},
    "In the house": {"ar": "في المبنى", "pl": "Na miejscu", "zh": "公司内部"},
}
"""What each is called in other languages."""
PRINTER: Final = {
    "en": Text(
        "The printer does not print",
        "Nothing comes out, or the job stays in the queue",
        "1. Look at its display: **paper**, **toner** and **cover** are named there.\n"
        "2. Switch it off, wait ten seconds, switch it on.\n"
        "3. On your computer, delete the jobs that wait and print again.\n\n"
        "Still nothing? Tell us the number on the sticker of the printer.",
    ),
    "pl": Text(
        "Drukarka nie drukuje",
        "Nic nie wychodzi albo zadanie zostaje w kolejce",
        "1. Spójrz na wyświetlacz: wskazuje **papier**, **toner** lub **pokrywę**.\n"
        "2. Wyłącz drukarkę, odczekaj dziesięć sekund i włącz ją.\n"
        "3. Usuń oczekujące zadania na komputerze i wydrukuj ponownie.\n\n"
        "Nadal nic? Podaj nam numer z naklejki na drukarce.",
    ),
    "zh": Text(
        "打印机无法打印",
        "没有输出，或任务停留在队列中",
        "1. 查看显示屏上提示的**纸张**、**碳粉**或**盖板**。\n2. 关机，等待十秒，再开机。\n"
        "3. 在电脑上删除等待的任务，然后重新打印。\n\n仍然不行？请告诉我们打印机标签上的编号。",
    ),
    "ar": Text(
        "الطابعة لا تطبع",
        "لا يخرج شيء، أو تبقى المهمة في الانتظار",
        "1. انظر إلى الشاشة: تذكر **الورق** أو **الحبر** أو **الغطاء**.\n"
        "2. أطفئها وانتظر عشر ثوانٍ ثم شغّلها.\n"
        "3. احذف المهام المنتظرة على حاسوبك واطبع من جديد.\n\n"
        "ما زالت لا تطبع؟ أخبرنا بالرقم الملصق عليها.",
    ),
}
PASSWORD: Final = {
    "en": Text(
        "I forgot my password",
        "Set a new one without waiting for us",
        "On the sign-in page choose **Forgot your password?**. We mail you a link that is good for "
        "two hours; with it you set a new password of at least twelve characters.\n\nWe never ask "
        "for your password.",
    ),
    "pl": Text(
        "Nie pamiętam hasła",
        "Ustaw nowe, nie czekając na nas",
        "Na stronie logowania wybierz **Nie pamiętasz hasła?**. Wyślemy Ci link ważny dwie "
        "godziny; z nim ustawisz nowe hasło o długości co najmniej dwunastu znaków.\n\n"
        "Nigdy nie pytamy o hasło.",
    ),
    "ar": Text(
        "نسيت كلمة المرور",
        "عيّن كلمة جديدة دون انتظارنا",
        "في صفحة الدخول اختر **هل نسيت كلمة المرور؟**. نرسل إليك رابطًا صالحًا لساعتين، وبه تعيّن "
        "كلمة جديدة من اثني عشر حرفًا على الأقل.\n\nنحن لا نطلب كلمة مرورك أبدًا.",
    ),
}
VPN: Final = {
    "en": Text(
        "The VPN does not connect",
        "From home or a hotel, it stops at “connecting”",
        "1. Open any web page: hotels ask you to sign in first.\n"
        "2. Check the clock of your computer; more than five minutes off is refused.\n"
        "3. Choose **Reconnect** in the VPN's menu.\n\n"
        "| Message | What it means |\n|---|---|\n| 809 | the network blocks VPN: use your phone |\n"
        "| 691 | name or password is wrong |",
    ),
    "pl": Text(
        "VPN się nie łączy",
        "W domu lub hotelu zatrzymuje się na „łączenie”",
        "1. Otwórz dowolną stronę: hotele wymagają zalogowania.\n"
        "2. Sprawdź zegar komputera; różnica ponad pięciu minut jest odrzucana.\n"
        "3. Wybierz **Połącz ponownie** w menu VPN.",
    ),
    "ar": Text(
        "الشبكة الخاصة VPN لا تتصل",
        "من المنزل أو الفندق تتوقف عند «جارٍ الاتصال»",
        "1. افتح أي صفحة ويب: تطلب الفنادق تسجيل الدخول أولًا.\n"
        "2. تحقق من ساعة حاسوبك؛ فرق أكثر من خمس دقائق يُرفض.\n"
        "3. اختر **إعادة الاتصال** من قائمة VPN.\n\n"
        "| الرسالة | معناها |\n|---|---|\n| 809 | الشبكة تمنع VPN: استخدم هاتفك |\n"
        "| 691 | الاسم أو كلمة المرور خطأ |",
    ),
}
PHONE: Final = {
    "en": Text(
        "Mail on a new phone",
        "Set up company mail and calendar",
        "Install **Outlook** from the store, sign in with your company address, and allow the code "
        "that your old phone shows. Then remove the old phone under *My devices*.",
    ),
    "zh": Text(
        "在新手机上收发邮件",
        "设置公司邮件和日历",
        "从应用商店安装 **Outlook**，用公司地址登录，并在旧手机上确认验证码。"
        "然后在“我的设备”中移除旧手机。",
    ),
    "ar": Text(
        "البريد على هاتف جديد",
        "إعداد بريد الشركة وتقويمها",
        "ثبّت **Outlook** من المتجر، وادخل بعنوان الشركة، ووافق على الرمز الذي يظهر في هاتفك "
        "القديم. ثم احذف الهاتف القديم من *أجهزتي*.",
    ),
}
PHISHING: Final = {
    "en": Text(
        "I clicked a link I should not have",
        "What to do in the first ten minutes",
        "1. Take the computer off the network: pull the cable, switch Wi-Fi off.\n"
        "2. **Call us.** Do not write: minutes count.\n"
        "3. Change your password from another computer.",
    ),
    "pl": Text(
        "Kliknąłem podejrzany link",
        "Co zrobić w pierwszych dziesięciu minutach",
        "1. Odłącz komputer od sieci: wyjmij kabel, wyłącz Wi-Fi.\n"
        "2. **Zadzwoń do nas.** Nie pisz: liczą się minuty.\n"
        "3. Zmień hasło na innym komputerze.",
    ),
    "ar": Text(
        "نقرت على رابط مشبوه",
        "ما يجب فعله في الدقائق العشر الأولى",
        "1. افصل الحاسوب عن الشبكة: انزع السلك وأوقف الواي فاي.\n"
        "2. **اتصل بنا.** لا تكتب: الدقائق مهمة.\n"
        "3. غيّر كلمة المرور من حاسوب آخر.",
    ),
}
SCREEN: Final = {
    "en": Text(
        "The second screen stays dark",
        "After an update or at a new desk",
        "Press **Windows + P** and choose *Extend*. If the screen is not named there, unplug the "
        "dock for half a minute.",
    ),
    "ar": Text(
        "الشاشة الثانية مظلمة",
        "بعد تحديث أو عند مكتب جديد",
        "اضغط **Windows + P** واختر *توسيع*. إن لم تظهر الشاشة فافصل القاعدة نصف دقيقة.",
    ),
}
SWITCH: Final = {
    "en": Text(
        "Replacing an access switch",
        "For technicians: order of steps and what to write down",
        "1. Export the configuration of the old one.\n2. Label the ports *before* pulling cables.\n"
        "3. After the change, compare the MAC tables.\n4. Write serial numbers into the ticket.",
    ),
    "pl": Text(
        "Wymiana przełącznika dostępowego",
        "Dla techników: kolejność kroków i co zapisać",
        "1. Wyeksportuj konfigurację starego.\n2. Oznacz porty *przed* wyjęciem kabli.\n"
        "3. Po wymianie porównaj tablice MAC.\n4. Wpisz numery seryjne do zgłoszenia.",
    ),
    "ar": Text(
        "استبدال محوّل الشبكة",
        "للفنيين: ترتيب الخطوات وما يجب تدوينه",
        "1. صدّر إعدادات المحوّل القديم.\n2. ضع ملصقات على المنافذ *قبل* فصل الأسلاك.\n"
        "3. بعد الاستبدال قارن جداول MAC.\n4. اكتب الأرقام التسلسلية في التذكرة.",
    ),
}


def filed(category: str, audience: str, texts: dict[str, Text]) -> Article:
    """In its category, which each language calls by its own name."""
    names = CATEGORIES[category]
    said = {code: replace(text, category=names.get(code, "")) for code, text in texts.items()}
    return About(category, audience), said


OURS: Final = (
    filed("Printing", "members", PRINTER),
    filed("Accounts", "members", PASSWORD),
    filed("Working elsewhere", "members", VPN),
    filed("Working elsewhere", "members", PHONE),
    filed("Security", "members", PHISHING),
    filed("At your desk", "members", SCREEN),
    filed("Runbooks", "staff", SWITCH),
)
SLOW_MAIL: Final = {
    "en": Words("Mail from outside is slow", "Messages arrive up to *30 minutes* late. We look."),
    "pl": Words(
        "Poczta z zewnątrz przychodzi z opóźnieniem",
        "Wiadomości docierają nawet *30 minut* później. Pracujemy nad tym.",
    ),
    "zh": Words("外部邮件延迟", "邮件最多延迟 *30 分钟* 到达。我们正在处理。"),
    "ar": Words("البريد الوارد بطيء", "تصل الرسائل متأخرة حتى *30 دقيقة*. نحن نتابع."),
}
RESTART: Final = {
    "en": Words("Servers restart", "Save your work before. Files cannot be opened meanwhile."),
    "pl": Words("Restart serwerów", "Zapisz wcześniej pracę. Pliki będą wtedy niedostępne."),
    "zh": Words("服务器重启", "请提前保存工作。期间无法打开文件。"),
    "ar": Words("إعادة تشغيل الخوادم", "احفظ عملك قبلها. لن تُفتح الملفات أثناءها."),
}


def of_client(name: str) -> Article:
    """Their own: where things are at their place."""
    texts = {
        "en": Text(
            f"Guest Wi-Fi at {name}",
            "For visitors, for one day",
            "The reception prints a code. It is good until midnight and for two devices.",
        ),
        "pl": Text(
            f"Wi-Fi dla gości: {name}",
            "Dla odwiedzających, na jeden dzień",
            "Recepcja drukuje kod. Jest ważny do północy i dla dwóch urządzeń.",
        ),
        "ar": Text(
            f"واي فاي الضيوف: {name}",
            "للزوار، ليوم واحد",
            "يطبع الاستقبال رمزًا صالحًا حتى منتصف الليل ولجهازين.",
        ),
    }
    return filed("In the house", "members", texts)
