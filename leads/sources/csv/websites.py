"""A company's website and its domain."""

import re

from leads.identity.domains import registrable_domain
from leads.identity.keys import DOMAIN_MAX

# Others' pages stand under these domains: they are no company's own.
PAGE_HOSTS = frozenset(
    """
    linkedin.com linkedin.cn lnkd.in facebook.com fb.com instagram.com twitter.com x.com youtube.com youtu.be tiktok.com
    xing.com crunchbase.com glassdoor.com linktr.ee google.com goo.gl yelp.com wikipedia.org medium.com t.me wa.me
    """.split()
)
LINKEDIN_HOSTS = frozenset({"linkedin.com", "linkedin.cn", "lnkd.in"})
DOMAIN = re.compile(r"(?:https?://)?(?:www\d?\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[:/?#].*)?", re.IGNORECASE)


def site_of(website):
    """The website and the company's domain in it. A page on LinkedIn is neither."""
    domain = domain_of(website)
    if domain not in PAGE_HOSTS:
        return website, domain
    return "" if domain in LINKEDIN_HOSTS else website, ""


def domain_of(website):
    found = DOMAIN.fullmatch(website) if website else None
    return registrable_domain(found[1].lower()) if found and len(found[1]) <= DOMAIN_MAX else ""
