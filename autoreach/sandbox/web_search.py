"""Web search over the synthetic world, with citations as the Responses API gives them."""

from urllib.parse import urlsplit

from autoreach.sandbox.world.dice import words_of
from autoreach.sandbox.world.pages import Page

MOST_PAGES = 14


def pages_for(world, question):
    """What a search for the question brings up: people first, then companies, then accounts of a trade."""
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
    """Vendors, publications and voices of the trades a question speaks of."""
    words = set(words_of(question).split())
    categories = world.companies.categories.values()
    ranked = sorted(
        categories,
        key=lambda category: -len(words & set(words_of(f"{category.name} {' '.join(category.tools)}").split())),
    )
    pages = []
    for hub in world.network.hubs(ranked[0].code, 1)[::-1][:10]:
        company = world.company_of_account(hub)
        if company:
            url, name, text = f"https://x.com/{company.handle}", company.name, f"{company.name}: {company.about}."
        else:
            person = world.people.get(hub)
            url, name, text = (
                f"https://x.com/{person.handle}",
                person.name,
                f"{person.name}, {person.title}: {person.bio}",
            )
        pages.append(Page(url, f"{name} / X", f"{text} {url.removeprefix('https://')}", kind="x"))
    return pages


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
