"""Domains at which anybody may have an address: no company owns one of them."""

from __future__ import annotations

_NAMES = (
    "gmail.com googlemail.com outlook.com outlook.de outlook.fr outlook.es hotmail.com hotmail.de "
    "hotmail.fr hotmail.co.uk hotmail.it live.com live.de live.co.uk live.nl msn.com yahoo.com "
    "yahoo.de yahoo.fr yahoo.co.uk yahoo.co.jp yahoo.es yahoo.it yahoo.ca ymail.com rocketmail.com "
    "aol.com aim.com icloud.com me.com mac.com gmx.de gmx.net gmx.at gmx.ch gmx.com web.de "
    "t-online.de freenet.de arcor.de 1und1.de posteo.de mailbox.org proton.me protonmail.com pm.me "
    "tutanota.com tuta.io fastmail.com fastmail.fm hey.com zoho.com zohomail.eu mail.com email.com "
    "mail.ru bk.ru list.ru inbox.ru yandex.ru yandex.com ya.ru rambler.ru ukr.net i.ua qq.com "
    "foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com 139.com 189.cn "
    "naver.com daum.net hanmail.net wp.pl o2.pl onet.pl onet.eu op.pl interia.pl interia.eu "
    "poczta.onet.pl gazeta.pl tlen.pl seznam.cz email.cz centrum.cz azet.sk orange.fr wanadoo.fr "
    "free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it alice.it tin.it terra.com.br "
    "uol.com.br bol.com.br ziggo.nl kpnmail.nl xs4all.nl telenet.be skynet.be bluewin.ch telia.com "
    "comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net "
    "btinternet.com sky.com virginmedia.com talktalk.net ntlworld.com shaw.ca rogers.com "
    "bigpond.com optusnet.com.au docomo.ne.jp ezweb.ne.jp softbank.ne.jp mailinator.com"
)
ALL = frozenset(_NAMES.split())


def is_public(domain: str) -> bool:
    """Whether the domain, or one that it is a part of, gives addresses to anybody."""
    labels = domain.lower().split(".")
    return any(".".join(labels[place:]) in ALL for place in range(len(labels)))
