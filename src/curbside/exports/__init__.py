"""An answer as others read it: JSON, a bibliography, text for a terminal."""
