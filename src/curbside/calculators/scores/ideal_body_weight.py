"""Ideal body weight."""

from __future__ import annotations

from curbside.calculators.forms import Calculator, Example, Flag, Number, Source
from curbside.calculators.formulas import single
from curbside.calculators.measures import FEMALE_BY_SEX, needs
from curbside.calculators.weights import ideal_weight

HEIGHT = Number("height", "Height", "cm", 100, 250)
PAI = Source('Pai MP, Paloucek FP. The origin of the "ideal" body weight equations. Ann Pharmacother '
             '2000;34(9):1066-1069',
             "citation seen", pmid="10981254", doi="10.1345/aph.19381")  # fmt: skip

SCORE = Calculator(
    id="ideal_body_weight",
    name="Ideal body weight",
    version="Devine 1974",
    specialty="Pharmacology",
    purpose="A weight for height by which some drugs are dosed.",
    main="ibw",
    unit="kg",
    inputs=(HEIGHT, needs(Flag("female", "Female"))),
    alternatives=(FEMALE_BY_SEX,),
    method=single(
        "ibw",
        lambda values: ideal_weight(values.number("height"), values.flag("female")),
        "50 kg (women 45.5) + 2.3 kg for each inch of height above 60",
    ),
    ambiguities=("Made for heights of 60 inches (152.4 cm) and more; below, sources differ.",),
    sources=(Source("Devine BJ. Gentamicin therapy. Drug Intell Clin Pharm 1974;8:650-655",
                    "citation and formula seen in copies"), PAI),
    examples=(Example({"height": 177, "female": False}, {"ibw": 72.276}, "69.685 inches"),),
    aliases=("ibw", "devine"),
    names=("ideal body weight", "Devine formula"),
)  # fmt: skip
