from tests.leads.sources.csv.tables import fields_by_name


def test_values_outweigh_a_foreign_column_name():
    text = "Contact,Web,Link\nmara@quill.example,https://www.linkedin.com/in/mara-quill,https://x.com/mara_q\n"

    assert fields_by_name(text) == {"Contact": "email", "Web": "linkedin_url", "Link": "x_handle"}


def test_company_pages_are_not_peoples_profiles():
    text = "Name,LinkedIn,Email\nMara Quill,https://www.linkedin.com/company/quill-works,m@q.example\n"

    assert fields_by_name(text) == {"Name": "full_name", "LinkedIn": "company_linkedin", "Email": "email"}


def test_the_sellers_own_address_is_not_the_leads():
    rows = "".join(f"Quill {number},rep@seller.example\n" for number in range(30))

    assert fields_by_name("Company,Account Owner\n" + rows) == {"Company": "company"}
    assert fields_by_name("Company,Routed to\n" + rows) == {"Company": "company"}


def test_the_address_of_somebody_else_whom_the_table_names_is_not_the_leads():
    text = (
        "Attendee Name,Attendee Email,Buyer Name,Buyer Email\n"
        "Mara Quill,,Rob Solberg,rob@b.example\n"
        "Tomas Ek,t@e.example,Ines Prado,ines@p.example\n"
    )
    assert fields_by_name(text) == {"Attendee Name": "full_name", "Attendee Email": "email"}


def test_an_address_beside_a_second_spelling_of_the_name_is_the_leads():
    text = "Full Name,Contact Name,Contact Email\nMara Quill,Mara Quill,m@q.example\nTomas Ek,,t@e.example\n"
    assert fields_by_name(text) == {"Full Name": "full_name", "Contact Email": "email"}


def test_a_companys_x_account_is_not_its_employees():
    text = (
        "First Name,Email,Person Linkedin Url,Company Linkedin Url,Facebook Url,Twitter Url\n"
        "Mara,m@q.example,https://linkedin.com/in/mara-q,https://linkedin.com/company/q,,https://twitter.com/quillworks\n"
    )

    assert "x_handle" not in fields_by_name(text).values()


def test_name_is_what_the_other_columns_leave_open():
    assert fields_by_name("Vorname;Name;Firma\nMara;Quill;Quill GmbH\n")["Name"] == "last_name"
    assert fields_by_name("Nom;Société\nMara Quill;Quill SARL\n")["Nom"] == "full_name"
    assert fields_by_name("Nombre,Apellidos,Empresa\nMara,Quill,Quill SA\n")["Nombre"] == "first_name"
    assert fields_by_name("Name,Email\nMara Quill,m@q.example\n")["Name"] == "full_name"
    assert fields_by_name("Name,Domain,Industry,Employees\nQuill Works,q.example,Retail,9\n")["Name"] == "company"


def test_a_column_that_names_one_part_behind_name_is_the_whole_name_where_nothing_else_is():
    assert fields_by_name('"Name, Vorname";Firma\n"Quill, Mara";Quill GmbH\n')["Name, Vorname"] == "full_name"
    assert fields_by_name("Name & Surname,Company\nMara Quill,Quill Ltd\n")["Name & Surname"] == "full_name"
    grouped = fields_by_name("Name / First,Name / Last,Company\nMara,Quill,Quill Ltd\n")
    assert grouped == {"Name / First": "first_name", "Name / Last": "last_name", "Company": "company"}


def test_the_column_of_both_parts_of_a_name_counts_before_one_called_contact():
    text = "Kontakt;Vor- und Nachname;E-Mail\nMesse;Mara Quill;m@q.example\nWebsite;Tom Reed;t@r.example\n"

    assert fields_by_name(text)["Vor- und Nachname"] == "full_name"
    assert fields_by_name(text).get("Kontakt") is None


def test_a_salutation_is_no_job_title():
    assert fields_by_name("Title,First Name,Job Title,Email\nDr.,Mara,CEO,m@q.example\n") == {
        "First Name": "first_name",
        "Job Title": "title",
        "Email": "email",
    }


def test_a_calling_code_is_no_country():
    assert "country_code" not in fields_by_name("name,email,country_code\nMara Quill,m@q.example,+49\n")


def test_a_website_column_with_company_pages_keeps_its_websites():
    pages = "Name,Company,Website\nMara Quill,Quill,https://www.linkedin.com/company/quill\n"

    assert fields_by_name(pages)["Website"] == "company_linkedin"
    assert fields_by_name(pages + "Tom Reed,Reed,reed.example\n")["Website"] == "company_website"
    sales = "Name,companyUrl\nMara Quill,https://www.linkedin.com/sales/company/12\n"
    assert "companyUrl" not in fields_by_name(sales)


def test_a_column_of_peoples_and_companies_pages_is_of_people():
    companies = "https://www.linkedin.com/company/quill\n,https://www.linkedin.com/company/reed\n"
    text = f"Name,LinkedIn\nMara Quill,{companies}Tom Reed,https://www.linkedin.com/in/tom-reed\n"

    assert fields_by_name(text)["LinkedIn"] == "linkedin_url"


def test_an_empty_column_takes_no_field_from_a_filled_one():
    assert fields_by_name("Full name,Name,Email\n,Mara Quill,m@q.example\n") == {"Name": "full_name", "Email": "email"}


def test_a_column_that_fills_gaps_of_another_stands_in_for_it():
    text = "Name,Email,Title,Job Title,Role\nMara Quill,m@q.example,,CEO,Lead\nTom Reed,t@r.example,CTO,,\n"

    assert {name for name, field in fields_by_name(text).items() if field == "title"} == {"Title", "Job Title"}


def test_a_profiles_own_name_stands_beside_the_id_of_a_member():
    text = (
        "Name,profileUrl,linkedInProfileUrl,defaultProfileUrl\n"
        '"Mara Quill","https://www.linkedin.com/sales/lead/ACwAAB1xQ2kBq7,NAME_SEARCH,aB3d",'
        "https://www.linkedin.com/in/ACwAAB1xQ2kBq7,https://www.linkedin.com/in/mara-quill\n"
    )
    assert fields_by_name(text) == {
        "Name": "full_name", "profileUrl": "linkedin_url", "linkedInProfileUrl": "linkedin_url",
        "defaultProfileUrl": "linkedin_url",
    }  # fmt: skip


def test_links_into_sales_navigator_are_kept_beside_profiles():
    link = "https://www.linkedin.com/sales/lead/ACwAAB1xQ2kBq7g,NAME_SEARCH,aB3d"
    text = f'Name,Profile,Sales Nav\nMara Quill,linkedin.com/in/mara-quill,\nTom Reed,,"{link}"\n'

    assert fields_by_name(text) == {"Name": "full_name", "Profile": "linkedin_url", "Sales Nav": "linkedin_url"}


def test_a_user_name_is_an_x_account_beside_what_only_x_counts():
    text = "name,username,description,followers_count,{}\nMara Quill,mara_q,Builds things,12,40\n"

    assert fields_by_name(text.format("tweet_count")) == {
        "name": "full_name", "username": "x_handle", "description": "bio",
    }  # fmt: skip
    assert fields_by_name(text.format("posts_count")) == {"name": "full_name", "description": "notes"}
    users = "user/name,user/screen_name,retweet_count\nMara Quill,mara_q,12\n"
    assert fields_by_name(users) == {"user/name": "full_name", "user/screen_name": "x_handle"}


def test_a_state_of_affairs_is_no_state_and_a_number_no_place():
    text = "Name,Email,State,HQ\nMara Quill,m@q.example,{},{}\n"

    assert fields_by_name(text.format("Texas", "Austin"))["State"] == "state"
    found = fields_by_name(text.format("connected", "+1 555 0100"))
    assert found == {"Name": "full_name", "Email": "email"}


def test_the_mobile_number_counts_before_that_of_the_office():
    text = "Name,Person - Phone - Work,Person - Phone - Mobile\nMara Quill,+1 555 0100,+1 555 0101\n"

    assert fields_by_name(text) == {"Name": "full_name", "Person - Phone - Mobile": "phone"}


def test_a_whole_name_is_found_beside_addresses_where_a_company_spells_them_too():
    text = "Alpha,Beta,Email\nQuill Works Ltd,Mara Quill,mara.quill@quill.example\n"

    assert fields_by_name(text)["Beta"] == "full_name"


def test_a_phone_is_the_persons_and_not_the_companys():
    text = "Name,Corporate Phone,Phone,Mobile,Email\nMara Quill,+1 555 0100,+1 555 0101,,m@q.example\n"

    assert fields_by_name(text) == {"Name": "full_name", "Phone": "phone", "Email": "email"}
    assert fields_by_name("Name,Phone\nMara Quill,9.19876E+11\n")["Phone"] == "phone"
    assert fields_by_name("Name,Email,Phone\nMara Quill,m@q.example,yes\n") == {"Name": "full_name", "Email": "email"}
