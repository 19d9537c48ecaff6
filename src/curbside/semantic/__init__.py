"""Likeness in meaning: a model makes a vector of a text, vectors are kept beside a library, and passages are compared.

Needs the extra "semantic" (onnxruntime, tokenizers, numpy) from the first vector on, and nothing before.
"""

from curbside.semantic.comparing import Likeness, embed, embedded_text
from curbside.semantic.encoding import Encoder
from curbside.semantic.installing import Installed, check, install, installed, missing_libraries
from curbside.semantic.keeping import Vectors

__all__ = [
    "Encoder",
    "Installed",
    "Likeness",
    "Vectors",
    "check",
    "embed",
    "embedded_text",
    "install",
    "installed",
    "missing_libraries",
]
