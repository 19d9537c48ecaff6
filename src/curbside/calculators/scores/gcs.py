"""The Glasgow Coma Scale."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Example, Number, Source
from curbside.calculators.points import Criterion, Points


def _graded(
    key: str, label: str, aliases: tuple[str, ...], levels: dict[str, tuple[int, ...]]
) -> tuple[Number, Criterion]:
    words = {word: float(level) for word, (level,) in levels.items()}
    best = max(words.values())
    rule = "; ".join(f"{int(n)}: {next(w for w in words if words[w] == n)}" for n in sorted(set(words.values()))[::-1])
    graded = Number(key, label, "", 1, best, aliases, whole=True, words=words, note=rule)
    return graded, Criterion(key, label, (key,), lambda values: values.number(key), rule, {key: (1, best)})


_ITEMS = (
    _graded("eye", "Best eye response", ("Best eye response", "e"), {
        "spontaneous": (4,), "eyes open spontaneously": (4,), "to speech": (3,), "eye opening to verbal command": (3,),
        "eye opening to speech": (3,), "to sound": (3,), "to pain": (2,), "eye opening to pain": (2,),
        "to pressure": (2,), "no response": (1,), "no eye opening": (1,),
    }),
    _graded("verbal", "Best verbal response", ("Best verbal response", "v"), {
        "oriented": (5,), "confused": (4,), "inappropriate words": (3,), "incomprehensible": (2,),
        "incomprehensible sounds": (2,), "no response": (1,), "no verbal response": (1,),
    }),
    _graded("motor", "Best motor response", ("Best motor response", "m"), {
        "obeys": (6,), "obeys commands": (6,), "localises": (5,), "localizes pain": (5,), "localises pain": (5,),
        "withdraws": (4,), "withdrawal from pain": (4,), "abnormal flexion": (3,), "flexion to pain": (3,),
        "extension": (2,), "extension to pain": (2,), "no response": (1,), "no motor response": (1,),
    }),
)  # fmt: skip


def _band(total: float) -> str:
    return "severe" if total <= 8 else "moderate" if total <= 12 else "mild"


SCORE = Calculator(
    id="gcs",
    name="Glasgow Coma Scale",
    version="1974 (Teasdale and Jennett), motor scale of six levels",
    specialty="Neurology",
    purpose="Level of consciousness.",
    inputs=tuple(graded for graded, _ in _ITEMS),
    method=Points(
        tuple(criterion for _, criterion in _ITEMS),
        lambda total, points, values: {"band": _band(total)},
        components="components",
    ),
    scale=(3, 15),
    bands=(
        Band(">=13", "mild head injury", "mild"),
        Band(">=9 and <=12", "moderate head injury", "moderate"),
        Band("<=8", "severe head injury", "severe"),
    ),
    notes=("A component that cannot be tested (T, NT) is told as such and not scored 1; there is no total then.",),
    ambiguities=(
        "The minimum is 3, not 0.",
        "PMC10774511 shows a substitution for intubated patients (5, 3 or 1); it is not used here.",
    ),
    sources=(
        Source(
            "Teasdale G, Jennett B. Assessment of coma and impaired consciousness. A practical scale. Lancet "
            "1974;2(7872):81-84",
            "citation seen; paper not seen",
            pmid="4136544",
        ),
        Source("EJNS 2020, table 1", "table seen", doi="10.1186/s41984-020-00096-5"),
    ),
    examples=(Example({"eye": 3, "verbal": 4, "motor": 6}, {"score": 13, "band": "mild"}, "3+4+6=13"),),
    aliases=("glasgow", "Glasgow Coma Score (GCS)", "Glasgow Coma Score"),
    names=("Glasgow Coma Scale", "Glasgow Coma Score"),
    cased=("GCS",),
)
