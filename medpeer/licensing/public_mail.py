"""Where anybody gets a mailbox: free, paid by anybody, of an access provider, or thrown away after use."""

from typing import Final

PUBLIC_NAMES: Final = frozenset(
    """
    aol gmail gmx googlemail hotmail icloud live msn outlook protonmail rocketmail
    tutanota yahoo yandex ymail zoho
    """.split()
)
"""Providers that use one name below many endings."""

PUBLIC_DOMAINS: Final = frozenset(
    """
    126.com 139.com 163.com 10minutemail.com 1und1.de 33mail.com abv.bg aim.com alice.it anonaddy.com anonaddy.me
    aol.com arcor.de att.net bellsouth.net bigpond.com bk.ru blueyonder.co.uk bluewin.ch bol.com.br btinternet.com
    centrum.cz charter.net comcast.net cox.net cs.com daum.net discard.email disroot.org dispostable.com
    dodgeit.com duck.com earthlink.net email.com email.cz emailondeck.com embarqmail.com eircom.net fakeinbox.com
    fastmail.com fastmail.fm free.fr freenet.de frontier.com frontiernet.net getnada.com gmail.com gmx.at gmx.ch
    gmx.com gmx.de gmx.net googlemail.com grr.la guerrillamail.com guerrillamail.org hanmail.net hey.com hotmail.com
    hush.com hushmail.com icloud.com iinet.net.au inbox.com inbox.lv inbox.ru interia.pl internode.on.net juno.com
    kolabnow.com laposte.net libero.it list.ru live.com mac.com mail.com mail.ee mail.ru mailbox.org maildrop.cc
    mailfence.com mailinator.com mailnesia.com me.com mindspring.com mohmal.com moakt.com msn.com mozmail.com
    mweb.co.za mytemp.email naver.com neuf.fr netscape.net netzero.net ntlworld.com o2.pl online.no onet.pl
    onmail.com onmicrosoft.com optonline.net optusnet.com.au orange.fr outlook.com posteo.de posteo.net
    privaterelay.appleid.com
    proton.me protonmail.ch protonmail.com pm.me qq.com rambler.ru rediffmail.com relay.firefox.com riseup.net
    roadrunner.com rocketmail.com rogers.com sapo.pt sbcglobal.net seznam.cz sfr.fr sharklasers.com shaw.ca
    simplelogin.com simplelogin.io sina.com skynet.be sky.com sohu.com spamgourmet.com startmail.com sympatico.ca
    t-online.de talktalk.net telenet.be telus.net temp-mail.org tempail.com tempmail.com terra.com.br throwawaymail.com
    tin.it tiscali.it trashmail.com trashmail.de tuta.com tuta.io tutanota.com tutamail.com ukr.net uol.com.br
    usa.net verizon.net videotron.ca virgilio.it virgin.net virginmedia.com wanadoo.fr web.de windstream.net wp.pl
    xs4all.nl xtra.co.nz yahoo.com yandex.com yandex.ru yeah.net ymail.com yopmail.com zoho.com zohomail.com ziggo.nl
    """.split()
)
"""Each of them whole; a domain below one of them is its customers' too."""
