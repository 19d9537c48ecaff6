"""Every planted breach still has the line it is planted in, so that none goes stale unseen."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def planted() -> list[tuple[str, str, str, str]]:
    """What each breach of scripts/breaches.py is called, its file, and the text before and after."""
    tree = ast.parse((ROOT / "scripts" / "breaches.py").read_text(encoding="utf-8"))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "Breach"]
    told = [[ast.literal_eval(argument) for argument in call.args[1:5]] for call in calls]
    return [(what, file, old, new) for what, file, old, new in told]


@pytest.mark.parametrize(("what", "file", "old", "new"), planted(), ids=[p[0] for p in planted()])
def test_a_breach_can_be_planted_in_one_place(what: str, file: str, old: str, new: str) -> None:
    text = (ROOT / "src" / "curbside" / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{what}: the text to change stands {text.count(old)} times in {file}"
    assert new != old
