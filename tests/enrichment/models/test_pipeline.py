from enrichment.models import PipelineJob


def test_a_job_names_its_offer_only_where_it_has_one():
    job = PipelineJob(lead_id=7, mode="enrich_only")
    of_offer = PipelineJob(lead_id=7, offer_id=3, mode="scoring_only")
    assert [str(job), str(of_offer)] == ["Enrich only: lead 7", "Scoring only: lead 7 for offer 3"]
