import pytest

from leads.identity.keys import (
    company_key,
    email_address,
    email_addresses,
    is_member_id,
    linkedin_company_slug,
    linkedin_slug,
    mailbox_key,
    person_key,
    sales_navigator_id,
    x_handle,
)


@pytest.mark.parametrize(
    "spelling",
    [
        "https://www.linkedin.com/in/mara-quill-12ab34/",
        "http://de.linkedin.com/in/Mara-Quill-12ab34/en?trk=people-guest",
        "HTTPS://WWW.LINKEDIN.COM/IN/MARA-QUILL-12AB34",
        "linkedin.com/in/mara-quill-12ab34#experience",
        "https://m.linkedin.com/in/mara-quill-12ab34/overlay/contact-info/",
        "https://www.linkedin.com/mwlite/in/mara-quill-12ab34",
        "https://www.linkedin.com/comm/in/mara-quill-12ab34",
        "linkedin://in/mara-quill-12ab34",
        "<https://www.linkedin.com/in/mara-quill-12ab34>,",
        "https://linkedin.com//in//mara-quill-12ab34//",
        "https://www.linkedin.com/authwall?sessionRedirect=https%3A%2F%2Fwww.linkedin.com%2Fin%2Fmara-quill-12ab34",
        "https://linkedin.com/in/https://www.linkedin.com/in/mara-quill-12ab34",
        "https://www.linkedin.com/in/mara-quill-12ab34; https://www.linkedin.com/in/somebody-else",
        "https://www.linkedin.com/in/mara%2Dquill-12ab34%20",
        "in/mara-quill-12ab34",
        " mara-quill-12ab34 ",
        "'https://www.linkedin.com/in/mara-quill-12ab34'",
        "<a href='https://www.linkedin.com/in/mara-quill-12ab34'>Mara</a>",
        "https://www.linkedin.com/in/mara-quill-12ab34;linkedin.com/in/somebody-else",
        "https://www.linkedin.com/in/mara-quill-12ab34 (private)",
        "https://www.linkedin.com/in/mara-quill-12ab34 https://x.com/mara",
        "see linkedin.com/in/mara-quill-12ab34 for more",
        "linkedin.com/in/mara-quill-12ab34\nPlanner",
    ],
)
def test_every_spelling_of_a_linkedin_profile_is_one_slug(spelling):
    assert linkedin_slug(spelling) == "mara-quill-12ab34"


def test_an_old_public_profile_address_is_the_slug_it_moved_to():
    assert linkedin_slug("https://uk.linkedin.com/pub/mara-quill/a7/576/b50?trk=x") == "mara-quill-b50576a7"
    assert linkedin_slug("http://www.linkedin.com/pub/mara-quill/1/2b/3") == "mara-quill-00302b1"
    assert linkedin_slug("http://www.linkedin.com/pub/mara-quill/0/2b/3c4") == "mara-quill-3c402b"


def test_encoded_doubly_encoded_decomposed_and_plain_umlauts_are_one_slug():
    spellings = ["jörg-weiß", "j%C3%B6rg-wei%C3%9F", "j%25C3%25B6rg-wei%25C3%259F", "jo\u0308rg-weiß", "J%c3%96RG-weiß"]
    assert {linkedin_slug(f"https://www.linkedin.com/in/{slug}/") for slug in spellings} == {"jörg-weiß"}


@pytest.mark.parametrize("slug", ["o'quill-2", "o’quill-2", "o%27quill-2", "O%E2%80%99Quill-2"])
def test_an_apostrophe_is_a_part_of_the_slug(slug):
    assert linkedin_slug(f"https://www.linkedin.com/in/{slug}/") == "o'quill-2"
    assert linkedin_company_slug(f"https://www.linkedin.com/company/{slug}/about") == "o'quill-2"


def test_a_member_id_keeps_its_case():
    assert linkedin_slug("https://www.linkedin.com/in/ACoAABxYz09KlMn") == "ACoAABxYz09KlMn"
    assert linkedin_slug("https://www.linkedin.com/in/ACoAABxYz09KlMn,NAME_SEARCH,x1") == "ACoAABxYz09KlMn"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "N/A",
        "none",
        "Mara Quill",
        "12345",
        "javascript:alert(1)",
        "https://www.linkedin.com/in/",
        "https://www.linkedin.com/in/me/",
        "https://www.linkedin.com/company/quill-works",
        "https://www.linkedin.com/school/quill-college/",
        "https://www.linkedin.com/sales/lead/ACwAAB00001,NAME_SEARCH,abcd",
        "https://www.linkedin.com/posts/mara-quill_spring-activity-12",
        "https://www.linkedin.com/profile/view?id=12",
        "https://notlinkedin.com/in/mara-quill",
        "https://linkedin.com.evil.example/in/mara-quill",
        "https://www.linkedin.com/in/mara%20quill",
        "https://www.linkedin.com/in/mara quill-2",
        "https://www.linkedin.com/in/mara,quill",
        "https://www.linkedin.com/in/mara(quill)",
        "https://www.linkedin.com/in/mara%E",
        "https://www.linkedin.com/in/mara\0quill",
        "https://www.linkedin.com/in/mara%00quill",
    ],
)
def test_what_is_no_profile_of_a_person_has_no_slug(text):
    assert linkedin_slug(text) is None


def test_company_pages_have_a_slug_of_their_own():
    assert linkedin_company_slug("http://www.linkedin.com/company/Quill-Works/about/") == "quill-works"
    assert linkedin_company_slug("https://www.linkedin.com/in/mara-quill") is None
    assert linkedin_company_slug("linkedin.com/company/quill&daughters") == "quill&daughters"
    assert linkedin_company_slug("linkedin.com/company/quill and daughters") is None
    assert linkedin_company_slug("linkedin.com/company/quill,-inc") is None


@pytest.mark.parametrize(
    "spelling",
    [
        "@Mara_Quill",
        "mara_quill",
        "https://twitter.com/Mara_Quill?lang=en",
        "http://www.twitter.com/#!/mara_quill",
        "https://mobile.twitter.com/mara_quill/status/99",
        "x.com/MARA_QUILL/",
        "https://x.com/@mara_quill",
        "https://twitter.com/intent/user?screen_name=mara_quill",
        "https://x.com/home https://x.com/mara_quill",
        "https://l.example/?u=https%3A%2F%2Fx.com%2Fmara_quill",
        "see x.com/mara_quill.",
        "'x.com/mara_quill'",
    ],
)
def test_every_spelling_of_an_x_account_is_one_handle(spelling):
    assert x_handle(spelling) == "mara_quill"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "none",
        "Mara Quill",
        "20261121",
        "sixteen_letters_",
        "https://x.com/sixteen_letters_",
        "https://x.com/home",
        "https://x.com/i/user/12",
        "https://x.com/i/communities/12",
        "https://x.com/communities/12",
        "https://x.com/premium",
        "https://x.com/spaces",
        "https://x.com/bookmarks",
        "https://x.com/o'quill",
        "https://x.com/müller",
        "https://x.com/mara-quill",
        "https://x.com/mara quill",
        "https://x.com/search?q=quill",
        "https://fedex.com/mara_quill",
        "https://mail.x.com/mara_quill",
        "mara@x.com",
    ],
)
def test_what_is_no_x_account_has_no_handle(text):
    assert x_handle(text) is None


@pytest.mark.parametrize(
    "spelling",
    [
        "mara@quill.example",
        " MARA@Quill.Example ",
        "mara+leads@quill.example",
        "mailto:mara@quill.example?subject=hi",
        '"Quill, Mara" <mara@quill.example>',
        "mara@quill.example.",
        "mara@quill.example; office@quill.example",
        "n/a; mara@quill.example",
        "mara@quill.example (work)",
        "\u200bmara@quill.example",
    ],
)
def test_every_spelling_of_a_mailbox_is_one_key(spelling):
    assert mailbox_key(email_address(spelling)) == "mara@quill.example"


def test_gmail_ignores_dots_and_other_hosts_do_not():
    assert mailbox_key(email_address("Mara.Quill+x@googlemail.com")) == "maraquill@gmail.com"
    assert mailbox_key(email_address("mara.quill@quill.example")) == "mara.quill@quill.example"


def test_a_domain_with_umlauts_is_kept_in_its_mail_form():
    assert email_addresses("post@bücher.example") == ("post@xn--bcher-kva.example",)


def test_all_addresses_of_a_cell_are_found_once():
    assert email_addresses("a@q.example, b@q.example | A@q.example") == ("a@q.example", "b@q.example")


@pytest.mark.parametrize(
    "text",
    [
        "mara",
        "@quill.example",
        "mara@quill",
        "mara quill@quill.example",
        "mara@quill@quill.example",
        "mara@qu ill.example",
        "mara@quill..example",
        "mara@127.0.0.1",
        '"mara quill"@quill.example',
        "😀@quill.example",
        f"{'m' * 65}@quill.example",
        f"mara@{'q' * 63}.{'q' * 63}.{'q' * 63}.{'q' * 63}.example",
    ],
)
def test_a_broken_address_is_no_address(text):
    assert email_address(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://www.linkedin.com/sales/lead/ACwAAB1xQ2kBq7g,NAME_SEARCH,aB3d", "ACwAAB1xQ2kBq7g"),
        ("linkedin.com/sales/people/ACwAAB1xQ2kBq7g", "ACwAAB1xQ2kBq7g"),
        ("https://www.linkedin.com/sales/company/123456789", None),
        ("https://www.linkedin.com/in/mara-quill", None),
    ],
)
def test_a_link_into_sales_navigator_has_the_persons_id(text, found):
    assert (sales_navigator_id(text), linkedin_slug(text) is None) == (found, "/in/" not in text)


def test_an_id_of_a_member_is_no_name_of_a_profile():
    assert (is_member_id("ACwAAB1xQ2kBq7g"), is_member_id("acme-quill")) == (True, False)


def test_a_company_is_one_key_without_its_legal_form():
    spellings = ["Quill Works, Inc.", "QUILL WORKS LLC", "Quill Works GmbH & Co. KG", "Quill-Works S.A.R.L."]
    assert {company_key(spelling) for spelling in spellings} == {"quill works"}
    assert company_key("Limited") == "limited"


@pytest.mark.parametrize("letters", ["ıi", "øo", "đd", "łl", "æae", "œoe", "İi"])
def test_a_letter_that_unicode_does_not_take_apart_folds_like_a_plain_one(letters):
    one, plain = letters[0], letters[1:]
    assert company_key(f"Qu{one}ll") == company_key(f"Qu{plain}ll") == company_key(f"QU{plain.upper()}LL")


def test_a_sharp_s_folds_like_two():
    assert company_key("Weiß") == company_key("WEISS") == "weiss"


def test_namesakes_without_a_company_are_told_apart_by_title_or_place():
    def key(**known):
        return person_key(full_name="Mara Quill", **known)

    assert key(company="Quill Works Ltd", title="CEO") == key(company="Quill Works", title="Founder")
    assert len({key(title="Teacher"), key(title="Nurse"), key(location="Lima"), key()}) == 4
    assert person_key(full_name="…", company="Quill Works") == ""
