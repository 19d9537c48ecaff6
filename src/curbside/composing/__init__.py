"""Evidence, composed into a draft: sentences of the sources under headings, and what they say together."""

from curbside.composing.concluding import conclude, follow_ups
from curbside.composing.extractive import compose, may_use

__all__ = ["compose", "conclude", "follow_ups", "may_use"]
