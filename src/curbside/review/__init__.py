"""The desk: named people, bound to exact words, and a record that shows when it was touched."""

from curbside.review.cases import Case, Feedback, Judgement, Priority, Sort, Verdict, Version, queue
from curbside.review.desk import Desk, moment
from curbside.review.differences import Difference, differences
from curbside.review.editing import Add, Drop, Edit, EditError, Move, Reword, Shelf, edited
from curbside.review.omissions import Looked, looked_for
from curbside.review.record import AUTOMATIC, READER, Event, Head, RecordError
from curbside.review.rules import Action, NotAllowedError, StaleError, Terms, may

__all__ = [
    "AUTOMATIC",
    "READER",
    "Action",
    "Add",
    "Case",
    "Desk",
    "Difference",
    "Drop",
    "Edit",
    "EditError",
    "Event",
    "Feedback",
    "Head",
    "Judgement",
    "Looked",
    "Move",
    "NotAllowedError",
    "Priority",
    "RecordError",
    "Reword",
    "Shelf",
    "Sort",
    "StaleError",
    "Terms",
    "Verdict",
    "Version",
    "differences",
    "edited",
    "looked_for",
    "may",
    "moment",
    "queue",
]
