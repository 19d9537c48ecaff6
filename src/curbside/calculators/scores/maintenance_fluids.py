"""Maintenance fluids by weight."""

from __future__ import annotations

from curbside.calculators.forms import Calculator, Example, Number, Source, Values
from curbside.calculators.formulas import single


def _rate(values: Values) -> float:
    weight = values.number("weight")
    return 4 * min(weight, 10) + 2 * min(max(weight - 10, 0), 10) + max(weight - 20, 0)


SCORE = Calculator(
    id="maintenance_fluids",
    name="Maintenance fluids (4-2-1)",
    version="after Holliday and Segar 1957, by the hour",
    specialty="Paediatrics",
    purpose="Maintenance need for water by weight.",
    main="rate",
    unit="mL/h",
    inputs=(Number("weight", "Weight", "kg", 0.5, 300),),
    method=single("rate", _rate, "4 mL/kg/h for the first 10 kg, 2 for the next 10, 1 for each kg above 20", digits=1),
    notes=("A volume, not a composition; not for newborns.",),
    ambiguities=("By the day the rule is 100, 50 and 20 mL/kg, of which 4, 2 and 1 mL/kg/h are rounded 24ths.",),
    sources=(
        Source(
            "Holliday MA, Segar WE. The maintenance need for water in parenteral fluid therapy. Pediatrics "
            "1957;19(5):823-832",
            "citation seen; rule seen at UTMB",
            pmid="13431307",
            url="https://www.utmb.edu/Pedi_Ed/CoreV2/Fluids/Fluids4.html",
        ),
    ),
    examples=(Example({"weight": 30}, {"rate": 70.0}, "40 + 20 + 10"),),
    aliases=("Maintenance Fluids Calculations", "holliday_segar"),
    names=("Holliday-Segar", "4-2-1 rule"),
)
