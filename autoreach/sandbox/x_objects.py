"""Users and posts as X writes them, with the fields that were asked for."""

import re

from autoreach.sandbox.world import ON_X
from autoreach.sandbox.world.dice import hashed

USER_ID, COMPANY_ID = 1_500_000_000_000_000_000, 1_400_000_000_000_000_000
MENTION, HASHTAG = re.compile(r"@(\w{1,15})"), re.compile(r"#(\w+)")
# What spec 2.167 calls the same things; an answer speaks the vocabulary of its question.
POST_WORDS = {
    "edit_history_tweet_ids": "edit_history_post_ids",
    "referenced_tweets": "referenced_posts",
    "note_tweet": "note_post",
}


def timestamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


class Objects:
    def __init__(self, app):
        self.app = app

    @property
    def world(self):
        return self.app.world

    def user(self, account, fields):
        company = self.world.company_of_account(account)
        person = None if company else self.world.people.get(account)
        base = {
            "id": self.user_id(account),
            "name": company.name if company else person.x_name,
            "username": company.handle if company else person.handle,
        }
        if fields:
            known = self.company_fields(company, account) if company else self.person_fields(person)
            base |= {name: value for name, value in known.items() if name in fields and value is not None}
            if "public_metrics" in fields:
                base["public_metrics"] = self.user_metrics(account)
            if "most_recent_tweet_id" in fields:
                posts = self.world.posts.timeline(account, ON_X)
                base |= {"most_recent_tweet_id": self.world.posts.id_of(posts[0])} if posts else {}
        return base

    def person_fields(self, person):
        chance = hashed(person.number, 1)
        link, shown = self.link(person, chance)
        location = person.city.as_typed(_Chooser(chance >> 8)) if chance % 5 else None
        photo = person.number if chance % 2 else f"x{person.number}"
        return {
            "created_at": timestamp(self.world.date(400 + chance % 4000)),
            "description": person.bio or None,
            "location": location,
            "url": link and "https://t.co/" + f"{chance:020d}"[:10],
            "entities": link and _link_entities(chance, link, shown),
            "profile_image_url": f"https://media.example/photos/{photo}_normal.jpg",
            "protected": self.state(person.number) == "protected",
            "receives_your_dm": chance % 3 == 0,
            "verified": chance % 6 == 0,
            "verified_type": "blue" if chance % 6 == 0 else "none",
        }

    def link(self, person, chance):
        """The link of a profile: now and then the same person's LinkedIn page."""
        if person.on_linkedin and chance % 7 == 0:
            return f"https://www.linkedin.com/in/{person.slug}", f"linkedin.com/in/{person.slug}"
        if chance % 4 == 0:
            return person.company.website, person.company.domain
        return None, None

    def company_fields(self, company, account):
        chance = hashed(account, 2)
        return {
            "created_at": timestamp(self.world.date(900 + chance % 3000)),
            "description": f"{company.name}: {company.about}. {company.city.name}.",
            "location": company.city.full,
            "url": "https://t.co/" + f"{chance:020d}"[:10],
            "entities": _link_entities(chance, company.website, company.domain),
            "profile_image_url": f"https://media.example/logos/{company.number}_normal.jpg",
            "protected": False,
            "receives_your_dm": True,
            "verified": True,
            "verified_type": "business",
        }

    def user_metrics(self, account):
        chance = hashed(account, 3)
        return {
            "followers_count": self.world.network.follower_count(account, ON_X),
            "following_count": 20 + chance % 700,
            "tweet_count": self.world.posts.count(account, ON_X) + chance % 5000,
            "listed_count": chance % 40,
        }

    def user_id(self, account):
        people = self.world.people.count
        return str(USER_ID + account if account < people else COMPANY_ID + account - people)

    def state(self, account):
        people = self.world.people
        return people.cases[account].x if account is not None and account < len(people.cases) else ""

    def account_named(self, name):
        person = self.world.people.by_handle(name)
        if person:
            return person.number
        company = self.world.companies.by_mark(name, separator="_sbco", attribute="handle")
        return self.world.people.count + company.number if company and company.on_x else None

    def tweet(self, post, fields, modern):
        number = self.world.posts.id_of(post)
        text = post.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        tweet = {"id": number, "text": text[:280], "edit_history_tweet_ids": [number]}
        target = self.target(post) if post.relation else None
        if fields:
            known = {
                "author_id": lambda: self.user_id(post.account),
                "created_at": lambda: timestamp(self.world.moment(post)),
                "conversation_id": lambda: (
                    self.world.posts.id_of(target) if target and post.relation == "replied_to" else number
                ),
                "in_reply_to_user_id": lambda: (
                    self.user_id(target.account) if target and post.relation == "replied_to" else None
                ),
                "lang": lambda: post.lang,
                "public_metrics": lambda: self.tweet_metrics(post, modern),
                "referenced_tweets": lambda: (
                    [{"type": post.relation, "id": self.world.posts.id_of(target)}] if target else None
                ),
                "entities": lambda: self.entities(text),
                "reply_settings": lambda: "everyone",
                "possibly_sensitive": lambda: False,
                "source": lambda: "X Web App",
                "note_tweet": lambda: {"text": text} if len(text) > 280 else None,
            }
            tweet |= {name: value for name in known if name in fields and (value := known[name]()) is not None}
        return {POST_WORDS.get(name, name): value for name, value in tweet.items()} if modern else tweet

    def target(self, post):
        target = self.world.posts.by_reference(post.target, ON_X)
        return target if target and not self.state(target.account) else None

    def tweet_metrics(self, post, modern):
        likes = self.world.posts.likes(post)
        answers = [answer.relation for answer in self.all_answers(post)]
        return {
            "repost_count" if modern else "retweet_count": answers.count("retweeted"),
            "reply_count": answers.count("replied_to"),
            "like_count": likes,
            "quote_count": answers.count("quoted"),
            "bookmark_count": likes // 9,
            "impression_count": 40 + likes * 31,
        }

    def all_answers(self, post):
        references = self.world.posts.answers[ON_X].get(post.reference, ())
        return [found for reference in references if (found := self.world.posts.by_reference(reference, ON_X))]

    def entities(self, text):
        found = {
            "mentions": [self.mention(match) for match in MENTION.finditer(text)],
            "hashtags": [{"start": m.start(), "end": m.end(), "tag": m[1]} for m in HASHTAG.finditer(text)],
        }
        return {name: items for name, items in found.items() if items} or None

    def mention(self, match):
        mention = {"start": match.start(), "end": match.end(), "username": match[1]}
        account = self.account_named(match[1])
        return mention if account is None else mention | {"id": self.user_id(account)}


class _Chooser:
    """Picks by a number that is there already."""

    def __init__(self, number):
        self.number = number

    def pick(self, choices):
        return choices[self.number % len(choices)]


def _link_entities(chance, link, shown):
    short = "https://t.co/" + f"{chance:020d}"[:10]
    return {
        "url": {"urls": [{"start": 0, "end": len(short), "url": short, "expanded_url": link, "display_url": shown}]}
    }
