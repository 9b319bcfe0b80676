from tests.sandbox.unipile_questions import EAGER


def test_each_question_has_its_path(ask):
    objects = {
        "/users/me": "AccountOwnerProfile",
        f"/users/{EAGER}": "UserProfile",
        f"/users/{EAGER}/posts": "PostList",
        f"/users/{EAGER}/comments": "CommentList",
        f"/users/{EAGER}/reactions": "PostReactionList",
        "/users/followers": "UserFollowersList",
        "/users/relations": "UserRelationsList",
        "/users/invite/sent": "InvitationList",
        "/linkedin/company/9000000": "CompanyProfile",
    }
    assert {path: ask.linkedin(path)["object"] for path in objects} == objects
    assert ask.linkedin("/linkedin/search/parameters", type="LOCATION")["object"] == "LinkedinSearchParametersList"
    assert ask.linkedin("/users/likes").status == 404


def test_the_key_stands_in_its_header_and_no_limit_is_told(ask):
    got = ask.linkedin("/users/me", headers={"x-api-key": None})
    assert (got.status, got["type"]) == (401, "errors/missing_credentials")
    assert [name for name in ask.linkedin("/users/me").headers if "limit" in name] == []
