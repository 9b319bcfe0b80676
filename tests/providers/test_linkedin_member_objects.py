from autoreach.providers.linkedin.member_objects import Account
from tests.providers.linkedin_recorded import ID


def test_the_connected_account_says_what_it_may(wire, linkedin):
    wire.will(
        {
            "object": "AccountOwnerProfile",
            "provider": "LINKEDIN",
            "provider_id": ID,
            "first_name": "Ilse",
            "last_name": "Invented",
            "public_identifier": "ilse-invented",
            "email": "ilse@example.org",
            "premium": True,
            "recruiter": {"error": "DISCONNECTED"},
            "sales_navigator": {"owner_seat_id": "1", "contract_id": "2"},
        }
    )
    assert linkedin.account().value == Account(ID, "ilse-invented", "Ilse Invented", True, True, False)
