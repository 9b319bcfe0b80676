"""Links that open a conversation, a booking page or a page of contact ways."""

import re

SCHEMES = re.compile(
    r"(?<!\w)(?:(?:mailto|tg|whatsapp|viber|sgnl|xmpp|sips?|weixin|callto|smsto|facetime(?:-audio)?|skype|im|msteams)"
    r":(?://?)?(?=\S*\w)|(?:tel|sms):(?=[+\d(]))\S*[^\s<>\"()\[\].,;:!?]",
    re.IGNORECASE,
)
URL = re.compile(
    r"(?<![\w.@-])(?:h(?:tt|xx)ps?:/{1,2})?((?:[\w-]++\.)+[a-z]{2,24})(?::\d+)?(/(?:[^\s<>\"]*[^\s<>\"()\[\].,;:!?])?)?",
    re.IGNORECASE,
)
# With a path these name a person; without one, the firm behind them.
MESSENGERS = """
    t.me telegram.me telegram.dog wa.me wa.link whatsapp.com signal.me signal.group signal.org m.me messenger.com
    line.me viber.com wechat.com weixin.qq.com u.wechat.com discord.gg discord.com discordapp.com skype.com
    join.skype.com threema.id matrix.to kik.me snapchat.com zalo.me kakao.com open.kakao.com ig.me slack.com
    teams.live.com keybase.io session.org chat.google.com zoom.us zoom.com meet.google.com teams.microsoft.com
    whereby.com
""".split()
CALENDARS = """
    calendly.com cal.com savvycal.com tidycal.com zcal.co zeeg.me oncehub.com youcanbook.me doodle.com
    appoint.ly acuityscheduling.com as.me koalendar.com lemcal.com meetfox.com setmore.com simplybook.me
    vcita.com picktime.com chilipiper.com usemotion.com reclaim.ai calendar.app.google outlook.office365.com
    outlook.office.com book.ms harmonizely.com hubs.ly hubs.la topmate.io clarity.fm intro.co superpeer.com
    cronofy.com calendar.google.com clockwise.com sprintful.com trafft.com bookafy.com squareup.com
    scheduleonce.com meetme.so vyte.in timify.com
""".split()
HUBS = """
    linktr.ee bio.link beacons.ai about.me lnk.bio linkin.bio campsite.bio carrd.co solo.to taplink.cc
    hihello.me hihello.com popl.co blinq.me linq.com mylink.la many.bio direct.me allmylinks.com contactout.com
    bento.me
""".split()
HOSTS = frozenset((*MESSENGERS, *CALENDARS, *HUBS))
PURPOSES = frozenset(
    """
    book booking bookings bookme appointment appointments calendar calendars schedule scheduling meet meeting
    meetings call calls callback chat dm contact contacts kontakt contacto contatti whatsapp telegram signal
    skype wechat termin termine terminbuchung cita citas agenda reserver rdv rendezvous vcard vcf 15min 30min
    45min 60min 1on1
    """.split()
)
# What may stand beside a purpose in one part of a path, and what makes a trade or a product of it.
BESIDE = frozenset(
    """
    a an the my our your me us with now here today page form demo time slot online intro free quick link links
    session consultation video zoom request via for to of and un une mit
    """.split()
)
PRODUCTS = frozenset(
    """
    app apps bot bots center centers centre centres club clubs data device engine flights gpt group groups lens
    lenses management manager marketing platform review reviews room rooms service services shop software solution
    solutions store stores system systems tool tools tracing tracking up ups
    """.split()
)
HOST_MAX = 253
WORDS = re.compile(r"[a-z0-9]+")


def find(reading):
    if ":" in reading.text:
        yield from (match.span() for match in SCHEMES.finditer(reading.text))
    if "." in reading.text:
        yield from (match.span() for match in URL.finditer(reading.text) if opens_a_contact(*match.groups()))


def opens_a_contact(host, path):
    if len(host) > HOST_MAX:
        return False
    host, path = host.lower(), (path or "").lower()
    labels = host.removeprefix("www.").split(".")
    known = next((depth for depth in range(len(labels) - 1) if ".".join(labels[depth:]) in HOSTS), None)
    if known is not None:
        return bool(known or path.strip("/"))
    return any(map(serves_a_contact, path.split("/"))) or (bool(path.strip("/")) and labels[0] in PURPOSES)


def serves_a_contact(part):
    """Whether a part of a path is for getting in touch: "book-a-call", "meet-nora"; not "call-center"."""
    words = [word for word in WORDS.findall(part) if word not in BESIDE]
    others = [word for word in words if word not in PURPOSES]
    return len(others) < len(words) and (not others or (len(others) == 1 and others[0] not in PRODUCTS))
