"""LinkedIn's searches of companies, jobs and posts, beside that of people."""

from functools import cached_property

from autoreach.sandbox.unipile_ids import COMPANY, number_of
from autoreach.sandbox.unipile_people_search import DEEPEST, PeopleSearch
from autoreach.sandbox.unipile_words import Words
from autoreach.sandbox.world import ON_LINKEDIN
from autoreach.sandbox.world.dice import words_of

DAY = 1440
HORIZONS = {"past_day": 1, "past_week": 7, "past_month": 30}


class Search(PeopleSearch):
    def find_companies(self, body):
        tests = []
        if body.get("keywords"):
            words = Words(body["keywords"])
            tests.append(lambda c: words.match(words_of(f"{c.name} {c.industry} {c.about} {c.category.name}")))
        if body.get("industry"):
            industries = self.industries_of(_included(body["industry"]))
            tests.append(lambda c: c.industry in industries)
        if body.get("location"):
            cities = self.cities_of(_included(body["location"]))
            tests.append(lambda c: c.city.number in cities)
        if body.get("headcount"):
            ranges = [(row.get("min", 1), row.get("max", 10**9)) for row in body["headcount"]]
            tests.append(lambda c: any(low <= c.employees <= high for low, high in ranges))
        if body.get("has_job_offers"):
            tests.append(lambda c: bool(self.companies.jobs(c)))
        return [company for company in self.companies if all(test(company) for test in tests)][:DEEPEST]

    @cached_property
    def jobs(self):
        return sorted(
            (job for company in self.companies for job in self.companies.jobs(company)), key=lambda job: job.age
        )

    def find_jobs(self, body):
        tests = []
        if body.get("keywords"):
            words = Words(body["keywords"])
            tests.append(lambda job: words.match(words_of(f"{job.title} {job.description} {job.company.industry}")))
        if body.get("date_posted"):
            tests.append(lambda job: job.age <= body["date_posted"])
        if body.get("location"):
            cities = self.cities_of(body["location"])
            tests.append(lambda job: job.company.city.number in cities)
        if body.get("industry"):
            industries = self.industries_of(body["industry"])
            tests.append(lambda job: job.company.industry in industries)
        if body.get("company"):
            numbers = self._company_numbers(body["company"])
            tests.append(lambda job: job.company.number in numbers)
        return [job for job in self.jobs if all(test(job) for test in tests)][:DEEPEST]

    @cached_property
    def _month(self):
        posts = self.world.posts.younger_than(HORIZONS["past_month"] * DAY, ON_LINKEDIN, answers=False)
        return [(post, words_of(post.text)) for post in posts]

    def find_posts(self, body):
        words = Words(body.get("keywords") or "")
        oldest = HORIZONS.get(body.get("date_posted"), 30) * DAY
        posted_by, author = body.get("posted_by") or {}, body.get("author") or {}
        accounts = {number_of(identifier) for identifier in posted_by.get("member", ())}
        accounts |= {self.people.count + int(number) - COMPANY for number in posted_by.get("company", ())}
        industries = self.industries_of(author.get("industry", ()))
        companies = self._company_numbers(author.get("company", ()))
        titles = Words(author["keywords"]) if author.get("keywords") else None
        found = []
        for post, text in self._month:
            if post.age > oldest:
                break
            if words.match(text) and (not accounts or post.account in accounts):
                if (industries or companies) and not self._employer_fits(post.account, industries, companies):
                    continue
                if titles and not self._headline_fits(post.account, titles):
                    continue
                found.append(post)
        return found[:DEEPEST]

    def _employer_fits(self, account, industries, companies):
        person = account < self.people.count
        number = self.people.columns.company[account] if person else account - self.people.count
        return (not companies or number in companies) and (
            not industries or self.companies.get(number).industry in industries
        )

    def _headline_fits(self, account, words):
        return account < self.people.count and words.match(words_of(self.people.get(account).headline))


def _included(wanted):
    return wanted.get("include") or [] if isinstance(wanted, dict) else wanted
