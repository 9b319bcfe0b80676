import pytest

from tests.factories import LeadFactory, WorkspaceFactory
from tests.leads.sources.csv.imports import (
    PEOPLE,
    leads,
    previewed,
)

pytestmark = pytest.mark.django_db


def test_the_preview_counts_every_kind_of_row_and_writes_no_lead(workspace):
    LeadFactory(workspace=workspace, linkedin_slug="mara-quill", full_name="Mara Quill", title="")

    job = previewed(workspace, PEOPLE)

    counts = {name: count for name, count in job.summary.items() if isinstance(count, int)}
    assert (job.state, job.rows, counts) == (
        "preview",
        7,
        {
            "create": 2,
            "update": 1,
            "duplicates_in_file": 2,
            "duplicates_in_workspace": 1,
            "rejected": 2,
            "blank": 1,
            "unique_people": 3,
            "without_key": 1,
            "on_x": 0,
            "on_linkedin": 1,
            "on_both": 0,
            "no_shared_keys": False,
        },
    )
    assert job.summary["reasons"] == {"“not-an-address” is not an e-mail address, and there is no name.": 1}
    assert [(row["line"], row["reason"]) for row in job.summary["examples"]["duplicates_in_file"]] == [
        (6, "Same person as in row 3"),
        (7, "Same person as in row 4"),
    ]
    assert [(row["line"], row["reason"]) for row in job.summary["examples"]["duplicates_in_workspace"]] == [
        (2, "Already a lead: Mara Quill")
    ]
    assert leads(workspace, "title") == [""]


def test_the_preview_counts_what_each_policy_would_change(workspace):
    LeadFactory(workspace=workspace, linkedin_slug="mara-quill", full_name="Mara", title="", location="Lyon")
    LeadFactory(workspace=workspace, linkedin_slug="tom-reed", full_name="Tom", title="CTO", location="Lyon")
    text = "Name,Title,LinkedIn\nMara,CEO,linkedin.com/in/mara-quill\nTom,Chief,linkedin.com/in/tom-reed\n"

    assert previewed(workspace, text).summary["updates"] == {"skip": 0, "fill": 1, "overwrite": 2}
    assert previewed(WorkspaceFactory(), text).summary["updates"] == {"skip": 0, "fill": 0, "overwrite": 0}


def test_with_the_policy_skip_no_lead_is_updated(workspace):
    LeadFactory(workspace=workspace, linkedin_slug="mara-quill", title="")

    assert previewed(workspace, PEOPLE, policy="skip").summary["update"] == 0


def test_people_of_another_workspace_are_no_duplicates(workspace):
    LeadFactory(linkedin_slug="mara-quill")

    assert previewed(workspace, PEOPLE).summary["duplicates_in_workspace"] == 0


def test_people_without_a_name_are_shown_as_their_lead_is_called(workspace):
    text = "Name,X,LinkedIn,E-mail\n,@ole_reed,,\n,,linkedin.com/in/mara-quill,\n,,,tom@works.example\n"

    def shown(kind):
        return [row["person"] for row in previewed(workspace, text).summary["examples"][kind]]

    names = ["@ole_reed", "mara-quill", "tom@works.example"]
    assert shown("create") == names
    LeadFactory(workspace=workspace, full_name="", linkedin_slug="", x_handle="ole_reed")
    (known,) = previewed(workspace, text).summary["examples"]["duplicates_in_workspace"]
    assert (known["person"], known["reason"]) == ("@ole_reed", "Already a lead: @ole_reed")
