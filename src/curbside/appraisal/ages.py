"""Ages in years, as questions and stated populations write them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_PEOPLE = r"(?:adults?|people|persons?|patients?|men|women|those|elderly|individuals|children|boys|girls|ages?|aged)"
_YEARS = r"(?:[ -]?(?:y/?o|years?)(?: of age|[ -]old)?)?"
_FROM_TO = re.compile(
    rf"\b(?:{_PEOPLE} (?:between )?(\d{{1,3}}){_YEARS} ?(?:to|-|\u2013|and) ?(\d{{1,3}})(?! (?:and|or) (?:older|over))|"
    r"(\d{1,3}) ?(?:to|-|\u2013) ?(\d{1,3})[ -]years? (?:old|of age))\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    rf"\b{_PEOPLE} (?:aged )?(?:over|above|older than|> ?) ?(?:the age of )?(\d{{1,3}})\b|"
    r"\bover(?: the age of)? (\d{1,3})(?:s\b|[ -]?years? (?:old|of age)\b)",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"\b(\d{{1,3}}){_YEARS} (?:and|or) (?:older|over|above)\b|"
    rf"\b{_PEOPLE} (?:aged )?(?:\u2265|at least) ?(\d{{1,3}})\b",
    re.IGNORECASE,
)
_UNDER = re.compile(
    rf"\b{_PEOPLE} (?:aged )?(?:under|below|younger than|less than|< ?) ?(?:the age of )?(\d{{1,3}})\b"
    r"(?! ?(?:kg|months|m))|"
    r"\bunder (\d{1,3})(?:s\b|[ -]?years? (?:old|of age)\b)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_ONE = re.compile(
    r"\b(\d{1,3})[ -]?(?:y/?o|years?[ -]olds?)\b|\baged (\d{1,3})\b(?! ?(?:to|-|\u2013|and|or|months|weeks|days|\d))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Ages:
    """Ages in whole years, both ends included."""

    lowest: float
    highest: float

    def overlaps(self, other: Ages) -> bool:
        """Whether somebody can be of both ages."""
        return self.lowest <= other.highest and other.lowest <= self.highest

    @property
    def groups(self) -> set[str]:
        """Whether these are children, adults or both; one comes of age at 18."""
        return {name for name, holds in (("children", self.lowest < 18), ("adults", self.highest >= 18)) if holds}


def ages_in(text: str) -> Ages | None:
    """The ages that a text names, None where it names none: "over 75" begins at 76, "under 5" ends at 4."""
    if not _DIGIT.search(text):
        return None
    if match := _FROM_TO.search(text):
        low, high = sorted(_numbers(match))
        return Ages(low, high)
    if match := _OVER.search(text):
        return Ages(_numbers(match)[0] + 1, math.inf)
    if match := _FROM.search(text):
        return Ages(_numbers(match)[0], math.inf)
    if match := _UNDER.search(text):
        return Ages(0, _numbers(match)[0] - 1)
    if match := _ONE.search(text):
        return Ages(_numbers(match)[0], _numbers(match)[0])
    return None


def _numbers(match: re.Match[str]) -> list[int]:
    return [int(n) for n in match.groups() if n is not None]
