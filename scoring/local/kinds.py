"""The kinds of signals a text can show, what each is worth and how fast it fades."""

from dataclasses import dataclass

from scoring.scorecard import INTENT, TIMING

STRONG, MEDIUM, WEAK = "strong", "medium", "weak"


@dataclass(frozen=True, slots=True)
class Kind:
    """`points` on the day itself; half of them `half_life` days later."""

    words: str
    dimension: str
    strength: str
    points: int
    half_life: int


KINDS = {
    "switching_from_competitor": Kind("Is switching away from a tool like yours", INTENT, STRONG, 65, 45),
    "looking_for_alternative": Kind("Is looking for an alternative", INTENT, STRONG, 60, 30),
    "asked_for_recommendation": Kind("Asked for a recommendation", INTENT, STRONG, 55, 30),
    "buying_step": Kind("Took a step towards buying", INTENT, STRONG, 55, 45),
    "custom_positive": Kind("Said a phrase this offer looks for", INTENT, STRONG, 45, 60),
    "complained_about_tool": Kind("Complained about the current tool", INTENT, MEDIUM, 40, 45),
    "pain_match": Kind("Has a pain this offer removes", INTENT, MEDIUM, 30, 60),
    "competitor_customer": Kind("The company uses a competitor's product", INTENT, MEDIUM, 25, 365),
    "tool_mention": Kind("Mentioned a competing tool", INTENT, WEAK, 12, 90),
    "custom_negative": Kind("Said a phrase this offer avoids", INTENT, STRONG, -45, 90),
    "not_interested": Kind("Is not interested", INTENT, STRONG, -45, 120),
    "funding": Kind("The company raised money", TIMING, STRONG, 50, 120),
    "job_change": Kind("Is new in the role", TIMING, STRONG, 50, 90),
    "acquisition": Kind("The company bought, merged or was bought", TIMING, MEDIUM, 35, 120),
    "ipo": Kind("The company is going public", TIMING, MEDIUM, 35, 180),
    "expansion": Kind("The company is expanding", TIMING, MEDIUM, 30, 90),
    "hiring": Kind("The company is hiring", TIMING, MEDIUM, 25, 45),
    "product_launch": Kind("The company launched something", TIMING, MEDIUM, 25, 60),
    "cost_cutting": Kind("The company is cutting costs", TIMING, MEDIUM, -15, 60),
}
