"""What Unipile documents of its second version, as an OpenAPI document of the parts that are used.

Unipile publishes none at a fixed place, so this restates its reference pages and the models of its Python SDK.
"""

from tests.providers.contracts import Contract

TEXT, NUMBER, FLAG = {"type": "string"}, {"type": "number"}, {"type": "boolean"}
TEXTS = {"type": "array", "items": TEXT}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
DAY = {"type": "string", "pattern": r"^\d\d/\d\d/\d{4}$"}
DISTANCE = {"enum": ["SELF", "FIRST_DEGREE", "SECOND_DEGREE", "THIRD_DEGREE", "OUT_OF_NETWORK"]}


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def shape(required="", closed=False, **properties):
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        **({"additionalProperties": False} if closed else {}),
    }


def many(entry):
    return {"type": "array", "items": entry}


def one_of(*values):
    return {"enum": list(values)}


COUNTS = many(shape("reaction count", reaction=TEXT, count=NUMBER))
MAYBE_NUMBER = {"type": ["number", "null"]}
POST = {
    "object": one_of("Post"),
    "id": TEXT,
    "share_url": TEXT,
    "created_at": MOMENT,
    "text": TEXT,
    "author": ref("User"),
    "user_reacted": {"type": ["boolean", "string"]},
    "permissions": {"type": "object"},
    "reactions_counter": {"anyOf": [COUNTS, {"type": "null"}]},
    "comments_counter": MAYBE_NUMBER,
    "reposts_counter": MAYBE_NUMBER,
    "attachments": many({}),
}
SCHEMAS = {
    "User": shape(
        "id object type display_name",
        id=TEXT,
        object=one_of("User"),
        type=one_of("individual", "organization", "other"),
        public_identifier=TEXT,
        display_name=TEXT,
        first_name=TEXT,
        last_name=TEXT,
        profile_url=TEXT,
        description=TEXT,
    ),
    "Profile": shape(
        "id object type display_name is_blocked provider specifics",
        display_name=TEXT,
        bio=TEXT,
        location=TEXT,
        emails=TEXTS,
        phone_numbers=TEXTS,
        websites=TEXTS,
        social_handles=shape(x=shape(url=TEXT, name=TEXT)),
        followers_count=NUMBER,
        relations_count=NUMBER,
        shared_relations_count=NUMBER,
        is_blocked=FLAG,
        provider=one_of("linkedin"),
        specifics=shape(
            "network_distance",
            network_distance=DISTANCE,
            is_premium=FLAG,
            experience=many(
                shape(
                    "company job_title",
                    company=shape("id", id=TEXT, name=TEXT),
                    job_title=TEXT,
                    started_on=DAY,
                    ended_on=DAY,
                    location=TEXT,
                    description=TEXT,
                    skills=TEXTS,
                )
            ),
            education=many(shape("school", school=shape(name=TEXT), degree=TEXT, fields_of_study=TEXTS)),
            skills=many(shape("name endorsement_count", name=TEXT, endorsement_count=NUMBER)),
            languages=many(shape("language", language=TEXT, proficiency=TEXT)),
            certifications=many(shape("title organization", title=TEXT, organization=shape(name=TEXT))),
            throttled_sections=TEXTS,
        ),
    ),
    "Post": shape(" ".join([*POST, "is_repost"]), **POST, is_repost=FLAG, quoted_post=shape(" ".join(POST), **POST)),
    "Comment": shape(
        "object id created_at text attachments is_sender can_reply can_react reply_counter reactions_counter author",
        object=one_of("Comment"),
        created_at=MOMENT,
        text=TEXT,
        reply_counter=NUMBER,
        reactions_counter=COUNTS,
        author=ref("User"),
    ),
    "Reaction": shape(
        "object value is_sender sender", object=one_of("Reaction"), value=TEXT, is_sender=FLAG, sender=ref("User")
    ),
    "SearchParameter": shape("object id name", object=one_of("SearchParameter"), id=TEXT, name=TEXT),
    "PeopleSearchResult": shape(
        "object product id display_name location headline network_distance",
        object=one_of("PeopleSearchResult"),
        display_name=TEXT,
        public_identifier=TEXT,
        profile_url=TEXT,
        industry=TEXT,
        is_premium=FLAG,
        network_distance=DISTANCE,
    ),
    "CompanySearchResult": shape(
        "object product id display_name",
        object=one_of("CompanySearchResult"),
        display_name=TEXT,
        headcount=TEXT,
        job_postings_count=NUMBER,
        followers_count=NUMBER,
    ),
    "JobSearchResult": shape(
        "object id title url is_repost is_promoted easy_apply few_applicants company insights",
        object=one_of("JobSearchResult"),
        listed_at=MOMENT,
        company=shape("name", id=TEXT, name=TEXT),
    ),
    "Company": shape(
        "id name public_identifier profile_url followers_count locations industry employee_count hashtags",
        id=TEXT,
        locations=many(shape("is_headquarter country_code", is_headquarter=FLAG, country_code=TEXT, city=TEXT)),
        industry=TEXTS,
        employee_count=NUMBER,
        establishment_year=NUMBER,
    ),
    "Job": shape("id title company location state description", company=shape("id name", id=TEXT, name=TEXT)),
    "Error": shape(
        "object type status title detail req_id",
        object=one_of("Error"),
        type={"type": "string", "pattern": "^(api|provider)/[a-z_]+$"},
        status={"type": "integer"},
    ),
    "PeopleFilters": shape(
        closed=True,
        keywords=TEXT,
        network_distance=many(one_of(1, 2, 3)),
        location=TEXTS,
        current_company=TEXTS,
        past_company=TEXTS,
        school=TEXTS,
        connections_of=TEXT,
        followers_of=TEXT,
        industry=TEXTS,
        service=TEXTS,
        profile_language=many({"type": "string", "minLength": 2, "maxLength": 2}),
        open_to_volunteering=FLAG,
        advanced_keywords=shape(closed=True, first_name=TEXT, last_name=TEXT, title=TEXT, company=TEXT, school=TEXT),
    ),
    "CompanyFilters": shape(
        closed=True,
        keywords=TEXT,
        location=TEXTS,
        industry=TEXTS,
        headcount=many(shape(closed=True, min=NUMBER, max=NUMBER)),
        has_job_postings=FLAG,
        is_employing_relations=FLAG,
    ),
    "PostFilters": shape(
        closed=True,
        keywords=TEXT,
        sort_by=one_of("RELEVANCE", "DATE"),
        date_posted=one_of("PAST_DAY", "PAST_WEEK", "PAST_MONTH"),
        posted_by=shape(closed=True, member=TEXTS, company=TEXTS, me=FLAG, relations=FLAG, people_you_follow=FLAG),
        mentioning=shape(closed=True, member=TEXTS, company=TEXTS),
        author=shape(closed=True, keywords=TEXT, company=TEXTS, industry=TEXTS),
    ),
    "JobFilters": shape(
        closed=True,
        keywords=TEXT,
        sort_by=one_of("RELEVANCE", "DATE"),
        date_posted=one_of("PAST_DAY", "PAST_WEEK", "PAST_MONTH"),
        seniority=many(
            one_of("INTERNSHIP", "ENTRY_LEVEL", "ASSOCIATE", "MID_SENIOR_LEVEL", "DIRECTOR", "EXECUTIVE"),
        ),
        company=TEXTS,
        primary_location=TEXT,
        location=TEXTS,
        industry=TEXTS,
    ),
    "Address": shape("url", closed=True, url=TEXT),
}
SECTIONS = "experience education languages skills certifications volunteer_experience projects recommendations".split()
LIMIT = {"name": "limit", "in": "query", "schema": NUMBER}
OFFSET = {"name": "offset", "in": "query", "schema": NUMBER}
CURSOR = {"name": "cursor", "in": "query", "schema": TEXT}
WITH_SECTIONS = {
    "name": "with_sections",
    "in": "query",
    "schema": many(one_of("linkedin_*", *(f"linkedin_{name}" for name in SECTIONS))),
}
SEARCHED_FOR = [
    {"name": "type", "in": "query", "required": True, "schema": TEXT},
    {"name": "keywords", "in": "query", "schema": TEXT},
]


def account(template):
    names = [part.split("}")[0] for part in template.split("{")[1:]]
    schemas = {"account_id": {"type": "string", "pattern": "^acc_(.*)$"}}
    return [{"name": name, "in": "path", "required": True, "schema": schemas.get(name, TEXT)} for name in names]


def operation(template, answer, parameters=(), body=None):
    content = {"application/json": {"schema": answer}}
    found = {"parameters": [*account(template), *parameters], "responses": {"200": {"content": content}}}
    if body:
        found["requestBody"] = {"content": {"application/json": {"schema": ref(body)}}}
    return {("post" if body else "get"): found}


def listed(entry):
    return shape("data", data=many(entry), total_count=NUMBER, next_cursor=TEXT)


PAGES = [LIMIT, OFFSET, CURSOR]
SEARCH = "/v2/{account_id}/linkedin/search"
ANY_HIT = {"anyOf": [ref(name) for name in ("PeopleSearchResult", "CompanySearchResult", "JobSearchResult", "Post")]}
OPERATIONS = [
    ("/v2/{account_id}/users/{user_id}", ref("Profile"), [WITH_SECTIONS]),
    ("/v2/{account_id}/users/{user_id}/posts", listed(ref("Post")), PAGES),
    ("/v2/{account_id}/users/{user_id}/followers", listed(ref("User")), PAGES),
    ("/v2/{account_id}/posts/{post_id}", ref("Post")),
    ("/v2/{account_id}/posts/{post_id}/comments", listed(ref("Comment")), PAGES),
    ("/v2/{account_id}/posts/{post_id}/comments/{comment_id}/replies", listed(ref("Comment")), PAGES),
    ("/v2/{account_id}/posts/{post_id}/comments/{comment_id}/reactions", listed(ref("Reaction")), PAGES),
    ("/v2/{account_id}/posts/{post_id}/reactions", listed(ref("Reaction")), PAGES),
    ("/v2/{account_id}/linkedin/company/{company_id}", ref("Company")),
    ("/v2/{account_id}/linkedin/jobs/{job_id}", ref("Job")),
    (f"{SEARCH}/parameters", listed(ref("SearchParameter")), [*SEARCHED_FOR, LIMIT]),
    (f"{SEARCH}/people", listed(ref("PeopleSearchResult")), [LIMIT, OFFSET], "PeopleFilters"),
    (f"{SEARCH}/companies", listed(ref("CompanySearchResult")), [LIMIT, OFFSET], "CompanyFilters"),
    (f"{SEARCH}/posts", listed(ref("Post")), [LIMIT, OFFSET], "PostFilters"),
    (f"{SEARCH}/jobs", listed(ref("JobSearchResult")), [LIMIT, OFFSET], "JobFilters"),
    (SEARCH, listed(ANY_HIT), [LIMIT, OFFSET], "Address"),
]
UNIPILE_V2 = Contract(
    {
        "paths": {template: operation(template, *rest) for template, *rest in OPERATIONS},
        "components": {"schemas": SCHEMAS},
    }
)
