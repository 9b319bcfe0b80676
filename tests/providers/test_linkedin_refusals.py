from datetime import UTC, datetime

import pytest

from autoreach.providers.errors import (
    AlreadyDone,
    AuthFailed,
    InvalidRequest,
    Misconfigured,
    NotFound,
    NotSupported,
    OutOfCredits,
    Protected,
    RateLimited,
    Unavailable,
)
from autoreach.providers.linkedin.client import LinkedIn
from tests.providers.conftest import LIMITS
from tests.providers.linkedin_recorded import ID, error
from tests.providers.linkedin_v2_recorded import error as error_v2


@pytest.fixture
def linkedin_v2(wire):
    return LinkedIn(api_key="a-key", account_id="acc_1", base_url=wire.url, version=2, limits=LIMITS)


@pytest.mark.parametrize("code", ["feature_not_subscribed", "subscription_required", "insufficient_permissions"])
def test_what_our_own_account_may_not_do_is_said_of_it_and_not_of_the_person(wire, linkedin, code):
    wire.will(error(403, code))
    with pytest.raises(NotSupported) as caught:
        linkedin.profile("ilse-invented")
    assert caught.value.args[0] == "your LinkedIn account at Unipile may not do this: In words."


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "invalid_parameters", InvalidRequest),
        (401, "disconnected_account", AuthFailed),
        (401, "a_reason_nobody_knows_yet", AuthFailed),
        (403, "account_restricted", AuthFailed),
        (403, "resource_access_restricted", Protected),
        (404, "resource_not_found", NotFound),
        (422, "user_unreachable", NotFound),
        (422, "insufficient_credits", OutOfCredits),
        (422, "limit_exceeded", RateLimited),
        (422, "something_else", InvalidRequest),
        (429, "too_many_requests", RateLimited),
        (500, "provider_error", Unavailable),
        (501, "feature_not_implemented", NotSupported),
        (503, "no_client_session", Unavailable),
    ],
)
def test_what_unipile_says_decides_the_kind_of_failure(wire, linkedin, status, code, kind):
    wire.will(error(status, code))
    with pytest.raises(kind) as caught:
        linkedin.profile("ilse-invented")
    failed = caught.value
    assert (type(failed), failed.args[0], failed.code) == (kind, "In words.", code)
    # Prepaid: even an uncertain call costs nothing more. A 500 is LinkedIn's throttling and is not asked again.
    assert (len(wire.asked), failed.usage.cost_usd) == (3 if status == 503 else 1, 0)


@pytest.mark.parametrize(
    ("refusal", "hours"),
    [
        (error(429, "too_many_requests"), 0.5),
        (error(422, "limit_exceeded"), 24),
        (error(422, "connection_limit_reached"), 24),
        (error(422, "cannot_resend_yet"), 24),
    ],
)
def test_a_throttled_account_rests_for_long(wire, linkedin, refusal, hours):
    wire.will(refusal)
    with pytest.raises(RateLimited) as caught:
        linkedin.search_people(keywords="a")
    rest = caught.value.resume_at - datetime.now(UTC)
    assert (round(rest.total_seconds() / 3600, 2), caught.value.scope) == (hours, "*")


@pytest.mark.parametrize("code", ["account_restricted", "account_mismatch", "session_mismatch", "action_required"])
def test_what_only_the_operator_can_settle_is_a_refused_key(wire, linkedin, code):
    wire.will(error(422, code))
    with pytest.raises(AuthFailed):
        linkedin.profile("ilse-invented")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("payment_error", OutOfCredits),
        ("invalid_account", Misconfigured),
        ("cannot_resend_yet", RateLimited),
        ("cannot_resend_within_24hrs", RateLimited),
        ("connection_limit_reached", RateLimited),
        ("already_connected", AlreadyDone),
        ("already_invited_recently", AlreadyDone),
        ("limit_too_high", InvalidRequest),
        ("invalid_recipient", NotFound),
        ("invalid_post", NotFound),
        ("subscription_required", NotSupported),
    ],
)
def test_a_type_says_more_than_the_status_beside_it(wire, linkedin, code, kind):
    wire.will(error(422, code))
    with pytest.raises(kind) as caught:
        linkedin.profile("ilse-invented")
    assert type(caught.value) is kind


@pytest.mark.parametrize(
    ("status", "kind", "expected"),
    [
        (400, "api/invalid_parameters", InvalidRequest),
        (400, "provider/invalid_parameters", InvalidRequest),
        (400, "api/invalid_auth_format", AuthFailed),
        (401, "provider/invalid_authorization", AuthFailed),
        (401, "provider/invalid_credentials", AuthFailed),
        (401, "api/missing_authorization", AuthFailed),
        (401, "api/expired_authorization", AuthFailed),
        (403, "api/account_restricted", AuthFailed),
        (403, "provider/unknown_authentication_context", AuthFailed),
        (403, "api/inactive_subscription", OutOfCredits),
        (403, "api/insufficient_permissions", NotSupported),
        (403, "provider/insufficient_permissions", NotSupported),
        (404, "provider/resource_not_found", NotFound),
        (404, "api/resource_not_found", Misconfigured),
        (405, "provider/method_not_allowed", NotSupported),
        (422, "provider/unprocessable_entity", InvalidRequest),
        (429, "provider/too_many_requests", RateLimited),
        (500, "api/internal_error", Unavailable),
        (501, "api/not_implemented", NotSupported),
        (502, "api/proxy_auth_error", Misconfigured),
        (503, "provider/server_error", Unavailable),
    ],
)
def test_what_the_second_version_says_decides_the_kind_of_failure(wire, linkedin_v2, status, kind, expected):
    wire.will(error_v2(status, kind))
    with pytest.raises(expected) as caught:
        linkedin_v2.profile("ilse-invented")
    assert (type(caught.value), caught.value.code) == (expected, kind.split("/")[1])


def test_an_account_that_the_second_version_does_not_know_says_nothing_of_the_person(wire, linkedin_v2):
    wire.will(error_v2(404, "api/resource_not_found", "Account not found."))
    with pytest.raises(Misconfigured) as caught:
        linkedin_v2.profile("ilse-invented")
    assert caught.value.args[0] == "Unipile does not know the account or the address: Account not found."


def test_what_the_account_may_not_do_is_said_of_it_by_the_second_version_too(wire, linkedin_v2):
    wire.will(error_v2(403, "provider/insufficient_permissions"))
    with pytest.raises(NotSupported) as caught:
        linkedin_v2.profile("ilse-invented")
    assert caught.value.args[0] == "your LinkedIn account at Unipile may not do this: In words."


@pytest.mark.parametrize(
    ("refusal", "minutes"),
    [
        (error_v2(429, "api/too_many_requests", headers={"retry-after": "120"}), 2),
        (error_v2(429, "provider/too_many_requests"), 30),
    ],
)
def test_unipile_s_own_limit_names_its_end_and_linkedin_s_does_not(wire, linkedin_v2, refusal, minutes):
    wire.will(refusal)
    with pytest.raises(RateLimited) as caught:
        linkedin_v2.posts(ID)
    rest = caught.value.resume_at - datetime.now(UTC)
    assert (round(rest.total_seconds() / 60), len(wire.asked)) == (minutes, 1)
