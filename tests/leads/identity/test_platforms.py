from leads.identity.platforms import HANDLE_FIELDS, PLATFORMS, TEXT_MAX, other_platform
from leads.models import Lead, PlatformProfile

LINKEDIN, X = PLATFORMS["linkedin"], PLATFORMS["x"]


def test_the_platforms_are_those_of_which_profiles_are_kept():
    assert [(each.name, each.label) for each in PLATFORMS.values()] == PlatformProfile.Platform.choices
    assert [other_platform(name) for name in ("x", "linkedin")] == ["linkedin", "x"]


def test_a_handle_stands_in_the_lead_s_field_of_the_platform():
    lead = Lead(x_handle="ann", linkedin_slug="ann-reed")
    assert HANDLE_FIELDS == {"linkedin": "linkedin_slug", "x": "x_handle"}
    assert [each.handle_of(lead) for each in PLATFORMS.values()] == ["ann-reed", "ann"]


def test_an_address_leads_back_to_the_handle_it_was_made_of():
    assert X.address("ann") == "https://x.com/ann"
    assert LINKEDIN.address("ann-reed") == "https://www.linkedin.com/in/ann-reed"
    assert X.handle_in(X.address("ann")) == "ann"
    assert LINKEDIN.handle_in(LINKEDIN.address("ann-reed")) == "ann-reed"
    assert (X.address(""), LINKEDIN.address("")) == ("", "")


def test_only_links_name_a_profile():
    text = (
        "@somebody see x.com/real_one, https://twitter.com/home and https://www.LinkedIn.com/in/Real-One/?x=1 annoneil"
    )
    assert (X.handles_in(text), LINKEDIN.handles_in(text)) == (["real_one"], ["real-one"])
    assert X.handles_in("notx.com/evil box.com/evil " * 5000) == []


def test_a_part_of_an_address_is_no_handle():
    text = "x.com/o'neil x.com/müller x.com/ann-reed linkedin.com/in/ann,reed linkedin.com/in/o'neil-2"
    assert (X.handles_in(text), LINKEDIN.handles_in(text)) == ([], ["o'neil-2"])


def test_of_a_long_text_only_the_beginning_is_read():
    assert X.handles_in(f"{'.' * (TEXT_MAX - 10)} x.com/ann") == ["ann"]
    assert X.handles_in(f"{'.' * TEXT_MAX} x.com/ann") == []
