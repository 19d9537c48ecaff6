"""An answer in the vocabulary of schema.org, for whatever indexes the page."""

from __future__ import annotations

from curbside.settings import Settings
from curbside.web.rendering import Value

_AUDIENCES = {"clinician": "Clinician", "trainee": "MedicalResearcher", "patient": "Patient"}


def article(value: Value, settings: Settings) -> Value:
    """A MedicalWebPage with its references and quoted recommendations; reviewed by nobody until somebody did.

    https://schema.org/MedicalWebPage, https://schema.org/MedicalGuidelineRecommendation
    """
    about = [v["text"] for role in ("population", "intervention") if (v := value["understood"][role])]
    found: Value = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": value["question"],
        "url": f"{settings.public_url.rstrip('/')}{value['path']}",
        "datePublished": value["given"],
        "dateModified": value["given"],
        "audience": {"@type": "MedicalAudience", "audienceType": _AUDIENCES[value["reader"]]},
        "about": [{"@type": "MedicalEntity", "name": name} for name in about],
        "abstract": value["told"]["bottom_line"],
        "citation": [_reference(r) for r in value["references"]],
    }
    review = value["review"]
    if review and review["approvals"]:
        # Only while people stand behind these very words.
        found["lastReviewed"] = max(a["at"] for a in review["approvals"])[:10]
        found["reviewedBy"] = [_reviewer(a) for a in review["approvals"]]
    quoted = [_recommendation(s) for g in value["guidelines"] for s in g["statements"] if _graded(s)]
    return {**found, "mainEntity": quoted} if quoted else found


def _reviewer(approval: Value) -> Value:
    found = {
        "@type": "Person",
        "name": approval["name"],
        "honorificSuffix": approval["credentials"],
        "affiliation": {"@type": "Organization", "name": approval["affiliation"]} if approval["affiliation"] else None,
    }
    return {k: v for k, v in found.items() if v}


def _reference(reference: Value) -> Value:
    guideline = reference["kind"] == "guideline"
    found = {
        "@type": "MedicalGuideline" if guideline else "MedicalScholarlyArticle",
        "name": reference["title"] or reference["id"],
        "guidelineDate" if guideline else "datePublished": str(reference["year"]) if reference["year"] else None,
        "url": reference["url"],
        "identifier": [f"{k}:{v}" for k, v in sorted(reference["identifiers"].items())] or None,
    }
    return {k: v for k, v in found.items() if v}


def _graded(statement: Value) -> bool:
    return statement["direct"] and bool(statement["grade"]["stated"])


def _recommendation(statement: Value) -> Value:
    grade = statement["grade"]
    found = {
        "@type": "MedicalGuidelineRecommendation",
        "name": statement["text"],
        "recommendationStrength": grade["stated"],
        "evidenceLevel": grade["certainty"] if grade["certainty"] != "ungraded" else None,
    }
    return {k: v for k, v in found.items() if v}
