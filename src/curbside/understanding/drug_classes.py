"""Classes of drugs and the names that belong to them, read from the stems of international nonproprietary names.

The World Health Organization gives drugs of one class a common stem (The use of stems in the selection of INN, WHO/EMP/
RHT/TSN/2018.1). The stems here were taken from lists drawn from it: drugs.com/inn-stems.html (stems A to C),
nurseslabs.com/common-generic-drug-stem-cheat-sheet (-alol to -cycline), the table of drug name stems at
metcalfe.kyschools.us (cef- to -zumab), liquisearch.com/international_nonproprietary_name/name_stems (-coxib), WHO's
addendum 2 of 2008 (-gliptin) and a lecture's table for -dipine, -gliflozin, -glitazone, -glutide and -tidine. What a
family of classes is called was taken from drugs.com/inn-stems.html (-arol are anticoagulants), liquisearch.com
(-oxetine are antidepressants), nurseslabs.com (-cycline are antibiotics, -dralazine antihypertensives),
pixorize.com/view/6206 (-xaban are anticoagulants), of heparin and warfarin from a review at scirp.org
(PaperID=17722) and wikimili.com, "Discovery and development of direct thrombin inhibitors", and from
picmonic.com/pages/?p=16041 (-mycin, -floxacin and the cephalosporins are antibiotics, the last closely related to
penicillins). A stem says what a substance was named for, not that it is licensed or works for anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DrugClass:
    """A class: the names texts give it, in lower case, and the stem that its members' names end (or begin) with.

    `also` are members whose name has another stem, `not_members` words that only look like members.
    """

    names: tuple[str, ...]
    stem: str
    not_members: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()

    def has(self, word: str) -> bool:
        """Whether a lower-case word is the name of a member."""
        if word in self.also:
            return True
        if len(word) <= len(self.stem) or word in self.not_members:
            return False
        begins = self.stem.endswith("-")
        return word.startswith(self.stem[:-1]) if begins else word.endswith(self.stem[1:])


def _class(stem: str, names: str, not_members: str = "", also: str = "") -> DrugClass:
    return DrugClass(tuple(names.split("; ")), stem, frozenset(not_members.split()), frozenset(also.split()))


CLASSES = (
    _class(
        "-olol",
        "beta blockers; beta-blockers; beta blocker; beta-blocker; beta-adrenergic blockers; "
        "beta-adrenoceptor antagonists",
        # Named for blocking alpha receptors too; StatPearls, "Carvedilol", and Deranged Physiology, "Beta-blockers".
        also="carvedilol labetalol",
    ),
    _class(
        "-pril",
        "ace inhibitors; ace inhibitor; acei; angiotensin-converting enzyme inhibitors; angiotensin converting enzyme "
        "inhibitors; angiotensin-converting enzyme inhibitor; angiotensin-converting-enzyme inhibitors",
        "april",
    ),
    _class(
        "-sartan",
        "angiotensin receptor blockers; angiotensin receptor blocker; arbs; angiotensin ii receptor blockers; "
        "angiotensin ii receptor antagonists; angiotensin receptor antagonists; sartans",
    ),
    _class("-vastatin", "statins; statin; hmg-coa reductase inhibitors; hmg-coa reductase inhibitor"),
    _class(
        "-prazole",
        "proton pump inhibitors; proton pump inhibitor; ppi; ppis; proton-pump inhibitors",
        "aripiprazole brexpiprazole",
    ),
    _class(
        "-gliptin", "dpp-4 inhibitors; dpp-4 inhibitor; dipeptidyl peptidase-4 inhibitors; dpp4 inhibitors; gliptins"
    ),
    _class(
        "-gliflozin",
        "sglt2 inhibitors; sglt2 inhibitor; sglt-2 inhibitors; sodium-glucose cotransporter 2 inhibitors; "
        "sodium-glucose co-transporter 2 inhibitors; sodium-glucose cotransporter-2 inhibitors; gliflozins",
    ),
    _class("-glitazone", "thiazolidinediones; thiazolidinedione; glitazones; tzds"),
    _class(
        "-glutide",
        "glp-1 receptor agonists; glp-1 receptor agonist; glp-1 agonists; glucagon-like peptide-1 receptor agonists; "
        "glp-1 ra",
        "teduglutide",
    ),
    _class("-xaban", "factor xa inhibitors; factor xa inhibitor; direct factor xa inhibitors; xa inhibitors"),
    _class("-dipine", "dihydropyridines; dihydropyridine calcium channel blockers; dihydropyridine"),
    _class(
        "-tidine",
        "h2 receptor antagonists; h2 blockers; h2 antagonists; histamine h2 receptor antagonists; "
        "h2-receptor antagonists",
        "azacitidine cytidine decitidine histidine hexetidine",
    ),
    _class("-azosin", "alpha blockers; alpha-blockers; alpha-1 blockers; alpha-adrenergic blockers"),
    _class("-azepam", "benzodiazepines; benzodiazepine"),
    _class("-cillin", "penicillins; penicillin"),
    _class("cef-", "cephalosporins; cephalosporin"),
    _class("-floxacin", "fluoroquinolones; fluoroquinolone; quinolones; quinolone"),
    _class("-cycline", "tetracyclines; tetracycline"),
    _class("-conazole", "azole antifungals; azoles; triazoles"),
    _class("-tinib", "tyrosine kinase inhibitors; tyrosine kinase inhibitor; tkis"),
    _class("-parib", "parp inhibitors; parp inhibitor; poly(adp-ribose) polymerase inhibitors"),
    _class("-lukast", "leukotriene receptor antagonists; leukotriene receptor antagonist; leukotriene antagonists"),
    _class("-coxib", "cox-2 inhibitors; cox-2 inhibitor; coxibs; cyclooxygenase-2 inhibitors"),
    _class("-caine", "local anaesthetics; local anesthetics; local anaesthetic; local anesthetic", "cocaine"),
    _class("-mab", "monoclonal antibodies; monoclonal antibody"),
)


@dataclass(frozen=True, slots=True)
class Family:
    """A family of classes: what texts call it, the stems of some of its members, and some members by name."""

    names: tuple[str, ...]
    stems: tuple[str, ...]
    members: tuple[str, ...] = ()

    @property
    def classes(self) -> tuple[DrugClass, ...]:
        """The classes of its stems, without names where no class of the list has the stem."""
        return tuple(next((c for c in CLASSES if c.stem == s), DrugClass((), s)) for s in self.stems)


FAMILIES = (
    Family(
        ("antibiotics", "antibiotic", "antibacterials", "antibiotic therapy"),
        ("-cillin", "cef-", "-mycin", "-floxacin", "-cycline"),
    ),
    Family(("antidepressants", "antidepressant", "antidepressant medication"), ("-oxetine",)),
    Family(
        ("anticoagulation", "anticoagulants", "anticoagulant", "oral anticoagulants"),
        ("-arol", "-xaban"),
        ("warfarin", "heparin"),
    ),
    Family(("antihypertensives", "antihypertensive", "antihypertensive drugs"), ("-dralazine", "-azosin")),
)
"""No list of members is whole: there are always others."""


def family_named(name: str) -> Family | None:
    """The family that a lower-case name is of, or None."""
    return next((f for f in FAMILIES if name in f.names), None)


_BY_NAME = {name: found for found in CLASSES for name in found.names}
_WORD = re.compile(r"[a-z][a-z-]+")


def class_named(name: str) -> DrugClass | None:
    """The class that a lower-case name is of, or None."""
    return _BY_NAME.get(name) or _BY_NAME.get(name.replace("-", " "))


def classes_of(name: str) -> tuple[DrugClass, ...]:
    """The classes that a drug of this lower-case name belongs to, by its stem; empty for a name of several words."""
    return tuple(c for c in CLASSES if c.has(name)) if _WORD.fullmatch(name) else ()


def names_drug(text: str) -> bool:
    """Whether a text holds a drug's or a drug class's name."""
    low = text.lower()
    return class_named(low) is not None or any(classes_of(w) for w in _WORD.findall(low))
