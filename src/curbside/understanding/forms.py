"""The other ways a text may write the same word: spelling, number, and everyday equivalents."""

from __future__ import annotations

import re

from curbside.text import other_spellings

# British and American spellings of the stems that clinical words are made of.
_SPELLINGS = (
    ("haem", "hem"), ("aemia", "emia"), ("oedema", "edema"), ("oesoph", "esoph"), ("oestr", "estr"), ("paed", "ped"),
    ("anaesth", "anesth"), ("gynaec", "gynec"), ("diarrhoea", "diarrhea"), ("foet", "fet"), ("tumour", "tumor"),
    ("leukaem", "leukem"), ("ischaem", "ischem"), ("caecum", "cecum"), ("faec", "fec"), ("orthopaed", "orthoped"),
    ("sulph", "sulf"), ("randomis", "randomiz"), ("hospitalis", "hospitaliz"), ("immunis", "immuniz"),
    ("colour", "color"), ("behaviour", "behavior"), ("centre", "center"), ("fibre", "fiber"), ("litre", "liter"),
    ("coeliac", "celiac"), ("dyspnoea", "dyspnea"), ("apnoea", "apnea"), ("manoeuvre", "maneuver"),
    ("ageing", "aging"), ("labour", "labor"), ("aetiolog", "etiolog"), ("orrhoea", "orrhea"),
    ("neutropaen", "neutropen"), ("paral\u0079s", "paralyz"), ("caesar", "cesar"), ("leucocyt", "leukocyt"),
    ("leucopen", "leukopen"), ("aluminium", "aluminum"), ("titre", "titer"), ("goitre", "goiter"), ("odour", "odor"),
    ("catheteris", "catheteriz"), ("hypnotis", "hypnotiz"), ("cauteris", "cauteriz"), ("sterilis", "steriliz"),
    ("mobilis", "mobiliz"), ("homoeo", "homeo"), ("amoeb", "ameb"),
)  # fmt: skip

# Words that name the same thing, one group a line; a wrong form here costs a search, never a quote.
_EQUIVALENTS = tuple(
    tuple(group.split("; "))
    for group in """
intravenous immunoglobulin; ivig; intravenous immune globulin; intravenous immunoglobulins; ivigg; \
iv immunoglobulin; intravenous igg; intravenous immunoglobulin g; intravenous gammaglobulin
disseminated intravascular coagulation; dic; consumption coagulopathy; consumptive coagulopathy
myocardial infarction; heart attack
hypertension; high blood pressure
cerebrovascular accident; stroke
atrial fibrillation; af; afib
heart failure; hf; congestive heart failure; chf
chronic obstructive pulmonary disease; copd; chronic obstructive airways disease
venous thromboembolism; vte
deep vein thrombosis; dvt; deep venous thrombosis
pulmonary embolism; pe
type 2 diabetes; type 2 diabetes mellitus; t2dm; type ii diabetes; noninsulin dependent diabetes
type 1 diabetes; type 1 diabetes mellitus; t1dm
diabetic ketoacidosis; dka
urinary tract infection; uti
chronic kidney disease; ckd
acute kidney injury; aki
renal failure; kidney failure; renal insufficiency; kidney insufficiency; renal impairment; kidney impairment; \
renal dysfunction; impaired renal function; impaired kidney function; reduced renal function; reduced kidney function; \
poor renal function; poor kidney function; poor kidney and liver function
clostridioides difficile; clostridium difficile; c difficile; c. difficile; c diff; c. diff; cdiff; cdi; \
clostridioides difficile infection; clostridium difficile infection; c. difficile infection
pre-eclampsia; preeclampsia
paracetamol; acetaminophen
levothyroxine; thyroxine; l-thyroxine; l-t4
aspirin; acetylsalicylic acid; asa
tissue plasminogen activator; tpa; t-pa; alteplase; rtpa
antibiotics; antibiotic; antibacterials; antimicrobials; antimicrobial; antibacterial
gastro-oesophageal reflux disease; gerd; gord; gastroesophageal reflux disease; gastro-oesophageal reflux; acid reflux
exacerbation of chronic obstructive pulmonary disease; aecopd; copd exacerbation; exacerbation of copd; \
exacerbations of copd; acute exacerbation of copd; acute exacerbations of copd; \
exacerbations of chronic obstructive pulmonary disease
anticoagulation; anticoagulants; anticoagulant; oral anticoagulants; anticoagulant therapy
adrenaline; epinephrine
noradrenaline; norepinephrine
salbutamol; albuterol
cancer; carcinoma; malignancy; neoplasm
triple negative breast cancer; tnbc; triple-negative breast cancer
covid-19; covid; sars-cov-2 infection; coronavirus disease 2019
human immunodeficiency virus; hiv
tuberculosis; tb
direct oral anticoagulant; doac; noac; direct oral anticoagulants; non-vitamin k antagonist oral anticoagulant
low molecular weight heparin; lmwh
unfractionated heparin; ufh
proton pump inhibitor; ppi; proton pump inhibitors
corticosteroids; corticosteroid; glucocorticoids; glucocorticoid; steroids
community-acquired pneumonia; cap; community acquired pneumonia
magnesium sulphate; magnesium sulfate
tranexamic acid; txa
postpartum haemorrhage; pph; postpartum hemorrhage; post-partum haemorrhage
cardiovascular disease; cvd; cardiovascular diseases
status epilepticus; prolonged seizure
immune thrombocytopenia; itp; immune thrombocytopenic purpura; idiopathic thrombocytopenic purpura
thrombotic thrombocytopenic purpura; ttp
guillain-barre syndrome; guillain-barr\u00e9 syndrome; gbs
mortality; death; deaths; survival
screened; screening; screen
vaccinated; vaccination; vaccine; vaccines; immunisation; immunization
tested; testing; test
""".replace("\\\n", "")
    .strip()
    .splitlines()
)
_GROUPS: dict[str, tuple[str, ...]] = {form: group for group in reversed(_EQUIVALENTS) for form in group}


def equivalents(form: str) -> tuple[str, ...]:
    """The forms of everyday equivalence for a lower-case form, itself left out; empty where none is known."""
    group = _GROUPS.get(form) or _GROUPS.get(re.sub(r"s$", "", form), ())
    return tuple(f for f in group if f != form)


def within(form: str) -> tuple[str, ...]:
    """A longer form with a part of it replaced by its equivalents: "c. difficile infection"; a few at most."""
    found: list[str] = []
    for part in sorted(_GROUPS, key=lambda p: (-len(p), p)):
        if len(part) > 2 and re.search(rf"(?<!\w){re.escape(part)}(?!\w)", form):
            found += [form.replace(part, other) for other in equivalents(part)]
            break
    return tuple(found[:4])


_SUFFERERS = (("diabetes", "diabetics"), ("diabetes", "diabetic"), ("asthma", "asthmatics"), ("epilepsy", "epileptics"))


_ANTI = re.compile(r"anti-?([a-z]{4,}.*)")
"""What is against something is written with and without a hyphen: "antivenom", "anti-venom"."""


def spellings(form: str) -> tuple[str, ...]:
    """The other ways to write a lower-case form: British or American, "sglt-2" for "sglt2"; and those who have it."""
    found = [form.removesuffix(name) + people for name, people in _SUFFERERS if form.endswith(name)]
    for british, american in _SPELLINGS:
        if british in form:
            found.append(form.replace(british, american))
        elif american in form and "colorect" not in form:
            twin = form.replace(american, british)
            found.append(twin)
    found.append(_american(form))
    found += [f"anti-{m[1]}" if m[0][4] != "-" else f"anti{m[1]}" for m in (_ANTI.match(form),) if m]
    found += [form.replace(word, other) for word in form.split() for other in other_spellings(word)]
    return tuple(dict.fromkeys(f for f in found if f != form))


def _american(form: str) -> str:
    """A form with every British stem in it replaced: "haemorrhagic anaemia" has two."""
    for british, american in _SPELLINGS:
        form = form.replace(british, american)
    return form
