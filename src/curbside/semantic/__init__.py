"""Likeness in meaning: a model makes a vector of a text, vectors are kept beside a library, and passages are compared.

Needs the extra "semantic" (onnxruntime, tokenizers, numpy) from the first vector on, and nothing before.
"""

from curbside.semantic.comparing import Likeness, embed, embedded_text
from curbside.semantic.encoding import Encoder, described
from curbside.semantic.installing import (
    Installed,
    check,
    has_card,
    install,
    installed,
    missing_libraries,
    with_card,
)
from curbside.semantic.keeping import Vectors

__all__ = [
    "Encoder",
    "Installed",
    "Likeness",
    "Vectors",
    "check",
    "described",
    "embed",
    "embedded_text",
    "has_card",
    "install",
    "installed",
    "missing_libraries",
    "with_card",
]
