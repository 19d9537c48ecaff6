"""Who reviews, how far a review has come, and what a reader may know of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """How far the review of an answer has come."""

    DRAFT = "Draft"
    SUBMITTED = "Submitted"
    UNDER_REVIEW = "Under Review"
    CHANGES_REQUESTED = "Changes Requested"
    APPROVED = "Approved"
    WITHDRAWN = "Withdrawn"
    EXPIRED = "Expired"


class Duty(StrEnum):
    """What a person may do at the desk: judge answers, change them, or keep the accounts."""

    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone with an account, as readers see them on what they approved; `conflicts` are those they declared."""

    id: str
    name: str
    duties: frozenset[Duty] = frozenset()
    credentials: str = ""
    affiliation: str = ""
    conflicts: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Who approved the exact words shown, as they described themselves then, and when (ISO 8601, UTC)."""

    person: Person
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """How far the words shown have been reviewed.

    `case` names the record at the desk; `approvals` are empty unless the stage is Approved; `reason` says why an
    earlier approval no longer holds, or is empty; `since` and `expires` are moments (ISO 8601, UTC) or empty.
    """

    case: str
    stage: Stage
    approvals: tuple[Approval, ...] = ()
    reason: str = ""
    since: str = ""
    expires: str = ""

    @property
    def approved(self) -> bool:
        """Whether the words shown are those that were approved, and the approval still holds."""
        return self.stage is Stage.APPROVED
