"""How people say it: the wording behind each kind of signal, and the wording that makes it mean something else.

Patterns read lower-case text with straight apostrophes. They are narrow on purpose: a missed hint costs
little, a wrong "Ready" costs a salesperson's trust.
"""

import re

TOOL = (
    r"(?:[\w-]+ ){0,3}?(?:tools?|software|platforms?|apps?|crms?|erps?|solutions?|services?|providers?|vendors?|"
    r"agenc(?:y|ies)|suppliers?|systems?|products?|options?|consultants?|consultanc(?:y|ies)|partners?|firms?|"
    r"plugins?|apis?|package|contractors?|manufacturers?|distributors?)"
)
SUBJECT = (
    r"(?:we(?:'re| are|'ve been| have been)?|i(?:'m| am|'ve been| have been)?|our \w+ (?:is|are)|my \w+ (?:is|are))"
)
HEDGE = r"(?:(?:just|also|now|currently|actively|still|really|finally|officially|recently|urgently|seriously|very|so|both|thinking (?:of|about)|considering|planning on|in the process of) )*"
OUR = r"(?:we|our (?:company|team|startup|firm|business|agency|group)|my (?:company|startup|firm|team|business)|the company)"
HAVE = rf"(?:(?:'ve|'re| have| has| are| is| just| recently| finally| officially| successfully| also| now| already| about to) ?)*"


def any_of(*patterns):
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


PATTERNS = {
    "asked_for_recommendation": any_of(
        r"\b(?:can|could|would|does|do|did|has|have) (?:any(?:one|body)|some(?:one|body)|you(?: guys| all)?|people)\b[^.!?]{0,40}?"
        r"\b(?:recommend|suggest|know of|point me to|had (?:good|any) experience|have (?:any )?experience with)\b",
        r"\bany(?:one|body) (?:here )?(?:using|used|tried|know|know of|have|got)\b[^.!]{0,80}\?",
        r"\b(?:any|looking for|seeking|need|needs|want|appreciate|after|hoping for|send me|would love|ask(?:ed|ing) (?:us |me )?for)"
        r" (?:(?:a|good|great|some|any|your|the|honest) )*(?:recommendations?|recs|suggestions?|referrals?)\b",
        r"\b(?:recommendations|recs|suggestions) (?:for|on|welcome|please|appreciated|needed)\b",
        rf"\bwhat(?:'s| is| are)?(?: currently| now)? (?:the |your |a |some )*(?:best|favou?rite|go-to|preferred|top|good|right) {TOOL}\b",
        rf"\b(?:what|which) {TOOL} (?:do|should|would|are|is|did) (?:you|we|i|everyone|people|folks|your)\b",
        r"\bwhat (?:do|are|is|does) (?:you|everyone|everybody|people|folks|your team)(?: all| guys)? (?:use|using|recommend|going with)\b[^.!]{0,60}\bfor\b",
        r"\bwho (?:do|would|should|can) (?:you|we|i) (?:use|recommend|hire|go with|trust)\b",
        rf"\b(?:looking for|in search of|searching for|shopping (?:around )?for|evaluating|comparing|shortlisting|vetting|trialling|trialing)"
        rf" (?:(?:a|an|the|new|good|better|reliable|some|few|several|different|other|two|three) )*{TOOL}\b",
    ),
    "buying_step": any_of(
        r"\bin the market for\b",
        r"\b(?:issu|send|publish|writ|prepar|answer)\w* (?:out )?(?:an? |our |the )?(?:rf[piq]|request for (?:proposals?|quotes?|quotations?|information))\b",
        rf"\b{SUBJECT} {HEDGE}(?:ready to |going to |want(?:ing)? to |plan(?:ning)? to |need(?:ing)? to |looking to |about to |have to )"
        rf"(?:buy|purchase|invest in|procure|implement|roll out|adopt|outsource|subscribe to|sign up for)\b",
        r"\b(?:have|got|secured|approved|allocated|set aside|there is|there's) (?:an? |the |our |some )?budget (?:for|to|approved|available)\b",
        r"\bbudget (?:is |has been |was |now )*(?:approved|allocated|signed off|confirmed)\b",
        r"\b(?:asked|asking|asks|requested|requests|requesting|wants|wanted|would like|booked|agreed to|scheduled) (?:us )?(?:for |to see |to get |to book )?"
        r"(?:a |an |our |the |some )*(?:product |live |quick |short )?(?:demo|quote|pricing|price list|proposal|trial|pilot|poc|proof of concept)\b",
        r"\b(?:interested in|keen on|wants to (?:buy|try|see)) (?:a |our |the |your )*(?:demo|trial|pilot|product|solution|offer|service|buying|purchasing)\b",
    ),
    "looking_for_alternative": any_of(
        r"\balternatives? (?:to|for)\b",
        rf"\b(?:looking for|need|seeking|want|searching for|any|consider(?:ing)?|evaluat\w+|explor\w+)[^.!?]{{0,30}}\balternatives?\b",
        r"\b(?:looking|want(?:s|ing)?|need(?:s|ing)?|trying|plan(?:s|ning)?|going|hoping) to replace\b",
        r"\b(?:we're|we are|i'm|i am) replacing (?:our|my)\b",
        r"\b(?:looking for|need|find|found|seeking) (?:a )?replacement for\b",
        r"\b(?:looking for|need|want) something (?:better|cheaper|simpler|faster|else)\b",
    ),
    "switching_from_competitor": any_of(
        r"\b(?:switch|mov|migrat|transition)(?:e|es|ing|ed)? (?:(?:away|over|off|everything|everyone|completely|all) |(?:our|my|the) \w+ ){0,3}(?:from|off|away from)\b",
        r"\b(?:ditch|dropp|dump|cancel|cancell|leav|abandon)(?:e|ing|ed)? (?:our |my |the )",
        r"\b(?:we|i) (?:just |recently |finally |have )*(?:left|dropped|ditched|cancelled|canceled|churned from)\b",
        r"\b(?:contract|subscription|licen[cs]e|renewal) (?:with [\w. ]{2,30} )?(?:ends|is ending|expires|is expiring|runs out|is up|comes up|won't be renewed|will not be renewed)\b",
    ),
    "complained_about_tool": any_of(
        r"\b(?:frustrated|fed up|disappointed|annoyed|unhappy|struggling|dissatisfied|had enough|not happy) (?:with|of|by)\b",
        r"\b(?:tired|sick) of\b",
        r"\b(?:terrible|awful|horrible|abysmal|useless|unusable|garbage|nightmare|pathetic|ridiculously expensive|way too expensive|too expensive|overpriced|a joke|rip-?off)\b",
        r"\b(?:keeps|kept|constantly|always|keep) (?:crashing|failing|breaking|freezing|timing out|losing|going down|lagging)\b",
        r"\b(?:price (?:hike|increase)|raised (?:their|its|the) prices?|doubled (?:their|its|the|our) prices?|no support|support (?:is|was|has been) (?:terrible|slow|useless|bad|awful|non-existent|unresponsive))\b",
        r"\b(?:i|we) (?:really |absolutely |honestly |seriously )?(?:hate|regret|can't stand)\b",
        r"\b(?:doesn't|does not|didn't|won't) (?:even )?(?:work|scale|integrate|sync)\b",
    ),
    "not_interested": any_of(
        r"\bnot (?:currently |really |at all )?interested\b",
        r"\b(?:no|without) budget\b",
        r"\b(?:happy|satisfied|very happy) with (?:their|our|my|the) (?:current|existing)\b",
        r"\b(?:do not|don't|please don't) (?:contact|call|email|e-mail|reach out)\b",
        r"\b(?:asked (?:us )?not to be contacted|unsubscribe[ds]?)\b",
    ),
    "hiring": any_of(
        rf"\b{OUR}{HAVE} ?(?:hiring|recruiting|growing (?:our|the|my) team|looking (?:to hire|for (?:an? |our )?(?:next |new )))",
        r"\b(?:is|are|'m|'re|now|currently|also) hiring\b(?! (?:managers?|process|freeze|market))",
        r"\bhiring (?:for|an?|our|my|two|three|four|five|several|multiple|\d+)\b",
        r"\b(?:join|joining) (?:our|my) (?:\w+ )?team\b",
        r"#(?:we're|we)?hiring\b|#nowhiring\b",
        r"\b(?:new|open|several|multiple|\d+) (?:job )?(?:openings?|open roles?|open positions?|vacanc(?:y|ies)|roles open|positions open)\b",
    ),
    "job_change": any_of(
        r"\b(?:i'm|i am|i've|i have|i) (?:\w+ ){0,4}?(?:started|starting|start|begin|beginning|accepted|joined|joining|join|stepp(?:ed|ing) into) "
        r"(?:\w+ ){0,3}?(?:new (?:role|position|job|chapter|challenge|adventure)|as (?:an? |the |their )?(?:new )?[\w& -]{2,40}? (?:at|of|for|with)\b)",
        r"\b(?:happy|excited|thrilled|delighted|pleased|proud|honou?red) to (?:share|announce)(?: that)? (?:i'm|i am|i've|i have)[^.!?]{0,30}\b(?:joined|joining|starting|started|new (?:role|position))\b",
        r"\b(?:excited|thrilled|happy|delighted) to (?:join|be joining|have joined|start (?:at|as|my))\b",
        r"\bmy (?:first|second|third) (?:day|week|month) (?:as|at)\b",
        r"\bi(?:'ve| have)? (?:just |been |recently )*(?:been )?(?:promoted|appointed) (?:to|as)\b",
    ),
    "funding": any_of(
        rf"\b{OUR}{HAVE} ?(?:raised|raising|closed|closing|secured|landed)[^.!?]{{0,40}}?(?:series [a-f]\b|seed\b|round\b|funding\b|investment\b|[$€£]\s?\d|\d+ ?(?:m|million|k)\b)",
        rf"\b(?:our|my company's) (?:\w+ )?(?:series [a-f]|seed|pre-seed|funding)(?: round)?\b",
        r"\b(?:raised|closed) (?:an? |their |its )?(?:[$€£]?\d[\w.]* ?)?(?:m |million )?(?:in )?(?:series [a-f]|seed|pre-seed)\b",
    ),
    "product_launch": any_of(
        rf"\b{OUR}{HAVE} ?(?:launch(?:ed|ing)|releas(?:ed|ing)|rolled out|rolling out|unveil(?:ed|ing))\b",
        r"\bour (?:new|latest|next) (?:\w+ ){1,4}(?:is|are) (?:now |finally |officially )*(?:live|out|here|available|launching)\b",
    ),
    "acquisition": any_of(
        rf"\b{OUR}{HAVE} ?(?:been )?(?:acquired|acquiring|merg(?:ed|ing) with|bought)\b(?! (?:new customers|customers|users|clients|skills|knowledge))",
        rf"\b(?:our|the) (?:acquisition (?:of|by)|merger with)\b",
    ),
    "ipo": any_of(rf"\b{OUR}{HAVE} ?(?:going public|gone public|listed on|filed for (?:an )?ipo)\b", r"\bour ipo\b"),
    "expansion": any_of(
        rf"\b{OUR}{HAVE} ?(?:expand(?:ed|ing)|opening (?:an?|our|two|three|new|\d+)|opened (?:an?|our|two|three|new|\d+)|entering (?:the )?\w+ market|scaling (?:up|our|to)|doubl(?:ed|ing) (?:our|the) (?:team|headcount|size))\b",
        r"\b(?:opening|opened) (?:of )?(?:an?|our|two|three|four|five|\d+) (?:new |second |third |\w+ )?(?:offices?|stores?|locations?|branch(?:es)?|sites?|plants?|warehouses?|clinics?|restaurants?|showrooms?|hubs?)\b",
        r"\bexpan(?:ding|ded|sion) (?:in)?to (?:the )?(?:\w+ )?(?:markets?|region|europe|asia|africa|us\b|uk\b|emea|apac|latam|new)",
    ),
    "cost_cutting": any_of(
        rf"\b{OUR}{HAVE} ?(?:cutting|reducing|slashing|trimming|freezing) (?:our |all |the )?(?:costs?|spend(?:ing)?|budgets?|headcount|expenses)\b",
        r"\b(?:our|a|the) (?:hiring|budget|spending) freeze\b",
        rf"\b{OUR}{HAVE} ?(?:laid off|laying off|had to lay off|let go of|restructuring|downsizing)\b",
    ),
}  # fmt: skip

IN_HOUSE = any_of(
    rf"\b{OUR}(?:'re| are| is|'ve| have)? {HEDGE}(?:build|built|building|develop|developed|developing|cod(?:ed|ing)|wr(?:ote|iting)) (?:(?:out|up) )?(?:(?:our|my|their) own|it (?:all )?in-?house|(?:an?|our) (?:in-?house|internal|home-?grown))\b",
    r"\b(?:build|built|building|develop|developed|developing)\b[^.!?]{0,60}\bin-?house\b",
    r"\b(?:rolled|rolling|wrote|built|building|developed|developing) (?:our|my|their) own\b",
)
# A sentence without any of these words cannot match; looking for them first makes reading quick.
CUES = {
    "asked_for_recommendation": (
        "recommend", "suggest", "know of", "point me", "experience", "anyone", "anybody", "recs", "referral", "what",
        "which", "who ", "looking for", "in search of", "searching", "shopping", "evaluating", "comparing", "shortlist",
        "vetting", "trialing", "trialling",
    ),
    "buying_step": (
        "in the market", "rfp", "rfi", "rfq", "request for", "buy", "purchas", "invest", "procure", "roll out", "adopt",
        "implement", "outsource", "subscribe", "sign up", "budget", "demo", "quote", "pricing", "price list", "proposal",
        "trial", "pilot", "poc", "proof of concept", "interested in", "keen on", "wants to",
    ),
    "looking_for_alternative": ("alternative", "replac", "something"),
    "switching_from_competitor": (
        "switch", "mov", "migrat", "transition", "ditch", "drop", "dump", "cancel", "leav", "left", "abandon", "churn",
        "contract", "subscription", "licen", "renewal",
    ),
    "complained_about_tool": (
        "with", "of", "by", "terribl", "awful", "horribl", "abysmal", "useless", "unusable", "garbage", "nightmare",
        "pathetic", "expensive", "overpriced", "a joke", "rip", "keep", "kept", "always", "constantly", "price",
        "support", "hate", "regret", "stand", "n't", "not",
    ),
    "not_interested": ("not", "n't", "no budget", "without budget", "happy with", "satisfied with", "unsubscribe"),
    "hiring": ("hiring", "recruit", "growing", "looking", "join", "opening", "role", "position", "vacanc"),
    "job_change": ("start", "begin", "accept", "join", "step", "share", "announce", "my first", "my second", "my third",
                   "promot", "appoint"),
    "funding": ("rais", "clos", "secur", "land", "series", "seed", "funding"),
    "product_launch": ("launch", "releas", "roll", "unveil", "our new", "our latest", "our next"),
    "acquisition": ("acqui", "merg", "bought"),
    "ipo": ("public", "ipo", "listed on"),
    "expansion": ("expan", "open", "enter", "scal", "doubl"),
    "cost_cutting": ("cut", "reduc", "slash", "trim", "freez", "laid", "lay", "let go", "restruct", "downsiz"),
}  # fmt: skip

SELF_PROMOTION = any_of(
    rf"\b(?:i|we|my team|our team)(?:'ve| have)? {HEDGE}(?:built|made|created|developed|wrote|launched|released|shipped|open-?sourced) (?:an?|this|my|the|our|something)\b",
    r"\b(?:i'm|i am|we're|we are) (?:\w+ )?(?:building|working on|launching) (?:an?|this|something)\b",
    r"\b(?:we|i) (?:offer|provide|sell|specialise in|specialize in|help (?:\w+ )?(?:companies|businesses|teams|founders|brands|people|clients|you))\b",
    r"\b(?:our|my) (?:product|platform|tool|software|app|solution|service|agency|team|startup|saas)\b[^.!?]{0,40}\b(?:helps|is (?:the|an?) (?:best|better|perfect|great|affordable|modern|open)|lets|enables|offers|provides|makes)\b",
    r"\b(?:check (?:it |us |me |this )?out|link in (?:bio|comments?)|dm (?:me|us)|book a (?:demo|call)|sign up (?:now|today|here|for free)|try (?:it|us) (?:for )?free|get started (?:today|now|for free)|use (?:my )?code|promo code|free trial at|visit our|feedback welcome|show hn)\b",
    r"^introducing\b|\bis (?:the|an?) (?:best|better|cheaper|simpler|perfect|open[- ]source|free|modern) alternatives? to\b|\bthe \w+ alternative\b",
    r"\b(?:switch|move|migrate) (?:from \w+ )?to (?:us|our)\b",
)
CONSUMER = any_of(
    r"\b(?:iphone|galaxy s\d+|pixel \d+|samsung s\d+|airpods|apple watch|ipad|playstation|ps5|xbox|nintendo|sneakers|shoes|"
    r"dress|makeup|perfume|mattress|sofa|netflix|spotify|my (?:phone|car|dog|cat|kids?|son|daughter|wife|husband|mum|mom|dad|"
    r"girlfriend|boyfriend|house|apartment|kitchen|birthday|wedding|holiday|gym|hair|landlord))\b"
)
JOB_SEEKER = any_of(
    r"\b(?:looking for|seeking|searching for|open to|available for|exploring|hunting for) (?:(?:a|an|my|new|next|the|full-?time|part-?time|remote|any|other|exciting|freelance|junior|senior|entry[- ]level) )*"
    r"(?:jobs?|roles?|positions?|opportunit(?:y|ies)|internships?|employment|work|gigs?|career)\b",
    r"#?open ?to ?work\b|\b(?:hire me|my (?:cv|resume|résumé)|job (?:hunt|search|seeker)|i was (?:laid off|let go))\b",
)
MARKET_TALK = any_of(
    r"\b(?:market research|doing research|survey|for (?:a|my) (?:blog|article|newsletter|podcast|thesis|study)|case study|webinar|ebook|top \d+|\d+ (?:best|ways|tips|reasons|lessons|things))\b"
)
NEGATED = any_of(
    r"\b(?:not|never|no longer|isn't|aren't|wasn't|weren't|don't|doesn't|didn't|won't|wouldn't|stopped|without|nobody is|no one is|no need to|no plans? to|hardly)\b[\w' ]{0,18}$"
)
SARCASM = any_of(
    r"(?:^|\s)/s(?:\s|$)|\byeah,? right\b|\bsaid no ?one(?: ever)?\b|\bas if\b|🙄|\b(?:just|exactly) what (?:we|i|the world) needed\b"
)
HYPOTHETICAL = any_of(
    r"\b(?:if (?:you|your|someone|a company|they)|imagine|suppose|when (?:you|your|companies|people)|most (?:companies|teams|people)|many (?:companies|teams))\b"
)
INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|ignoriere|ignorez|ignora)\b[^.]{0,40}\b(?:previous|prior|above|all|other|any|earlier|alle)\b[^.]{0,30}\b(?:instructions?|rules?|prompts?|anweisungen|instrucciones|consignes)?"
    r"|</?(?:system|profile|instructions?|user|assistant|prompt)\b|\b(?:system|assistant|developer)\s?:|\bsystem prompt\b|\[\[?\s?(?:admin|system)"
    r"|\b(?:score|rate|mark|rank|classify|treat) (?:this|me|the|him|her)\b[^.]{0,30}\b(?:lead|profile|candidate|as|\d{2,3})\b|\bnew (?:rule|instruction)s?\s?:"
    r"|\bapprove (?:every|this|all) leads?\b|\brespond (?:only )?with\b|\byou are now\b|\"(?:fit|score|intent)\"\s?:\s?\d",
    re.I,
)  # fmt: skip
