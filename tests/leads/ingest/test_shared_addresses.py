from itertools import permutations

import pytest

from leads.identity.name_agreement import compare_names
from leads.ingest import FoundProfile
from leads.models import Lead
from tests.factories import LeadFactory, SearchFactory, WorkspaceFactory
from tests.leads.ingest.adding import add

pytestmark = pytest.mark.django_db

RUTH = FoundProfile(full_name="Ruth Adler", email="info@adlerhof.example", title="Owner", company_name="Adlerhof")
JONAS = FoundProfile(full_name="Jonas Adler", email="INFO@adlerhof.example", company_name="Adlerhof")
PETRA = FoundProfile(full_name="Petra Kuhn", email="info@adlerhof.example", company_name="Adlerhof")
ALL = [RUTH, JONAS, PETRA]


def names():
    return sorted(Lead.objects.values_list("full_name", flat=True))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_people_at_one_mailbox_stay_apart_in_any_order_and_when_they_come_again(order):
    search = SearchFactory()
    add(search, *[ALL[number] for number in order], PETRA)
    add(search, *ALL)
    add(search, *ALL[::-1])
    assert names() == ["Jonas Adler", "Petra Kuhn", "Ruth Adler"]
    assert set(Lead.objects.values_list("email", flat=True)) == {"info@adlerhof.example"}
    assert Lead.objects.exclude(email_key="").get().full_name == ALL[order[0]].full_name


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_people_at_one_mailbox_who_come_one_after_the_other_stay_apart(order):
    search = SearchFactory()
    for number in (*order, *order[::-1]):
        add(search, ALL[number])
    assert names() == ["Jonas Adler", "Petra Kuhn", "Ruth Adler"]


def test_who_leaves_a_mailbox_is_one_person_with_and_without_a_profile():
    add(
        SearchFactory(),
        RUTH,
        PETRA,
        FoundProfile(full_name="Petra Kuhn", email=PETRA.email, company_name="Adlerhof", linkedin="petra-kuhn"),
    )
    assert list(Lead.objects.order_by("full_name").values_list("full_name", "linkedin_slug")) == [
        ("Petra Kuhn", "petra-kuhn"),
        ("Ruth Adler", ""),
    ]


@pytest.mark.parametrize("name", ["", "Ruth", "R. Adler", "ADLER, Ruth", "Dr. Ruth M. Adler", "Ruthie Adler"])
def test_another_spelling_of_a_name_at_one_mailbox_is_one_person(name):
    again = FoundProfile(full_name=name, email=RUTH.email)
    search = SearchFactory()
    add(search, RUTH, again)
    add(search, again)
    assert names() == ["Ruth Adler"]


def test_father_and_son_at_one_mailbox_are_two():
    add(
        SearchFactory(),
        FoundProfile(full_name="Carl Dorn Jr.", email="dorn@dorn.example"),
        FoundProfile(full_name="Carl Dorn Sr.", email="dorn@dorn.example"),
    )
    assert names() == ["Carl Dorn Jr.", "Carl Dorn Sr."]


@pytest.mark.parametrize("mailbox", ["ruth@adlerhof.example", "ruth.adler@adlerhof.example", "radler@adlerhof.example"])
def test_a_new_surname_at_a_mailbox_of_ones_own_is_one_person(mailbox):
    add(
        SearchFactory(),
        FoundProfile(full_name="Ruth Adler", email=mailbox),
        FoundProfile(full_name="Ruth Kuhn", email=mailbox),
    )
    assert names() == ["Ruth Adler"]


def test_a_mailbox_of_a_surname_belongs_to_a_family():
    add(
        SearchFactory(),
        FoundProfile(full_name="Ruth Adler", email="adler@adlerhof.example"),
        FoundProfile(full_name="Jonas Adler", email="adler@adlerhof.example"),
        FoundProfile(full_name="Ruth Kuhn", email="adler@adlerhof.example"),
    )
    assert names() == ["Jonas Adler", "Ruth Adler", "Ruth Kuhn"]


def test_one_person_with_two_mailboxes_stays_one():
    search = SearchFactory()
    add(
        search,
        FoundProfile(full_name="Ruth Adler", email="ruth@one.example", linkedin="ruth-adler"),
        FoundProfile(full_name="Ruth Adler", email="ruth@two.example", linkedin="ruth-adler"),
    )
    add(search, FoundProfile(full_name="Ruth Adler-Kuhn", email="ruth@two.example", linkedin="ruth-adler"))
    assert names() == ["Ruth Adler"]


@pytest.mark.parametrize("at_once", [True, False])
def test_people_with_mailboxes_of_their_own_stay_apart_though_they_name_one_x_account(at_once):
    search = SearchFactory()
    people = [
        FoundProfile(full_name="Ruth Adler", email="ruth@adlerhof.example", x="@adlerhof"),
        FoundProfile(full_name="Petra Kuhn", email="petra@adlerhof.example", x="@adlerhof"),
    ]
    for found in [people] if at_once else [people[:1], people[1:]]:
        add(search, *found)
    assert list(Lead.objects.order_by("full_name").values_list("full_name", "email_key", "x_handle")) == [
        ("Petra Kuhn", "petra@adlerhof.example", ""),
        ("Ruth Adler", "ruth@adlerhof.example", "adlerhof"),
    ]


@pytest.mark.parametrize(
    "shared",
    [
        {"x": "@adlerhof"},
        {"website": "https://adlerhof.example"},
        {"phone": "+49 89 1234567"},
        {"linkedin": "https://www.linkedin.com/company/adlerhof"},
        {"linkedin": "https://www.linkedin.com/sales/lead/ACwAAB1xQ2kBq7g,NAME_SEARCH,one"},
    ],
    ids=lambda shared: next(iter(shared.values())),
)
@pytest.mark.parametrize("at_once", [True, False])
def test_colleagues_stay_apart_whatever_of_their_company_they_share(shared, at_once):
    search = SearchFactory()
    people = [
        FoundProfile(full_name=name, company_name="Adlerhof", **shared)
        for name in ("Ruth Adler", "Petra Kuhn", "Ngozi Okafor", "Petra Kuhn")
    ]
    for found in [people] if at_once else [[one] for one in people + people]:
        add(search, *found)
    assert names() == ["Ngozi Okafor", "Petra Kuhn", "Ruth Adler"]


def test_a_colleague_is_no_lead_whose_account_was_read():
    owner = LeadFactory(linkedin_slug="", x_handle="adlerhof", x_user_id="12", full_name="Ruth Adler")
    add(SearchFactory(workspace=owner.workspace), FoundProfile(full_name="Petra Kuhn", x="@adlerhof", company_name="A"))
    assert names() == ["Petra Kuhn", "Ruth Adler"]


@pytest.mark.parametrize("name", ["The Baker", "Ruth Kuhn"])
def test_another_name_on_an_account_that_spells_the_first_name_is_the_person_who_has_it(name):
    search = SearchFactory()
    add(search, FoundProfile(full_name=name, x="@ruthbakes"))
    add(search, FoundProfile(full_name="Ruth Adler", email="ruth@adlerhof.example", x="@ruthbakes"))
    assert Lead.objects.count() == 1


@pytest.mark.parametrize("x_first", [True, False])
def test_what_people_call_themselves_on_x_says_nothing_against_their_name(x_first):
    workspace = WorkspaceFactory()
    found_on_x, imported = SearchFactory(workspace=workspace, kind="tweet_search"), SearchFactory(workspace=workspace)
    steps = [
        (found_on_x, FoundProfile(full_name="Sunday Loaf", x="@crumbs", x_user_id="12")),
        (imported, FoundProfile(full_name="Ruth Adler", x="@crumbs", company_name="Adlerhof")),
    ]
    for search, found in steps if x_first else steps[::-1]:
        add(search, found)
    assert Lead.objects.count() == 1


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_two_people_stay_two_though_a_third_spelling_fits_both(order):
    anna, alan, either = (
        FoundProfile(full_name=name, email="dorn@dorn.example") for name in ("Anna Dorn", "Alan Dorn", "A. Dorn")
    )
    add(SearchFactory(), *[(anna, alan, either)[number] for number in order])
    assert Lead.objects.count() == 2


def test_who_leaves_the_mailboxes_of_two_leads_is_one_person():
    search = SearchFactory()
    add(search, RUTH, FoundProfile(full_name="Jonas Adler", email="sales@adlerhof.example"))
    kell = [
        FoundProfile(full_name="Bob Kell", email=mailbox, company_name="Adlerhof")
        for mailbox in ("info@adlerhof.example", "sales@adlerhof.example")
    ]
    for found in (kell, kell[::-1]):
        add(search, *found)
        assert names() == ["Bob Kell", "Jonas Adler", "Ruth Adler"]


def test_namesakes_with_profiles_who_leave_the_mailbox_of_a_lead_stay_apart():
    search = SearchFactory()
    add(search, RUTH)
    add(
        search,
        FoundProfile(full_name="Bob Kell", email=RUTH.email, company_name="Adlerhof", linkedin="bob-kell"),
        FoundProfile(full_name="Bob Kell", email=RUTH.email, company_name="Adlerhof", linkedin="bob-kell-9"),
    )
    assert sorted(Lead.objects.values_list("linkedin_slug", flat=True)) == ["", "bob-kell", "bob-kell-9"]


def test_who_leaves_the_mailbox_of_a_lead_keeps_a_mailbox_of_their_own():
    search = SearchFactory()
    add(search, RUTH)
    add(
        search,
        FoundProfile(full_name="Bob Kell", email=RUTH.email, linkedin="bob-kell"),
        FoundProfile(full_name="Bob Kell", email="bob@adlerhof.example", linkedin="bob-kell"),
    )
    assert Lead.objects.get(linkedin_slug="bob-kell").email_key == "bob@adlerhof.example"


def comparisons():
    info = compare_names.cache_info()
    return info.hits + info.misses


def test_rows_of_one_name_at_a_shared_account_are_not_compared_with_each_other():
    rows = [
        FoundProfile(full_name="Marketing Department", email=f"{number}@adlerhof.example", x="@adlerhof")
        for number in range(40)
    ]
    before = comparisons()
    add(SearchFactory(), *rows)
    assert comparisons() - before <= len(rows)


def test_a_mailbox_in_any_row_of_a_name_parts_it_from_another_name_at_the_account():
    add(
        SearchFactory(),
        FoundProfile(full_name="Sunday Loaf", x="@ruthbakes"),
        FoundProfile(full_name="Sunday Loaf", email="loaf@adlerhof.example", x="@ruthbakes"),
        FoundProfile(full_name="Ruth Adler", email="ruth@adlerhof.example", x="@ruthbakes"),
    )
    assert list(Lead.objects.order_by("id").values_list("full_name", "email_key", "x_handle")) == [
        ("Sunday Loaf", "loaf@adlerhof.example", "ruthbakes"),
        ("Ruth Adler", "ruth@adlerhof.example", ""),
    ]
