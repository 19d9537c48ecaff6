"""Sentences of a passage, read one by one: what each tells, of which outcome, and which way it points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from curbside.appraisal.effects import RATIOS, crosses_no_effect, direction_of_effect, p_values
from curbside.model import Direction, Effect, Facet, Kind
from curbside.text import sentences


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence (start, end) with the label of its line ("RESULTS", "Recommendation") and the words in its bracket."""

    start: int
    end: int
    label: str
    bracket: str


_LABEL = re.compile(r"(?P<label>[A-Z][A-Za-z][A-Za-z &/,'-]{1,60}?)(?: \((?P<bracket>[^()\n]{1,160})\))?: (?=\S)")
_OPENING = re.compile(
    r"[\u2022\u30fb\u25aa\u25cf\u25a0\u2013*-]*\s*(?:(?P<label>BACKGROUND|INTRODUCTION|OBJECTIVES?|AIMS?|PURPOSE|CONTEXT|METHODS?|DESIGN|SETTING|PATIENTS|"
    r"PARTICIPANTS|RESULTS?|FINDINGS|CONCLUSIONS?|INTERPRETATION|DISCUSSION|SIGNIFICANCE|IMPORTANCE|MAIN RESULTS|AUTHORS' CONCLUSIONS)"
    r"(?:[ /&](?:AND )?[A-Z]+)?[.:]? (?=[A-Z0-9]))?"
)
_GRADE_LABEL = re.compile(r"(?P<label>Grade [A-DI](?: statement)?)[.:] (?=\S)")


def labelled(text: str) -> Iterator[Labelled]:
    """The sentences of a passage in order; a label at the start of a line counts for all sentences of the line."""
    start = 0
    for line in text.split("\n"):
        grade = _GRADE_LABEL.match(line)
        match = None if grade else _LABEL.match(line)
        offset = match.end() if match else 0
        label, bracket = (match["label"].strip(), match["bracket"] or "") if match else ("", "")
        for begin, end in sentences(line[offset:]):
            opening = _OPENING.match(line, offset + begin)
            if opening and opening["label"]:
                label, bracket = opening["label"], ""
            begin = opening.end() - offset if opening else begin
            if begin < end:
                yield Labelled(start + offset + begin, start + offset + end, label, bracket)
        start += len(line) + 1


_BY_LABEL = {
    "recommendation": Facet.RECOMMENDATION, "dose": Facet.DOSE, "risk": Facet.HARM, "monitoring": Facet.MONITORING,
    "definition": Facet.DEFINITION, "mechanism": Facet.MECHANISM, "limitation": Facet.LIMITATION, "population": Facet.BACKGROUND,
    "intervention": Facet.BACKGROUND, "comparator": Facet.BACKGROUND,
}  # fmt: skip
_SETTING = re.compile(
    r"background|objective|aim|purpose|introduction|method|design|setting|context|rationale|importance|materials|hypothes|data source|"
    r"study selection|search|eligib|trial registration|registration|funding|measure|population|participant|patients|intervention",
    re.IGNORECASE,
)
_CONCLUDES = re.compile(r"conclu|interpretation|relevance|implication|discussion|authors'", re.IGNORECASE)

_CUES: tuple[tuple[Facet, str], ...] = (
    (Facet.CONTRAINDICATION, r"contra-?indicat"),
    (
        Facet.LIMITATION,
        r"limitation|further (?:research|studies|trials|investigation|work)|more (?:research|studies|trials)|insufficient (?:evidence|data)|"
        r"(?:remains?|is|are) (?:unclear|unknown|uncertain|controversial|to be determined|debated)|small (?:sample|number)|not been (?:established|studied)|"
        r"should be interpreted|lack of (?:evidence|data)|no (?:randomi[sz]ed )?(?:trials|studies) (?:were|have|met)",
    ),
    (
        Facet.DOSE,
        r"\d\s?(?:mg|g|mcg|\u00b5g|\u03bcg|micrograms?|IU|units?|mL|ml|mmol|mEq|gtt|drops)(?:/(?:kg|m2|m\^2|day|d|h|hr|min|dose))*\b(?:[^.]|\.(?=\S)){0,60}\b(?:daily|per day|"
        r"twice|once|every|bolus|infus\w+|orally|intraven\w+|iv|subcutan\w+|im|dos\w+|hourly|for \d|over \d|days?|/day|weeks?|times)|\bdos(?:e|age|ing)s?\b(?: \w+){0,3} (?:of|was|were|is|are|:)[^.]{0,30}\d",
    ),
    (
        Facet.HARM,
        r"adverse|side[ -]effects?|toxicit|complication|hypersensitiv|anaphyla|bleeding|ha?emorrhag|nephrotox|hepatotox|warning|"
        r"(?:increased?|higher|excess|greater) (?:the )?risk|\bharms?\b|discontinu|teratogen|well tolerated|\bsafe(?:ty)?\b|hypoglyc",
    ),
    (Facet.MONITORING, r"\bmonitor|\bmeasure\w* .{0,40}\b(?:before|during|every|weekly|daily)\b|\bcheck\b|baseline .{0,30}(?:tests?|level)"),
    (
        Facet.DIAGNOSIS,
        r"diagnos|sensitivity|specificity|predictive value|\bcriteria\b|\bAUC\b|investigation|biopsy|\bsymptoms?\b|\bsigns?\b|present(?:s|ed|ation) with|clinical features",
    ),
    (
        Facet.MECHANISM,
        r"\binhibit\w*|mechanism|\bbind\w*|\bblock\w*|pathway|mediat\w+|\bactivat\w+|upregulat|downregulat|phosphorylat|encodes?\b|"
        r"express(?:ion|ed)|signal(?:l)?ing|mutations?|receptors?",
    ),
    (Facet.PROGNOSIS, r"prognos|surviv|life expectancy|natural history|predict\w* (?:of )?(?:mortality|death|outcome)"),
    (Facet.DEFINITION, r"\bdefined as\b|\bis (?:an?|the) (?:\w+[ -]){0,6}(?:disease|disorder|syndrome|condition|drug|agent|antibody|inhibitor|protein|gene|type|form|method|test|infection|inflammation)\b|\brefers to\b|\bcharacteri[sz]ed by\b"),
)  # fmt: skip
_DOSE = re.compile(next(cue for facet, cue in _CUES if facet is Facet.DOSE), re.IGNORECASE)
_FACETS = tuple((facet, re.compile(cue, re.IGNORECASE)) for facet, cue in _CUES)
_RECOMMENDS = re.compile(
    r"\b(?:recommend(?:s|ed|ing)?|should|suggest(?:s|ed)?|advis\w+|offer|consider|prefer(?:red)?|must|avoid|do not|(?:is|are) indicated|first[- ]line|treatment of choice)\b",
    re.IGNORECASE,
)
_AIM = re.compile(
    r"\b(?:we (?:aimed|sought|investigated|evaluated|examined|assessed|hypothesi[sz]ed|conducted|performed|searched|included|compared|studied|describe|report|review)|"
    r"(?:aim|objective|purpose|goal)s? (?:of|was|were|is)|to (?:evaluate|assess|determine|investigate|compare|examine|explore|describe|analy[sz]e|review|identify) |"
    r"this (?:study|review|article|paper|trial) (?:aim\w*|was|evaluat\w+|investigat\w+|compar\w+|review\w+|describ\w+|examin\w+|discuss\w+|focus\w+)|were (?:recruited|enrolled|searched|included)|registered)\b",
    re.IGNORECASE,
)  # fmt: skip


def facet_of(words: str, label: str, kind: Kind) -> Facet:
    """What a sentence tells: by the label of its line where it has a telling one, else by its cue words."""
    named = _BY_LABEL.get(label.lower())
    if named is Facet.HARM and re.match(r"contra-?indicat", words, re.IGNORECASE):
        return Facet.CONTRAINDICATION
    if named is Facet.BACKGROUND and label == "Intervention" and _DOSE.search(words):
        return Facet.DOSE
    if named:
        return named
    if (_SETTING.search(label) and not _CONCLUDES.search(label)) or (not label and _AIM.search(words)):
        return Facet.BACKGROUND
    if kind is Kind.GUIDELINE:
        return _in_guideline(words, label)
    return _by_cue(words)


def _in_guideline(words: str, label: str) -> Facet:
    if re.match(r"contra-?indicat", words, re.IGNORECASE) or "contraindicat" in label.lower():
        return Facet.CONTRAINDICATION
    cued = _by_cue(words)
    if cued is Facet.DOSE:
        return Facet.DOSE
    return Facet.RECOMMENDATION if _RECOMMENDS.search(words) else cued


def _by_cue(words: str) -> Facet:
    return next((facet for facet, pattern in _FACETS if pattern.search(words)), Facet.FINDING)


_SECOND_HAND = re.compile(
    r"\[\d{1,3}(?:[,\u2013 -]+\d{1,3})*\]|\bet al\b|\(\d{1,2}(?:[,\u2013-] ?\d{1,2})*\)[.,]?$|[a-z]\.?\d{1,2}(?:[,\u2013-]\d{1,2})+\.?$|\((?:[A-Z][\w-]+,? (?:and|&) )?"
    r"[A-Z][\w-]+,? (?:19|20)\d\d[a-z]?\)|\bprevious(?:ly)? (?:stud|report|publish)|\b(?:other|earlier|several|recent|many) (?:authors|studies|trials|reports)\b|"
    r"\ba recent (?:large )?(?:study|trial|review|meta)|\[\d{3,}\]"
)
_OWN_SECTIONS = re.compile(
    r"abstract|result|conclusion|finding|summary|title|recommend|text|table|interpretation", re.IGNORECASE
)


def second_hand(words: str, section: str, kind: Kind) -> bool:
    """Whether a study's sentence reports others' work: it carries a citation, or stands in an introduction or discussion."""
    if kind in (Kind.GUIDELINE, Kind.LABEL):
        return False
    return not _OWN_SECTIONS.search(section) or (kind is not Kind.REVIEW and bool(_SECOND_HAND.search(words)))


def concludes(label: str) -> bool:
    """Whether the label opens a conclusion."""
    return bool(_CONCLUDES.search(label))


_OUTCOMES: tuple[tuple[str, str], ...] = (
    ("mortality", r"mortalit\w+|\bdeaths?\b|\bdied\b|fatal\w*|all-cause death"),
    ("survival", r"\bsurviv\w+"),
    ("bleeding", r"bleed\w*|ha?emorrhag\w*"),
    ("stroke", r"\bstrokes?\b"),
    ("thrombosis", r"thrombo(?:sis|embol\w+|tic)|\bVTE\b|\bDVT\b|embolism"),
    ("myocardial infarction", r"myocardial infarction|heart attack"),
    ("hospital admission", r"hospitali[sz]ation|readmission|admissions?\b"),
    ("length of stay", r"length of (?:hospital |icu )?stay|hospital stay|icu stay"),
    ("organ failure score", r"\bSOFA\b|APACHE|organ (?:failure|dysfunction)"),
    ("DIC score", r"DIC score"),
    ("platelet count", r"platelet(?: count|s)\b"),
    ("relapse", r"relaps\w+|recurren\w+|exacerbation\w*"),
    ("remission", r"remission|\bcured?\b|resolution"),
    ("infection", r"infections?\b|pneumonia"),
    ("seizures", r"seizures?\b"),
    ("pain", r"\bpain\b"),
    ("quality of life", r"quality of life|\bSF-36\b|\bEQ-5D\b"),
    ("blood pressure", r"blood pressure"),
    ("HbA1c", r"HbA1c|glycated ha?emoglobin"),
    ("weight", r"body weight|weight loss|\bBMI\b"),
    ("fracture", r"fractures?\b"),
    ("adverse events", r"adverse (?:events?|effects?|reactions?)|side[ -]effects?"),
    ("response", r"respon(?:se|der)\w*"),
)
_OUTCOME_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _OUTCOMES)


def outcome_of(words: str) -> str:
    """The first outcome a sentence names, mortality before all others; "" where it names none that is known."""
    for name, pattern in _OUTCOME_PATTERNS[:2]:
        if pattern.search(words):
            return name
    found = [(m.start(), name) for name, pattern in _OUTCOME_PATTERNS if (m := pattern.search(words))]
    return min(found)[1] if found else ""


_NONE = re.compile(
    r"\bno (?:statistically |clinically )?(?:significant |apparent |clear |overall |additional )?(?:(?:mortality|survival|treatment|between-group) )?"
    r"(?:difference|association|effect|benefit|improvement|reduction|increase|change|correlation|impact|evidence (?:of|that|for))s?\b|"
    r"\bnot (?:statistically |significantly |been |have |be )*(?:differ\w*|different|significant\w*|associated|improve\w*|reduc\w+|affect\w*|increase\w*|decrease\w*|alter\w*|"
    r"superior|effective|lower\w*|show\w*|benefi\w*|change\w*)|\bnon-?significant\w*|\b(?:did|does|do) not\b|\bsimilar(?:ly)?\b|\bcomparable\b|\bneither\b|\bnon-?inferior|"
    r"\bfailed to\b|\bunchanged\b|\bequivalent\b|\bineffective\b|\bwithout (?:a |any )?(?:significant )?(?:difference|benefit|effect)",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:uncertain\w*|unclear|inconclusive|insufficient|inconsistent|conflicting|limited evidence|may or may not|not known|unknown|gives? no significance test|"
    r"very low[- ](?:certainty|quality)|could not be (?:determined|assessed)|contested|no figures)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:reduc\w+|lower\w*|decreas\w+|fewer|less|declin\w+|fell|fall|diminish\w*|prevent\w*|shorten\w*|attenuat\w+|suppress\w+|protect\w*|cut|inhibit\w*|smaller|alleviat\w+|drop\w*)\b",
    re.IGNORECASE,
)
_UP = re.compile(
    r"\b(?:increas\w+|higher|greater|more|rose|rise\w*|elevat\w+|prolong\w+|longer|worsen\w*|larger|raised?|promot\w+|excess)\b",
    re.IGNORECASE,
)
_GOOD = re.compile(
    r"\b(?:improv\w+|better|benefi\w+|effective\w*|superior|favou?r\w*|efficacious|hastened|normali[sz]ed|recovered)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:not (?:be )?(?:recommend\w*|suggest\w*|advis\w+|indicated|given|used|routinely|offered)|recommend\w* against|suggest\w* against|against (?:the )?(?:use|routine|screening)|do not|"
    r"should not|must not|avoid\w*|contra-?indicated|no role|discourag\w+|are not suggested)\b",
    re.IGNORECASE,
)
_INSUFFICIENT = re.compile(
    r"insufficient (?:evidence )?to (?:assess|recommend)|no recommendation|cannot recommend|evidence is insufficient",
    re.IGNORECASE,
)


def direction_of(words: str, facet: Facet, effects: tuple[Effect, ...]) -> Direction:
    """Which way a sentence points: for or against where it recommends, else higher, lower or no difference of its outcome."""
    if facet in (Facet.RECOMMENDATION, Facet.CONTRAINDICATION):
        return _recommends(words, facet)
    if _UNSURE.search(words):
        return Direction.UNCERTAIN
    by_effect = {
        direction_of_effect(e) for e in effects if crosses_no_effect(e) is not None or (e.p and e.measure in RATIOS)
    }
    if len(by_effect) == 1:
        return by_effect.pop()
    if by_effect:
        return Direction.MIXED
    return _by_words(words)


def _recommends(words: str, facet: Facet) -> Direction:
    if _INSUFFICIENT.search(words):
        return Direction.UNCERTAIN
    if facet is Facet.CONTRAINDICATION or _AGAINST.search(words):
        return Direction.AGAINST
    return Direction.FOR if _RECOMMENDS.search(words) else Direction.UNSTATED


def _by_words(words: str) -> Direction:
    if _NONE.search(words):
        return Direction.NO_DIFFERENCE
    values = [value for sign, value in p_values(words) if sign in "=<\u2264"]
    if values and min(values) > 0.05:
        return Direction.NO_DIFFERENCE
    down, up, good = _DOWN.search(words), _UP.search(words), _GOOD.search(words)
    if down and up:
        return Direction.LOWER if down.start() < up.start() else Direction.HIGHER
    if down:
        return Direction.LOWER
    if up:
        return Direction.HIGHER
    return Direction.HIGHER if good else Direction.UNSTATED
