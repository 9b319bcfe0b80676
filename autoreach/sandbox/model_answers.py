"""Answers of the sandbox's model: made from the request alone, the same for the same request.

The model fills whatever JSON schema it is given with what it has read in the user's text.
"""

import re

from autoreach.sandbox.model_material import DATE, MOST_ITEMS, first_match
from autoreach.sandbox.strict_schemas import resolved
from autoreach.sandbox.world.dice import hashed, words_of

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PROFILE = re.compile(r"(?:linkedin\.com/(?:in|company)|(?<!\w)x\.com|twitter\.com)/([\w%-]+)")
USED = re.compile(r" uses ([^.,(]+)")
NEGATIVE, POSITIVE = (
    {"negative", "low", "weak", "no", "reject", "against"},
    {"positive", "high", "strong", "yes", "accept", "for"},
)


class Answer:
    def __init__(self, schema, material, *, invents=False):
        self.root, self.material, self.invents = schema, material, invents

    def value(self):
        return self._value(self.root, "", None)

    def _value(self, schema, name, finding):
        schema = resolved(schema, self.root)
        if "anyOf" in schema:
            return self._choice(schema["anyOf"], name, finding)
        if isinstance(schema.get("type"), list):
            return self._choice([schema | {"type": kind} for kind in schema["type"]], name, finding)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._enum(schema["enum"], name, finding)
        match schema.get("type"):
            case "object":
                return {key: self._value(child, key, finding) for key, child in schema.get("properties", {}).items()}
            case "array":
                return self._array(schema, name, finding)
            case "integer" | "number":
                return self._number(schema, name, finding)
            case "boolean":
                return bool(finding or self.material.findings)
            case "null":
                return None
        return self._string(schema, name, finding)

    def _choice(self, variants, name, finding):
        """Null where nothing fitting was read, else the first other variant."""
        others = [variant for variant in variants if resolved(variant, self.root).get("type") != "null"]
        value = self._value(others[0], name, finding) if others else None
        return None if len(others) < len(variants) and value in ("", [], None) else value

    def _enum(self, values, name, finding):
        texts = [value for value in values if isinstance(value, str)]
        if not texts:
            return values[0]
        if finding is None:
            place = hashed(len(self.material.text), len(name)) % len(values)
            return values[place]
        # of a profile only its line says what it is
        said = set(words_of(finding.line).split()) if finding.kind.name == "profile" else set()
        return max(
            texts,
            key=lambda text: (
                self._closeness(text, finding),
                len(said & set(words_of(text).split())),
                -texts.index(text),
            ),
        )

    def _closeness(self, text, finding):
        words = set(words_of(text).split())
        polarity = NEGATIVE if finding.kind.strength < 0 else POSITIVE
        return (
            2 * len(words & finding.kind.like)
            + 3 * (finding.kind.dimension in words)
            + bool(words & polarity)
            + (bool(words & {"x", "twitter"}) and "x.com" in finding.url)
            + (bool(words & {"linkedin"}) and "linkedin.com" in finding.url)
        )

    def _array(self, schema, name, finding):
        items = resolved(schema.get("items", {"type": "string"}), self.root)
        most = min(schema.get("maxItems", MOST_ITEMS), MOST_ITEMS)
        if items.get("type") == "object" or "anyOf" in items:
            values = [self._value(items, name, each) for each in self._findings_for(name)[:most]]
        elif finding is not None:
            values = [self._value(items, name, finding)]
        else:
            values = list(dict.fromkeys(self._listed(items, name)))[:most]
        while len(values) < schema.get("minItems", 0):
            values.append(self._value(items, name, None))
        return values

    def _listed(self, items, name):
        """Plain values under a name: those of its own kind where there are any."""
        if re.search(r"technolog|tool|stack", name):
            used = [match[1] for finding in self.material.findings if (match := USED.search(finding.line))]
            return [part.strip() for text in used for part in text.split(" and ")]
        words = set(words_of(name).split())
        findings = self.material.findings
        own = [finding for finding in findings if words & finding.kind.like] or findings
        return [self._value(items, name, finding) for finding in own]

    def _findings_for(self, name):
        findings = self.material.findings
        if re.search(r"candidate|profile|account|match", name):
            profiles = [finding for finding in findings if PROFILE.search(finding.url)]
            return list({finding.url: finding for finding in profiles}.values()) or findings
        return findings

    def _number(self, schema, name, finding):
        low, high = (
            schema.get("minimum", schema.get("exclusiveMinimum", 0)),
            schema.get("maximum", schema.get("exclusiveMaximum")),
        )
        if re.search(r"confiden|probab|likel|certain", name):
            share = finding.confidence if finding else 0.5
            value = share * (high or 1)
        elif finding and re.search(r"index|position|number|(^|_)id$", name):
            value = int(finding.mark) if finding.mark.isdecimal() else finding.number
        elif finding:
            value = finding.kind.strength * (high if high is not None else 20)
        else:
            dimension = next((word for word in ("fit", "intent", "timing") if word in name), "intent")
            value = self.material.score(dimension) / 100 * (high if high is not None else 100)
        value = max(low, value if high is None else min(value, high))
        return round(value) if schema.get("type") == "integer" else round(float(value), 3)

    def _string(self, schema, name, finding):
        text = self._text(name, finding)
        if schema.get("format") == "date" and not DATE.fullmatch(text):
            return "1970-01-01"
        if "pattern" in schema and not re.search(schema["pattern"], text):
            return ""
        return text

    def _text(self, name, finding):
        material, name = self.material, name.lower()
        if re.search(r"city|region|state|country", name) and material.city:
            city = material.city
            return (
                city.code
                if "code" in name
                else city.country
                if "country" in name
                else city.name
                if "city" in name
                else city.region
            )
        if finding is None:
            finding = material.findings[0] if material.findings else None
        if finding is None:
            return "" if re.search(r"url|link|date|quote|email|handle", name) else "Nothing was said about it."
        return self._text_of(name, finding)

    def _text_of(self, name, finding):
        profile = PROFILE.search(finding.url) or PROFILE.search(finding.line)
        if re.search(r"url|link|source|href", name):
            return "https://made-up.example/page" if self.invents else finding.url
        if re.search(r"date|when|published|time", name):
            return finding.date
        if re.search(r"handle|username|slug|identifier", name):
            return profile[1] if profile else ""
        if "mail" in name:
            return first_match(EMAIL, [finding.line])
        if re.search(r"(^|_)(id|ref|key)$", name):
            return finding.mark
        if re.search(r"kind|type|label|signal|dimension|category|field", name):
            return finding.kind.name
        if re.search(r"reason|explan|rational|why|comment|note|summary", name):
            return f"{finding.kind.name.replace('_', ' ')}: {finding.statement}"
        if re.search(r"(^|_)name$|person", name) and profile:
            return re.split(r"[,(–|:@]", finding.line)[0].strip()
        if re.search(r"title|headline|role|company|employer|location|place", name):
            title, company, place = finding.employment
            return (
                company if re.search(r"company|employer", name) else place if re.search(r"loc|place", name) else title
            )
        if re.search(r"value|fact|statement|claim|detail|description", name):
            return finding.statement
        return "These words stand nowhere." if self.invents else finding.quote
