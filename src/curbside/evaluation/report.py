"""What was measured, as a table to read and as values to script against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from curbside.evaluation.measures import (
    Measure,
    Pair,
    accuracy,
    by_label,
    confusion,
    halves,
    interval,
    macro_f1,
    majority,
)

SEED = 1
"""The seed of the halves and the intervals, unless another is given."""

Part = Mapping[str, object]


def measured(
    cases: Sequence[tuple[str, Pair]],
    seed: int = SEED,
    more: Mapping[str, Measure] | None = None,
    among: Sequence[str] = (),
) -> Part:
    """Accuracy and macro-F1 with intervals, the table of confusion and each label's scores; `more` names more measures.

    Cases come with the id of what they are from: the halves keep all of one id together. Where only
    some of a set are measured, `among` has the ids of the whole set, so that its halves stay as they are.
    """
    developed, apart = halves(among or [id_ for id_, _ in cases], seed)
    parts = {"all": developed | apart, "developed on": developed, "kept apart": apart}
    return {
        **{name: measured_part([p for i, p in cases if i in ids], seed, more) for name, ids in parts.items()},
        "confusion": [
            {"known": known, "said": said, "cases": n} for (known, said), n in confusion([p for _, p in cases]).items()
        ],
        "labels": [
            {"label": s.label, "precision": _round(s.precision), "recall": _round(s.recall), "cases": s.cases}
            for s in by_label(confusion([p for _, p in cases]))
        ],
    }


def measured_part(pairs: Sequence[Pair], seed: int, more: Mapping[str, Measure] | None = None) -> Part:
    """Accuracy, macro-F1 and what `more` names, each as [value, low, high], with the cases and their majority."""
    found: dict[str, object] = {"cases": len(pairs), "majority": _round(majority(confusion(pairs)))}
    for name, measure in {"accuracy": accuracy, "macro_f1": macro_f1, **(more or {})}.items():
        bounds = interval(pairs, measure, seed)
        found[name] = [_round(bounds.value), _round(bounds.low), _round(bounds.high)]
    return found


def table(title: str, found: Part) -> str:
    """A measured set as lines: a line for each half, then the table of confusion, then each label."""
    lines = [title]
    for name in ("all", "developed on", "kept apart"):
        part = found[name]
        assert isinstance(part, dict)
        lines.append(f"  {name:<13} " + "  ".join(f"{k} {shown(v)}" for k, v in part.items()))
    return "\n".join([*lines, *_confusion(found), *_labels(found)]) + "\n"


def shown(value: object) -> str:
    """A value to read: a measure with its interval, several by name, else as it is."""
    if isinstance(value, dict):
        return "  ".join(f"{k} {shown(v)}" for k, v in value.items())
    if isinstance(value, list):
        return f"{value[0]:.3f} ({value[1]:.3f} to {value[2]:.3f})"
    return str(value)


def _confusion(found: Part) -> list[str]:
    rows = found["confusion"]
    assert isinstance(rows, list)
    known, said = sorted({r["known"] for r in rows}), sorted({r["said"] for r in rows})
    cells = {(r["known"], r["said"]): r["cases"] for r in rows}
    heading = "  known \\ said".ljust(22) + "".join(s.rjust(20) for s in said)
    return [heading, *(f"  {k:<20}" + "".join(str(cells.get((k, s), 0)).rjust(20) for s in said) for k in known)]


def _labels(found: Part) -> list[str]:
    rows = found["labels"]
    assert isinstance(rows, list)
    return [
        f"  {r['label']:<20} precision {r['precision']:.3f}  recall {r['recall']:.3f}  cases {r['cases']}" for r in rows
    ]


def _round(value: float) -> float:
    return round(value, 4)
