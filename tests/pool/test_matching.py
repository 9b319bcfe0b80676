import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leads.audience.reader import read_audience
from leads.fit import Criteria
from leads.taxonomy.functions import FUNCTIONS
from leads.taxonomy.industries import INDUSTRIES
from leads.taxonomy.seniority import Seniority
from leads.taxonomy.words import tokens
from pool.candidates import WITHIN_BOUND, likeliest, people, place_in_sample
from pool.codebook import DIMENSIONS
from pool.describing import model_number, title_number
from pool.matching import (
    BATCH,
    FITTING,
    criteria_of,
    judged_candidates,
    match,
    match_criteria,
    match_icp,
    nearest,
)
from pool.models import PoolProfile, PoolVector
from pool.profiles import COPIED, redescribe, store
from pool.removal import drop_expired
from pool.weights import weigh
from tests.factories import OfferFactory, WorkspaceFactory

pytestmark = pytest.mark.django_db


DEVELOPMENT_QUERIES = (
    Path(os.environ.get("EVAL_DIR", Path(__file__).parents[3] / "shared" / "eval")) / "icp_queries.jsonl"
)


def stored(**people):
    """Profiles called by name, each given as (role, industry, location) or a dict of the pool's texts."""
    profiles = []
    for name, person in people.items():
        texts = (
            person if isinstance(person, dict) else dict(zip(("role", "industry", "location"), person, strict=False))
        )
        profiles.append(dict.fromkeys(COPIED.values(), "") | {"linkedin_slug": name, "full_name": name} | texts)
    store(profiles=profiles)


def matched(audience, industries=(), locations=(), limit=50):
    """(name, score) of the matches, best first."""
    return called_by_name(match_icp(icp=read_audience(audience, industries, locations), limit=limit))


def called_by_name(matches):
    names = dict(PoolProfile.objects.values_list("pk", "full_name"))
    return [(names[row.profile_id], row.fit) for row in matches]


def names(matches):
    return [name for name, _ in matches]


def test_people_are_found_by_what_they_do_not_by_the_words_they_use():
    stored(ana=("Sous Chef",), bo=("Line Cook",), cy=("Tax Lawyer",), di=("Restaurant Software Engineer",))
    assert names(matched("Those who taste the sauce and garnish the roast")) == ["ana", "bo"]


def test_place_and_industry_order_people_of_one_function():
    stored(
        exact=("Marketing Manager", "retail", "Toronto, Ontario, Canada"),
        elsewhere=("Marketing Manager", "retail", "Lyon, France"),
        unknown=("Marketing Manager", "retail", ""),
        neighbour=("Marketing Manager", "consumer goods", "Ottawa, Ontario, Canada"),
        stranger=("Marketing Manager", "banking", "Ottawa, Ontario, Canada"),
    )
    found = matched("Those who publicise malls, stores and boutiques", ["retail"], ["Canada"])
    assert found == [("exact", 95), ("unknown", 83), ("elsewhere", 58)]


def test_nothing_is_returned_where_no_profile_fits():
    stored(
        one=("Musician", "music", "Denver, Colorado, United States"),
        two=("Music Teacher",),
        three=("Driver", "performing arts", "Vienna, Austria"),
    )
    assert matched("Choir masters and ballet dancers", ["performing arts"], ["Austria"]) == []


def test_unknown_industry_and_place_are_not_a_fit():
    stored(one=("Farmer",), two=("Farmer",))
    assert matched("Farmers", ["dairy"], ["New Zealand"]) == []
    assert names(matched("Farmers")) == ["one", "two"]


def test_bare_contacts_and_resumes_still_match():
    stored(
        contact=("Talent Acquisition Manager",),
        resume={
            "role": "Recruiter",
            "bio": "Fills vacancies and screens candidates",
            "skills": "Sourcing, interviewing",
        },
    )
    assert names(matched("Headhunters who fill vacancies and screen candidates")) == ["resume", "contact"]


def test_leaders_are_found_by_rank_and_industry():
    stored(
        owner=("Owner", "furniture", "Leeds, England, United Kingdom"),
        chief=("Chief Executive Officer", "furniture", "York, England, United Kingdom"),
        staff=("Showroom Assistant", "furniture", "Leeds, England, United Kingdom"),
        other=("Owner", "banking", "Leeds, England, United Kingdom"),
    )
    found = matched("Founders of wardrobe makers", ["furniture"], ["United Kingdom"])
    assert names(found) == ["owner", "chief"]


def test_who_is_to_be_avoided_is_left_out():
    stored(
        wanted=("HR Manager", "construction", "Leeds, England, United Kingdom"),
        recruiter=("HR Recruiter", "construction", "Leeds, England, United Kingdom"),
        agency=("HR Manager", "staffing & recruiting", "Leeds, England, United Kingdom"),
        intern=("HR Intern", "construction", "Leeds, England, United Kingdom"),
        abroad=("HR Manager", "construction", "Pune, Maharashtra, India"),
    )
    found = matched("HR managers. Exclude recruiters, staffing agencies, interns and anyone in India.")
    assert names(found) == ["wanted"]


@pytest.mark.parametrize(
    ("audience", "found"),
    [
        ("Heads of logistics in Germany, not in Berlin", ["hamburg"]),
        ("Heads of logistics in the US, not in Texas", ["boston"]),
        ("Heads of logistics, not in Germany", ["boston", "dallas"]),
    ],
)
def test_a_city_or_region_to_be_avoided_leaves_the_rest_of_its_country(audience, found):
    stored(
        berlin=("Head of Logistics", "", "Berlin, Germany"),
        hamburg=("Head of Logistics", "", "Hamburg, Germany"),
        dallas=("Head of Logistics", "", "Dallas, Texas, United States"),
        boston=("Head of Logistics", "", "Boston, Massachusetts, United States"),
    )
    assert sorted(name for name, fit in matched(audience) if fit >= FITTING) == found


def test_made_up_profiles_are_matched_for_their_own_workspace_alone():
    workspace, other = WorkspaceFactory(), WorkspaceFactory()
    texts = dict.fromkeys(COPIED.values(), "") | {"role": "Farmer"}
    store(profiles=[texts | {"linkedin_slug": "made-up", "full_name": "Made Up"}], example_of=workspace)
    stored(real=("Farmer",))
    icp = read_audience("Farmers", [], [])
    found = [len(match_icp(icp=icp, limit=9, workspace_id=pk)) for pk in (workspace.pk, other.pk, None)]
    assert found == [2, 1, 1]


def test_a_place_is_worth_less_the_wider_it_is():
    weights = weigh(read_audience("Farmers", [], ["Austin, Texas, United States"]))
    assert (weights.cities, weights.regions, weights.countries, weights.unknown_place) == (
        {"US:austin": 1.0}, {"US:texas": 0.92}, {"US": 0.85}, 0.64,
    )  # fmt: skip
    whole = weigh(read_audience("Farmers", [], ["Texas, United States", "Canada"]))
    assert (whole.cities, whole.regions, whole.countries) == ({}, {"US:texas": 1.0}, {"US": 0.85, "CA": 1.0})
    assert weigh(read_audience("Farmers", [], [])).unknown_place == 1.0


OUTDATED = {
    "model": 0, "title_number": 0, "seniority": 0, "embedding": [0] * DIMENSIONS,
    "functions": [], "industries": [], "country": "", "region": "", "city": "",
}  # fmt: skip


def vectors():
    """Every column of every row, with the embedding as numbers."""
    return list(PoolVector.objects.order_by("profile_id").values_list())


def test_vectors_follow_the_profiles_they_are_of():
    texas = ("Nurse", "retail", "Austin, Texas, United States")
    stored(ana=texas, bo=("Cook",))
    before = vectors()
    assert before[0][2:4] + before[0][5:] == (
        title_number("nurse"), Seniority.STAFF, [FUNCTIONS["nurse"].number], [INDUSTRIES["retail"].number],
        "US", "US:texas", "US:austin",
    )  # fmt: skip
    assert [pk for pk, *_ in before] == list(PoolProfile.objects.order_by("pk").values_list("pk", flat=True))
    stored(ana=("Head of Plumbing", "machinery", "Lyon, France"))
    assert [old == new for old, new in zip(before[0], vectors()[0], strict=True)] == [True, True] + [False] * 7 + [
        False
    ]
    assert vectors()[1] == before[1]
    stored(ana=texas)
    assert vectors() == before
    PoolProfile.objects.update(embedding_model="older")
    PoolVector.objects.update(**OUTDATED)
    redescribe(limit=10)
    assert vectors() == before
    PoolProfile.objects.filter(full_name="bo").delete()
    assert vectors() == before[:1]
    PoolProfile.objects.update(expires_at="2020-01-01T00:00Z")
    assert (drop_expired(limit=10), vectors()) == (1, [])


def test_the_vector_of_a_profile_that_another_takes_in_goes():
    stored(ana=("Nurse",), bo={"linkedin_slug": "", "x_handle": "bo", "full_name": "Bo", "role": "Cook"})
    kept = PoolProfile.objects.get(linkedin_slug="ana")
    assert len(vectors()) == 2
    stored(ana={"x_handle": "bo", "full_name": "Bo", "role": "Cook"})
    assert [pk for pk, *_ in vectors()] == [kept.pk]
    one_alone = vectors()
    PoolProfile.objects.update(embedding_model="older")
    PoolVector.objects.update(**OUTDATED)
    redescribe(limit=10)
    assert vectors() == one_alone


def test_a_made_up_profile_that_is_described_again_stays_with_its_workspace():
    workspace = WorkspaceFactory()
    texts = dict.fromkeys(COPIED.values(), "") | {"role": "Farmer", "linkedin_slug": "made-up", "full_name": "Made Up"}
    store(profiles=[texts], example_of=workspace)
    before = vectors()
    assert before[0][1] == model_number(workspace.pk)
    PoolProfile.objects.update(embedding_model="older")
    PoolVector.objects.update(**OUTDATED)
    redescribe(limit=10)
    assert vectors() == before
    store(profiles=[texts])
    assert vectors() == before


def test_no_number_lets_another_workspace_match_a_made_up_profile():
    workspace, other = WorkspaceFactory(), WorkspaceFactory()
    texts = dict.fromkeys(COPIED.values(), "") | {"role": "Farmer", "linkedin_slug": "made-up", "full_name": "Made Up"}
    store(profiles=[texts], example_of=workspace)
    PoolVector.objects.update(model=model_number(other.pk))
    assert match_icp(icp=read_audience("Farmers", [], []), limit=9, workspace_id=other.pk) == []


def add_like(name, count):
    """So many more profiles, described as the one of this name."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH added AS (
                INSERT INTO pool_poolprofile (linkedin_slug, x_handle, person_key, full_name, role, bio, industry,
                    company, company_size, location, skills, keywords, embedding_model, created_at, refreshed_at,
                    expires_at)
                SELECT full_name || n, '', '', full_name, role, '', '', '', '', '', '', '', embedding_model, now(),
                    now(), expires_at
                FROM pool_poolprofile, generate_series(1, %s) n WHERE linkedin_slug = %s RETURNING id, full_name
            )
            INSERT INTO pool_poolvector (profile_id, model, title_number, seniority, embedding, functions, industries,
                country, region, city)
            SELECT added.id, model, title_number, seniority, embedding, functions, industries, country, region, city
            FROM added JOIN pool_poolprofile ON linkedin_slug = added.full_name
                JOIN pool_poolvector ON profile_id = pool_poolprofile.id
            """,
            [count, name],
        )


@pytest.mark.parametrize("nearest", [30, 3000])
def test_a_sample_of_a_large_pool_leaves_nobody_out(nearest):
    stored(cook=("Cook",), nurse=("Nurse",))
    add_like("nurse", nearest)
    add_like("cook", 12_000 - nearest)
    weights = weigh(read_audience("Nurses", [], []))
    with CaptureQueriesContext(connection) as captured:
        found = likeliest(weights, 100, 12_000)
    assert [WITHIN_BOUND in query["sql"] for query in captured] == [True]
    assert found == likeliest(weights, 100, 0)
    assert sum(person.title == "Nurse" for _, person in people(found[:100])) == min(nearest + 1, 100)


def test_a_pool_that_has_shrunk_since_it_was_counted_is_searched_whole():
    stored(cook=("Cook",), nurse=("Nurse",))
    weights = weigh(read_audience("Nurses", [], []))
    found = likeliest(weights, 100, 10**9)
    assert found == likeliest(weights, 100, 0)
    assert [person.title for _, person in people(found)] == ["Nurse", "Cook"]


def test_vectors_of_another_model_are_not_compared():
    stored(one=("Nurse",))
    PoolVector.objects.update(model=0)
    assert matched("Nurses") == []


def test_expired_profiles_match_nothing():
    stored(old=("Nurse",), young=("Nurse",))
    PoolProfile.objects.filter(full_name="old").update(expires_at="2020-01-01T00:00Z")
    assert names(matched("Nurses")) == ["young"]


def test_the_next_likeliest_take_the_place_of_profiles_that_have_expired():
    stored(nurse=("Nurse",))
    add_like("nurse", 2 * BATCH)
    icp = read_audience("Nurses", [], [])
    ids = likeliest(weigh(icp), 3, 0)
    PoolProfile.objects.filter(pk__in=ids[: BATCH + 1]).update(expires_at="2020-01-01T00:00Z")
    found = judged_candidates(Criteria(icp, icp.text), ids, 3, None, enough=3)
    assert [match.profile_id for match in found] == ids[BATCH + 1 : BATCH + 4]


def test_no_more_are_judged_once_as_many_fit_as_are_wanted():
    stored(nurse=("Nurse",))
    add_like("nurse", 2 * BATCH)
    icp = read_audience("Nurses", [], [])
    ids = likeliest(weigh(icp), 2 * BATCH, 0)
    for enough, judged in ((BATCH, BATCH), (BATCH + 1, 2 * BATCH)):
        found = judged_candidates(Criteria(icp, icp.text), ids, 2 * BATCH, None, enough=enough)
        assert len(found) == judged


def test_profiles_of_another_taxonomy_wait_until_they_are_described_again():
    stored(one=("Nurse", "", "Oslo, Norway"))
    before = vectors()
    PoolProfile.objects.update(embedding_model="older")
    assert matched("Nurses") == []
    assert redescribe(limit=10) == 1
    assert redescribe(limit=10) == 0
    assert vectors() == before
    assert names(matched("Nurses")) == ["one"]


def test_the_limit_keeps_the_best():
    stored(nurse=("Nurse",), helper=("Medical Assistant",))
    assert names(matched("Nurses", limit=1)) == ["nurse"]


def test_the_pool_is_scanned_once_though_too_few_of_the_likeliest_fit():
    stored(**{f"near{number}": ("Nurse", "", "Toronto, Canada") for number in range(3)})
    stored(**{f"far{number}": ("Nurse", "", "Lyon, France") for number in range(9)})
    with CaptureQueriesContext(connection) as captured:
        found = matched("Nurses", locations=["Canada"], limit=4)
    assert (sorted(names(found)[:3]), names(found)[3:]) == (["near0", "near1", "near2"], ["far0"])
    assert sum("nearest" in query["sql"] for query in captured) == 1


@pytest.mark.parametrize(("wanted", "size", "place"), [(2_000, 200_000, 65), (6_000, 200_000, 164), (2_000, 0, 8e6)])
def test_the_bound_leaves_four_standard_deviations_of_its_sample_to_spare(wanted, size, place):
    assert place_in_sample(wanted, size) == pytest.approx(place, rel=0.01)


def test_an_empty_audience_matches_nothing():
    stored(one=("Nurse",))
    assert matched("  ") == []


def test_the_worked_example_of_the_documentation_adds_up():
    stored(
        ana={"role": "Marketing Manager", "industry": "retail", "location": "Toronto, Ontario, Canada"},
        bo={"role": "Marketing Manager", "industry": "retail", "location": "Lyon, France"},
        cy={"role": "Buyer and Marketing Manager", "industry": "consumer goods"},
    )
    assert matched("Marketing managers", ["retail"], ["Canada"]) == [("ana", 100), ("bo", 63)]
    asked = read_audience("Marketing managers", ["retail"], ["Canada"])
    assert [match.fit for match in match_icp(icp=asked, limit=9, however_far=True)] == [100, 63, 29]
    assert matched("Marketing managers", ["retail"]) == [("ana", 100), ("bo", 100)]


def runs_of_four(text):
    words = tokens(text)
    return {" ".join(words[start : start + 4]) for start in range(len(words) - 3)}


@pytest.mark.skipif(not DEVELOPMENT_QUERIES.exists(), reason="no folder of development queries")
def test_the_taxonomy_repeats_no_development_query():
    phrases = [phrase for function in FUNCTIONS.values() for phrase in (function.label, *function.does)]
    phrases += [phrase for industry in INDUSTRIES.values() for phrase in industry.words]
    queries = [json.loads(line)["target_audience"] for line in DEVELOPMENT_QUERIES.read_text().splitlines()]
    assert set().union(*map(runs_of_four, phrases)) & set().union(*map(runs_of_four, queries)) == set()


def test_a_person_whose_title_is_the_audience_word_for_word_comes_first():
    others = {f"p{number}": ("Accountant",) for number in range(12)}
    stored(**others, ana=("Accountant  III, Grants",), bo=("Happiness Wizard",))
    assert names(matched("Accountant III, grants"))[0] == "ana"
    assert names(matched("Happiness wizard"))[0] == "bo"


def test_where_no_one_fits_the_nearest_are_known_but_no_match():
    stored(ana=("Tax Lawyer",), bo=("Line Cook",))
    icp = read_audience("Orchestra conductors")
    assert match_icp(icp=icp, limit=5) == []
    assert len(match_icp(icp=icp, limit=5, however_far=True)) == 2


def test_an_offer_is_matched_with_people_of_its_audience_alone():
    stored(
        ana=("Marketing Manager", "retail", "Toronto, Ontario, Canada"),
        bo=("Marketing Manager", "retail", "Lyon, France"),
    )
    asked = {"target_audience": "Marketing managers", "industries": ["retail"], "locations": ["Canada"]}
    assert matched(*asked.values()) == [("ana", 100), ("bo", 63)]
    assert called_by_name(match(offer=OfferFactory(**asked), limit=9)) == [("ana", 100)]


def test_people_of_the_audience_come_before_those_partly_in_it_who_are_as_likely():
    farmer = {"role": "Farmer"}
    stored(ana=farmer | {"company_size": "5000"}, bo=farmer | {"company_size": "51-200"})
    asked = {"target_audience": "Farmers", "locations": ["New Zealand"], "company_sizes": ["51-200"]}
    criteria = criteria_of(OfferFactory(**asked))
    assert called_by_name(match_criteria(criteria, 9, None)) == [("bo", 74), ("ana", 65)]


def test_where_no_one_fits_an_offer_the_nearest_are_known():
    stored(ana=("Tax Lawyer",), bo=("Line Cook",))
    offer = OfferFactory(target_audience="Orchestra conductors")
    found = called_by_name(nearest(offer=offer, limit=5))
    assert (match(offer=offer, limit=5), sorted(names(found))) == ([], ["ana", "bo"])


def test_where_the_company_is_to_be_in_a_place_that_of_the_person_does_not_count():
    stored(ana=("Marketing Manager", "", "Toronto, Ontario, Canada"), bo=("Marketing Manager", "", "Lyon, France"))
    asked = {"target_audience": "Marketing managers", "locations": ["Canada"]}
    found = [
        called_by_name(match(offer=OfferFactory(location_mode=mode, **asked), limit=9)) for mode in ("lead", "company")
    ]
    assert found == [[("ana", 100)], [("ana", 86), ("bo", 86)]]
