"""The starter library: evidence cards that come with Curbside, so that it can answer before anything is gathered."""
