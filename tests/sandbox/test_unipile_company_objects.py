def test_a_job_ad_may_demand_a_tool(ask):
    items = ask.linkedin("/linkedin/search", {"api": "classic", "category": "jobs", "keywords": '"you know"'})["items"]
    text = ask.linkedin(f"/linkedin/jobs/{items[0]['id']}", service="CLASSIC")["description"]
    assert " You know " in text
