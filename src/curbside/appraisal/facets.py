"""What a sentence tells: read from the label of its line, else from its cue words."""

from __future__ import annotations

import re

from curbside.appraisal.cues import cue
from curbside.appraisal.headings import Chapter
from curbside.model import Facet

_BY_LABEL = {
    "recommendation": Facet.RECOMMENDATION,
    "dose": Facet.DOSE,
    "risk": Facet.HARM,
    "monitoring": Facet.MONITORING,
    "definition": Facet.DEFINITION,
    "mechanism": Facet.MECHANISM,
    "limitation": Facet.LIMITATION,
    "population": Facet.BACKGROUND,
    "intervention": Facet.BACKGROUND,
    "comparator": Facet.BACKGROUND,
}
_SETTING = re.compile(
    r"background|objective|aim|purpose|introduction|method|design|setting|context|rationale|importance|materials|"
    r"hypothes|data source|study selection|search|eligib|trial registration|registration|funding|measure|population|"
    r"participant|patients|intervention",
    re.IGNORECASE,
)
_CONCLUDES = re.compile(r"conclu|interpretation|relevance|implication|discussion|authors'", re.IGNORECASE)

_UNITS = r"mg|g|mu|million units|mcg|\u00b5g|\u03bcg|micrograms?|IU|units?|mL|ml|mmol|mEq|gtt|drops"
_DOSE = cue(
    rf"\d\s?(?:{_UNITS})(?:/(?:kg|m2|m\^2|day|d|h|hr|min|dose))*\b(?:[^.]|\.(?=\S)){{0,60}}\b"
    r"(?:daily|per day|twice|once|every|bolus|infus\w+|orally|intraven\w+|iv|subcutan\w+|im|intramusc\w+|dos\w+|"
    r"hourly|tds|bd|od|qds|tid|bid|qid|nocte|stat|for \d|over \d|days?|/day|weeks?|times)|"
    r"\bdos(?:e|age|ing)s?\b(?: \w+){0,3} (?:of|was|were|is|are|:)[^.]{0,30}\d"
)
_HARM = cue(
    r"adverse|side[ -]effects?|toxicit|complication|hypersensitiv|anaphyla|bleeding|ha?emorrhag|nephrotox|hepatotox|"
    r"warning|(?:increased?|higher|excess|greater) (?:the )?risk|\bharms?\b|discontinu|teratogen|may cause|"
    r"well tolerated|\bsafe(?:ty)?\b|hypoglyc",
    "adv sid tox com hyp ana ble hae hem nep hep car oto neu war inc hig exc gre har dis ter wel saf may",
)
_CUES = (
    (Facet.CONTRAINDICATION, cue(r"contra-?indicat", "con")),
    (
        Facet.LIMITATION,
        cue(
            r"limitation|further (?:research|studies|trials|investigation|work)|more (?:research|studies|trials)|"
            r"(?:studies|trials|research) (?:are|is) (?:\w+ )?(?:needed|required|warranted)|"
            r"insufficient (?:evidence|data)|(?:remains?|is|are) (?:unclear|unknown|uncertain|controversial|"
            r"to be determined|debated)|small (?:sample|number)|not been (?:established|studied)|should be interpreted|"
            r"lack of (?:evidence|data)|no (?:randomi[sz]ed )?(?:trials|studies) (?:were|have|met)",
            "lim fur mor ins unc unk con det deb sma est stu int lac tri",
        ),
    ),
    (Facet.DOSE, _DOSE),
    (Facet.HARM, _HARM),
    (
        Facet.MONITORING,
        cue(
            r"\bmonitor|\bmeasure\w* .{0,40}\b(?:before|during|every|weekly|daily)\b|\bcheck\b|"
            r"baseline .{0,30}(?:tests?|level)",
            "mon mea che bas",
        ),
    ),
    (
        Facet.DIAGNOSIS,
        cue(
            r"diagnos|sensitivity|specificity|predictive value|\bcriteria\b|\bAUC\b|investigation|biopsy|\bsymptoms?\b|"
            r"\bsigns?\b|present(?:s|ed|ation) with|clinical features",
            "dia sen spe pre cri auc inv bio sym sig cli",
        ),
    ),
    (
        Facet.MECHANISM,
        cue(
            r"\binhibit\w*|mechanism|\bbind\w*|\bblock\w*|pathway|mediat\w+|\bactivat\w+|upregulat|downregulat|"
            r"phosphorylat|encodes?\b|express(?:ion|ed)|signal(?:l)?ing|mutations?|receptors?",
            "inh mec bin blo pat med act upr dow pho enc exp sig mut rec",
        ),
    ),
    (
        Facet.PROGNOSIS,
        cue(
            r"prognos|surviv|life expectancy|natural history|predict\w* (?:of )?(?:mortality|death|outcome)",
            "pro sur lif nat pre",
        ),
    ),
    (
        Facet.DEFINITION,
        cue(
            r"\bdefined as\b|\bis (?:an?|the) (?:\w+[ -]){0,6}(?:disease|disorder|syndrome|condition|drug|agent|"
            r"antibody|inhibitor|protein|gene|type|form|method|test|infection|inflammation)\b|\brefers to\b|"
            r"\bcharacteri[sz]ed by\b",
            "def is ref cha",
        ),
    ),
)
_RECOMMENDS = cue(
    r"\b(?:recommend(?:s|ed|ing)?|should|suggest(?:s|ed)?|advis\w+|offer|consider|prefer(?:red)?|must|avoid|"
    r"(?:^|[;:,.] |we )do not|"
    r"(?:is|are) indicated|first[- ]line|(?:treatment|drugs?) of choice|best (?:drug|treatment|choice)|mainstay)\b|"
    r"^(?:give|use(?! of)|start|prescribe|administer|refer|stop|add|transfuse)\b",
    "rec sho sug adv off con pre mus avo do is are fir tre dru bes mai giv use sta adm ref sto add tra",
)
_AIM = cue(
    r"\b(?:we (?:aimed|sought|investigated|evaluated|examined|assessed|hypothesi[sz]ed|conducted|performed|searched|"
    r"included|compared|studied|describe|report|review|measured|tested|analy[sz]ed|determined|enrolled|recruited|used)|"
    r"(?:aim|objective|purpose|goal)s? (?:of|was|were|is)|to (?:evaluate|assess|determine|investigate|compare|examine|"
    r"explore|describe|analy[sz]e|review|identify) |"
    r"th(?:is|e present) (?:study|review|article|paper|trial) (?:aim\w*|was|evaluat\w+|investigat\w+|compar\w+|"
    r"review\w+|describ\w+|examin\w+|discuss\w+|focus\w+)|"
    r"(?:were|was) (?:recruited|enrolled|searched|included|involved|interviewed|assessed|evaluated|measured|performed|"
    r"conducted)|(?:participants|patients|women|men|adults|children|subjects|studies|trials) (?:were|are) eligible|"
    r"eligible (?:participants|patients|subjects|studies) (?:were|are|had)|"
    r"researchers (?:examined|investigated|studied)|there is (?:also )?an? (?:urgent )?need|registered)\b",
    "we aim obj pur goa to thi wer was res the reg par pat wom men adu chi sub stu tri eli",
)


def facet_of(text: str, starts: frozenset[str], label: str, chapter: Chapter | None) -> Facet:
    """What a sentence tells; `starts` are those of its words (see cues), `chapter` that of a guideline, else None."""
    named = _BY_LABEL.get(label.lower())
    if named is Facet.HARM and re.search(r"\bcontra-?indicated\b", text, re.IGNORECASE):
        return Facet.CONTRAINDICATION
    if named is Facet.BACKGROUND and label == "Intervention" and _DOSE.search(text, starts):
        return Facet.DOSE
    if named:
        return named
    if (_SETTING.search(label) and not _CONCLUDES.search(label)) or (not label and _AIM.search(text, starts)):
        return Facet.BACKGROUND
    return _by_cue(text, starts) if chapter is None else _in_guideline(text, starts, label, chapter)


_ADVISING = frozenset({Chapter.TREATMENT, Chapter.PREVENTION, Chapter.ADVICE})
_WARNING = frozenset({Facet.CONTRAINDICATION, Facet.MONITORING, Facet.DOSE})
_MENTIONS_ITSELF = cue(
    r"\b(?:guideline|CPG|document)s?\b.{0,80}\b(?:includes?|was|were|is an?|released|published|update[ds]?|titled|"
    r"provides?)\b",
    "gui cpg doc",
)


def _in_guideline(text: str, starts: frozenset[str], label: str, chapter: Chapter) -> Facet:
    if re.match(r"contra-?indicat", text, re.IGNORECASE) or "contraindicat" in label.lower():
        return Facet.CONTRAINDICATION
    if chapter is Chapter.GOALS:
        return Facet.BACKGROUND
    cued = _by_cue(text, starts)
    if cued is Facet.DOSE:
        return Facet.DOSE
    if recommends(text, starts):
        return Facet.RECOMMENDATION
    if _MENTIONS_ITSELF.search(text, starts):
        return Facet.BACKGROUND
    return _by_chapter(cued, chapter)


def _by_chapter(cued: Facet, chapter: Chapter) -> Facet:
    """What a line tells whose own words do not say it, by the heading that it stands under."""
    if chapter is Chapter.WARNINGS:
        return cued if cued in _WARNING else Facet.HARM
    if cued is not Facet.FINDING:
        return cued
    # A line of a section on treatment is what the guideline advises, whether or not it has a verb that says so.
    if chapter in _ADVISING:
        return Facet.RECOMMENDATION
    return Facet.DIAGNOSIS if chapter in _TELLING_IT else cued


_TELLING_IT = frozenset({Chapter.TESTS, Chapter.FEATURES})


def _by_cue(text: str, starts: frozenset[str]) -> Facet:
    return next((facet for facet, found in _CUES if found.search(text, starts)), Facet.FINDING)


def concludes(label: str) -> bool:
    """Whether the label opens a conclusion."""
    return bool(_CONCLUDES.search(label))


def recommends(text: str, starts: frozenset[str]) -> bool:
    """Whether a sentence recommends or says what is recommended."""
    return _RECOMMENDS.search(text, starts) is not None
