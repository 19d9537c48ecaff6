"""The Wells score for deep vein thrombosis."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Example, Flag, Source
from curbside.calculators.measures import either
from curbside.calculators.points import Points, flagged

_FLAGS = (
    Flag("active_cancer", "Active cancer"),
    Flag("paralysis_or_cast", "Paralysis, paresis or recent plaster of a leg",
         ("Paralysis, paresis, or recent plaster immobilization of the lower extremity",)),
    Flag("bedridden_3d_or_surgery_12wk", "Bedridden for more than 3 days, or major surgery within 12 weeks"),
    Flag("tenderness", "Tenderness along the deep veins", ("Localized tenderness along the deep venous system",)),
    Flag("entire_leg_swollen", "Entire leg swollen"),
    Flag("calf_swelling_over_3cm", "Calf more than 3 cm wider than the other",
         ("Calf swelling >3 centimeters compared to the other leg",)),
    Flag("pitting_oedema", "Pitting oedema of that leg only",
         ("Pitting edema, confined to symptomatic leg", "pitting_edema")),
    Flag("collateral_veins", "Collateral superficial veins",
         ("Collateral (nonvaricose) superficial veins present",)),
    Flag("previous_dvt", "Previous deep vein thrombosis", ("Previously documented Deep Vein Thrombosis",)),
    Flag("alternative_as_likely", "Another diagnosis at least as likely",
         ("Alternative diagnosis to Deep Vein Thrombosis as likely or more likely",)),
)  # fmt: skip

SCORE = Calculator(
    id="wells_dvt",
    name="Wells score for deep vein thrombosis",
    version="2003 (includes previous DVT)",
    specialty="Vascular medicine",
    purpose="How probable deep vein thrombosis is before testing.",
    inputs=_FLAGS,
    alternatives=(
        either(
            "bedridden_3d_or_surgery_12wk",
            Flag("bedridden_3d", "Bedridden for more than 3 days",
                 ("Bedridden recently >3 days or major surgery within 12 weeks",)),
            Flag("major_surgery_12wk", "Major surgery within 12 weeks", ("Major surgery within 12 weeks",)),
        ),
    ),  # fmt: skip
    method=Points(
        tuple(flagged(f.key, f.label, -2 if f.key == "alternative_as_likely" else 1) for f in _FLAGS),
        lambda total, points, values: {
            "three": "low" if total <= 0 else "moderate" if total <= 2 else "high",
            "two": "likely" if total >= 2 else "unlikely",
        },
    ),
    scale=(-2, 9),
    bands=(
        Band("<=0", "low (three levels; 5 %)", "low"),
        Band(">=1 and <=2", "moderate (three levels; 17 %)", "moderate"),
        Band(">=3", "high (three levels; 53 %)", "high"),
        Band("<2", "unlikely (two levels)", "unlikely"),
        Band(">=2", "likely (two levels)", "likely"),
    ),
    ambiguities=(
        "One table of 2011 gives surgery within 4 weeks instead of 12.",
        "One page adds 3 points for intravenous drug use, which no other table has.",
        "One table has high as 3 to 8, although with previous DVT the maximum is 9.",
    ),
    sources=(
        Source(
            "Wells PS, et al. Evaluation of D-dimer in the diagnosis of suspected deep-vein thrombosis. N Engl J Med "
            "2003;349(13):1227-1235",
            "citation seen; criteria seen in copies",
        ),
    ),
    examples=(
        Example({"tenderness": True}, {"score": 1, "three": "moderate", "two": "unlikely"}, "1"),
        Example({"tenderness": True, "pitting_oedema": True, "active_cancer": True},
                {"score": 3, "three": "high", "two": "likely"}, "1+1+1=3"),
    ),  # fmt: skip
    aliases=("Wells' Criteria for DVT", "wells deep vein thrombosis"),
    names=("Wells score for deep vein thrombosis", "Wells criteria for deep vein thrombosis", "Wells score for DVT",
           "Wells criteria for DVT", "Wells' criteria for DVT", "Wells DVT score"),
)  # fmt: skip
