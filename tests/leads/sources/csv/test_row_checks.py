from tests.leads.sources.csv.tables import people_in


def test_a_person_without_address_is_known_by_name_and_company():
    assert people_in("Name,Company\nMara Quill,Quill Works Ltd\nMARA QUILL,Quill Works\n") == [
        {"person_key": "mara quill|quill works", "full_name": "Mara Quill", "company_name": "Quill Works Ltd",
         "company_key": "quill works"},
        {"person_key": "mara quill|quill works", "full_name": "MARA QUILL", "company_name": "Quill Works",
         "company_key": "quill works"},
    ]  # fmt: skip


def test_every_row_without_a_person_has_its_reason():
    text = (
        "Name,Email,LinkedIn,City\n"
        "Mara Quill,mara@quill.example,,Lyon\n"
        "N/A,-,null,NaN\n"
        ",mara@quill,,Lyon\n"
        ",,https://www.linkedin.com/company/quill-works,Lyon\n"
        "Name,Email,LinkedIn,City\n"
        "Total,,,12\n"
        "# exported by a tool,,,\n"
        "12 345,,,Lyon\n"
        "Tom Reed,,linkedin.com/in/tom-reed,\n"
    )

    assert [row if isinstance(row, str) else row["full_name"] for row in people_in(text)] == [
        "Mara Quill",
        "No name, e-mail address or profile.",
        "“mara@quill” is not an e-mail address, and there is no name.",
        "“https://www.linkedin.com/company/quill-works” is not a person's LinkedIn profile, and there is no name.",
        "Repeats the column names.",
        "A totals line, not a person.",
        "A note, not a person.",
        "“12 345” is not a person's name, and there is no e-mail address or profile.",
        "Tom Reed",
    ]
