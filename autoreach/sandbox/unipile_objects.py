"""Profiles, posts and search results as Unipile writes them."""

from autoreach.sandbox.unipile_ids import COMPANY, distance_of, provider_id
from autoreach.sandbox.world import ON_LINKEDIN
from autoreach.sandbox.world.dice import hashed

DEGREES = {1: "FIRST_DEGREE", 2: "SECOND_DEGREE", 3: "THIRD_DEGREE", 4: "OUT_OF_NETWORK"}
DISTANCES = {1: "DISTANCE_1", 2: "DISTANCE_2", 3: "DISTANCE_3", 4: "OUT_OF_NETWORK"}
HUGE = 1_000_000


class Objects:
    def __init__(self, app):
        self.app = app

    @property
    def world(self):
        return self.app.world

    def owner(self, person, *, has_navigator):
        return {
            "object": "AccountOwnerProfile",
            "provider": "LINKEDIN",
            "provider_id": provider_id(person.number),
            "entity_urn": f"urn:li:fsd_profile:{provider_id(person.number)}",
            "object_urn": f"urn:li:member:{100_000_000 + person.number}",
            "first_name": person.given.latin,
            "last_name": person.family.latin,
            "profile_picture_url": None,
            "public_identifier": person.slug,
            "headline": person.headline,
            "location": person.city.full,
            "email": f"owner@{person.company.domain}",
            "premium": True,
            "open_profile": False,
            "organizations": [],
            "recruiter": None,
            "sales_navigator": {"owner_seat_id": "1", "contract_id": "1"} if has_navigator else None,
        }

    def basics(self, person):
        chance = hashed(person.number, 7)
        distance = distance_of(person.number)
        socials = [{"type": "TWITTER", "name": person.handle}] if person.on_x and chance % 8 == 0 else []
        emails = [f"{person.slug}@{person.company.domain}"] if distance == 1 else []
        followers = self.world.network.follower_count(person.number, ON_LINKEDIN)
        first, _, last = person.linkedin_name.rpartition(" ")
        return {
            "object": "UserProfile",
            "provider": "LINKEDIN",
            "provider_id": provider_id(person.number),
            "public_identifier": person.slug,
            "member_urn": str(100_000_000 + person.number),
            "first_name": first or person.given.latin,
            "last_name": last,
            "headline": person.headline,
            "location": person.city.area or person.city.full,
            "primary_locale": {"country": person.city.code, "language": "en"},
            "websites": [person.company.website] if chance % 5 == 0 else [],
            "contact_info": {"emails": emails, "phones": [], "adresses": [], "socials": socials},
            "profile_picture_url": f"https://media.example/photos/{person.number}.jpg",
            "is_open_profile": chance % 9 == 0,
            "is_premium": chance % 4 == 0,
            "is_influencer": person.is_hub,
            "is_creator": person.is_hub or chance % 11 == 0,
            "is_hiring": chance % 13 == 0,
            "is_open_to_work": person.persona == "student",
            "is_relationship": distance == 1,
            "is_self": False,
            "network_distance": DEGREES[distance],
            "follower_count": followers,
            "connections_count": min(500, 30 + chance % 900),
            "shared_connections_count": chance % 12,
            "public_profile_url": f"https://www.linkedin.com/in/{person.slug}",
        }

    def filled_sections(self, person):
        chance = hashed(person.number, 8)
        bios = self.world.people.roles["bios"]
        schools, degrees = bios["schools"].split("|"), bios["degrees"].split("|")
        fields, languages = bios["fields"].split("|"), bios["languages"].split("|")
        born = self.world.today.year - 25 - chance % 30
        huge = person.case is not None and person.case.linkedin == "huge"
        return {
            "summary": person.about * (HUGE // len(person.about)) if huge else person.about,
            "work_experience": [self.position(person, job, huge) for job in person.positions],
            "education": [
                {
                    "school": schools[chance % len(schools)],
                    "degree": degrees[chance % len(degrees)],
                    "field_of_study": fields[chance % len(fields)],
                    "start": f"1/1/{born + 19}",
                    "end": f"1/1/{born + 23}",
                }
            ],
            "skills": [
                {
                    "name": name,
                    "endorsement_count": chance % 40,
                    "endorsement_id": None,
                    "insights": [],
                    "endorsed": False,
                }
                for name in person.skills
            ],
            "languages": [
                {"name": "English", "proficiency": "Full professional proficiency"},
                {"name": languages[chance % len(languages)], "proficiency": "Native or bilingual proficiency"},
            ],
            "certifications": [{"name": f"Certified in {person.skills[0]}", "organization": "Sandbox Academy"}]
            if chance % 3 == 0
            else [],
            "volunteering_experience": [],
            "projects": [],
        }

    def position(self, person, job, huge):
        only_year = person.case is not None and person.case.linkedin == "two_jobs"
        start, end = self.world.date(job.start), job.end is not None and self.world.date(job.end)
        position = {
            "position": job.title,
            "company": job.company.name,
            "company_id": str(COMPANY + job.company.number),
            "location": job.company.city.full,
            "description": f"{job.title} at {job.company.name}, {job.company.about}." * (6000 if huge else 1),
            "skills": person.skills[:2],
            "start": f"{1 if only_year else start.month}/1/{start.year}",
            "end": f"{end.month}/1/{end.year}" if end else None,
        }
        return position if end else position | {"current": True}

    def author(self, account):
        company = self.world.company_of_account(account)
        if company:
            return {
                "public_identifier": company.slug, "id": str(COMPANY + company.number), "name": company.name,
                "is_company": True, "headline": company.about,
            }  # fmt: skip
        person = self.world.people.get(account)
        return {
            "public_identifier": person.slug, "id": provider_id(account), "name": person.linkedin_name,
            "is_company": False, "headline": person.headline,
        }  # fmt: skip

    def post(self, post):
        number = self.world.posts.id_of(post)
        author = self.author(post.account)
        answers = self.world.posts.answers[ON_LINKEDIN].get(post.reference, ())
        comments = sum(reference % 100 < 70 for reference in answers)
        return {
            "object": "Post",
            "provider": "LINKEDIN",
            "id": number,
            "social_id": f"urn:li:activity:{number}",
            "share_url": f"https://www.linkedin.com/posts/{author['public_identifier']}_sandbox-activity-{number}",
            "text": post.text,
            "date": relative(post.age),
            "parsed_datetime": self.moment(post),
            "reaction_counter": len(answers) - comments + self.world.posts.likes(post),
            "comment_counter": comments,
            "repost_counter": hashed(post.reference) % 4,
            "impressions_counter": 0,
            "author": author,
            "permissions": {"can_react": True, "can_share": True, "can_post_comments": True},
            "is_repost": False,
            "attachments": [],
        } | self.repost(post)

    def repost(self, post):
        """Some posts share one of another author."""
        if hashed(post.reference, 4) % 14 or post.account >= self.world.people.count:
            return {}
        hub = self.world.network.hubs(self.world.category_of(post.account).code, ON_LINKEDIN)[0]
        shared = next(iter(self.world.posts.of(hub, ON_LINKEDIN)), None)
        if shared is None:
            return {}
        content = {
            "id": self.world.posts.id_of(shared),
            "date": relative(shared.age),
            "parsed_datetime": self.moment(shared),
            "author": self.author(hub),
            "text": shared.text,
        }
        return {"is_repost": True, "repost_id": content["id"], "repost_content": content}

    def moment(self, post):
        return self.world.moment(post).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    def comment(self, comment):
        target = self.world.posts.by_reference(comment.target, ON_LINKEDIN)
        number = self.world.posts.id_of(target) if target else "0"
        person = self.world.people.get(comment.account)
        return {
            "object": "Comment",
            "id": self.world.posts.id_of(comment),
            "post_id": number,
            "post_urn": f"urn:li:activity:{number}",
            "author": person.linkedin_name,
            "author_details": {
                "id": provider_id(person.number),
                "headline": person.headline,
                "profile_url": f"https://www.linkedin.com/in/{person.slug}",
                "network_distance": DEGREES[distance_of(person.number)],
            },
            "date": relative(comment.age),
            "text": comment.text,
            "reaction_counter": self.world.posts.likes(comment) // 8,
            "reply_counter": 0,
        }

    def reaction(self, reaction):
        target = self.world.posts.by_reference(reaction.target, ON_LINKEDIN)
        person = self.world.people.get(reaction.account)
        return {
            "object": "PostReaction",
            "value": reaction.kind,
            "post_id": self.world.posts.id_of(target) if target else "0",
            "author": {
                "id": provider_id(person.number),
                "type": "INDIVIDUAL",
                "name": person.linkedin_name,
                "headline": person.headline,
                "profile_url": f"https://www.linkedin.com/in/{person.slug}",
                "network_distance": DEGREES[distance_of(person.number)],
            },
        }

    def follower(self, person):
        return {
            "object": "UserFollower",
            "id": provider_id(person.number),
            "urn": f"urn:li:fsd_profile:{provider_id(person.number)}",
            "name": person.linkedin_name,
            "headline": person.headline,
            "profile_url": f"https://www.linkedin.com/in/{person.slug}",
            "profile_picture_url": None,
            "profile_picture_url_large": None,
        }

    def relation(self, number):
        person = self.world.people.get(number)
        return {
            "object": "UserRelation",
            "first_name": person.given.latin,
            "last_name": person.family.latin,
            "headline": person.headline,
            "public_identifier": person.slug,
            "public_profile_url": f"https://www.linkedin.com/in/{person.slug}",
            "created_at": int(self.world.date(number % 900).timestamp() * 1000),
            "member_id": provider_id(number),
            "member_urn": f"urn:li:member:{100_000_000 + number}",
            "connection_urn": f"urn:li:fsd_connection:{provider_id(number)}",
        }

    def invitation(self, sent):
        number, person = sent[0], self.world.people.get(sent[1])
        return {
            "object": "InvitationSent",
            "id": number,
            "invited_user": person.linkedin_name,
            "invited_user_id": provider_id(person.number),
            "invited_user_public_id": person.slug,
            "invited_user_description": person.headline,
            "date": "Sent today",
            "parsed_datetime": None,
            "invitation_text": None,
        }

    def person_result(self, number):
        person, distance = self.world.people.get(number), distance_of(number)
        result = {
            "object": "SearchResult",
            "type": "PEOPLE",
            "id": provider_id(number),
            "network_distance": DISTANCES[distance],
            "location": person.city.area or person.city.full,
            "industry": person.company.industry,
            "headline": person.headline,
            "profile_picture_url": None,
            "profile_picture_url_large": None,
        }
        names = ("public_identifier", "public_profile_url", "profile_url", "member_urn", "name")
        if distance == 4:
            return result | dict.fromkeys(names)
        url = f"https://www.linkedin.com/in/{person.slug}"
        first, _, last = person.linkedin_name.rpartition(" ")
        return result | {
            "public_identifier": person.slug,
            "public_profile_url": url,
            "profile_url": f"{url}?miniProfileUrn=sandbox",
            "member_urn": f"urn:li:member:{100_000_000 + number}",
            "name": person.linkedin_name,
            "first_name": first,
            "last_name": last,
            "premium": number % 4 == 0,
            "verified": number % 3 == 0,
            "open_profile": False,
            "shared_connections_count": number % 12,
            "current_positions": [self.current_position(job) for job in person.positions if job.end is None],
        }

    def current_position(self, job):
        start = self.world.date(job.start)
        return {
            "company": job.company.name,
            "company_id": str(COMPANY + job.company.number),
            "description": None,
            "role": job.title,
            "location": job.company.city.full,
            "industry": [job.company.industry],
            "tenure_at_role": {"years": job.start // 365, "months": job.start % 365 // 30},
            "start": {"year": start.year, "month": start.month},
            "skills": None,
        }

    def post_result(self, post):
        return self.post(post) | {"object": "SearchResult", "type": "POST"}


def relative(minutes):
    """How LinkedIn writes an age: 5h, 3d, 2w, 4mo, 1yr."""
    days = minutes // 1440
    if days < 1:
        return f"{max(1, minutes // 60)}h"
    for length, unit in ((365, "yr"), (30, "mo"), (7, "w")):
        if days >= length:
            return f"{days // length}{unit}"
    return f"{days}d"
