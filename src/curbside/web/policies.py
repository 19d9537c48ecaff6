"""How this site works, from the settings really in force: editorial policy, disclaimer, privacy, about."""

from __future__ import annotations

from fastapi import HTTPException

from curbside.house import CHECKED
from curbside.web.readership import DISCLAIMERS, READERS, Who
from curbside.web.rendering import Page, Route, Shown, Value
from curbside.web.site import InHouse, OnSite, Site


def disclaimer(reader: Who) -> Shown:
    """What each reader must know before relying on an answer, one's own first."""
    order = sorted(READERS, key=lambda r: r != reader)
    told = [{"reader": r, "name": READERS[r], "text": list(DISCLAIMERS[r])} for r in order]
    return Shown(template="disclaimer.html", value={"title": "Disclaimer", "disclaimers": told})


def policy(site: OnSite, house: InHouse) -> Shown:
    """How answers are made, checked, reviewed, corrected and funded, as the settings in force have it."""
    stats, settings = house.library.stats(), site.settings
    value = {
        "title": "Editorial policy",
        "site": settings.site,
        "publisher": settings.publisher,
        "contact": settings.contact or "",
        "funding": settings.funding,
        "checks": list(CHECKED),
        "jurisdiction": settings.jurisdiction,
        "reranking": house.reranking,
        "language_model": False,
        "network": settings.network,
        "review_desk": bool(site.reception.all()),
        "approvals": settings.approvals,
        "approval_days": settings.approval_days,
        "starter": house.starter,
        "library": {"edition": stats.edition, "documents": stats.documents, "passages": stats.passages},
        "kinds": {kind.value: count for kind, count in stats.kinds},
        "marks": stats.marks,
        "answers": site.archive.count(),
        "trouble": site.latest.trouble,
    }
    return Shown(template="policy.html", value=value)


def about(site: OnSite, house: InHouse) -> Shown:
    """What Curbside is, and what this one holds."""
    stats = house.library.stats()
    value = {
        "title": "About",
        "site": site.settings.site,
        "starter": house.starter,
        "edition": stats.edition,
        "documents": stats.documents,
        "passages": stats.passages,
        "kinds": {kind.value: count for kind, count in stats.kinds},
    }
    return Shown(template="about.html", value=value)


def privacy(site: OnSite) -> Shown:
    """What is kept of a reader and of a question, and what leaves the machine."""
    return Shown(template="privacy.html", value={"title": "Privacy", **_kept(site)})


def _kept(site: Site) -> Value:
    return {
        "contact": site.settings.contact or "",
        "cookies": [
            {"name": "reader", "holds": "which of the three readers you chose", "lasts": "one year"},
            {"name": "session", "holds": "that you signed in, if you review or edit here", "lasts": "twelve hours"},
            {"name": "journey", "holds": "a sign-in by another provider under way", "lasts": "ten minutes"},
        ],
        "kept": [
            "the question without what identifies a patient, as far as it is recognised",
            "its answer",
            "the date",
            "what you tell the editors, without what identifies a patient, as far as it is recognised",
            "for an hour, the network address of whoever signs in or writes to the editors, to hold off floods",
            "of those who review and edit: their accounts, and for good what they did at the desk",
        ],
        "not_kept": ["who asked", "the network addresses of readers", "what was read"],
        "leaves": list(site.settings.network_hosts) if site.settings.network else [],
        "answers_listed": True,
    }


def health(site: OnSite, house: InHouse) -> Shown:
    """Whether the site answers, from which edition, and what keeps a newer one from being opened."""
    if site.latest.trouble:
        raise HTTPException(503, f"A newer library cannot be opened: {site.latest.trouble}")
    return Shown(template="health.html", value={"title": "Health", "edition": house.library.edition, "trouble": ""})


ROUTES: tuple[Route, ...] = (
    Page(path="/policy", view=policy, about="Editorial policy, from the settings in force"),
    Page(path="/disclaimer", view=disclaimer, about="What each reader must know first"),
    Page(path="/about", view=about, about="What Curbside is"),
    Page(path="/privacy", view=privacy, about="What is kept, and what leaves the machine"),
    Page(path="/health", view=health, about="Whether the site answers"),
)
