"""Lookalike audiences: accounts whose followers are likely buyers, from an offer or from one profile.

Candidates come from an AI that searches the web, where one is configured, or from what the platform shows. Each is then
looked up on the platform: what is not there is left out and named. `seed_followers` reads who follows them.
"""

from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from math import log10

from django import forms
from django.utils import timezone
from pydantic import BaseModel, Field

from autoreach.calls.prices import research_usd, usual_research_usd
from autoreach.calls.web_research import CitedLine, cited_lines, one_line, reading_call, search_call
from autoreach.providers.errors import NotSupported, ProviderError
from autoreach.providers.prices import Tokens
from leads.identity.keys import company_key
from leads.models import Offer, SeedAccount
from leads.sources.info import SourceInfo
from leads.sources.parameters import ParametersForm, amount
from leads.sources.running.trouble import problem_of
from leads.sources.seed_candidates import ADDRESS, VOICE, WORD, Candidate, Kind, in_words, kind_of, sentence
from leads.sources.source import Brought, Cost, Page, Problem, Source, page
from leads.taxonomy.embedding import embed
from leads.taxonomy.words import content_stems
from leads.workspaces.scorer import uses_ai

SEEDS, LOOKED_AT, PROPOSED = 10, 20, 20
# Of the accounts that an AI is asked for, so many stand in its sources as a rule; one search answers the question.
USUALLY_PROPOSED = 10
USUAL_QUESTION = Tokens(input=8_000, output=1_500, searches=1)
COMPETITORS = 5
# How much of an account's words must be about what the offer is about, where nothing else speaks for it.
NEAR_ENOUGH = 0.3
ASKED, READ = "the web for accounts", "what the web says"
NO_OFFER = "Choose an offer first: the people who follow the accounts are scored for it."
NO_WORDS = "The offer does not say what is sold and to whom. Describe it, or name a profile to start from."


class ProposedAccount(BaseModel):
    url: str
    kind: Kind
    statement: str = Field(description="Why its followers are likely buyers, in one sentence.")


class ProposedAccounts(BaseModel):
    accounts: list[ProposedAccount]


class LookalikeForm(ParametersForm):
    """Where the workspace of the offer uses an AI, that searches the web instead of what `without_ai` names."""

    without_ai = ("competitors", "queries")
    profile = forms.CharField(
        label="Start from a profile",
        required=False,
        max_length=300,
        help_text="The address of a customer or a competitor. Empty: the offer says what to look for.",
    )
    followers = amount("Followers at least", initial=100, least=0, most=10_000_000, note="0: any account.")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if asks_ai(self.offer):
            for name in self.without_ai:
                del self.fields[name]

    def stored(self):
        return super().stored() | {"by_ai": asks_ai(self.offer)}

    def read_profile(self, address: str) -> str:
        """The profile as a search keeps it; a refusal for what is none."""
        raise NotImplementedError

    def clean_profile(self):
        typed = self.cleaned_data["profile"].strip()
        return self.read_profile(typed) if typed else ""

    def clean(self):
        if self.offer is None:
            raise forms.ValidationError(NO_OFFER)
        if not (self.errors or self.cleaned_data["profile"] or describes(self.offer)):
            raise forms.ValidationError(NO_WORDS)
        asked = self.cleaned_data
        has_start = asks_ai(self.offer) or any(asked.get(name) for name in ("profile", "competitors", "queries"))
        if not (self.errors or has_start):
            self.add_error("queries", "Write at least one search, or name a competitor.")


def describes(offer: Offer) -> bool:
    return bool(offer.description.strip() or offer.target_audience.strip())


class Lookalike(Source):
    """A subclass says where candidates come from without AI, and how accounts are looked up.

    `platform` is its name as an AI is told it.
    """

    method = "Lookalike audience"
    Parameters = LookalikeForm
    counted = ("candidates",)
    does_without = ("ask_the_web", "read_proposals")
    if_nothing = "Name competitors in the offer, or start from the profile of a customer."
    if_narrowed = {"followers": "Ask for fewer followers."}
    platform: str

    @classmethod
    def title(cls, parameters):
        start = parameters["profile"]
        return f"Accounts like {start}" if start else "Accounts that buyers follow"

    @classmethod
    def research_costs(cls) -> list[Cost]:
        usual = usual_research_usd(searches=1, readings=1, search_of=USUAL_QUESTION)
        most = research_usd(searches=1, readings=1)
        return [Cost("web search by the AI", 1, usual or Decimal(0), most_usd=most or Decimal(0))]

    @property
    def offer(self) -> Offer | None:
        return self.search.offer

    @classmethod
    def takes_long(cls, search):
        """Until the candidates are known, which an AI may be asked for."""
        state = search.cursor.get("state", {})
        return bool(search.parameters.get("by_ai")) and not (state.get("candidates") or state.get("looked_up"))

    def begin(self):
        if not self.offer:
            yield Problem("The offer", "It is gone.", NO_OFFER)
        elif profile := self.parameters["profile"]:
            yield self.profile_page(profile)
        elif describes(self.offer):
            yield from self.candidate_pages()
        else:
            yield Problem("The offer", "It does not say what is sold and to whom.", "Describe it, and search again.")

    def profile_page(self, profile: str) -> Page:
        raise NotImplementedError

    def own_candidates(self) -> Iterator[Page]:
        raise NotImplementedError

    def look_up(self, handles: list[str]) -> Iterator[Page]:
        """Pages that look these up and bring `SeedAccount`s."""
        raise NotImplementedError

    def candidate_pages(self) -> Iterator[Brought]:
        if self.parameters.get("by_ai") and asks_ai(self.offer):
            yield page(self.ask_the_web, ASKED)
        else:
            yield from self.own_candidates()

    # What an AI proposes

    def ask_the_web(self):
        try:
            answer = yield search_call("web", self.question())
        except ProviderError as error:
            if not isinstance(error, NotSupported):
                yield problem_of(error, ASKED)
            yield from self.own_candidates()
            return
        lines = [asdict(line) for line in cited_lines(answer)]
        if lines:
            yield page(self.read_proposals, READ, lines=lines)
        else:
            yield from self.own_candidates()

    def question(self) -> str:
        facts = "\n".join(f'{name}: "{one_line(value, 400)}"' for name, value in self.facts() if value)
        return (
            f"Name up to {PROPOSED} accounts on {self.platform} that the likely buyers of an offer follow: "
            "publications, communities, vendors and competitors, thought leaders and other accounts of their trade. "
            f"Give the full address of each account, and why its followers are likely buyers.\n{facts}"
        )

    def facts(self) -> Iterator[tuple[str, str]]:
        known = self.state.get("profile", {})
        yield "Accounts like", " ".join(filter(None, [known.get("name"), known.get("about")]))
        yield "Sold", self.offer.description
        yield "Buyers", self.offer.target_audience
        yield "Competitors", ", ".join(self.offer.competitors)
        yield "Industries", ", ".join(self.offer.industries)

    def read_proposals(self, lines):
        cited = [CitedLine(**line) for line in lines]
        instructions = (
            f"From these lines with their sources, list each account on {self.platform} that they name: its address as "
            "it stands there, its kind, and why its followers are likely buyers, as far as the lines say so."
        )
        try:
            read = yield reading_call("read", ProposedAccounts, instructions, cited)
            proposed = [(each.url, each.kind, each.statement) for each in read.accounts]
        except ProviderError as error:
            yield problem_of(error, READ)
            proposed = [(url, "", line.text) for line in cited for url in (line.url, *ADDRESS.findall(line.text))]
        said = " ".join(f"{line.text} {line.url}" for line in cited).lower()
        for place, (url, kind, statement) in enumerate(proposed[:PROPOSED]):
            handle = self.handle_in(url)
            # an address that stands in no line is made up
            if handle and handle.rpartition(":")[2].lower() in said:
                candidate = self.candidate(handle, kind=kind)
                candidate.speak_for(sentence(statement), PROPOSED - place)
                self.keep(candidate)

    def handle_in(self, url: str) -> str:
        """The handle, as a seed account keeps it, in an address; "" where it names none."""
        raise NotImplementedError

    # Candidates

    @property
    def candidates(self) -> dict[str, dict]:
        return self.state.setdefault("candidates", {})

    def candidate(self, handle: str, **known) -> Candidate:
        """The one with this handle, with what is newly known of it; `keep` stores it."""
        found = Candidate(**self.candidates.get(handle.lower(), {"handle": handle}))
        for name, value in known.items():
            setattr(found, name, value or getattr(found, name))
        return found

    def keep(self, candidate: Candidate) -> None:
        self.candidates[candidate.handle.lower()] = asdict(candidate)

    def end(self):
        """Look the best candidates up, once all are known."""
        if self.state.get("looked_up"):
            return
        self.state["looked_up"] = True
        left = [candidate for candidate in self.ranked() if not self.is_left_out(candidate)]
        handles = [candidate.handle for candidate in left[:LOOKED_AT]]
        self.count("candidates", len(self.candidates))
        if handles:
            yield from self.look_up(handles)

    def ranked(self) -> list[Candidate]:
        found = [Candidate(**each) for each in self.candidates.values()]
        for each, near in zip(found, self.nearness([each.about for each in found]), strict=True):
            each.points += 5 * near + log10(1 + (each.followers or 0)) / 2 + min(each.wrote, 5) / 2 + min(each.named, 5)
        return sorted(found, key=lambda each: -each.points)

    def is_left_out(self, candidate: Candidate) -> bool:
        """The account that was started from, that of the offer itself, and what too few follow."""
        started = self.state.get("profile", {}).get("handle", "").lower()
        own = company_key(self.offer.name)
        few = candidate.followers is not None and candidate.followers < self.parameters["followers"]
        return few or candidate.handle.lower() == started or (bool(own) and company_key(candidate.name) == own)

    def nearness(self, texts: list[str]) -> list[float]:
        """How near each text is to what is sold, to whom, and to the profile that was started from: 0 to 1."""
        about = embed([text for text in self.topics() if text.strip()])
        if not (len(about) and texts):
            return [0.0] * len(texts)
        return (embed(texts) @ about.T).max(axis=1).clip(0, 1).tolist()

    def topics(self) -> list[str]:
        offer, known = self.offer, self.state.get("profile", {})
        return [offer.description, offer.target_audience, *offer.pain_points, known.get("about", "")]

    def shared_words(self, about: str) -> list[str]:
        """Words of an account's description that the topics have too, as it writes them."""
        wanted = set(content_stems(" ".join(self.topics())))
        words = (word for word in WORD.findall(about) if wanted.intersection(content_stems(word)))
        return list({word.lower(): word for word in words}.values())[:3]

    def seed(self, candidate: Candidate) -> SeedAccount | None:
        """The candidate as an account to propose; None where nothing says that its followers may buy."""
        (near,) = self.nearness([candidate.about])
        reasons = candidate.reasons
        is_silent = candidate.is_person and not VOICE.search(candidate.about)
        if self.is_left_out(candidate) or not (reasons or (near >= NEAR_ENOUGH and not is_silent)):
            return None
        if shared := self.shared_words(candidate.about):
            reasons.append(f"Its description speaks of {in_words(shared)}.")
        reason = " ".join(reasons) or "Its description is close to what the offer is about."
        return SeedAccount(
            workspace_id=self.search.workspace_id,
            offer_id=self.search.offer_id,
            platform=self.provider,
            handle=candidate.handle.lower(),
            name=candidate.name[:200],
            about=one_line(candidate.about, 300),
            kind=candidate.kind or kind_of(candidate),
            reason=one_line(reason, 500),
            followers=candidate.followers,
            verified_at=timezone.now(),
        )

    def store(self, brought):
        """Keep the accounts; one that is known for the offer stays saved, with what is known of it today."""
        SeedAccount.objects.bulk_create(
            brought,
            update_conflicts=True,
            unique_fields=["workspace", "offer", "platform", "handle"],
            update_fields=["name", "about", "kind", "reason", "followers", "verified_at"],
        )
        handles = [seed.handle for seed in brought]
        stored = SeedAccount.objects.filter(
            workspace=self.search.workspace_id, offer=self.search.offer_id, platform=self.provider, handle__in=handles
        )
        self.search.seed_accounts.add(*stored)


def asks_ai(offer: Offer | None) -> bool:
    return offer is not None and uses_ai(offer.workspace)


def lookalike_info(kind: str, label: str) -> SourceInfo:
    return SourceInfo(kind, label, asks_pool=False, has_own_tab=True, finds_accounts=True)
