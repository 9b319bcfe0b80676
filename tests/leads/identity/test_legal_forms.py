import pytest

from leads.identity.keys import company_key


@pytest.mark.parametrize(
    ("spellings", "key"),
    [
        (["株式会社サンプル", "サンプル株式会社", "㈱サンプル", "サンプル(株)", "サンプル（株）"], "サンプル"),
        (["有限会社サンプル工業", "サンプル工業"], "サンプル工業"),
        (["北京样例科技有限公司", "北京样例科技股份有限公司", "北京样例科技有限责任公司"], "北京样例科技"),
        (["樣例股份有限公司", "樣例有限公司", "樣例公司"], "樣例"),
        (["(주)샘플", "주식회사 샘플", "샘플㈜", "샘플"], "샘플"),
        (["ООО «Ромашка»", "Ромашка", "РОМАШКА ООО"], "ромашка"),
        (["PT Quill Tbk", "Quill"], "quill"),
    ],
)
def test_a_legal_form_before_or_behind_a_name_is_no_part_of_it(spellings, key):
    assert {company_key(spelling) for spelling in spellings} == {key}


def test_a_name_that_is_only_a_legal_form_and_a_branch_stay():
    assert company_key("株式会社") == "株式会社"
    assert company_key("样例分公司") != company_key("样例")
