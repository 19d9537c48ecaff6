"""The Pneumonia Severity Index."""

from __future__ import annotations

from collections.abc import Mapping

from curbside.calculators.conditions import edges, first
from curbside.calculators.forms import Band, Calculator, Example, Flag, Source, Values
from curbside.calculators.measures import (
    AGE,
    FEMALE_BY_SEX,
    GLUCOSE,
    HAEMATOCRIT,
    HEART_RATE,
    PAO2,
    PH,
    RESPIRATORY_RATE,
    SODIUM,
    SYSTOLIC,
    TEMPERATURE,
    UREA_NITROGEN,
    needs,
    optional,
)
from curbside.calculators.points import Criterion, Points, flagged

_ILLNESSES = (
    (Flag("neoplastic_disease", "Neoplastic disease", ("Neoplastic disease",)), 30),
    (Flag("liver_disease", "Liver disease", ("Liver disease severity",)), 20),
    (Flag("heart_failure", "Congestive heart failure", ("Congestive Heart Faliure", "Congestive Heart Failure")), 10),
    (Flag("cerebrovascular_disease", "Cerebrovascular disease", ("Cerebrovascular disease history",)), 10),
    (Flag("renal_disease", "Renal disease", ("Renal disease",)), 10),
)


def _known(key: str, label: str, table: Mapping[str, float], unit: str) -> Criterion:
    """A criterion on a number that gets no points while it is not known, as the index does with tests not done."""

    def points(values: Values) -> float:
        number = values.maybe(key)
        return 0.0 if number is None else first(table, number)[1]

    rule = "; ".join(f"{condition} {unit}: {p:g}" for condition, p in table.items()) + "; else 0"
    return Criterion(key, label, (key,), points, rule, {key: tuple(e for c in table for e in edges(c))})


_EXAMINED = (
    flagged("altered_mental_status", "Altered mental status", 20),
    _known("respiratory_rate", "Respiratory rate", {">=30": 20}, "/min"),
    _known("sbp", "Systolic pressure", {"<90": 20}, "mmHg"),
    _known("temperature", "Temperature", {"<35": 15, ">=40": 15}, "degC"),
    _known("heart_rate", "Pulse", {">=125": 10}, "/min"),
)
_TESTED = (
    _known("ph", "Arterial pH", {"<7.35": 30}, ""),
    _known("bun", "Urea nitrogen", {">=30": 20}, "mg/dL"),
    _known("sodium", "Sodium", {"<130": 20}, "mmol/L"),
    _known("glucose", "Glucose", {">=250": 10}, "mg/dL"),
    _known("hematocrit", "Haematocrit", {"<30": 10}, "%"),
    _known("pao2", "Arterial oxygen pressure", {"<60": 10}, "mmHg"),
    flagged("pleural_effusion", "Pleural effusion", 10),
)


def _class(total: float, points: Mapping[str, float], values: Values) -> dict[str, object]:
    """Class I needs no points at all beside the age: 50 or less, no illness, nothing found on examination."""
    found = [f.key for f, _ in _ILLNESSES] + [c.key for c in _EXAMINED]
    if values.number("age") <= 50 and not any(points[key] for key in found):
        return {"class": "I"}
    return {"class": "II" if total <= 70 else "III" if total <= 90 else "IV" if total <= 130 else "V"}


SCORE = Calculator(
    id="pneumonia_severity_index",
    name="Pneumonia Severity Index (PSI, PORT score)",
    version="Fine et al. 1997",
    specialty="Respiratory medicine",
    purpose="Severity of community-acquired pneumonia in adults.",
    inputs=(
        AGE,
        needs(Flag("female", "Female")),
        Flag("nursing_home", "Resident of a nursing home", ("Nursing home resident",)),
        *(flag for flag, _ in _ILLNESSES),
        Flag("altered_mental_status", "Altered mental status", ("Altered mental status",)),
        *(optional(n) for n in (RESPIRATORY_RATE, SYSTOLIC, TEMPERATURE, HEART_RATE, PH, UREA_NITROGEN, SODIUM, GLUCOSE,
                                HAEMATOCRIT, PAO2)),
        Flag("pleural_effusion", "Pleural effusion", ("Pleural effusion on x-ray",)),
    ),
    alternatives=(FEMALE_BY_SEX,),
    method=Points(
        (
            Criterion("age", "Age", ("age",), lambda values: values.number("age"), "one for each year",
                      {"age": (50, 51)}),
            flagged("female", "Female", -10),
            flagged("nursing_home", "Resident of a nursing home", 10),
            *(flagged(flag.key, flag.label, points) for flag, points in _ILLNESSES),
            *_EXAMINED,
            *_TESTED,
        ),
        _class,
    ),
    scale=(8, 395),
    bands=(
        Band("<=70", "class II, or I where the age is 50 or less and nothing but it counts: mortality 0.6 % (I: "
                     "0.1 %)"),
        Band(">70 and <=90", "class III: mortality 0.9 %"),
        Band(">90 and <=130", "class IV: mortality 9.3 %"),
        Band(">130", "class V: mortality 27.0 %"),
    ),
    notes=("What was not measured gets no points.",),
    ambiguities=(
        "Edges differ in copies: respiratory rate 30 or more (some: above 30), temperature 40 or more (some: "
        "above 39.9), "
        "urea nitrogen 30 mg/dL or more (some: above 30).",
    ),
    sources=(
        Source("Fine MJ, Auble TE, Yealy DM, et al. A prediction rule to identify low-risk patients with "
               "community-acquired pneumonia. N Engl J Med 1997;336(4):243-250", "citation seen; table seen in copies",
               pmid="8995086", doi="10.1056/NEJM199701233360402"),
        Source("AHRQ, pneumonia severity, table 1", "table seen",
               url="https://webarchive.library.unt.edu/eot2008/20090116051306/http:/www.ahrq.gov/clinic/pneumonia/"
               "pneumoniariatb1.htm"),
    ),
    examples=(
        Example({"age": 75, "female": True, "nursing_home": True, "altered_mental_status": True,
                 "respiratory_rate": 32},
                {"score": 115, "class": "IV"}, "75-10+10+20+20=115"),
        Example({"age": 45, "female": False}, {"score": 45, "class": "I"}, "the age alone"),
    ),
    aliases=("psi", "port", "PSI Score: Pneumonia Severity Index for CAP"),
    names=("Pneumonia Severity Index", "PORT score"),
)  # fmt: skip
