"""Joins the world to a library: what is asked of it, taken page by page or file by file, and told in a report."""

from curbside.gathering.baseline import Means, gather_files
from curbside.gathering.checking import Problem, check
from curbside.gathering.completing import crossref
from curbside.gathering.hub import MINILM, Published, fetch_model
from curbside.gathering.registry import add_guidelines, confirm, dismiss, guidelines, successions
from curbside.gathering.report import Report
from curbside.gathering.retractions import SERVICES, Found, consulted, flagged, from_file, from_service, second_order
from curbside.gathering.taking import LIVE_SORTS, europe_pmc, labels, live, ongoing_trials, pubmed, site_for
from curbside.sources.catalogues.pubmed import Asked, Sort, written
from curbside.sources.catalogues.replies import Site
from curbside.sources.describing import Description

__all__ = [
    "LIVE_SORTS",
    "MINILM",
    "SERVICES",
    "Asked",
    "Description",
    "Found",
    "Means",
    "Problem",
    "Published",
    "Report",
    "Site",
    "Sort",
    "add_guidelines",
    "check",
    "confirm",
    "consulted",
    "crossref",
    "dismiss",
    "europe_pmc",
    "fetch_model",
    "flagged",
    "from_file",
    "from_service",
    "gather_files",
    "guidelines",
    "labels",
    "live",
    "ongoing_trials",
    "pubmed",
    "second_order",
    "site_for",
    "successions",
    "written",
]
