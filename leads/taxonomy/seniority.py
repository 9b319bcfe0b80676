import enum
import re
from functools import lru_cache

from leads.taxonomy.words import tokens


class Seniority(enum.IntEnum):
    UNKNOWN = 0
    INTERN = 1
    JUNIOR = 2
    STAFF = 3
    SENIOR = 4
    MANAGER = 5
    HEAD = 6
    DIRECTOR = 7
    VP = 8
    C_LEVEL = 9
    OWNER = 10

    @property
    def label(self):
        return _LABELS[self]


_LABELS = {
    Seniority.UNKNOWN: "Unknown",
    Seniority.INTERN: "Intern or student",
    Seniority.JUNIOR: "Junior",
    Seniority.STAFF: "Staff",
    Seniority.SENIOR: "Senior",
    Seniority.MANAGER: "Manager",
    Seniority.HEAD: "Head",
    Seniority.DIRECTOR: "Director",
    Seniority.VP: "Vice president",
    Seniority.C_LEVEL: "C-level",
    Seniority.OWNER: "Owner or founder",
}
_LED_IN_GERMAN = "werk werks betriebs produktions fertigungs einkaufs vertriebs verkaufs personal"
_WORDS = {
    Seniority.OWNER: "owner, founder, cofounder, co founder, proprietor, entrepreneur, self employed, sole trader, "
    "fondateur, fondatrice, fundador, fundadora, socio, sócio, proprietário, inhaber, gründer, partner, "
    "geschäftsführender gesellschafter, "
    "managing partner, general partner, venture partner, franchisee, propietario, solopreneur, landlord, restaurateur",
    Seniority.C_LEVEL: "ceo, cfo, cto, coo, cmo, cio, cro, cpo, chro, ciso, cso, cdo, cco, clo, chief, president, "
    "managing director, chairman, chairwoman, chairperson, executive director, pdg, geschäftsführer, "
    "geschäftsführerin, geschaeftsfuehrer, director general, directeur general, directeur général, diretor geral, "
    "présidente, président, presidente, "
    "board member, superintendent school, "
    "chancellor, mayor, md",
    Seniority.VP: "vice president, vp, svp, evp, avp, vice président, vice présidente, vice presidente, "
    "vice chairman, senior vice president",
    Seniority.DIRECTOR: "director, directeur, directrice, diretor, diretora, directora, direktor, principal, dean, dir",
    Seniority.HEAD: "head, chef de service, responsable, leiter, leiterin, commander, superintendent, "
    + ", ".join(f"{part}leiter, {part}leiterin" for part in _LED_IN_GERMAN.split()),
    Seniority.MANAGER: "manager, mgr, supervisor, lead, leader, gerente, gestionnaire, foreman, executive chef, "
    "head chef, team lead, coordinator manager, controller, superviseur, jefe, encargado, comptroller, chief of staff",
    Seniority.SENIOR: "senior, sr, snr, expert, specialist iii, architect, staff engineer, iii, fellow",
    Seniority.JUNIOR: "junior, jr, assistant, trainee, apprentice, entry level, aide, helper, sdr, bdr",
    Seniority.INTERN: "intern, internship, student, stagiaire, praktikant, praktikantin, werkstudent, estagiário, "
    "becario, candidate, undergraduate, graduate student, volunteer, "
    "summer analyst, co op, working student, phd student",
}
_LEVELS = {" ".join(tokens(word)): level for level, words in _WORDS.items() for word in words.split(",")}
_NOT_LEADING = {
    "product owner": Seniority.MANAGER,
    "process owner": Seniority.MANAGER,
    "account director": Seniority.DIRECTOR,
    "business partner": Seniority.STAFF,
    "people partner": Seniority.STAFF,
    "talent partner": Seniority.STAFF,
    "channel partner": Seniority.STAFF,
    "partner manager": Seniority.MANAGER,
    "partner marketing": Seniority.STAFF,
    "partner development": Seniority.STAFF,
    "client partner": Seniority.MANAGER,
    "principal consultant": Seniority.SENIOR,
    "principal engineer": Seniority.SENIOR,
    "principal scientist": Seniority.SENIOR,
    "executive assistant": Seniority.STAFF,
    "assistant director": Seniority.MANAGER,
    "assistant manager": Seniority.MANAGER,
    "deputy director": Seniority.DIRECTOR,
    "assistant vice president": Seniority.VP,
    "associate vice president": Seniority.VP,
    "assistant professor": Seniority.SENIOR,
    "assistant president": Seniority.STAFF,
    "assistant ceo": Seniority.STAFF,
    "lead generation": Seniority.STAFF,
    "account manager": Seniority.STAFF,
    "assistant": Seniority.JUNIOR,
    "senior manager": Seniority.MANAGER,
    "lead teacher": Seniority.STAFF,
    "head start": Seniority.STAFF,
    "head hunter": Seniority.STAFF,
}
# "Assistant to the CEO" is not the CEO.
_SERVED = re.compile(r"(?<=assistant|secretary) (?:to|of|for) .*|(?<=assistant|secretary), office of .*", re.I)


@lru_cache(200_000)
def classify_seniority(title):
    """The highest rank a job title names; STAFF for a title that names none."""
    words = tokens(_SERVED.sub(" ", title or ""))
    if not words:
        return Seniority.UNKNOWN
    found, position = [], 0
    while position < len(words):
        for size in (3, 2, 1):
            term = " ".join(words[position : position + size])
            level = _NOT_LEADING.get(term) or _LEVELS.get(term)
            if level is not None and position + size <= len(words):
                found.append(level)
                position += size - 1
                break
        position += 1
    if Seniority.INTERN in found and max(found) < Seniority.DIRECTOR:
        return Seniority.INTERN
    return max(found, default=Seniority.STAFF)


def seniority_affinity(wanted, found):
    """0 to 1; a step down the ladder costs more than a step up."""
    if Seniority.UNKNOWN in (wanted, found):
        return 0.6
    if {wanted, found} == {Seniority.OWNER, Seniority.C_LEVEL}:
        return 0.7
    step = found - wanted
    return max(0.1, 1 - 0.12 * step) if step >= 0 else max(0.1, 1 + 0.25 * step)
