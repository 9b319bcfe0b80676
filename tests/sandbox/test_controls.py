import pytest

from autoreach.sandbox.faults import KINDS
from tests.sandbox.provider_calls import call


def test_the_clock_is_moved_from_outside(ask):
    assert ask("/sandbox/clock", {"days": 30}).payload == {"days": 30}
    assert ask("/sandbox").payload["days"] == 30


def test_every_answer_waits_for_the_latency(ask):
    assert ask("/sandbox/latency", {"seconds": 0.3}).payload == {"seconds": 0.3}
    assert call(ask, "x").reply.delay == 0.3


def test_the_sandbox_tells_about_itself(ask, world):
    about = ask("/sandbox").payload
    assert {key: about[key] for key in ("people", "companies", "seed", "days", "latency")} == {
        "people": 6000,
        "companies": 1200,
        "seed": 20,
        "days": 0,
        "latency": 0.0,
    }
    assert about["today"] == world.today.isoformat()
    assert (about["faults"], len(about["cases"])) == (sorted(KINDS), len(world.people.cases))
    assert about["cases"][0] == {
        "handle": "protected_sbx",
        "why": "posts are protected: 200 with errors, not-authorized-for-resource",
    }
    assert ask("/sandbox/").payload["people"] == 6000


def test_people_are_listed_a_page_at_a_time(ask):
    people = ask("/sandbox/people", start=19, limit=2)["people"]
    assert people[0] == {
        "number": 19,
        "name": "Erik Eager",
        "handle": "eager_sbx",
        "slug": "eager-buyer-sbx",
        "persona": "professional",
        "title": "Head of Production Planning",
        "company": "Redfern Machinery",
        "industry": "Machinery",
        "location": "Munich, Bavaria, Germany",
    }
    assert [person["number"] for person in people] == [19, 20]
    assert [person["number"] for person in ask("/sandbox/people", start=5998)["people"]] == [5998, 5999]
    assert [person["number"] for person in ask("/sandbox/people")["people"]] == list(range(100))


def test_a_platform_a_person_is_not_on_has_no_id(ask):
    only_x, only_linkedin = ask("/sandbox/people", start=21, limit=2)["people"]
    assert (only_x["handle"], only_x["slug"]) == ("x_only_sbx", None)
    assert (only_linkedin["handle"], only_linkedin["slug"]) == (None, "linkedin-only-sbx")


def test_limits_are_set_and_lifted(ask):
    rule = {"provider": "x", "endpoint": "users", "calls": 3, "seconds": 60}
    assert ask("/sandbox/limits", [rule]).payload == {"limits": [rule]}
    assert len(ask("/sandbox/limits", "documented")["limits"]) == 18
    assert ask("/sandbox/limits", method="DELETE").payload == {"limits": []}


def test_faults_are_set_listed_and_ended(ask):
    rule = {"fault": "slow", "provider": "x", "rate": 0.5, "after": 1, "count": 2, "seconds": 3}
    assert ask("/sandbox/faults", rule)["faults"] == [
        {
            "fault": {"kind": "slow", "seconds": 3},
            "provider": "x",
            "endpoint": "*",
            "path": "",
            "rate": 0.5,
            "after": 1,
            "count": 2,
            "seen": 0,
            "applied": 0,
        }
    ]
    assert ask("/sandbox/faults", method="DELETE").payload == {"faults": []}


def test_the_log_is_told_and_forgotten(ask):
    call(ask, "x")
    assert set(ask("/sandbox/calls").payload) == {
        "total",
        "by_endpoint",
        "by_status",
        "by_fault",
        "units",
        "charged",
        "charged_by",
        "charged_again",
        "refused_by_limit",
    }
    assert [each["endpoint"] for each in ask("/sandbox/calls", list=1, endpoint="username")["calls"]] == [
        "user_by_username"
    ]
    assert ask("/sandbox/calls", method="DELETE").payload == {}
    assert ask("/sandbox/calls", list=1)["calls"] == []


@pytest.mark.parametrize(
    ("path", "body", "complaint"),
    [
        ("/sandbox/latency", {"minutes": 1}, "KeyError: 'seconds'"),
        ("/sandbox/latency", {"seconds": "soon"}, "ValueError: could not convert string to float: 'soon'"),
        ("/sandbox/clock", [], "TypeError: list indices must be integers or slices, not str"),
        (
            "/sandbox/limits",
            {"provider": "x"},
            "TypeError: Limit.__init__() missing 3 required positional arguments: 'endpoint', 'calls', and 'seconds'",
        ),
    ],
)
def test_an_order_that_cannot_be_carried_out_says_why(ask, path, body, complaint):
    got = ask(path, body)
    assert (got.status, got.payload) == (400, {"error": complaint})


def test_another_path_names_the_guide(ask):
    got = ask("/sandbox/planets", method="PUT")
    assert (got.status, got["error"]) == (404, "nothing at PUT /sandbox/planets; see docs/sandbox.md")
