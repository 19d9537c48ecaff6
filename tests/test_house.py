"""The house rules: who may import whom, and how large anything may grow."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src"
MODULES = {p: ast.parse(p.read_text(encoding="utf-8")) for p in sorted((SOURCE / "curbside").rglob("*.py"))}
NAMES = {p: str(p.relative_to(SOURCE)) for p in MODULES}

MAX_FILE, MAX_FUNCTION, MAX_PARAMETERS, MAX_NESTING = 500, 50, 6, 3

FOUNDATION = {"model", "text", "settings", "database"}
ROOMS = {
    "calculators",
    "sources",
    "library",
    "understanding",
    "retrieval",
    "semantic",
    "appraisal",
    "composing",
    "verification",
    "exports",
    "readers",
    "review",
    "accounts",
}
MAY_IMPORT: dict[str, set[str]] = {
    **dict.fromkeys(FOUNDATION, set[str]()),
    **dict.fromkeys(ROOMS, FOUNDATION),
    "engine": {"model"},
    "house": {"engine", *FOUNDATION, *ROOMS},
    "evaluation": {"model", "engine", "house"},
    "gathering": {*FOUNDATION, "sources", "library"},
    "backup": {*FOUNDATION, "library"},
    "cli": {
        "backup",
        "calculators",
        "gathering",
        "model",
        "engine",
        "house",
        "library",
        "evaluation",
        "exports",
        "readers",
        "settings",
        "office",
        "review",
    },
    "archive": FOUNDATION,
    "office": {*FOUNDATION, "archive", "house", "review", "accounts", "sources"},
    "web": {
        "calculators",
        "archive",
        "engine",
        "house",
        "exports",
        "readers",
        "office",
        "review",
        "accounts",
        *FOUNDATION,
    },
    "starter": set(),
}
FORBIDDEN_NAMES = {"utils", "helpers", "helper", "manager", "service", "common", "misc", "data", "process", "handle"}
EXEMPT: dict[str, str] = {}
"""Functions over a ceiling, "module:function", each with its reason. The list may only shrink."""


def room(path: Path) -> str:
    return path.relative_to(SOURCE / "curbside").parts[0].removesuffix(".py")


def imported(tree: ast.Module) -> set[str]:
    names = [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "write imports in full, so that they can be read and checked"
            names += [f"{node.module}.{a.name}" for a in node.names]
    return {name for name in names if name.startswith("curbside.")}


def imported_rooms(tree: ast.Module) -> set[str]:
    return {name.split(".")[1] for name in imported(tree)} - {"__version__"}


def functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]


def nesting(node: ast.AST, depth: int = 0) -> int:
    blocks = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.AsyncFor, ast.AsyncWith, ast.Match)
    deepest = depth
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        chained = isinstance(node, ast.If) and node.orelse == [child]
        deeper = depth + (isinstance(child, blocks) and not chained)
        deepest = max(deepest, nesting(child, deeper))
    return deepest


@pytest.mark.parametrize("path", MODULES, ids=NAMES.get)
def test_imports_only_along_the_arrows(path: Path) -> None:
    if path.parent.name == "curbside" and path.name in ("__init__.py", "__main__.py"):
        return
    here = room(path)
    assert here in MAY_IMPORT, f"{here} is not a room of this house"
    assert imported_rooms(MODULES[path]) - {here} <= MAY_IMPORT[here]


@pytest.mark.parametrize("path", MODULES, ids=NAMES.get)
def test_imports_of_ours_stand_at_the_top(path: Path) -> None:
    top = {id(n) for n in MODULES[path].body}
    for node in ast.walk(MODULES[path]):
        if isinstance(node, (ast.Import, ast.ImportFrom)) and id(node) not in top:
            assert "curbside" not in ast.unparse(node), ast.unparse(node)


def test_modules_import_each_other_in_no_circle() -> None:
    by_name = {".".join(p.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): p for p in MODULES}
    taken = {name: imported(MODULES[path]) for name, path in by_name.items()}
    graph = {
        name: {
            known
            for known in by_name
            if known != name and any(i == known or i.startswith(known + ".") for i in taken[name])
        }
        - {"curbside"}
        for name in by_name
    }
    graph = {n: {t for t in targets if not n.startswith(t + ".")} for n, targets in graph.items()}
    while leaves := {n for n, targets in graph.items() if not targets & graph.keys()}:
        graph = {n: t for n, t in graph.items() if n not in leaves}
    assert not graph, f"these import one another: {sorted(graph)}"


@pytest.mark.parametrize("path", MODULES, ids=NAMES.get)
def test_stays_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE
    for function in functions(MODULES[path]):
        assert function.end_lineno is not None
        if f"{path.stem}:{function.name}" in EXEMPT:
            continue
        assert function.end_lineno - function.lineno < MAX_FUNCTION, function.name
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        assert len([a for a in arguments if a.arg not in ("self", "cls")]) <= MAX_PARAMETERS, function.name
        assert nesting(function) <= MAX_NESTING, function.name


@pytest.mark.parametrize("path", MODULES, ids=NAMES.get)
def test_names_belong_to_the_field(path: Path) -> None:
    assert not set(path.relative_to(SOURCE).with_suffix("").parts) & FORBIDDEN_NAMES


def test_only_verification_makes_answers() -> None:
    makers = {
        room(path)
        for path, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "Answer"
    }
    assert makers <= {"verification"}


def test_only_the_edge_reads_clock_chance_environment_and_network() -> None:
    edge = {"settings", "cli", "house", "database", "library", "sources", "gathering", "evaluation", "office"}
    banned = {"time", "datetime", "random", "os", "socket", "urllib", "http", "secrets", "uuid"}
    for path, tree in MODULES.items():
        if room(path) in edge:
            continue
        names = [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
        names += [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
        # Taking an address apart asks nobody; nor does a day of the calendar, as long as nobody asks which is today.
        days = room(path) in {"calculators", "review"} and not _asks_the_clock(tree)
        innocent = {"urllib.parse", "datetime"} if days else {"urllib.parse"}
        assert not {n.split(".")[0] for n in names if n not in innocent} & banned, NAMES[path]


def _asks_the_clock(tree: ast.Module) -> bool:
    asked = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    return bool(asked & {"today", "now", "utcnow", "fromtimestamp"})


def test_the_model_needs_nothing_but_python() -> None:
    heavy = "{'numpy', 'pydantic', 'sqlalchemy', 'lxml', 'tantivy'}"
    script = f"import sys, curbside.model, curbside.text; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=SOURCE)
    assert done.stdout.strip() == "set()"
