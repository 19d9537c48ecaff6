"""What clinicians write for short in a note, written out before a question is read."""

from __future__ import annotations

import re
from functools import partial

from curbside.text import names_condition

# Words of notes and wards that no text defines as an abbreviation, and that mean one thing in a clinical question. What
# sob, etoh, abx, nac, rvr, pna, bp and k stand for was read in the glossary of github.com/imantsm/medical_abbreviations
# (ce0e839); that people call a seizure a fit, on nhs.uk ("What to do if someone has a seizure (fit)", 2023). Of
# those that the glossary reads in several ways, the company here leaves one: "bp target", "paracetamol od nac".
_WRITTEN_OUT = {
    r"rx|tx|trt": "treatment",
    r"mx|mgmt|mgt|mngt": "management",
    r"dx|diag": "diagnosis",
    r"ddx": "differential diagnosis",
    r"sx|symps?": "symptoms",
    r"abx|antibx": "antibiotics",
    r"anticoag": "anticoagulation",
    r"anticoags": "anticoagulants",
    r"paeds?|peds?|kids?|kiddos?": "children",
    r"bubs?|newborn babies": "newborns",
    r"(?<=\w )se'?s": "side effects",
    r"vit": "vitamin",
    r"mag(?:nesium)? sulph": "magnesium sulphate",
    r"mag(?:nesium)? sulf": "magnesium sulfate",
    r"mag(?= sul(?:f|ph))": "magnesium",
    r"sob": "shortness of breath",
    r"(?<!model )(?<!best )(?<!it )fits(?! (?:the|a|an|all|in with)\b)": "seizures",
    r"fitting(?= child| baby| infant| patient|$)": "seizures",
    r"etoh": "alcohol",
    r"benzos?": "benzodiazepines",
    r"fluclox": "flucloxacillin",
    r"coamox|co-amox": "co-amoxiclav",
    r"clarithro": "clarithromycin",
    r"azithro": "azithromycin",
    r"post[- ]partum": "postpartum",
    r"resus": "resuscitation",
    r"pna": "pneumonia",
    r"hep(?= [abc]\b)": "hepatitis",
    r"rhabdo": "rhabdomyolysis",
    r"bicarb": "bicarbonate",
    r"pen(?=[ -]allerg)": "penicillin",
    r"nac(?= (?:paracetamol|acetaminophen)|$)": "acetylcysteine",
    r"rvr": "rapid ventricular response",
    r"gi(?= (?:bleed|haem|hem))": "gastrointestinal",
    r"(?<=\w )bleed(?!\w)": "bleeding",
    r"bp(?= (?:target|goal|control|lowering|treatment|drugs?|meds?|in\b))|(?<=high )bp|(?<=low )bp": "blood pressure",
    r"(?:high|raised|elevated) (?:k\+?|potassium)|hyper ?k\+?": "hyperkalaemia",
    r"low (?:k\+?|potassium)|hypo ?k\+?": "hypokalaemia",
    r"low (?:na\+?|sodium)|hypo ?na\+?": "hyponatraemia",
    r"(?:high|raised|elevated) (?:na\+?|sodium)|hyper ?na\+?": "hypernatraemia",
    r"mag|mgso4": "magnesium sulphate",
    r"exac|exacs|exacerb": "exacerbation",
    r"pts?": "patients",
    r"preg": "pregnancy",
    r"prophy|ppx": "prophylaxis",
    r"mab|mabs": "monoclonal antibodies",
    r"bbs?|b-blockers?|\u03b2-blockers?": "beta blockers",
    r"amox": "amoxicillin",
    r"vanc|vanco": "vancomycin",
    r"hydroxychlor|hcq": "hydroxychloroquine",
    r"pred": "prednisolone",
    r"dex(?! \w*medet)": "dexamethasone",
    r"levo-?t4": "levothyroxine",
    r"para(?= (?:dose|overdose|od))": "paracetamol",
    r"od(?= (?:on|of)\b)|"
    r"(?<=paracetamol )od|(?<=acetaminophen )od|(?<=opioid )od|(?<=tricyclic )od|(?<=digoxin )od|"
    r"(?<=salicylate )od|(?<=blocker )od|(?<=tca )od": "overdose",
    r"yo|y/o|yrs? old": "years old",
    r"hypothyroid": "hypothyroidism",
    r"hyperthyroid": "hyperthyroidism",
    r"subclin": "subclinical",
    r"preop|pre[- ]op": "preoperative",
    r"postop|post[- ]op": "postoperative",
    r"afib|a-?fib": "atrial fibrillation",
    r"htn": "hypertension",
    r"t2d|dm2|type ?2 dm": "type 2 diabetes",
    r"t1d|dm1|type ?1 dm": "type 1 diabetes",
}
_SHORT = tuple(
    (re.compile(rf"(?<![\w-])(?:{short})(?![\w-])", re.IGNORECASE), long) for short, long in _WRITTEN_OUT.items()
)
_MARKS = (
    (re.compile(r"(?<!\w)w/o(?!\w)", re.IGNORECASE), "without"),
    (re.compile(r"(?<!\w)[wc]/(?=\s|\w)", re.IGNORECASE), "with "),
    (re.compile(r"(?<=\w)(?<!factor)(?<!type)(?<!stage)(?<!grade)(?<!class)(?<!group) v\.? (?=\w)"), " versus "),
    (re.compile(r"\brenal dos(?:e|es|ing)\b", re.IGNORECASE), "dose in renal impairment"),
    (re.compile(r"(?<=\bdose )(?=(?:a )?\d+[ -](?:y/?o|yrs?|years?|months?|weeks?)\b)", re.IGNORECASE), "in "),
    (re.compile(r"\b(?:acute )?(asthma|gout) (?:attack|flare(?:[- ]?up)?)s?\b", re.IGNORECASE), r"acute \1"),
    (re.compile(r"(?<!\w)s/p(?!\w)", re.IGNORECASE), "after"),
    (re.compile(r"^(?:name|list|mention) (?:at least )?(?:\d+|two|three|four|five|some) (?=\w)", re.IGNORECASE), ""),
    (re.compile(r"\b(ckd|copd|nyha|gold)[ -]?(?=[1-5ivIV])", re.IGNORECASE), r"\1 "),
    (re.compile(r"\s[-\u2013\u2014]+\s.*$"), ""),
)
_IN_CAPITALS = re.compile(r"[^a-z]+")


_WHAT_TO_DO = re.compile(
    r"(?P<rest>(?:(?!\b(?:what|how|which|when|who|why|if|is|are|do|does|should|can|dose|treat\w*|manag\w*)\b)(?:[^?!.]|\.(?=\d)))+?)"
    r"[\s,;:?.-]+(?:what (?:to|(?:can|should|do|shall|would) (?:i|we|you)|now to|drugs? to) "
    r"(?:do|give|use|start|prescribe|try)(?: (?:now|next|first|here|for (?:it|him|her|them)))*|what (?:now|next))\W*",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(
    r"(?P<rest>(?:(?!\b(?:what|how|which|dos(?:e|es|ing))\b)[^?!.])+?)[\s,]+how much\W*", re.IGNORECASE
)
_HOW_LONG = re.compile(r"(?P<rest>(?:(?!\b(?:what|how|which)\b)[^?!.])+?)[\s,]+how long(?: for)?\W*", re.IGNORECASE)
_WHEN = re.compile(
    r"(?P<rest>(?:(?!\b(?:what|how|which|when)\b)[^?!.])+?)[\s,]+(?:when to )?"
    r"(?P<what>stop|start|restart)(?: when)?\W*",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?P<rest>(?:(?!\b(?:what|how|which|of|for|in|are|is)\b)[^?!.])+?) "
    r"(?P<what>red flags|work-?up|differential diagnosis)\W*",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"[\s,]+(?:or (?:not|wait|no)|yes or no|y/n|continue|any ideas|pls|please|asap|thanks|stat|when)\W*$", re.IGNORECASE
)


def _in_full(question: str) -> str:
    """What is asked behind the names, told before them: "snake bite what to do" as "treatment of snake bite"."""
    question = _ADDED.sub("", question)
    if match := _WHAT_TO_DO.fullmatch(question):
        return f"treatment of {match['rest']}"
    if match := _WHEN.fullmatch(question):
        return f"when to {match['what']} {match['rest']}"
    if match := _HOW_MUCH.fullmatch(question):
        return f"{match['rest']} dose"
    if match := _BEHIND.fullmatch(question):
        return f"{match['what']} of {match['rest']}"
    match = _HOW_LONG.fullmatch(question)
    return f"{match['rest']} duration" if match else question


def _written(long: str, match: re.Match[str]) -> str:
    return match.group() if _IN_CAPITALS.fullmatch(match.group()) else long


_DOSE_FOR = re.compile(
    r"(?<=\bdose )(?P<degree>(?:acute|severe|chronic|mild|neonatal|bacterial|pulmonary) )?(?P<what>[\w-]+)"
    r"(?=(?: [\w-]+){0,2} (?:in|with) )",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"adults?|children|child|infants?|neonates?|newborns?|wom[ae]n|m[ae]n|patients?", re.IGNORECASE)


def _dose_in(match: re.Match[str]) -> str:
    """The condition or the people that a dose is for, behind "in": "amoxicillin dose pneumonia in children"."""
    whom = _PEOPLE.fullmatch(match["what"]) or names_condition(match["what"])
    return f"in {match.group()}" if whom else match.group()


def written_out(question: str) -> str:
    """The question with ward shorthand written out: "abx for cap w/ ckd4" as "antibiotics for cap with ckd 4".

    A word in capitals is left alone, as it may be an abbreviation that texts define ("MAG").
    """
    question = _in_full(question)
    for pattern, long in _MARKS:
        question = pattern.sub(long, question)
    question = _DOSE_FOR.sub(_dose_in, question)
    for pattern, long in _SHORT:
        question = pattern.sub(partial(_written, long), question)
    return re.sub(r"\s+", " ", question).strip()
