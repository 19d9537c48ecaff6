"""What a gathering came to: counted, what was skipped and why, what failed, and what remains to be told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from curbside.library import Applied
from curbside.model import CurbsideError
from curbside.sources.catalogues.replies import Page, Skipped

COUNTS = ("added", "replaced", "removed", "marked", "passages")


@dataclass(slots=True)
class Report:
    """Filled while a gathering goes on, so that a stop half way still tells what was done."""

    counts: Counter[str] = field(default_factory=Counter)
    already: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failed: list[CurbsideError] = field(default_factory=list)

    def applied(self, applied: Applied) -> None:
        """Count what one page or file changed."""
        self.already += applied.already
        self.counts.update({name: getattr(applied, name) for name in COUNTS})

    def page(self, page: Page) -> None:
        """Keep what a page tells."""
        self.skipped += page.skipped
        self.notes += page.notes

    @property
    def line(self) -> str:
        """The counts in words."""
        counted = [f"{self.counts[name]:,} {name}" for name in COUNTS if self.counts[name]]
        already = [f"{self.already:,} already gathered"] if self.already else []
        return ", ".join([*counted, *already]) or "nothing new"

    @property
    def whole(self) -> bool:
        """Whether everything that was asked for came."""
        return not self.failed

    def as_object(self) -> dict[str, object]:
        """The report as it is printed with --json."""
        return {
            **{name: self.counts[name] for name in COUNTS},
            "already": self.already,
            "skipped": [{"name": s.name, "reason": s.reason} for s in self.skipped],
            "notes": self.notes,
            "failed": [str(error) for error in self.failed],
        }
