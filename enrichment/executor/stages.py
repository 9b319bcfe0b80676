"""Which steps a job takes, and in which order."""

from enrichment.models.pipeline import PipelineJob, steps_of
from enrichment.steps.activity import LinkedInComments, LinkedInPosts, XPosts
from enrichment.steps.finders import FindLinkedIn, FindX
from enrichment.steps.profile import LinkedInProfile, XProfile
from enrichment.steps.web import Web

Mode = PipelineJob.Mode
# Steps of one stage run side by side; the next stage sees what they stored.
STAGES = (
    (FindLinkedIn(), FindX()),
    (XProfile(), LinkedInProfile()),
    (LinkedInPosts(), LinkedInComments(), Web()),
    (XPosts(),),
)
AUTOMATIC = steps_of(["profile", "activity"])


def all_steps():
    return [step for stage in STAGES for step in stage]


def step_names(job):
    automatic = AUTOMATIC if job.mode in (Mode.FULL, Mode.ENRICH_ONLY) else set()
    return automatic | job.chosen_steps


def planned_steps(job, stage):
    wanted = step_names(job)
    return [step for step in STAGES[stage] if step.name in wanted and step.name not in job.done]


def skipped_phases(job):
    if job.mode == Mode.SCORING_ONLY:
        return ["Profile: only the score was asked for", "Activity: only the score was asked for"]
    if job.mode == Mode.ENRICH_ONLY:
        return ["Scoring: no offer was chosen"]
    return []
