"""Morphine milligram equivalents of opioids a day."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Example, Number, Outcome, Source, Step, Values
from curbside.calculators.formulas import Formula

FACTORS = {
    "codeine": 0.15, "hydrocodone": 1.0, "hydromorphone": 5.0, "methadone": 4.7, "morphine": 1.0, "oxycodone": 1.5,
    "oxymorphone": 3.0, "tapentadol": 0.4, "tramadol": 0.2, "fentanyl_patch": 2.4, "fentanyl_buccal": 0.13,
}  # fmt: skip
"""For each mg a day; the patch for each ug/h, the buccal form for each ug a day. CDC 2022; buccal CDC 2014 and 2017."""
_UNITS = {"fentanyl_patch": "ug/h", "fentanyl_buccal": "ug"}


def _pair(drug: str) -> tuple[Number, Number]:
    spoken = drug.replace("_", " ")
    dose = Number(f"{drug}_dose", f"{spoken.capitalize()}, each dose", _UNITS.get(drug, "mg"), 0, 5000,
                  (f"{spoken} dose",), optional=True)  # fmt: skip
    often = Number(f"{drug}_per_day", f"{spoken.capitalize()}, doses a day", "/day", 0, 48, (f"{spoken} dose per day",),
                   default=1.0)  # fmt: skip
    return dose, often


def _compute(values: Values) -> Outcome:
    total, steps = 0.0, []
    for drug, factor in FACTORS.items():
        dose = values.maybe(f"{drug}_dose")
        if dose is None:
            continue
        times = values.number(f"{drug}_per_day")
        total += dose * times * factor
        steps.append(Step(drug.replace("_", " "), f"{dose:g} x {times:g} x {factor:g} = {dose * times * factor:g}"))
    found = round(total, 3)
    none = () if steps else ("No opioid was given.",)
    return Outcome({"mme": found}, found, (*steps, Step("Sum", f"{found:g} a day")), none)


SCORE = Calculator(
    id="morphine_equivalents",
    name="Morphine milligram equivalents",
    version="CDC 2022",
    specialty="Pharmacology",
    purpose="Opioids of a day as milligrams of morphine by mouth.",
    main="mme",
    unit="mg/day",
    inputs=tuple(n for drug in FACTORS for n in _pair(drug)),
    method=Formula(
        _compute,
        tuple((drug.replace("_", " "), f"dose x doses a day x {factor:g}") for drug, factor in FACTORS.items()),
        ("mme",),
        monotone=False,
    ),
    bands=(
        Band("<50", "below 50 a day"),
        Band(">=50", "50 a day or more: the CDC asks for caution"),
    ),
    notes=(
        "Not for converting one opioid to another: the new one is started at a substantially lower dose.",
        "Methadone is converted with particular caution; a patch goes in as ug/h.",
    ),
    ambiguities=(
        "Methadone: 4.7 in 2022; 4, 8, 10 and 12 by the daily dose before. Hydromorphone 5 (before 4), tramadol 0.2 "
        "(before 0.1).",
        "Buccal fentanyl is not in the table of 2022; 0.13 for each ug is from the CDC's file of 2017.",
    ),
    sources=(
        Source("Dowell D, et al. CDC Clinical Practice Guideline for Prescribing Opioids for Pain, United "
               "States, 2022. "
               "MMWR Recomm Rep 2022;71(3):1-95", "table seen in a reprint", pmid="36327391",
               doi="10.15585/mmwr.rr7103a1", url="https://globalrph.com/medcalcs/morphine-milligram-equivalents-calculator"),
        Source("CDC, oral morphine milligram equivalent conversion factors, 2017", "table seen",
               url="https://docslib.org/doc/6360357/cdc-opioid-oral-morphine-equivalent-conversion-factors"),
    ),
    examples=(
        Example({"oxycodone_dose": 10, "oxycodone_per_day": 1, "hydrocodone_dose": 5, "hydrocodone_per_day": 4},
                {"mme": 35.0}, "15 + 20"),
    ),
    aliases=("mme", "Morphine Milligram Equivalents (MME) Calculator"),
    names=("morphine milligram equivalents", "morphine milligram equivalent"),
    cased=("MME",),
)  # fmt: skip
