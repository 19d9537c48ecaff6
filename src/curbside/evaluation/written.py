"""The comparison of ways of finding as one page of Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from curbside.evaluation.comparing import MEASURES, Compared
from curbside.evaluation.measures import Interval


def page(found: Sequence[Compared], command: str, library: str, plot: str) -> str:
    """The page: the command, for each set a table of measures with differences in pairs, and its worst queries."""
    lines = [
        "# Finding, measured",
        "",
        f"`{command}`",
        "",
        f"Library: {library}. Means over the judged queries, with 95 % intervals from resampled queries.",
        "",
        f"![nDCG@10 with intervals]({plot})",
        "",
    ]
    for compared in found:
        lines += [f"## {compared.set} ({compared.queries} queries)", "", *_table(compared), "", *_worst(compared), ""]
    return "\n".join(lines).rstrip() + "\n"


def _table(compared: Compared) -> list[str]:
    heading = f"| | {' | '.join(MEASURES)} | nDCG@10 more than the first, in pairs |"
    rows = [heading, "|" + "---|" * (len(MEASURES) + 2)]
    for system, measures in compared.measures.items():
        more = compared.differences.get(system, {}).get("nDCG@10")
        cells = [str(measures[m]) for m in MEASURES]
        rows.append(f"| {system} | {' | '.join(cells)} | {_signed(more) if more else ''} |")
    return rows


def _signed(bounds: Interval) -> str:
    return f"{bounds.value:+.3f} ({bounds.low:+.3f} to {bounds.high:+.3f})"


def _worst(compared: Compared) -> list[str]:
    heading = [
        f"The {len(compared.worst)} worst queries of the last system:",
        "",
        "| nDCG@10 | query | why |",
        "|---|---|---|",
    ]
    return [*heading, *(f"| {m.value:.2f} | {_cell(m.text)} | {_cell(m.why)} |" for m in compared.worst)]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
