"""Our own glossary: what a clinical term means, and how one says it at home."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A term: what is said in its place ("" where it is only explained), for several of it, and what it means.

    `kind` is noun, mass (no plural), word (no inflection), descriptor (only before a noun), abbreviation or method;
    `opens` is the long form of an abbreviation; `also` are other forms of it, `short` how a method is abbreviated.
    """

    term: str
    kind: str
    means: str
    say: str = ""
    many: str = ""
    opens: str = ""
    short: str = ""
    also: tuple[str, ...] = ()

    @property
    def several(self) -> str:
        """What is said in place of the plural."""
        return self.many or (_plural(self.say) if self.say and self.kind in ("noun", "abbreviation") else self.say)

    @property
    def glosses(self) -> bool:
        """Whether what is said explains itself, in brackets or after a comma: worth saying once, not each time."""
        return bool(re.search(r", | \(", self.say))


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A term met in a text: its place, its entry, and whether it stands in the plural."""

    start: int
    end: int
    entry: Entry
    plural: bool


@dataclass(frozen=True, slots=True)
class Glossary:
    """Entries by every form under which texts name them; abbreviations are looked up with their capitals.

    `reach` gives, for the first word of a form in small letters, how many words the longest such form has.
    """

    entries: tuple[Entry, ...]
    forms: Mapping[str, tuple[Entry, bool]]
    reach: Mapping[str, int]

    def find(self, text: str) -> Iterator[Match]:
        """The terms of a text, the longest at each place first, none within another."""
        words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
        index = 0
        while index < len(words):
            longest = self.reach.get(text[slice(*words[index])].lower(), 0)
            for last in range(min(index + longest, len(words)), index, -1):
                start, end = words[index][0], words[last - 1][1]
                known = self._known(text[start:end])
                if known is not None and not numeral(text, start, end):
                    yield Match(start=start, end=end, entry=known[0], plural=known[1])
                    index = last - 1
                    break
            index += 1

    def _known(self, words: str) -> tuple[Entry, bool] | None:
        return self.forms.get(_key(words)) or self.forms.get(_key(words.lower()))


_COUNTED = re.compile(
    r"(?:[IVX]+ ?[-/\u2013,]|[IVX]+ (?:and|or|to)|stages?|grades?|class(?:es)?|types?|phases?|levels?|nerves?|"
    r"factors?|parts?|groups?|collagen|NYHA) ?$",
    re.IGNORECASE,
)


def numeral(text: str, start: int, end: int) -> bool:
    """Whether "IV" counts, as in "stage IV" and "II-IV", and is not the short form of intravenous."""
    return text[start:end] == "IV" and _COUNTED.search(text[:start]) is not None


def _key(words: str) -> str:
    return re.sub(r"[\s\-]+", " ", words).replace("\u2019", "'")


@cache
def glossary() -> Glossary:
    """Clinical terms and abbreviations, with what is said at home."""
    return _read("glossary.jsonl")


@cache
def methods() -> Glossary:
    """Terms of research and of grading, explained for someone in training."""
    return _read("methods.jsonl")


def _read(name: str) -> Glossary:
    lines = (resources.files("curbside.readers") / name).read_text(encoding="utf-8").splitlines()[1:]
    entries = tuple(Entry(**{**row, "also": tuple(row.get("also", ()))}) for row in map(json.loads, lines))
    forms: dict[str, tuple[Entry, bool]] = {}
    for entry in entries:
        for form, plural in _forms(entry):
            forms.setdefault(form, (entry, plural))
    reach: dict[str, int] = {}
    for form in forms:
        found = _WORD.findall(form)
        reach[found[0].lower()] = max(reach.get(found[0].lower(), 0), len(found))
    return Glossary(entries, forms, reach)


def _forms(entry: Entry) -> Iterator[tuple[str, bool]]:
    """Every form of a term as a key, with its number: singular, plural, British and American."""
    named = [(entry.term, False), *((a, _is_plural(a)) for a in entry.also)]
    if entry.kind in ("noun", "abbreviation"):
        named.append((_plural(entry.term), True))
    for form, plural in named:
        key = _key(form if entry.kind == "abbreviation" else form.lower())
        yield key, plural
        yield _american(key), plural


def _is_plural(form: str) -> bool:
    return bool(re.search(r"(?<![suai])s$|(?:eria|emboli|thrombi|ata)$|[^aeiou]ies$", form))


def _plural(word: str) -> str:
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(?:s|x|ch|sh)$", word) else f"{word}s"


_SPELLED = (
    ("haem", "hem"), ("aemia", "emia"), ("oedema", "edema"), ("oea", "ea"), ("paed", "ped"), ("oesoph", "esoph"),
    ("isation", "ization"), ("ised", "ized"), ("ising", "izing"), ("tumour", "tumor"), ("oestr", "estr"),
    ("anaesth", "anesth"), ("leukaem", "leukem"), ("foet", "fet"),
)  # fmt: skip


def _american(form: str) -> str:
    for british, american in _SPELLED:
        form = form.replace(british, american)
    return form
