"""Doses of intravenous immunoglobulin by actual, ideal and adjusted weight, each regimen with its indication."""

from __future__ import annotations

from dataclasses import dataclass

from curbside.calculators.forms import (
    Calculator,
    Choice,
    Example,
    Flag,
    Input,
    Number,
    Outcome,
    Range,
    Source,
    Step,
    Values,
)
from curbside.calculators.measures import SEX
from curbside.calculators.weights import adjusted_weight, ideal_weight

NO_DIC_REGIMEN = (
    "There is no regimen for disseminated intravascular coagulation to offer: no guideline on it was found, and "
    "immunoglobulin is not an established treatment for it."
)
WARNING = (
    "Boxed warnings of immunoglobulin products: thrombosis, and renal dysfunction and acute renal failure; sepsis is "
    "among the listed risk factors for renal failure."
)


@dataclass(frozen=True, slots=True)
class Regimen:
    """What is given for an indication: grams a kilogram for each day, or grams that are fixed, and where it stands."""

    indication: str
    words: str
    source: str
    per_kg: tuple[float, ...] = ()
    fixed: tuple[float, ...] = ()


REGIMENS = {
    "gbs": Regimen("Guillain-Barre syndrome", "0.4 g/kg a day for 5 days", "Cochrane review summary", (0.4,) * 5),
    "itp": Regimen("immune thrombocytopenia", "2 g/kg in total", "label of Gamunex-C", (2.0,)),
    "cidp": Regimen(
        "chronic inflammatory demyelinating polyneuropathy", "2 g/kg to load, then 1 g/kg every 3 weeks",
        "label of Gamunex-C", (2.0, 1.0),
    ),
    "hit": Regimen("autoimmune heparin-induced thrombocytopenia", "1 g/kg a day for 2 days", "review, PMID 31274032",
                   (1.0, 1.0)),
    "stss": Regimen("streptococcal toxic shock syndrome", "1 g/kg on day 1, 0.5 g/kg on days 2 and 3",
                    "randomised trial of 2003, as told in PMC3338238", (1.0, 0.5, 0.5)),
    "sic_japan": Regimen("sepsis-induced coagulopathy (observational, Japan)", "5 g a day for 3 days, fixed",
                         "observational study, Japan", fixed=(5.0,) * 3),
    "sic_china": Regimen("sepsis-induced coagulopathy (observational, China)", "0.2 g/kg a day for 3 days",
                         "observational study, China", (0.2,) * 3),
    "nsti": Regimen("necrotising soft tissue infection", "25 g a day for 3 days, fixed", "randomised trial",
                    fixed=(25.0,) * 3),
}  # fmt: skip
"""As the specification of this score lists them; each was studied or licensed for its indication and no other."""


def weights(values: Values) -> dict[str, float]:
    """Actual weight, and ideal and adjusted weight where height and sex are known, in kg."""
    found = {"actual": values.number("actual_weight")}
    if "height" in values and "sex" in values:
        found["ideal"] = ideal_weight(values.number("height"), values.choice("sex") == "female")
        found["adjusted"] = adjusted_weight(found["actual"], found["ideal"])
    return found


def doses(regimen: Regimen, by: dict[str, float]) -> dict[str, list[float]]:
    """Grams for each day or infusion, by each weight; a fixed dose is the same by all."""
    if regimen.fixed:
        return {"fixed": [round(g, 2) for g in regimen.fixed]}
    return {name: [round(g * weight, 2) for g in regimen.per_kg] for name, weight in by.items()}


def _dosing_weight(values: Values, by: dict[str, float]) -> tuple[str, float] | None:
    if not values.flag("use_adjusted_weight"):
        return "actual", by["actual"]
    return ("adjusted", by["adjusted"]) if "adjusted" in by else None


def _remarks(values: Values, by: dict[str, float]) -> tuple[str, ...]:
    said = [NO_DIC_REGIMEN, WARNING]
    if values.flag("use_adjusted_weight") and "adjusted" not in by:
        said.append("The adjusted weight needs height and sex; nothing was dosed by it.")
    if "height" in values and values.number("height") < 152.4:
        said.append("The ideal weight was made for heights of 60 inches (152.4 cm) and more.")
    if "ideal" in by and by["actual"] < by["ideal"]:
        said.append("The actual weight is below the ideal one: adjusting would raise the dose.")
    return tuple(said)


def _asked(values: Values, weight: float) -> tuple[dict[str, object], list[Step]]:
    """The dose that was asked for by grams a kilogram, and the rate."""
    found: dict[str, object] = {}
    steps = []
    if (dose := values.maybe("dose_g_per_kg")) is not None:
        daily = dose * weight
        days = int(values.number("days"))
        found |= {"daily_g": round(daily, 2), "total_g": round(daily * days, 2)}
        steps.append(
            Step("Dose", f"{dose:g} g/kg x {weight:.2f} kg = {daily:.2f} g a day, x {days} = {daily * days:.2f} g")
        )
    if (rate := values.maybe("rate_mg_per_kg_min")) is not None:
        found["rate_mL_per_h_10pct"] = round(rate * weight * 60 / 100, 2)
        steps.append(
            Step("Rate of a 10 % product", f"{rate:g} x {weight:.2f} x 60 / 100 = {rate * weight * 0.6:.2f} mL/h")
        )
    return found, steps


def _regimens(values: Values, by: dict[str, float]) -> list[dict[str, object]]:
    wanted = [values.choice("regimen")] if "regimen" in values else list(REGIMENS)
    return [
        {"regimen": key, "indication": r.indication, "dose": r.words, "source": r.source, "grams": doses(r, by)}
        for key, r in REGIMENS.items()
        if key in wanted
    ]


class Dosing:
    """The method: doses by each weight, never a range, since nothing that is missing may be guessed into a dose."""

    def work(self, values: Values) -> Outcome:
        """Doses by each weight that can be told."""
        by = weights(values)
        dosing = _dosing_weight(values, by)
        result: dict[str, object] = {}
        if "ideal" in by:
            result |= {"ibw_kg": round(by["ideal"], 2), "ddw_kg": round(by["adjusted"], 2)}
        steps = [Step(f"{name.capitalize()} weight", f"{weight:.2f} kg") for name, weight in by.items()]
        if dosing is not None:
            asked, more = _asked(values, dosing[1])
            result |= {"dosing_weight": dosing[0], **asked}
            steps += more
        result["regimens"] = _regimens(values, by)
        return Outcome(result, None, tuple(steps), _remarks(values, by))

    def partly(self, values: Values, missing: tuple[Input, ...]) -> Outcome:
        """Nothing without a weight."""
        return Outcome({"regimens": None}, None, (), (NO_DIC_REGIMEN, WARNING))

    def bounds(self, values: Values, missing: tuple[Input, ...]) -> Range | None:
        """No range."""
        return None

    def table(self) -> tuple[tuple[str, str], ...]:
        """The weights and every regimen with its indication."""
        ideal = "50 kg (women 45.5) + 2.3 kg for each inch of height above 60"
        return (
            ("Ideal weight", ideal),
            ("Adjusted weight", "ideal + 0.4 x (actual - ideal)"),
            *((r.indication, f"{r.words} ({r.source})") for r in REGIMENS.values()),
        )


SCORE = Calculator(
    id="ivig_dose",
    name="IVIG dose, dosing weight and infusion rate",
    version="mixed sources, each named",
    specialty="Haematology",
    purpose="Grams of intravenous immunoglobulin by actual, ideal and adjusted weight, for the indications in which a "
    "regimen was licensed or studied; none is offered for disseminated intravascular coagulation.",
    main="",
    inputs=(
        Number("actual_weight", "Actual weight", "kg", 1, 350, ("weight",)),
        Number("height", "Height", "cm", 50, 230, optional=True, note="for the ideal and the adjusted weight"),
        Choice("sex", "Sex", SEX.options, optional=True, note="for the ideal and the adjusted weight"),
        Number("dose_g_per_kg", "Dose", "g/kg", 0.05, 2.0, optional=True, note="grams a kilogram a day"),
        Number("days", "Days", "", 1, 5, whole=True, default=1.0),
        Flag("use_adjusted_weight", "Dose by the adjusted weight"),
        Number("rate_mg_per_kg_min", "Infusion rate", "mg/kg/min", 0, 8, optional=True),
        Choice(
            "regimen",
            "Regimen",
            {k: (r.indication,) for k, r in REGIMENS.items()},
            ("indication",),
            optional=True,
            never=dict.fromkeys(("DIC", "disseminated intravascular coagulation"), NO_DIC_REGIMEN.rstrip(".")),
        ),
    ),
    method=Dosing(),
    notes=(
        "Rates by product: Gamunex-C 10 % from 1 (CIDP 2) to 8 mg/kg/min, below 8 with renal risk; Bivigam 10 % from "
        "0.5 to 6, below 2 with risk of thrombosis; Flebogamma from 0.5 to 5; one 5 % product 30 to 200 mg/kg/h.",
        "A dose is for its indication and no other.",
    ),
    ambiguities=(
        "0.4 to 1 g/kg a day, sometimes told for DIC, is 5.6 to 14 times the daily 5 g (at 70 kg) that was studied in "
        "septic coagulopathy in Japan, and 2 to 5 times the 0.2 g/kg studied in China.",
        "Dosing by adjusted weight is contested: the United Kingdom dropped it in 2008 and 2011 (as AAAAI notes), and "
        "Australia's National Blood Authority leaves it to the clinician.",
        "One reference doses by actual weight where it is 100 kg or less and the body mass index below 30.",
    ),
    sources=(
        Source(
            "National Blood Authority Australia, BloodSTAR, dose-determining weight",
            "formula seen",
            url="https://nba.gov.au/bloodstar-calculator-adjusting-ig-dose-ideal-body-weight",
        ),
        Source(
            "Elsevier drug information, immune globulin",
            "seen",
            url="https://elsevier.health/es/preview/immune-globulin",
        ),
        Source(
            "GAMUNEX-C label rate chart", "seen", url="https://studyres.com/doc/5246419/gamunex-c-infusion-rate-chart"
        ),
        Source("Review of autoimmune heparin-induced thrombocytopenia", "seen", pmid="31274032"),
        Source(
            "Streptococcal toxic shock: 1, 0.5 and 0.5 g/kg",
            "seen",
            url="http://pubmedcentralcanada.ca/pmcc/articles/PMC3338238/?lang=en-ca",
        ),
    ),  # fmt: skip
    examples=(
        Example(
            {"actual_weight": 70, "dose_g_per_kg": 0.4, "days": 5, "use_adjusted_weight": False},
            {"daily_g": 28.0, "total_g": 140.0},
            "0.4 x 70 = 28, x 5 = 140",
        ),
        Example(
            {
                "actual_weight": 100,
                "height": 175,
                "sex": "male",
                "dose_g_per_kg": 0.4,
                "days": 5,
                "use_adjusted_weight": True,
            },
            {"ibw_kg": 70.46, "ddw_kg": 82.28, "daily_g": 32.91, "total_g": 164.56},
            "68.8977 inches; 50 + 2.3 x 8.8977 = 70.46; + 0.4 x 29.54 = 82.28",
        ),
    ),  # fmt: skip
    aliases=("ivig", "immunoglobulin dose"),
    names=("IVIG dosing", "IVIG dose", "immunoglobulin dosing"),
)
