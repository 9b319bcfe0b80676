"""Web search over the synthetic world, with citations as the Responses API gives them."""

from urllib.parse import urlsplit

from autoreach.sandbox.world import ON_LINKEDIN, ON_X
from autoreach.sandbox.world.dice import compact, words_of
from autoreach.sandbox.world.pages import Page

MOST_PAGES, MOST_ACCOUNTS = 14, 10


def pages_for(world, question):
    """What a search for the question brings up: accounts of a trade where it asks for some, people, then companies."""
    if "accounts" in words_of(question).split():
        return _accounts_for(world, question)
    people = world.pages.people_named_in(question)
    if people:
        first, *namesakes = people
        pages = world.pages.about_person(first)
        pages += [page for person in namesakes for page in world.pages.about_person(person)[:2]]
        return pages[:MOST_PAGES]
    companies = world.pages.companies_named_in(question)
    if companies:
        return [page for company in companies[:1] for page in world.pages.about_company(company)][:MOST_PAGES]
    return _accounts_for(world, question)


def _accounts_for(world, question):
    """Vendors, publications and voices of the trades a question speaks of, and one that is gone by now."""
    words = set(words_of(question).split())
    categories = world.companies.categories.values()
    category = max(
        categories,
        key=lambda category: len(words & set(words_of(f"{category.name} {' '.join(category.tools)}").split())),
    )
    side = ON_LINKEDIN if "linkedin" in words else ON_X
    hubs = [hub for hub in world.network.hubs(category.code, side) if world.has_account(hub, side)]
    pages = [_account_page(world, hub, side) for hub in hubs[::-1][:MOST_ACCOUNTS]]
    host, gone = ("linkedin.com/company", "") if side == ON_LINKEDIN else ("x.com", compact(category.name)[:12])
    address = f"{host}/{gone or 'no-such-company-sbx'}"
    return [*pages, Page(f"https://{address}", category.name, f"Publication {category.name} today: news. {address}")]


def _account_page(world, account, side):
    company = world.company_of_account(account)
    if company:
        kind = "Publication" if company.is_publication else "Vendor"
        text, path = f"{kind} {company.name}: {company.about}.", f"company/{company.slug}"
        name, handle = company.name, company.handle
    else:
        person = world.people.get(account)
        text, path = f"Thought leader {person.name}, {person.title}: {person.bio}", f"in/{person.slug}"
        name, handle = person.name, person.handle
    address = f"linkedin.com/{path}" if side == ON_LINKEDIN else f"x.com/{handle}"
    place = "LinkedIn" if side == ON_LINKEDIN else "X"
    return Page(f"https://{address}", f"{name} / {place}", f"{text} {address}", kind=place.lower())


def allowed(pages, filters):
    domains, blocked = filters.get("allowed_domains") or [], filters.get("blocked_domains") or []

    def fits(page):
        host = urlsplit(page.url).hostname or ""
        inside = any(host == domain or host.endswith(f".{domain}") for domain in domains)
        outside = any(host == domain or host.endswith(f".{domain}") for domain in blocked)
        return (inside or not domains) and not outside

    return [page for page in pages if fits(page)]


def report(world, pages):
    """(text, annotations): a line a page, the link of its source behind it, unsourced hearsay without one."""
    text, annotations = "", []
    for page in pages:
        dated = f" ({world.date(page.age):%Y-%m-%d})" if page.age is not None else ""
        text += f"- {' '.join(page.text.split())}{dated}"
        if page.sourced:
            cited = f"{page.url}?utm_source=openai"
            link = f" ([{urlsplit(page.url).hostname}]({cited}))"
            start = len(text) + 1
            text += link
            annotations.append(
                {
                    "type": "url_citation",
                    "start_index": start,
                    "end_index": len(text),
                    "url": cited,
                    "title": page.title,
                }
            )
        text += "\n"
    return text or "I found nothing about this.\n", annotations


def sources(pages):
    urls = dict.fromkeys(page.url for page in pages if page.sourced)
    return [*({"type": "url", "url": url} for url in urls), {"type": "api", "name": "oai-weather"}]
