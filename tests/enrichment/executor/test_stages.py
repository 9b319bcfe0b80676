import pytest

from enrichment.executor.stages import (
    AUTOMATIC,
    STAGES,
    all_steps,
    planned_steps,
    skipped_phases,
    step_names,
)
from enrichment.models import PipelineJob
from enrichment.models.pipeline import CHOICES, steps_of
from tests.enrichment.pipeline import EAGER, enrich, known, run

Mode = PipelineJob.Mode
READING = {"x_profile", "linkedin_profile", "linkedin_posts", "linkedin_comments", "x_posts"}


@pytest.mark.parametrize(
    ("mode", "chosen", "names"),
    [
        (Mode.FULL, [], READING),
        (Mode.FULL, ["web"], READING | {"web"}),
        (Mode.ENRICH_ONLY, [], READING),
        (Mode.SCORING_ONLY, [], set()),
        (Mode.NO_OP, [], set()),
        (Mode.RE_ENRICH, ["find_x", "profile"], {"find_x", "x_profile", "linkedin_profile"}),
    ],
)
def test_the_mode_and_the_choices_of_a_user_decide_on_the_steps(mode, chosen, names):
    assert step_names(PipelineJob(mode=mode, steps=chosen)) == names


def test_every_step_stands_in_one_stage_after_those_it_waits_for():
    stage_of = {step.name: number for number, stage in enumerate(STAGES) for step in stage}
    assert len(stage_of) == len(all_steps())
    for step in all_steps():
        assert all(stage_of[name] < stage_of[step.name] for name in (*step.waits_on(None), *step.prefers))
    assert set(stage_of) > AUTOMATIC


def test_every_step_is_of_something_that_users_may_choose():
    assert sorted(step.name for step in all_steps()) == sorted(steps_of(CHOICES))


def test_what_is_done_is_not_planned_again():
    job = PipelineJob(mode=Mode.FULL, done=["x_profile", "linkedin_comments"])
    planned = [[step.name for step in planned_steps(job, stage)] for stage in range(len(STAGES))]
    assert planned == [[], ["linkedin_profile"], ["linkedin_posts"], ["x_posts"]]


@pytest.mark.parametrize(
    ("mode", "chosen", "scored"),
    [
        (Mode.FULL, [], True),
        (Mode.SCORING_ONLY, [], True),
        (Mode.RE_ENRICH, ["profile", "scoring"], True),
        (Mode.RE_ENRICH, ["profile"], False),
        (Mode.ENRICH_ONLY, [], False),
    ],
)
def test_a_job_is_scored_where_its_mode_or_a_user_asks_and_an_offer_is_there(mode, chosen, scored):
    assert PipelineJob(mode=mode, steps=chosen, offer_id=1).is_scored is scored
    assert PipelineJob(mode=mode, steps=chosen).is_scored is False


def test_a_mode_that_skips_phases_says_why():
    assert {
        mode: skipped_phases(PipelineJob(mode=mode)) for mode in (Mode.SCORING_ONLY, Mode.ENRICH_ONLY, Mode.FULL)
    } == {
        Mode.SCORING_ONLY: ["Profile: only the score was asked for", "Activity: only the score was asked for"],
        Mode.ENRICH_ONLY: ["Scoring: no offer was chosen"],
        Mode.FULL: [],
    }


@pytest.mark.django_db
def test_chosen_steps_are_done_again_and_nothing_else(sandbox, offer):
    known(offer, EAGER)
    sandbox.calls.clear()
    assert enrich(offer, "profile") == 1
    run()
    assert sorted(sandbox.calls.by_endpoint) == ["unipile profile", "x users"]
