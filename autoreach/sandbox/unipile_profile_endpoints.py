"""Unipile: profiles of people and companies, with their sections."""

from autoreach.sandbox.http_messages import Reply
from autoreach.sandbox.unipile_pages import Pages
from autoreach.sandbox.unipile_refusals import WITHOUT_NAVIGATOR, invalid, refuse

SECTIONS = {
    "experience": "work_experience",
    "education": "education",
    "languages": "languages",
    "skills": "skills",
    "certifications": "certifications",
    "about": "summary",
    "volunteering_experience": "volunteering_experience",
    "projects": "projects",
    "recommendations_received": "recommendations",
    "recommendations_given": "recommendations",
    "recruiting_activity": "recruiting_activity",
}


class ProfileEndpoints(Pages):
    def me(self, request):
        account = self._account(request)
        person = self.world.people.get(self._owner)
        return Reply(self.objects.owner(person, has_navigator=account != WITHOUT_NAVIGATOR))

    def profile(self, request, identifier):
        self._account(request)
        sections = self._sections(request)
        person = self._person(identifier)
        if person.case and person.case.linkedin == "private":
            detail = "The recipient appears not to be reachable: locked profile, unsubscribed or invalid."
            raise refuse(422, "user_unreachable", "Recipient cannot be reached", detail)
        profile = self.objects.basics(person)
        filled = self.objects.filled_sections(person)
        throttled = request.fault == "throttled" or bool(person.case and person.case.linkedin == "throttled")
        for section in sections:
            self._add_section(profile, section, filled, throttled)
        if throttled:
            profile["throttled_sections"] = sorted(sections)
        return Reply(profile, units={"profiles": 1})

    def _sections(self, request):
        asked = [part for text in request.query.get("linkedin_sections", ()) for part in text.split(",") if part]
        names = (
            set(SECTIONS)
            if "*" in asked or "*_preview" in asked
            else {name.removesuffix("_preview") for name in asked if "*" not in name}
        )
        if names - set(SECTIONS):
            raise invalid(f"/linkedin_sections/0 Expected union value, got {', '.join(sorted(names - set(SECTIONS)))}")
        return names

    def _add_section(self, profile, section, filled, throttled):
        name = SECTIONS[section]
        value = filled.get(name)
        if value is None:
            return
        if isinstance(value, list):
            profile[f"{name}_total_count"] = len(value)
        if not throttled:
            profile[name] = value
        elif isinstance(value, list):
            profile[name] = []

    def company(self, request, identifier):
        self._account(request)
        company = self._company(identifier)
        return Reply(self.company_objects.company(company), units={"companies": 1})
