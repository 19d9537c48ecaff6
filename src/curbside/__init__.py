"""Ask a clinical question; read an answer whose every sentence opens the words it rests on."""

__version__ = "0.1.0"
