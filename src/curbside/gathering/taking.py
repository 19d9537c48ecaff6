"""Takes the pages of catalogues into a library, each as a whole; what came before a failure stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from curbside.gathering.report import Report
from curbside.library import Library
from curbside.model import Add, Change, FetchError, Kind, Role, Topic
from curbside.settings import Settings
from curbside.sources.catalogues import dailymed, europepmc, trials
from curbside.sources.catalogues import pubmed as catalogue
from curbside.sources.catalogues.pubmed import Asked, Sort
from curbside.sources.catalogues.replies import Page, Site, site_of
from curbside.sources.fetching import client, policy_of

Told = Callable[[str], None]
Identifiers = Callable[[str], tuple[str, ...]]

_ROLES = (Role.POPULATION, Role.INTERVENTION, Role.COMPARATOR)
_MOST_FORMS = 6
LIVE_SORTS = (Sort.GUIDELINES, Sort.REVIEWS, Sort.TRIALS)


@contextmanager
def site_for(settings: Settings, identifiers: Identifiers, told: Told) -> Iterator[Site]:
    """The site of the settings with its client open; `told` hears of waits and retries."""
    with client(policy_of(settings, identifiers), told) as send:
        yield site_of(settings, send)


def take(shelf: Library, pages: Iterable[Page], report: Report, told: Told, *, new_only: bool = False) -> None:
    """Take each page as a whole; a failure ends the taking and is kept in the report, what came before it stays.

    With `new_only`, documents that are held stay as they are, so that nothing has to be made anew while someone waits.
    """
    try:
        for page in pages:
            report.page(page)
            if page.found is not None:
                told(f"{page.name}: {page.found:,} found")
            changes = _new(shelf, page.changes) if new_only else page.changes
            if changes:
                applied = shelf.apply(
                    changes, name=page.name, digest=page.digest, settle=False, duplicates_allowed=True
                )
                report.applied(applied)
    except FetchError as error:
        report.failed.append(error)


def _new(shelf: Library, changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(c for c in changes if not isinstance(c, Add) or shelf.document(c.document.id) is None)


def pubmed(shelf: Library, site: Site, asked: Sequence[Asked], told: Told, *, new_only: bool = False) -> Report:
    """Gather what PubMed finds for each search; one that fails does not keep the others out."""
    report = Report()
    for one in asked:
        told(f"PubMed is asked: {one.query}")
        take(shelf, catalogue.pages(site, one), report, told, new_only=new_only)
    return report


def europe_pmc(
    shelf: Library, site: Site, asked: tuple[str, date | None], told: Told, *, most: int, full_text: bool
) -> Report:
    """Gather what Europe PMC finds: a query, and since when;
    abstracts, or with `full_text` the open full texts among them.
    """
    query, since = asked
    told(f"Europe PMC is asked: {query}")
    report = Report()
    take(shelf, europepmc.pages(site, query, since=since, most=most, full_text=full_text), report, told)
    return report


def labels(shelf: Library, site: Site, drugs: Sequence[str], told: Told, *, most: int) -> Report:
    """Gather the labels of drugs from DailyMed; a drug that fails does not keep the others out."""
    report = Report()
    for drug in drugs:
        told(f"DailyMed is asked: {drug}")
        take(shelf, dailymed.pages(site, drug, most=most), report, told)
    return report


def ongoing_trials(shelf: Library, site: Site, query: str, told: Told, *, most: int) -> Report:
    """Gather the registrations of trials that are under way, and those held anew: one may have ended meanwhile."""
    told(f"ClinicalTrials.gov is asked: {query}")
    report = Report()
    came: set[str] = set()
    take(shelf, _noting(trials.pages(site, query, most=most), came), report, told)
    held = [nct for nct in _registered(shelf) if nct not in came]
    if held and report.whole:
        told(f"ClinicalTrials.gov is asked for {len(held):,} more that are held, as they are now")
        take(shelf, trials.again(site, held), report, told)
    return report


def _noting(pages: Iterable[Page], came: set[str]) -> Iterator[Page]:
    """The pages, the registry's numbers of what is in them noted."""
    for page in pages:
        came.update(c.document.identifiers.nct or "" for c in page.changes if isinstance(c, Add))
        yield page


def _registered(shelf: Library) -> Iterator[str]:
    """The registry's numbers of the registrations held, in the order of their ids."""
    after = ""
    while found := shelf.documents(Kind.REGISTRATION, after=after, limit=1000):
        yield from (document.identifiers.nct for document in found if document.identifiers.nct)
        after = found[-1].id


def query_for(topic: Topic) -> str:
    """The query for a question as it was understood: its conditions and treatments, each in its other forms too."""
    concepts = [c for role in _ROLES for c in topic.concepts if c.role is role and not c.people]
    groups = [c.forms[:_MOST_FORMS] for c in concepts] or [(term,) for term in topic.subject or topic.terms]
    return catalogue.term_of(groups)


def live(shelf: Library, site: Site, topic: Topic, today: date, told: Told, *, most: int = 50) -> Report:
    """Gather for one question: guidelines, systematic reviews and trials, asked for apart."""
    term = query_for(topic)
    asked = [Asked(term=term, sort=sort, until=today, most=most) for sort in LIVE_SORTS]
    return pubmed(shelf, site, asked, told, new_only=True)
