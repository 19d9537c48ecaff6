"""Every score a second time, from its published thresholds and not from our code: sorted edges and other algebra.

`at` climbs on reaching an edge, `past` on passing it. Each function takes what is given, by key, and returns what must
stand in the result. Numbers are in the inputs' own units; a flag or a number that is not there is None.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import exp, log, log10
from typing import Any

Given = dict[str, Any]


def at(value: float, edges: Sequence[float], points: Sequence[float]) -> float:
    """The points of a value where reaching an edge climbs a step."""
    return points[bisect_right(edges, value)]


def past(value: float, edges: Sequence[float], points: Sequence[float]) -> float:
    """The points of a value where only passing an edge climbs a step."""
    return points[bisect_left(edges, value)]


def ticked(given: Given, weights: dict[str, float]) -> float:
    return sum(weight for key, weight in weights.items() if given.get(key))


def isth_2001(g: Given) -> Given:
    total = at(g["platelets"], [50, 100], [2, 1, 0]) + {"none": 0, "moderate": 2, "strong": 3}[g["fibrin_marker"]]
    total += at(g["pt_prolongation"], [3, 6], [0, 1, 2]) + at(g["fibrinogen"], [1], [1, 0])
    return {"score": total, "overt_dic": total > 4.5}


def isth_2025(g: Given) -> Given:
    return {"points": past(g["d_dimer_ratio_uln"], [3, 7], [0, 2, 3])}


def jaam_three(g: Given) -> float:
    count, before = g["platelets"], g.get("platelets_24h_ago")
    absolute = at(count, [80, 120], [3, 1, 0])
    left = Decimal(str(count)) / Decimal(str(before)) if before else Decimal(1)
    # A fall above half leaves less than half.
    relative = 3 if left < Decimal("0.5") else 1 if left < Decimal("0.7") else 0
    return max(absolute, relative) + at(g["pt_ratio"], [1.2], [0, 1]) + at(g["fdp"], [10, 25], [0, 1, 3])


def jaam_2006(g: Given) -> Given:
    total = jaam_three(g) + at(g["sirs_criteria"], [3], [0, 1])
    return {"score": total, "dic": total >= 4}


def jaam2(g: Given) -> Given:
    return {"score": jaam_three(g), "dic": jaam_three(g) >= 3}


def jaam_antithrombin(g: Given) -> Given:
    total = jaam_three(g) + at(g["antithrombin"], [70], [1, 0])
    return {"score": total, "dic": total >= 4}


def sic(g: Given) -> Given:
    blood = at(g["platelets"], [100, 150], [2, 1, 0]) + past(g["pt_inr"], [1.2, 1.4], [0, 1, 2])
    total = blood + min(g["sofa_four"], 2)
    return {"score": total, "sic": total >= 4 and blood >= 3}


def jsth(g: Given) -> Given:
    kind = g["type"]
    total = at(g["fdp"], [10, 20, 40], [0, 1, 2, 3]) + at(g["pt_ratio"], [1.25, 1.67], [0, 1, 2])
    total += past(g["antithrombin"], [70], [1, 0]) + bool(g.get("tat_sf_f12_2x_uln")) - 3 * bool(g.get("liver_failure"))
    if kind != "haematopoietic":
        low = past(g["platelets"], [50, 80, 120], [3, 2, 1, 0])
        total += min(3, low + (1 if g.get("platelet_fall_30pct_24h") and g["platelets"] > 50 else 0))
    if kind != "infectious":
        total += past(g["fibrinogen"], [100, 150], [2, 1, 0])
    return {"score": total, "dic": total >= {"basic": 6, "haematopoietic": 4, "infectious": 5}[kind]}


def erez(g: Given) -> Given:
    total = past(g["fibrinogen"], [2.9999999999, 4, 4.5], [25, 6, 1, 0]) if g["fibrinogen"] != 3 else 6
    total += past(g["platelets"], [49.9999999999, 100, 185], [1, 2, 1, 0])
    total += past(g["pt_difference"], [0.4999999999, 1, 1.5], [0, 5, 12, 25])
    return {"score": total, "dic": total >= 26}


def four_ts(g: Given) -> Given:
    total = g["thrombocytopenia"] + g["timing"] + g["thrombosis"] + g["other_causes"]
    return {"score": total, "band": ["low", "intermediate", "high"][bisect_right([4, 6], total)]}


def plasmic(g: Given) -> Given:
    met = [g["platelets"] < 30, g["hemolysis"], not g["active_cancer"], not g["transplant"], g["mcv"] < 90]
    total = sum(map(bool, [*met, g["inr"] < 1.5, g["creatinine"] < 2]))
    return {"score": total, "band": ["low", "intermediate", "high"][bisect_right([5, 6], total)]}


def sofa(g: Given) -> Given:
    breath = at(g["pao2_fio2"], [100, 200, 300, 400], [4, 3, 2, 1, 0])
    parts = {
        "resp": breath if g.get("respiratory_support") else min(breath, 2),
        "coag": at(g["platelets"], [20, 50, 100, 150], [4, 3, 2, 1, 0]),
        "liver": at(g["bilirubin"], [1.2, 2, 6, 12], [0, 1, 2, 3, 4]),
        "cns": at(g["gcs"], [6, 10, 13, 15], [4, 3, 2, 1, 0]),
        "renal": at(g["creatinine"], [1.2, 2, 3.5, 5], [0, 1, 2, 3, 4]),
    }
    if g.get("urine_output") is not None:
        parts["renal"] = max(parts["renal"], at(g["urine_output"], [200, 500], [4, 3, 0]))
    amines = max(past(g.get(k) or 0, [0, 0.1], [0, 3, 4]) for k in ("epinephrine", "norepinephrine"))
    dopamine = past(g.get("dopamine") or 0, [0, 5, 15], [0, 2, 3, 4])
    parts["cv"] = max(amines, dopamine, 2 * bool(g.get("dobutamine")), 1 * bool(g["map_below_70"]))
    return {"score": sum(parts.values()), "components": parts}


def sofa2(g: Given) -> Given:
    breath = past(g["pao2_fio2"], [75, 150, 225, 300], [4, 3, 2, 1, 0])
    blood = past(g["platelets"], [50, 80, 100, 150], [4, 3, 2, 1, 0])
    return {"resp": breath if g.get("advanced_respiratory_support") else min(2, breath), "hemostasis": blood}


def qsofa(g: Given) -> Given:
    total = (g["respiratory_rate"] >= 22) + (g["sbp"] <= 100) + (g["gcs"] < 15)
    return {"score": total, "high_risk": total > 1}


def wells_pe(g: Given) -> Given:
    total = ticked(g, {"dvt_signs": 3, "pe_most_likely": 3, "hr_over_100": 1.5, "immobilisation_or_surgery_4wk": 1.5,
                       "previous_vte": 1.5, "hemoptysis": 1, "malignancy": 1})  # fmt: skip
    return {
        "score": total,
        "three": ["low", "intermediate", "high"][(total >= 2) + (total > 6)],
        "two": "likely" if total > 4 else "unlikely",
    }


def wells_dvt(g: Given) -> Given:
    signs = ["active_cancer", "paralysis_or_cast", "bedridden_3d_or_surgery_12wk", "tenderness", "entire_leg_swollen",
             "calf_swelling_over_3cm", "pitting_oedema", "collateral_veins", "previous_dvt"]  # fmt: skip
    total = ticked(g, dict.fromkeys(signs, 1)) - 2 * bool(g.get("alternative_as_likely"))
    three = ["low", "moderate", "high"][(total >= 1) + (total >= 3)]
    return {"score": total, "three": three, "two": "likely" if total >= 2 else "unlikely"}


def cha2ds2(g: Given) -> Given:
    ones = dict.fromkeys(["female", "chf", "hypertension", "diabetes", "vascular_disease"], 1)
    return {"score": at(g["age"], [65, 75], [0, 1, 2]) + ticked(g, {**ones, "stroke_tia_te": 2})}


def has_bled(g: Given) -> Given:
    ones = ["uncontrolled_hypertension", "abnormal_renal", "abnormal_liver", "stroke", "bleeding_history", "labile_inr",
            "drugs"]  # fmt: skip
    drinks = g.get("alcohol_units_per_week") or 0
    return {"score": ticked(g, dict.fromkeys(ones, 1)) + past(g["age"], [65], [0, 1]) + (drinks >= 8)}


def curb(g: Given) -> Given:
    low = g["sbp"] < 90 or g["dbp"] <= 60
    return {
        "score": bool(g.get("confusion")) + (g["urea"] > 7) + (g["respiratory_rate"] >= 30) + low + (g["age"] >= 65)
    }


def cockcroft(g: Given) -> Given:
    weight, height = g["weight"], g.get("height")
    if height is not None:
        ideal = (45.5 if g["female"] else 50) + 2.3 * height * 0.393701 - 138
        index = weight * 1e4 / height / height
        weight = weight if index < 18.5 else min(ideal, weight) if index < 25 else 0.6 * ideal + 0.4 * weight
    return {"crcl": (140 - g["age"]) * weight / g["creatinine"] / 72 * (0.85 if g["female"] else 1)}


def ckd_epi(g: Given) -> Given:
    k, a = (0.7, 0.241) if g["female"] else (0.9, 0.302)
    scaled = log(g["creatinine"] / k)
    power = log(142) - (1.2 * scaled if scaled > 0 else a * scaled) + g["age"] * log(0.9938)
    return {"egfr": exp(power) * (1.012 if g["female"] else 1)}


def mdrd(g: Given) -> Given:
    power = log(175) - 1.154 * log(g["creatinine"]) - 0.203 * log(g["age"])
    return {"egfr": exp(power) * (0.742 if g["female"] else 1) * (1.212 if g.get("black") else 1)}


def clamp(value: float, low: float, high: float) -> float:
    return sorted([low, value, high])[1]


def half_up(value: float) -> int:
    return int(Decimal(repr(value)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def meld3(g: Given) -> Given:
    b, i = log(max(g["bilirubin"], 1)), log(max(g["inr"], 1))
    c = log(3.0 if g.get("dialysis_twice_in_week") else clamp(g["creatinine"], 1, 3))
    n, a = 137 - clamp(g["sodium"], 125, 137), 3.5 - clamp(g["albumin"], 1.5, 3.5)
    raw = (
        6
        + (1.33 if g["female"] else 0)
        + b * (4.56 - 0.24 * n)
        + 0.82 * n
        + 9.09 * i
        + c * (11.14 - 1.83 * a)
        + 1.85 * a
    )
    return {"raw": raw, "score": int(clamp(half_up(raw), 6, 40))}


def meld_na(g: Given) -> Given:
    b, i = max(g["bilirubin"], 1), max(g["inr"], 1)
    c = 4.0 if g.get("dialysis") else clamp(g["creatinine"], 1, 4)
    plain = half_up(9.57 * log(c) + 3.78 * log(b) + 11.20 * log(i) + 6.43)
    n = 137 - clamp(g["sodium"], 125, 137)
    value = plain if plain <= 11 else plain + n * (1.32 - 0.033 * plain)
    return {"meld": plain, "score": int(clamp(half_up(value), 6, 40))}


def gcs(g: Given) -> Given:
    total = g["eye"] + g["verbal"] + g["motor"]
    return {"score": total, "band": ["severe", "moderate", "mild"][bisect_right([9, 13], total)]}


def child_pugh(g: Given) -> Given:
    total = 1 + (g["bilirubin"] >= 2) + (g["bilirubin"] > 3) + 1 + (g["albumin"] <= 3.5) + (g["albumin"] < 2.8)
    total += 1 + (g["inr"] >= 1.7) + (g["inr"] > 2.3)
    total += ["absent", "slight", "moderate"].index(g.get("ascites") or "absent") + 1
    total += ["none", "grade 1-2", "grade 3-4"].index(g.get("encephalopathy") or "none") + 1
    return {"score": total, "class": "ABC"[bisect_right([7, 10], total)]}


def rcri(g: Given) -> Given:
    ones = ["high_risk_surgery", "ischaemic_heart_disease", "heart_failure", "cerebrovascular_disease", "insulin"]
    return {"score": ticked(g, dict.fromkeys(ones, 1)) + (g["creatinine"] > 2)}


def heart(g: Given) -> Given:
    factors = ["hypertension", "hypercholesterolaemia", "diabetes", "obesity", "smoking", "family_history"]
    count = 9 if g.get("atherosclerotic_disease") or g.get("tia_or_stroke") else ticked(g, dict.fromkeys(factors, 1))
    total = ["slightly", "moderately", "highly"].index(g["history"].split()[0]) + at(g["age"], [45, 65], [0, 1, 2])
    total += ["normal", "non-specific", "significant"].index(g["ecg"].split()[0]) + at(count, [1, 3], [0, 1, 2])
    return {"score": total + ["normal", "1 to 3 times normal", "3 times normal or more"].index(g["troponin"])}


def fib4(g: Given) -> Given:
    return {"fib4": exp(log(g["age"]) + log(g["ast"]) - log(g["platelets"]) - 0.5 * log(g["alt"]))}


def centor(g: Given) -> Given:
    return {
        "score": at(g["age"], [3, 15, 45], [0, 1, 0, -1])
        + ticked(g, {"exudate": 1, "nodes": 1, "fever": 1, "no_cough": 1})
    }


def feverpain(g: Given) -> Given:
    return {"score": ticked(g, {"fever": 1, "purulence": 1, "rapid": 1, "inflamed": 1, "no_cough": 1})}


def blatchford(g: Given) -> Given:
    total = at(g["urea"], [6.5, 8, 10, 25.0000001], [0, 2, 3, 4, 6]) if g["urea"] != 25 else 4
    edges, points = ([10, 12], [6, 1, 0]) if g["female"] else ([10, 12, 13], [6, 3, 1, 0])
    total += at(g["haemoglobin"], edges, points) + at(g["sbp"], [90, 100, 110], [3, 2, 1, 0])
    return {
        "score": total
        + ticked(g, {"pulse_100": 1, "melaena": 1, "syncope": 2, "hepatic_disease": 2, "cardiac_failure": 2})
    }


def apache(g: Given) -> Given:
    total = at(g["age"], [45, 55, 65, 75], [0, 2, 3, 5, 6]) + 15 - g["gcs"]
    if g.get("organ_failure"):
        total += 2 if g.get("admission") == "elective postoperative" else 5
    total += at(g["temperature"], [30, 32, 34, 36, 38.5, 39, 41], [4, 3, 2, 1, 0, 1, 3, 4])
    total += at(g["map"], [50, 70, 110, 130, 160], [4, 2, 0, 2, 3, 4])
    total += at(g["heart_rate"], [40, 55, 70, 110, 140, 180], [4, 3, 2, 0, 2, 3, 4])
    total += at(g["respiratory_rate"], [6, 10, 12, 25, 35, 50], [4, 2, 1, 0, 1, 3, 4])
    if g["fio2"] >= 0.5:
        gradient = g.get("aa_gradient")
        total += 0 if gradient is None else at(gradient, [200, 350, 500], [0, 2, 3, 4])
    elif g.get("pao2") is not None:
        total += 4 if g["pao2"] < 55 else past(g["pao2"], [60, 70], [3, 1, 0])
    total += at(g["ph"], [7.15, 7.25, 7.33, 7.5, 7.6, 7.7], [4, 3, 2, 0, 1, 3, 4])
    total += at(g["sodium"], [111, 120, 130, 150, 155, 160, 180], [4, 3, 2, 0, 1, 2, 3, 4])
    total += at(g["potassium"], [2.5, 3, 3.5, 5.5, 6, 7], [4, 2, 1, 0, 1, 3, 4])
    kidneys = at(g["creatinine"], [0.6, 1.5, 2, 3.5], [2, 0, 2, 3, 4])
    total += kidneys * (2 if g.get("acute_renal_failure") else 1)
    total += at(g["hematocrit"], [20, 30, 46, 50, 60], [4, 2, 0, 1, 2, 4])
    return {"score": total + at(g["white_cells"], [1, 3, 15, 20, 40], [4, 2, 0, 1, 2, 4])}


def psi(g: Given) -> Given:
    weights = {"neoplastic_disease": 30, "liver_disease": 20, "heart_failure": 10, "cerebrovascular_disease": 10}
    illness = ticked(g, {**weights, "renal_disease": 10})
    number = {k: g.get(k) for k in ("respiratory_rate", "sbp", "temperature", "heart_rate", "ph", "bun", "sodium",
                                    "glucose", "hematocrit", "pao2")}  # fmt: skip
    tests: dict[str, tuple[Callable[[float], bool], int]] = {
        "respiratory_rate": (lambda v: v >= 30, 20), "sbp": (lambda v: v < 90, 20),
        "temperature": (lambda v: not 35 <= v < 40, 15), "heart_rate": (lambda v: v >= 125, 10),
        "ph": (lambda v: v < 7.35, 30), "bun": (lambda v: v >= 30, 20), "sodium": (lambda v: v < 130, 20),
        "glucose": (lambda v: v >= 250, 10), "hematocrit": (lambda v: v < 30, 10), "pao2": (lambda v: v < 60, 10),
    }  # fmt: skip
    got = {k: points for k, (test, points) in tests.items() if number[k] is not None and test(number[k])}  # type: ignore[arg-type]
    exam = 20 * bool(g.get("altered_mental_status")) + sum(got.get(k, 0) for k in list(tests)[:4])
    rest = ticked(g, {"nursing_home": 10, "pleural_effusion": 10}) + sum(got.get(k, 0) for k in list(tests)[4:])
    total = g["age"] + illness + exam + rest - (10 if g["female"] else 0)
    first = g["age"] <= 50 and not illness and not exam
    return {"score": total, "class": "I" if first else ["II", "III", "IV", "V"][bisect_left([70, 90, 130], total)]}


def charlson(g: Given) -> Given:
    total = int(clamp((g["age"] - 40) // 10, 0, 4))
    total += ["none", "mild", "", "moderate to severe"].index(g.get("liver_disease") or "none")
    total += ["none", "uncomplicated", "end-organ damage"].index(g.get("diabetes") or "none")
    total += {"none": 0, "localised": 2, "metastatic": 6}[g.get("solid_tumour") or "none"]
    ones = ["myocardial_infarction", "heart_failure", "peripheral_vascular_disease", "cerebrovascular_disease",
            "dementia", "chronic_pulmonary_disease", "connective_tissue_disease", "peptic_ulcer_disease"]  # fmt: skip
    twos = ["hemiplegia", "renal_disease", "leukemia", "lymphoma"]
    return {"score": total + ticked(g, {**dict.fromkeys(ones, 1), **dict.fromkeys(twos, 2), "aids": 6})}


def caprini(g: Given) -> Given:
    total = at(g["age"], [41, 61, 75], [0, 1, 2, 3]) + ((g.get("bmi") or 25) > 25)
    total += {"none": 0, "minor": 1, "arthroplasty": 5}.get(g.get("surgery") or "none", 2)
    total += ["normal", "bed rest", "confined over 72 h"].index(g.get("mobility") or "normal")
    by = {
        1: "prior_major_surgery varicose_veins swollen_legs sepsis lung_disease abnormal_pulmonary_function "
        "myocardial_infarction heart_failure inflammatory_bowel_disease pregnancy hormones obstetric_history",
        2: "malignancy plaster_cast central_venous_access",
        3: "previous_vte family_history factor_v_leiden prothrombin_20210a homocysteine lupus_anticoagulant "
        "anticardiolipin hit other_thrombophilia",
        5: "fracture stroke multiple_trauma spinal_cord_injury",
    }
    return {"score": total + sum(points * ticked(g, dict.fromkeys(keys.split(), 1)) for points, keys in by.items())}


def perc(g: Given) -> Given:
    total = (g["age"] >= 50) + (g["heart_rate"] >= 100) + (g["oxygen_saturation"] < 95)
    total += ticked(
        g, dict.fromkeys(["leg_swelling", "hemoptysis", "surgery_or_trauma", "previous_vte", "hormones"], 1)
    )
    return {"score": total, "ruled_out": not total}


def sirs(g: Given) -> Given:
    total = (not 36 <= g["temperature"] <= 38) + (g["heart_rate"] > 90)
    total += g["respiratory_rate"] > 20 or (g.get("paco2") is not None and g["paco2"] < 32)
    total += not 4 <= g["white_cells"] <= 12 or (g.get("bands") or 0) > 10
    return {"score": total, "sirs": total >= 2}


def framingham(g: Given) -> Given:
    a, t = log(g["age"]), log(g["total_cholesterol"])
    h, s, r, k = log(g["hdl"]), log(g["sbp"]), bool(g.get("treated")), bool(g.get("smoker"))
    if g["female"]:
        power = a * (31.764001 - 5.060998 * t) + 22.465206 * t - 1.187731 * h + 2.552905 * s + 0.420251 * r
        power += k * (13.07543 - 2.996945 * min(a, log(78))) - 146.5933061
        return {"risk_percent": 100 - 100 * exp(log(0.98767) * exp(power))}
    power = a * (52.00961 - 4.605038 * t - 2.93323 * a) + 20.014077 * t - 0.905964 * h + 1.305784 * s + 0.241549 * r
    power += k * (12.096316 - 2.84367 * min(a, log(70))) - 172.300168
    return {"risk_percent": 100 - 100 * exp(log(0.9402) * exp(power))}


def gap(g: Given) -> float:
    return float(Decimal(str(g["sodium"])) - Decimal(str(g["chloride"])) - Decimal(str(g["bicarbonate"])))


def raised(g: Given) -> float:
    return gap(g) + 10 - 2.5 * float(g["albumin"])


def ratio(difference: float, g: Given) -> float | None:
    return None if g["bicarbonate"] == 24 else (12 - difference) / (g["bicarbonate"] - 24)


def mme(g: Given) -> Given:
    thousandths = {"codeine": 150, "hydrocodone": 1000, "hydromorphone": 5000, "methadone": 4700, "morphine": 1000,
                   "oxycodone": 1500, "oxymorphone": 3000, "tapentadol": 400, "tramadol": 200, "fentanyl_patch": 2400,
                   "fentanyl_buccal": 130}  # fmt: skip
    doses = {
        d: (g.get(f"{d}_dose") or 0) * (1 if g.get(f"{d}_per_day") is None else g[f"{d}_per_day"]) for d in thousandths
    }
    return {"mme": sum(n * doses[d] for d, n in thousandths.items()) / 1000}


def water(g: Given) -> Given:
    share = 60 if g["age"] < 18 else (50 if g["female"] else 60) if g["age"] < 65 else (45 if g["female"] else 50)
    return {"deficit": share * g["weight"] * (g["sodium"] - 140) / 14000}


def steroid(g: Given) -> Given:
    potency = {"cortisone": 0.8, "hydrocortisone": 1, "prednisone": 4, "prednisolone": 4, "methylprednisolone": 5,
               "triamcinolone": 5, "dexamethasone": 80 / 3, "betamethasone": 80 / 3}  # fmt: skip
    return {"dose": g["dose"] * potency[g["from"]] / potency[g["to"]]}


def ideal(g: Given) -> float:
    return (45.5 if g["female"] else 50.0) - 138 + 0.9055123 * float(g["height"])


def later(day: date, days: int) -> str:
    return date.fromordinal(day.toordinal() + days).isoformat()


def weeks(g: Given) -> Given:
    days = g["current_date"].toordinal() - g["last_menstrual_period"].toordinal()
    return {"weeks": days // 7, "days": days - 7 * (days // 7), "total_days": days}


def ivig(g: Given) -> Given:
    weight = g["actual_weight"]
    found: Given = {}
    if g.get("height") is not None and g.get("sex") is not None:
        lean = ideal({"height": g["height"], "female": g["sex"] == "female"})
        found |= {"ibw_kg": lean, "ddw_kg": 0.6 * lean + 0.4 * weight}
        if g.get("use_adjusted_weight"):
            weight = found["ddw_kg"]
    elif g.get("use_adjusted_weight"):
        return found
    if g.get("dose_g_per_kg") is not None:
        found |= {"daily_g": g["dose_g_per_kg"] * weight, "total_g": g["dose_g_per_kg"] * weight * (g.get("days") or 1)}
    if g.get("rate_mg_per_kg_min") is not None:
        found["rate_mL_per_h_10pct"] = 0.6 * g["rate_mg_per_kg_min"] * weight
    return found


def seconds(g: Given) -> float:
    return 60 / float(g["heart_rate"])


SECOND: dict[str, Callable[[Given], Given]] = {
    "isth_overt_dic_2001": isth_2001,
    "isth_overt_dic_2025": isth_2025,
    "isth_sic": sic,
    "jaam_dic_2006": jaam_2006,
    "jaam2_dic_2024": jaam2,
    "jaam_dic_antithrombin_2016": jaam_antithrombin,
    "jsth_dic_2017": jsth,
    "dic_pregnancy_erez_2014": erez,
    "four_ts": four_ts,
    "plasmic": plasmic,
    "ivig_dose": ivig,
    "sofa_1996": sofa,
    "sofa2_2025": sofa2,
    "qsofa_2016": qsofa,
    "sirs": sirs,
    "apache_ii": apache,
    "mean_arterial_pressure": lambda g: {"map": g["dbp"] + (g["sbp"] - g["dbp"]) / 3},
    "wells_pe": wells_pe,
    "perc": perc,
    "curb65": curb,
    "pneumonia_severity_index": psi,
    "wells_dvt": wells_dvt,
    "caprini": caprini,
    "cha2ds2_vasc": cha2ds2,
    "has_bled": has_bled,
    "heart_score": heart,
    "revised_cardiac_risk_index": rcri,
    "framingham_hard_chd": framingham,
    "ldl_friedewald": lambda g: {"ldl": g["total_cholesterol"] - (g["hdl"] + 0.2 * g["triglycerides"])},
    "qtc_bazett": lambda g: {"qtc": g["qt"] * 10 ** (-0.5 * log10(seconds(g)))},
    "qtc_fridericia": lambda g: {"qtc": g["qt"] * 10 ** (-log10(seconds(g)) / 3)},
    "qtc_framingham": lambda g: {"qtc": 1000 * (g["qt"] / 1000 + 0.154 - 0.154 * seconds(g))},
    "qtc_hodges": lambda g: {"qtc": g["qt"] + 105 / seconds(g) - 105},
    "qtc_rautaharju": lambda g: {"qtc": g["qt"] * (2 / 3 + g["heart_rate"] / 180)},
    "cockcroft_gault": cockcroft,
    "ckd_epi_2021": ckd_epi,
    "mdrd": mdrd,
    "fractional_excretion_of_sodium": lambda g: {
        "fena": 100 * g["urine_sodium"] * g["creatinine"] / g["sodium"] / g["urine_creatinine"]
    },
    "free_water_deficit": water,
    "serum_osmolality": lambda g: {"osmolality": (252 * g["sodium"] + 45 * g["bun"] + 7 * g["glucose"]) / 126},
    "anion_gap": lambda g: {"anion_gap": gap(g)},
    "delta_gap": lambda g: {"delta_gap": gap(g) - 12},
    "delta_ratio": lambda g: {"delta_ratio": ratio(gap(g), g)},
    "albumin_corrected_anion_gap": lambda g: {"anion_gap": raised(g)},
    "albumin_corrected_delta_gap": lambda g: {"delta_gap": raised(g) - 12},
    "albumin_corrected_delta_ratio": lambda g: {"delta_ratio": ratio(raised(g), g)},
    "meld_3_0": meld3,
    "meld_na": meld_na,
    "child_pugh": child_pugh,
    "fib4": fib4,
    "glasgow_blatchford": blatchford,
    "corrected_sodium": lambda g: {
        "sodium": g["sodium"] - 2.4 + 2.4 * g["glucose"] / 100,
        "sodium_katz": g["sodium"] - 1.6 + 1.6 * g["glucose"] / 100,
    },
    "corrected_calcium": lambda g: {"calcium": g["calcium"] + 3.2 - 0.8 * g["albumin"]},
    "homa_ir": lambda g: {"homa_ir": g["glucose"] / 18 * g["insulin"] / 22.5},
    "gcs": gcs,
    "charlson": charlson,
    "centor_mcisaac": centor,
    "feverpain": feverpain,
    "body_mass_index": lambda g: {"bmi": 10_000 * g["weight"] / g["height"] ** 2},
    "target_weight": lambda g: {"weight": g["bmi"] * g["height"] ** 2 / 10_000},
    "ideal_body_weight": lambda g: {"ibw": ideal(g)},
    "adjusted_body_weight": lambda g: {"abw": 0.6 * ideal(g) + 0.4 * g["weight"]},
    "body_surface_area": lambda g: {"bsa": exp((log(g["weight"]) + log(g["height"]) - log(3600)) / 2)},
    "steroid_conversion": steroid,
    "morphine_equivalents": mme,
    "maintenance_fluids": lambda g: {
        "rate": 4 * g["weight"] if g["weight"] < 10 else 20 + 2 * g["weight"] if g["weight"] < 20 else 40 + g["weight"]
    },
    "due_date": lambda g: {"due_date": later(g["last_menstrual_period"], 252 + int(g.get("cycle_length") or 28))},
    "conception_date": lambda g: {"conception_date": later(g["last_menstrual_period"], 14)},
    "gestational_age": weeks,
}
