"""What enriching a selection would cost, counted set-wise before anything is called: a sum over the chosen steps."""

import math
from dataclasses import dataclass, replace
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.db.models.functions import Length

from autoreach.calls.models import ProviderCall
from autoreach.calls.prices import completion_usd, usual_scoring_usd
from autoreach.calls.templatetags.provider_calls import money
from autoreach.providers.registry import AI, LINKEDIN, PROVIDERS, available
from enrichment.ai_scoring.batches import leads_per_batch
from enrichment.executor.stages import all_steps
from enrichment.models.pipeline import CHOICES, steps_of
from enrichment.steps import PlannedCalls
from leads.identity.platforms import HANDLE_FIELDS, other_platform
from leads.workspaces.scorer import uses_ai

# Bytes and tokens of the answer of the two questions about a batch of leads, at most.
MOST_OF_BATCH = ((60_000, 4_500), (30_000, 3_500))
# A step's past calls tell what it costs from so many leads on; older calls than the newest tell nothing.
LEADS_TO_LEARN_FROM, CALLS_TO_LEARN_FROM = 20, 2_000
HAS = {platform: ~Q(**{field: ""}) for platform, field in HANDLE_FIELDS.items()}
SEARCHABLE = HAS[LINKEDIN] | ~Q(website="") | Q(bio_length__gt=20)


@dataclass(frozen=True)
class Needs:
    """How many of the selected leads have what the steps need."""

    total: int
    x: int
    linkedin: int
    only_x: int
    only_linkedin: int
    searchable: int

    def with_found(self, choices):
        return replace(
            self,
            x=self.x + ("find_x" in choices) * self.only_linkedin,
            linkedin=self.linkedin + ("find_linkedin" in choices) * self.only_x,
        )


@dataclass(frozen=True)
class ProviderCost:
    """At most `calls` and `usd`; None is an unknown price. `usual` is what they usually cost.

    `learned` says that past calls of the workspace tell so.
    """

    provider: str
    calls: int = 0
    usd: Decimal | None = Decimal(0)
    usual: Decimal | None = Decimal(0)
    learned: bool = False

    @property
    def flat(self):
        return PROVIDERS[self.provider].has_flat_rate

    @property
    def usually_less(self):
        return self.usual is not None and self.usual < self.usd

    def plus(self, planned, leads, usually, learned=False):
        """So many calls as planned for each of the leads, which are usually made for fewer of them."""
        if self.usd is None or planned.usd is None:
            return replace(self, calls=self.calls + leads * planned.calls, usd=None, usual=None)
        usual = planned.usd if planned.usual is None else planned.usual
        return replace(
            self,
            calls=self.calls + leads * planned.calls,
            usd=self.usd + leads * planned.usd,
            usual=self.usual + usually * usual,
            learned=self.learned or learned,
        )


@dataclass(frozen=True)
class Cost:
    """`unable` are sentences on the leads for which a chosen step can do nothing.

    `is_idle` says that no chosen step can do anything here.
    """

    parts: tuple[ProviderCost, ...]
    unable: tuple[str, ...]
    is_idle: bool = False

    @property
    def usd(self):
        return sum((part.usd for part in self.parts if part.usd is not None), Decimal(0))

    @property
    def usual(self):
        return sum((part.usual for part in self.parts if part.usual is not None), Decimal(0))

    @property
    def reads_profiles(self):
        return any(part.provider != AI for part in self.parts)

    @property
    def unknown(self):
        return [part.provider for part in self.parts if part.usd is None]


def needs_of(leads):
    """One pass over the selection (a queryset of leads)."""
    count = {"total": Count("pk"), "searchable": Count("pk", filter=SEARCHABLE)}
    for platform, has in HAS.items():
        count[platform] = Count("pk", filter=has)
        count[f"only_{platform}"] = Count("pk", filter=has & ~HAS[other_platform(platform)])
    return Needs(**leads.order_by().annotate(bio_length=Length("bio")).aggregate(**count))


def cost_of_reading(*, x, linkedin, both=0, people=None, workspace=None):
    """Of so many new people on X, on LinkedIn and on both. With `people` more, or fewer, of them are scored."""
    only_x, only_linkedin = max(0, x - both), max(0, linkedin - both)
    needs = Needs(only_x + linkedin, x, linkedin, only_x=only_x, only_linkedin=only_linkedin, searchable=0)
    scored = needs.total if people is None else people
    to_score = scored if workspace and uses_ai(workspace) else 0
    return estimate(needs, ["profile", "activity"], to_score=to_score, past=past_costs(workspace))


def cost_of_each(needs, chosen, *, to_score=0, past=None):
    """What each of CHOICES costs by itself, chosen or not; what the chosen finders may find is read too."""
    found = needs.with_found(chosen)
    return {
        choice: estimate(found, [choice], to_score=to_score if choice == "scoring" else 0, past=past)
        for choice in CHOICES
    }


def past_costs(workspace):
    """What a lead cost lately in the workspace, by a step's label and the provider it asked."""
    if workspace is None:
        return {}
    booked = ProviderCall.objects.filter(workspace=workspace, status=ProviderCall.Status.BOOKED, lead__isnull=False)
    newest = booked.order_by("-created_at").values("pk")[:CALLS_TO_LEARN_FROM]
    costs = ProviderCall.objects.filter(pk__in=newest).values_list("purpose", "provider")
    costs = costs.annotate(leads=Count("lead", distinct=True), usd=Sum("cost_usd"))
    return {
        (purpose, provider): usd / leads
        for purpose, provider, leads, usd in costs
        if leads >= LEADS_TO_LEARN_FROM and usd is not None
    }


def estimate(needs, choices, *, to_score=0, past=None):
    """`to_score` leads are read by the AI for an offer. `past` is of `past_costs`."""
    configured = available(settings.PROVIDERS)
    expected, costs = needs.with_found(choices), {name: ProviderCost(name) for name in PROVIDERS}
    steps = chosen_steps(choices)
    made = {step.name for step in steps if step.provider in configured}
    for step in steps:
        leads = step.leads_among(expected)
        # what a preferred step reads makes this one needless
        usually = getattr(expected, f"only_{step.read_from}") if made & set(step.prefers) else leads
        for planned, learned in with_past_costs(step, past or {}):
            if leads and planned.provider in configured:
                costs[planned.provider] = costs[planned.provider].plus(planned, leads, usually, learned)
    if to_score:
        costs[AI] = costs[AI].plus(planned_scoring(to_score), 1, 1)
    return Cost(
        tuple(cost for cost in costs.values() if cost.calls),
        tuple(sentences_on_unable(needs, choices, configured)),
        all(is_idle(choice, configured) for choice in choices),
    )


def with_past_costs(step, past):
    """The calls that the step plans, and whether past ones tell what they usually cost; those of a provider at once."""
    told = set()
    for planned in step.planned_calls():
        cost = past.get((step.label, planned.provider))
        if cost is None or not planned.usd:
            yield planned, False
        else:
            yield replace(planned, usual=Decimal(0) if planned.provider in told else cost), True
            told.add(planned.provider)


def planned_scoring(leads):
    """What the AI asks to read so many leads, at most: two questions a batch."""
    batches = math.ceil(leads / leads_per_batch())
    most, usual = [completion_usd(*size) for size in MOST_OF_BATCH], usual_scoring_usd()
    usd = None if None in most else batches * sum(most)
    return PlannedCalls(AI, batches * len(MOST_OF_BATCH), usd, usual=None if usual is None else leads * usual)


def price_of_scoring(workspace, leads):
    """What it costs that so many leads are scored for an offer, in a sentence; "" where the local scorer does it."""
    if not leads or not uses_ai(workspace):
        return ""
    planned = planned_scoring(leads)
    if planned.usd is None:
        return "The AI reads them, at a price that is not known."
    return f"The AI reads them: usually about {money(planned.usual)}, at most {money(planned.usd)}."


def scored_by(workspace, leads=0):
    """The end of a sentence that says leads are scored: by whom, and what so many cost."""
    if not uses_ai(workspace):
        return "by the local scorer: no charge"
    planned = planned_scoring(leads or 1000)
    if planned.usd is None:
        return "by the AI, at a price that is not known"
    most, usual = money(planned.usd), money(planned.usual)
    return f"by the AI, for usually {usual} and at most {most}{'' if leads else ' per 1,000 leads'}"


def chosen_steps(choices):
    wanted = steps_of(choices)
    return [step for step in all_steps() if step.name in wanted]


def providers_of(choice):
    return {planned.provider for step in chosen_steps([choice]) for planned in step.planned_calls()}


def sentences_on_unable(needs, choices, configured):
    """Each begins with the labels of the choices that it is about, or names them."""
    for choice in choices:
        for step in chosen_steps([choice]):
            lacking = needs.total - step.leads_among(needs)
            if step.unable and lacking:
                yield f"{CHOICES[choice].label}: {counted(lacking, needs)} {step.unable}."
    nowhere = needs.total - needs.x - needs.only_linkedin
    reading = [CHOICES[choice].label for choice in choices if choice in ("profile", "activity")]
    if reading and nowhere:
        yield f"{' and '.join(reading)}: {counted(nowhere, needs)} neither an X nor a LinkedIn profile to read."
    yield from sentences_on_lacking(needs.with_found(choices), choices, configured)
    for choice in choices:
        if is_idle(choice, configured):
            lacking = [PROVIDERS[name].title for name in PROVIDERS if name in providers_of(choice)]
            yield f"{CHOICES[choice].label} needs {' or '.join(lacking)}. The Status page says how to configure it."


def sentences_on_lacking(needs, choices, configured):
    """What each provider that is not configured, and that these leads need, is missed for."""
    for name in [name for name in PROVIDERS if name not in configured]:
        labels = {True: [], False: []}
        for choice in choices:
            if not is_idle(choice, configured) and asks(choice, name, needs):
                able = any(asks(choice, other, needs) for other in configured)
                labels[able].append(CHOICES[choice].label)
        lacking = f"{PROVIDERS[name].title} is not configured"
        if labels[True]:
            yield f"{lacking}: {', '.join(labels[True])} will run without it."
        if labels[False]:
            yield f"{lacking}: {' and '.join(labels[False])} can read none of these leads."


def asks(choice, provider, needs):
    """Whether the provider is asked about any of the leads."""
    steps = [step for step in chosen_steps([choice]) if step.leads_among(needs)]
    return any(planned.provider == provider for step in steps for planned in step.planned_calls())


def is_idle(choice, configured):
    """Whether none of the providers that it asks is configured."""
    asked = providers_of(choice)
    return bool(asked) and not asked & configured


def counted(number, needs):
    return f"{number:,} of {needs.total:,} {'has' if number == 1 else 'have'}"
