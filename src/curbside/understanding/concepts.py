"""The parts of a question: who, what, against what, and to what end, found by the shape of its sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from curbside.model import Role

_LOOSE = (
    r"patients?|people|persons?|adults?|individuals?|subjects?|those|someone|anyone|men|women|children|infants?|"
    r"neonates?|newborns?|babies|adolescents?|elderly|older|pregnant|critically ill"
)
_IN = r"(?:in|for|among|during|of|after|following|with|against|on|to treat|to prevent|to manage)"
_NEED = (
    r"benefi\w+|effects?|efficacy|effectiveness|roles?|uses?|usefulness|impact|influence|value|place|safety|risks?|"
    r"harms?|side[ -]effects?|adverse (?:effects?|events?|reactions?)|complications?|contra-?indications?|"
    r"dos(?:e|es|age|ages|ing)|evidence|recommendations?|mechanisms? of action|advantages?|outcomes?|toxicity|"
    r"precautions?|indications?"
)
_CARE = (
    r"treatments?|therap(?:y|ies)|management|prevention|prophylaxis|diagnosis|prognosis|causes?|symptoms?|signs?|"
    r"risk factors?|screening|monitoring|work-?up|investigations?|aetiology|etiology|pathogenesis|"
    r"red flags|differential diagnosis|differentials?|clinical features|presentation|pathophysiology|"
    r"first[- ]line (?:\w+ )?"
    r"(?:treatment|therapy|drug)s?|drugs? of choice|criteria|classification|incidence|prevalence|medications?|drugs?"
)
_ACTS = (
    r"reduces?|improves?|increases?|prevents?|treats?|helps?|affects?|causes?|lowers?|raises?|decreases?|worsens?|"
    r"shortens?|prolongs?|induces?|inhibits?|protects? against|work(?:s)?(?: for| in)?|benefits?|relieves?|cures?|"
    r"delays?|slows?"
)
_IS = (
    r"effective|safe|useful|beneficial|recommended|indicated|contra-?indicated|helpful|harmful|superior|approved|used|"
    r"appropriate|necessary|given|started|prescribed|associated|dangerous|efficacious|first[- ]line|"
    r"drugs? of choice|(?:the )?treatment of choice|the best|good|bad|enough|sufficient|preferred"
)
_BETTER = (
    r"better|more effective|less effective|superior|inferior|safer|worse|non-?inferior|as effective|as good|as safe|"
    r"higher|lower|more|less|greater"
)


_ASKS = (
    r"what|which|who|whom|whose|where|when|why|how|is|are|was|were|do|does|did|can|could|should|would|will|may|"
    r"list|name|describe|explain|best|choice|options?|drugs?|medications?|medicines?|agents?|guidelines?|guidance|"
    rf"recommendations?|evidence|approach|strateg\w+|new|newer|novel|current|latest|{_NEED}|{_CARE}"
)
"""Words with which no treatment is named: they ask, or say what about it is asked."""
_MANNER = (
    r"empiric(?:al)?|initial|acute|chronic|medical|surgical|drug|early|emergency|standard|outpatient|inpatient|optimal|"
    r"long-term|conservative|supportive|definitive|pharmacological|non-pharmacological|the|a|an|airway|pain"
)
"""Words that say how a treatment is given, and not what it is or for what."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the question and the part it plays; `lone` where only the shape of a bare name fitted."""

    role: Role
    text: str
    lone: bool = False


_P, _I, _C, _O = Role.POPULATION, Role.INTERVENTION, Role.COMPARATOR, Role.OUTCOME

POISONED = re.compile(
    r"(?P<p>(?!(?:the|of|drug|what|how|is|are|does|do|can)\b)[\w-]+(?: [\w-]+)? "
    r"(?:toxicity|poisoning|overdos(?:e|age)|intoxication))"
    r"(?: (?:treatment|management|symptoms|signs|features|antidotes?|diagnosis|prognosis|guidelines?))*",
    re.IGNORECASE,
)
"""A condition that has its name from the drug that brought it: "digoxin toxicity"."""

_SHAPES: tuple[tuple[str, tuple[tuple[str, Role], ...]], ...] = (
    (POISONED.pattern, (("p", _P),)),
    (
        r"(?:is|are|was|were) (?:the )?(?P<o>.+?) (?:higher|lower|more|less|greater|better|worse|the same)[, ].*?"
        r"(?:when |by )?comparing (?:treatment with |use of |the use of )?(?P<i>.+?) "
        r"(?:to|with|and|versus|vs\.?|against) (?P<c>.+?)"
        rf"(?: (?:in|for|among) (?P<p>(?:{_LOOSE})\b.+))?",
        (("i", _I), ("c", _C), ("o", _O), ("p", _P)),
    ),
    (
        rf"(?:is|are|does|do|can|which is|was|were) (?P<i>.+?) (?:work )?(?:{_BETTER})(?: \w+)? (?:than|to|as) "
        r"(?P<c>.+?)"
        rf"(?: {_IN} (?P<p>.+))?",
        (("i", _I), ("c", _C), ("p", _P)),
    ),
    (
        rf"(?:.*?\b)?(?:{_NEED}) (?:of|from) (?P<i>.+?) (?:versus|vs\.?|compared (?:with|to)) (?P<c>.+?) on (?P<o>.+?)"
        r"(?: (?:in|for|among|during) (?P<p>.+))?",
        (("i", _I), ("c", _C), ("o", _O), ("p", _P)),
    ),
    (
        r"(?:(?:what|how|is|are|should|which)\b.*?\b(?:of|is|are|does|do|between) )?(?P<i>.+?) "
        r"(?:versus|vs\.?|v\.?|compared (?:with|to)|rather than|instead of|or) (?P<c>.+?) (?:in|for|among|during) "
        r"(?P<p>.+)",
        (("i", _I), ("c", _C), ("p", _P)),
    ),
    (
        rf"(?:.*?\b)?(?:{_NEED})(?: (?:and|or) (?:{_NEED}))* (?:of|for|with|from) (?P<i>.+?) (?:on|upon) (?P<o>.+?)"
        rf"(?: (?:in|for|among|during) (?P<p>.+))?",
        (("i", _I), ("o", _O), ("p", _P)),
    ),
    (
        r"(?:what(?:'s| is| are)? )?(?:the )?(?:recommended |usual |right |correct |maximum |starting |loading )*"
        r"(?P<i>(?!(?:is|are|the|what|recommended|usual|right|correct|maximum|starting|loading)\b)"
        r"(?:(?! (?:on|of|the|about) ).)+?) (?:dos(?:e|es|age|ing)|side[ -]effects?|adverse effects?) "
        rf"{_IN} (?P<p>.+)",
        (("i", _I), ("p", _P)),
    ),
    (
        rf"(?:.*?\b)?(?:{_NEED})(?: (?:and|or) (?:{_NEED}))* (?:of|for|with|from) (?P<i>.+?) {_IN} (?P<p>.+)",
        (("i", _I), ("p", _P)),
    ),
    (
        r"(?:what|which) (?P<i>[\w -]+?) (?:is|are|should be|would be) (?:the )?(?:best|recommended|"
        r"preferred|first[- ]line|"
        r"indicated|used|given|safest|safe|most effective|effective|better)(?: \w+)? (?:for|in) (?P<p>.+)",
        (("i", _I), ("p", _P)),
    ),
    (
        r"how (?:much|many|long|often)(?: should| do| can| to give| is)?(?: i| we)?(?: give)? (?P<i>(?!need|wait).+?)"
        r"(?: be (?:given|used|continued|taken|prescribed))? (?:for|in|after|following|before) (?P<p>.+)",
        (("i", _I), ("p", _P)),
    ),
    (
        r"how (?:should|do|does|can|would|to)(?: (?:we|you|i|one|doctors|clinicians))?(?: be)? ?(?P<i>.+?) "
        rf"(?:be )?(?:dosed|given|used|administered|monitored) {_IN} (?P<p>.+)",
        (("i", _I), ("p", _P)),
    ),
    (
        r"(?:does|do|did|can|could|will|would|should|may|might) (?P<i>.+?) "
        r"(?:help|work|be (?:used|given|considered|tried)|make a difference)"
        r"(?: (?:here|him|her|them|the patient))?",
        (("i", _I),),
    ),
    (
        r"(?:should|can|could|may|must|do) (?:i|we|you|one) "
        r"(?:give|use|prescribe|start|offer|try|recommend|stop|hold|withhold|continue|restart) "
        r"(?P<i>.+?) (?:for|in|to|to treat|against|before|during|after) (?P<p>.+)",
        (("i", _I), ("p", _P)),
    ),
    (
        r"(?:.*\b(?:has|have|with|having) )(?P<p>[^,]+?),? (?:and )?(?:can|should|may|could|would) "
        r"(?:he|she|they|i|we|you|the patient) "
        r"(?:get|have|take|use|try|start|be given|receive|be offered|give)(?: (?:him|her|them))? (?P<i>.+)",
        (("i", _I), ("p", _P)),
    ),
    (
        r"(?P<o>.+?) (?:prevention|prophylaxis|treatment|therapy|control) (?:with|using|by) (?P<i>.+?) "
        r"(?:in|for|among|during) (?P<p>.+)",
        (("i", _I), ("p", _P)),
    ),
    (
        r"(?:should|do|must|can|when should|how often should|who should)(?: (?:we|i|you|one|doctors|clinicians))? "
        r"(?P<i>screen|vaccinate|test)(?: [\w-]+){0,3}? (?:for|against) (?P<p>.+?)(?: (?:with|using|by) .+)?",
        (("i", _I), ("p", _P)),
    ),
    (
        r"(?:.*\b)?interactions? (?:between|of) (?P<i>[\w -]+?) (?:and|with) (?P<c>[\w -]+)",
        (("i", _I), ("c", _C)),
    ),
    (
        r"(?:(?:is|are) there (?:an |any )?)?(?P<i>[\w-]+)(?: and| with|,)? (?P<c>[\w-]+) (?:drug )?interactions?",
        (("i", _I), ("c", _C)),
    ),
    (
        r"what(?:'s| is| are) (?:a |an |the )?(?P<p>(?:(?!of|for|in|with|best|first)[\w'-]+ ){0,3}(?:disease|syndrome|"
        r"disorder|[a-z-]*(?:itis|osis|a?emia|pathy|oma|sepsis|asthma|stroke|gout|eclampsia|malaria|epilepsy)))",
        (("p", _P),),
    ),
    (
        r"when (?:(?:not |never )?to|should (?:we |i |you |one )?|do (?:we|i|you) )\s?"
        r"(?:start|give|stop|begin|initiate|use|restart|resume|withhold|offer|prescribe|add) (?P<i>.+?) "
        r"(?:in|for|after|before|during) (?P<p>.+)",
        (("i", _I), ("p", _P)),
    ),
    (
        r"(?:should|do|must|can|who should|when should|how often should) (?:.+? )?be "
        r"(?P<i>screened|vaccinated|tested|immuni[sz]ed) "
        r"(?:for|against) (?P<p>.+)",
        (("i", _I), ("p", _P)),
    ),
    (
        rf"(?:does|do|did|can|could|will|would|should|may|is|are) (?P<i>.+?) (?:be )?(?:{_IS}|used|work) (?:for|in|at) "
        r"(?:the )?"
        r"(?:preventing|prevention of|reducing|reduction of|lowering|improving|relieving|increasing) (?P<o>.+?) "
        r"(?:in|among|for) (?P<p>.+)",
        (("i", _I), ("o", _O), ("p", _P)),
    ),
    (
        rf"(?:does|do|did|can|could|will|would|should|may|is|are) (?P<i>.+?) (?:be )?(?:{_IS}|used|work) (?:for|in|at) "
        r"(?:the )?"
        r"(?:preventing|prevention of|reducing|reduction of|lowering|improving|relieving|increasing) (?P<o>.+)",
        (("i", _I), ("o", _O)),
    ),
    (
        r"how (?:should|do|does|can|would|is|are|to)(?: (?:we|you|i|one|doctors|clinicians))?(?: be)? ?"
        r"(?:treat|manage|diagnose|prevent|monitor|screen for|work up|recogni[sz]e|detect|cure|control) (?P<p>.+)",
        (("p", _P),),
    ),
    (
        r"how (?:should|can|would|is|are) (?P<p>.+?) (?:be )?(?:treated|managed|diagnosed|prevented|monitored|detected|"
        r"recogni[sz]ed|controlled|classified)(?: (?:in|among|during) (?P<p2>.+))?",
        (("p", _P), ("p2", _P)),
    ),
    (
        rf"(?:does|do|did|can|could|will|would|should|may) (?P<i>.+?) (?:{_ACTS}) (?P<o>.+?) "
        r"(?:in|for|among|during|after) (?P<p>.+)",
        (("i", _I), ("o", _O), ("p", _P)),
    ),
    (
        rf"(?:does|do|did|can|could|will|would|should|may) (?P<i>.+?) (?:{_ACTS}) (?P<p>.+)",
        (("i", _I), ("p", _P)),
    ),
    (
        r"(?:is|are|was|were|should|can|could|does|do|has|have) (?:there (?:any )?)?(?P<i>.+?) "
        rf"(?:be |been )?(?:an? )?(?:{_IS})"
        rf"(?: (?:treatment|therapy|option|drug))?(?: {_IN}| with| to)? (?P<p>.+)",
        (("i", _I), ("p", _P)),
    ),
    (
        rf"(?:should|can|could|may) (?P<p>.*?\b(?:{_LOOSE})\b.*?) "
        r"(?:be (?:given|offered|treated with)|get|receive|take|use|have) (?P<i>.+)",
        (("i", _I), ("p", _P)),
    ),
    (
        rf"(?P<i>(?!(?:{_ASKS})\b)[\w-]+(?: (?!(?:{_ASKS})\b)[\w-]+){{0,4}}?) (?:for|in) (?P<p>[\w -]+?) "
        r"(?:dos(?:e|es|age|ages|ing)|side[ -]effects?|adverse effects?|risks|harms|safety)",
        (("i", _I), ("p", _P)),
    ),
    (
        r"(?P<i>[\w -]+?) (?:dos(?:e|es|age|ages|ing)|side[ -]effects?|adverse effects?|risks|harms|safety|"
        r"contra-?indications|interactions)",
        (("i", _I),),
    ),
    (
        r"(?:.*\b)?(?:patient|man|woman|boy|girl|child|baby|mother|father|[\w-]+-year-old(?: \w+)?) "
        r"(?:with|who has|has) (?P<p>[^,]+)",
        (("p", _P),),
    ),
    (
        rf"(?P<i>(?!(?:{_ASKS}|\d+)\b)[\w-]+(?: (?!(?:{_ASKS})\b)[\w-]+){{0,4}}?) (?:for|in|as) (?:the )?"
        r"(?:(?:primary|secondary|tertiary|initial|acute|long-term|first-line|empiric(?:al)?|outpatient) )*"
        r"(?:prevention|prophylaxis|treatment|management|therapy|care) (?:of|for|in|against) (?P<p>.+)",
        (("i", _I), ("p", _P)),
    ),
    (
        r"what(?:'s| is| are| should be) (?:the |a )?(?:target|goal|normal|optimal|ideal) (?P<i>[\w -]+?) (?:for|in) "
        r"(?P<p>.+)",
        (("i", _I), ("p", _P)),
    ),
    (r"what (?:usually |commonly )?(?:causes|triggers|precipitates|leads to) (?P<p>.+)", (("p", _P),)),
    (r"(?:.*\b)?monitoring (?:of|for) (?P<i>.+?) (?:in|during) (?P<p>.+)", (("i", _I), ("p", _P))),
    (
        rf"(?P<i>(?!(?:{_ASKS}|{_MANNER})\b)[\w-]+(?: (?!(?:{_ASKS}|for|in|of|to)\b)[\w-]+){{0,3}}) "
        r"(?:treatment|management|therapy|prophylaxis|prevention) (?:in|during|among) (?P<p>.+)",
        (("i", _I), ("p", _P)),
    ),
    (rf"(?:.*?\b)?(?:{_CARE})(?: (?:and|or) (?:{_CARE}))* (?:of|for|in|against) (?P<p>.+)", (("p", _P),)),
    (rf"(?:.*?\b)?(?:{_NEED}) (?:of|for|with|from) (?P<i>.+)", (("i", _I),)),
    (
        r"(?:what|which) (?P<i>(?:\w+ )?(?:anti[\w-]+|analgesics?|steroids?|statins?|diuretics?|opioids?|"
        r"vaccines?|fluids?|insulins?|[a-z]+ (?:blockers?|inhibitors?))) "
        r"(?:for|in|after|following|before|during) (?P<p>.+)",
        (("i", _I), ("p", _P)),
    ),
    (
        r"(?:what|which|list|name|are there|is there|who|where|when|how|why|can|does|do|is|are)\b.+",
        (),
    ),
    (
        r"(?P<i>.+?) (?:(?:to|for) )?(?:prevent|preventing|prevention of|reduce|reducing|reduction of|improve|"
        r"improving)s? "
        r"(?P<o>.+?)(?: (?:in|among) (?P<p>.+))?",
        (("i", _I), ("o", _O), ("p", _P)),
    ),
    (r"(?P<i>.+?) (?:in|for|among|during|before) (?P<p>.+)", (("i", _I), ("p", _P))),
    (r"(?P<p>.+)", (("p", _P),)),
)
_COMPILED = tuple((re.compile(shape, re.IGNORECASE), roles) for shape, roles in _SHAPES)

_LEAD = re.compile(
    r"^(?:please|hi|hello|(?:briefly )?(?:describe|summari[sz]e|list|name|give|outline|define)(?: (?:the|all|some))?|"
    r"(?:(?:can|could) you )?tell me(?: (?:more )?about)?|i (?:want|would like|need) to know|do you know|explain|"
    r"according to \w+|what does the evidence say about|what is the evidence (?:for|on|that)|"
    r"what do(?:es)? (?:the )?guidelines? (?:say|recommend) (?:about|on|for)|(?:the )?question(?: is)?)[ ,:]+",
    re.IGNORECASE,
)
_EDGES = re.compile(
    r"^(?:(?:prevention of|preventing|reduction of|treatment of|treatment for|management of|for|in|"
    r"the|a|an|any|some|best|safest|ideal|preferred|recommended|use of|using|treatment with|"
    r"therapy with|administration of|giving|routine|with|of|there|oral use of|"
    r"adding|addition of|patients? with|people with|adults? with|those with|individuals with|persons? with|"
    r"subjects with|someone with|cases? of|suspected|confirmed)\b\s*)+|"
    r"\s+(?:patients?|work|used|as|effective|safe|be|the|a|an|any|please|today|now|prevention|management|prophylaxis|safety|in|for|with|of)$|"
    r"(?<=\w{4}) (?<!medical )(?:therapy|treatment)$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:[,;:]| from | secondary to | caused by | (?:and|or) (?:what|how|which|is|are|when|why)\b| when | if | that |"
    r" which | who | without | due to ).*$",
    re.IGNORECASE,
)


_AGAINST_WHAT = re.compile(r"\b(contra-?indications?|allerg(?:y|ies)) (?:to|for|against)\b", re.IGNORECASE)


def parts(question: str) -> tuple[Part, ...]:
    """The parts of one question sentence, intervention first; empty where no shape fits."""
    text = question.replace("[removed]", "").strip(" ,;").rstrip("?!. ")
    while (shorter := _LEAD.sub("", text)) != text:
        text = shorter
    text = _AGAINST_WHAT.sub(r"\1 of", text)
    for pattern, roles in _COMPILED:
        match = pattern.fullmatch(text)
        if match:
            lone = pattern is _COMPILED[-1][0]
            found = (Part(role, _noun(_trim(match.group(name) or "")), lone) for name, role in roles)
            return tuple(p for p in found if p.text and _may_name(p.text))
    return ()


_LONGEST_NAME = 6
"""Words up to which a stretch may be a name: "heart failure with reduced ejection fraction"; longer ones describe."""
_SENTENCE_WORDS = frozenset(
    "your my i me you say tell please ignore should be do does did which what how when who whom is are was were can "
    "could will would has have".split()
)


_NOUNS = {
    "screen": "screening",
    "vaccinate": "vaccination",
    "test": "testing",
    "screened": "screening",
    "vaccinated": "vaccination",
    "tested": "testing",
    "immunised": "immunisation",
}


def _noun(text: str) -> str:
    return _NOUNS.get(text.lower().replace("immunized", "immunised"), text)


_GENERIC = frozenset(
    "drug drugs treatment treatments medication medications therapy therapies agent agents test tests option options "
    "medicine medicines guideline guidelines approach strategy regimen primary secondary tertiary".split()
)


def _may_name(text: str) -> bool:
    """Whether a stretch can be the name of something: a wrong one would make silence of it."""
    found = text.lower().split()
    longest = max(len(part.split()) for part in text.lower().split(" with "))
    return longest <= _LONGEST_NAME and not _SENTENCE_WORDS & set(found) and not set(found) <= _GENERIC


_PICTURES = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]+")


_AROUND = " ,;:-\"'\u201c\u201d"


def _trim(text: str) -> str:
    text = _PICTURES.sub(" ", text)
    text = re.sub(r"\s+not$", "", text)
    text = re.sub(r"\s+\d+[\d.-]*\s?(?:days?|weeks?|months?|years?|mg|g|mcg|units?)\b.*$", "", text)
    text = _TAIL.sub("", re.sub(r"\s+", " ", text)).strip(_AROUND)
    while (shorter := _EDGES.sub("", text).strip(_AROUND)) != text:
        text = shorter
    return text
