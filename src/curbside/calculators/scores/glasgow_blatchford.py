"""The Glasgow-Blatchford bleeding score."""

from __future__ import annotations

from curbside.calculators.conditions import first
from curbside.calculators.forms import Alternative, Band, Calculator, Example, Flag, Number, Source, Value, Values
from curbside.calculators.measures import FEMALE_BY_SEX, HEART_RATE, SYSTOLIC, UREA_NITROGEN, from_number, needs
from curbside.calculators.points import Criterion, Points, banded, flagged
from curbside.calculators.units import convert

_UREA = {"<6.5": 0.0, "<8": 2.0, "<10": 3.0, "<=25": 4.0, ">25": 6.0}
_NITROGEN = {"<18.2": 0.0, "<22.4": 2.0, "<28": 3.0, "<=70": 4.0, ">70": 6.0}
_MEN = {"<10": 6.0, "<12": 3.0, "<13": 1.0, ">=13": 0.0}
_WOMEN = {"<10": 6.0, "<12": 1.0, ">=12": 0.0}


def _urea(values: Values) -> Value | None:
    nitrogen = values.maybe("bun")
    return None if nitrogen is None else convert(nitrogen, "mg/dL", "mmol/L", "urea nitrogen")


def _urea_points(values: Values) -> float:
    # Printed twice, as urea and as its nitrogen: each is held to the edges printed for it.
    nitrogen = values.maybe("bun")
    return first(_UREA, values.number("urea"))[1] if nitrogen is None else first(_NITROGEN, nitrogen)[1]


def _haemoglobin(values: Values) -> float:
    return first(_WOMEN if values.flag("female") else _MEN, values.number("haemoglobin"))[1]


SCORE = Calculator(
    id="glasgow_blatchford",
    name="Glasgow-Blatchford bleeding score",
    version="Blatchford et al. 2000",
    specialty="Gastroenterology",
    purpose="Need for treatment in bleeding of the upper gastrointestinal tract.",
    inputs=(
        Number("urea", "Urea", "mmol/L", 0, 100, substance="urea"),
        Number("haemoglobin", "Haemoglobin", "g/dL", 1, 25, ("hemoglobin", "hb", "hgb")),
        needs(Flag("female", "Female")),
        SYSTOLIC,
        Flag("pulse_100", "Pulse of 100/min or more", default=None),
        Flag("melaena", "Melaena", ("Melena present", "melena")),
        Flag("syncope", "Syncope", ("Recent syncope",)),
        Flag("hepatic_disease", "Hepatic disease", ("Hepatic disease history",)),
        Flag("cardiac_failure", "Cardiac failure", ("Cardiac failure present",)),
    ),
    alternatives=(
        Alternative("urea", (UREA_NITROGEN,), _urea, settles=False),
        FEMALE_BY_SEX,
        from_number("pulse_100", HEART_RATE, lambda rate: rate >= 100),
    ),
    method=Points(
        (
            Criterion("urea", "Urea", ("urea",), _urea_points,
                      "<6.5 mmol/L (urea nitrogen <18.2 mg/dL): 0; from 6.5 (18.2): 2; from 8 (22.4): 3; from 10 (28): "
                      "4; above 25 (70): 6", {"urea": (6.5, 8, 10, 25)}),
            Criterion("haemoglobin", "Haemoglobin", ("haemoglobin", "female"), _haemoglobin,
                      "men: >=13 g/dL: 0; 12 to <13: 1; 10 to <12: 3; <10: 6; women: >=12: 0; 10 to <12: 1; <10: 6",
                      {"haemoglobin": (10, 12, 13)}),
            banded("sbp", "Systolic pressure", {">=110": 0, ">=100 and <110": 1, ">=90 and <100": 2, "<90": 3}, "mmHg"),
            flagged("pulse_100", "Pulse of 100/min or more"),
            flagged("melaena", "Melaena"),
            flagged("syncope", "Syncope", 2),
            flagged("hepatic_disease", "Hepatic disease", 2),
            flagged("cardiac_failure", "Cardiac failure", 2),
        )
    ),
    scale=(0, 23),
    bands=(
        Band("<=1", "very low risk (0 or 1: at most 1 % need treatment in hospital or die)", "very low"),
        Band(">=2 and <6", "above the very low risk of 0 or 1"),
        Band(">=6", "6 or more: above 50 % needed an intervention in the validation", "high"),
    ),
    ambiguities=(
        "Printed bands of urea share their edges (6.5 to 8, 8 to 10); an edge is put into the higher band.",
        "One copy prints a pulse above 100; 100 or more is used.",
    ),
    sources=(
        Source(
            "Blatchford O, Murray WR, Blatchford M. A risk score to predict need for treatment for "
            "upper-gastrointestinal "
            "haemorrhage. Lancet 2000;356(9238):1318-1321",
            "citation seen; table seen in reprints", pmid="11073021", doi="10.1016/S0140-6736(00)02816-6",
        ),
        Source("Frontline Gastroenterology, Glasgow-Blatchford score, table 1", "table seen in part",
               url="https://fg.bmj.com/highwire/markup/140276/expansion"),
    ),
    examples=(
        Example({"bun": 30, "haemoglobin": 9, "female": True, "sbp": 100, "heart_rate": 110, "melaena": True,
                 "syncope": True, "hepatic_disease": True}, {"score": 17}, "4+6+1+1+1+2+2=17"),
    ),
    aliases=("gbs", "Glasgow-Blatchford Bleeding Score (GBS)", "blatchford"),
    names=("Glasgow-Blatchford", "Glasgow Blatchford", "Blatchford score"),
)  # fmt: skip
