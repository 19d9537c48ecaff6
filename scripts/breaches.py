"""Plant one breach of each law and of each guard in a copy of the tree, and see which test notices.

    python scripts/breaches.py [--only WORD]

Prints a table; exits 1 where a breach is noticed by no test. Each breach replaces one stretch of the source that stands
there exactly once. Before any is planted the same tests must pass, so that what fails afterwards fails because of the
breach.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CAUGHT = re.compile(r"^FAILED tests/([\w/.:]+)", re.MULTILINE)
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Breach:
    """What is broken, where, by putting `new` in place of `old`, and the tests that should notice."""

    law: str
    what: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


MODEL, VERIFICATION, LAWS = ("test_model.py",), ("test_verification.py",), ("test_laws.py",)
READERS, PLAIN_WORDS = ("test_readers.py",), ("test_readers_words.py",)
WEB, WEB_LIBRARY = ("test_web.py",), ("test_web_library.py",)
EXPORTS, HOUSE, UNDERSTANDING = ("test_exports.py",), ("test_house.py",), ("test_understanding.py",)

ATTACKS, ACCOUNTS = ("test_desk_attacks.py",), ("test_accounts.py",)
REVIEW, OFFICE = ("test_review.py",), ("test_office.py",)
LIBRARY = ("test_library.py",)
CROSSREF = ("test_crossref.py",)
LICENCES = ("test_licences.py",)
CHAPTERS = ("test_chapters.py",)
UNDER_WAY = ("test_underway.py",)
FETCHING, RETRACTIONS = ("test_fetching.py",), ("test_retractions.py",)

BREACHES = (
    Breach(
        "score",
        "a value in the wrong unit is computed, not questioned",
        "calculators/reading.py",
        "    if wanted.low <= turned <= wanted.high:",
        "    if True:",
        ("test_scores.py",),
    ),
    Breach(
        "score",
        "an edge of a score moves to its other side",
        "calculators/scores/isth_overt_dic_2001.py",
        '{">=100": 0, ">=50 and <100": 1, "<50": 2}',
        '{">=100": 0, ">50 and <100": 1, "<=50": 2}',
        ("test_score_seconds.py",),
    ),
    Breach(
        "score",
        "the sofa in the waiting room is taken for a score",
        "calculators/naming.py",
        "strict.get(plain)",
        "strict.get(plain.upper())",
        ("test_score_naming.py",),
    ),
    Breach(
        "10",
        "the world is asked though the network is off",
        "sources/fetching.py",
        "        if not policy.network:\n            raise",
        "        if False:\n            raise",
        FETCHING,
    ),
    Breach(
        "10",
        "words about a patient leave the machine",
        "sources/fetching.py",
        "            if found := policy.identifiers(words):\n",
        "            if found := ():\n",
        FETCHING,
    ),
    Breach(
        "10",
        "a host that no setting names is asked",
        "sources/fetching.py",
        "    if parts.hostname not in policy.hosts:\n",
        "    if False:\n",
        FETCHING,
    ),
    Breach(
        "10",
        "a private address is asked",
        "sources/fetching.py",
        "    if not policy.private:\n        for",
        "    if False:\n        for",
        FETCHING,
    ),
    Breach(
        "5",
        "a look-up that failed is taken for clear",
        "sources/catalogues/notices.py",
        "clear=bool(names) and (answered is None or not answered.isdisjoint(names))",
        "clear=bool(names)",
        RETRACTIONS,
    ),
    Breach(
        "5",
        "an id flags an article of another title",
        "sources/catalogues/notices.py",
        "if notice.title is None or same_title(notice.title, document.title)",
        "if True",
        RETRACTIONS,
    ),
    Breach(
        "5",
        "a review that cites a retracted trial does not say so",
        "gathering/retractions.py",
        "        if name in retracted:\n",
        "        if False:\n",
        RETRACTIONS,
    ),
    Breach(
        "8",
        "a file whose MD5 differs is taken",
        "gathering/workers.py",
        "        if found != md5:\n",
        "        if False:\n",
        ("test_baseline.py",),
    ),
    Breach(
        "4",
        "a trial under way is evidence",
        "retrieval/tiers.py",
        " - LABELS - REGISTRATIONS",
        " - LABELS",
        ("test_catalogues.py",),
    ),
    Breach(
        "4",
        "a trial under way stands among the findings",
        "model/answers.py",
        "                if citation.passage.document.kind is Kind.REGISTRATION:",
        "                if False:",
        UNDER_WAY,
    ),
    Breach(
        "4",
        "a trial of another condition is named as one of this",
        "composing/underway.py",
        "on_both = (p for p in registered if _names(p, intervention, condition))",
        "on_both = iter(registered)",
        UNDER_WAY,
    ),
    Breach(
        "1",
        "a trial under way is told without being checked",
        "verification.py",
        "        reason = objection(trial.statement, standing)",
        '        reason = ""',
        UNDER_WAY,
    ),
    Breach(
        "2",
        "what is told of a trial is not what its record says",
        "model/answers.py",
        "            if told not in quoted:",
        "            if False:",
        UNDER_WAY,
    ),
    Breach(
        "9",
        "a telling leaves a trial under way out",
        "model/tellings.py",
        "        if tuple(t.statement for t in self.trials) != answer.trials:",
        "        if False:",
        UNDER_WAY,
    ),
    Breach(
        "licence",
        "the page of a source shows all words whatever its licence",
        "web/sources.py",
        '"text": shown(p)} for p in on_page',
        '"text": p.text} for p in on_page',
        LICENCES,
    ),
    Breach(
        "licence",
        "a search in the sources shows all words whatever the licence",
        "web/sources.py",
        '"text": shown(passage),',
        '"text": passage.text,',
        LICENCES,
    ),
    Breach(
        "licence",
        "beside an answer stands more than a licence lets be shown",
        "web/showing.py",
        "_as_allowed(passage.document, pieces(passage.text, [(c.start, c.end) for c in cited]))",
        "pieces(passage.text, [(c.start, c.end) for c in cited])",
        LICENCES,
    ),
    Breach(
        "licence",
        "an editor is shown all words whatever the licence",
        "web/desk/showing.py",
        "    if shown_whole(passage.document):\n        return found\n",
        "    if True:\n        return found\n",
        LICENCES,
    ),
    Breach(
        "licence",
        "a search at the command line shows all words whatever the licence",
        "cli/asking.py",
        '"text": shown(passage),',
        '"text": passage.text,',
        LICENCES,
    ),
    Breach(
        "gather",
        "Crossref is believed by a DOI alone",
        "sources/catalogues/works.py",
        "    if not same_title(title, document.title):\n",
        "    if False:\n",
        CROSSREF,
    ),
    Breach(
        "gather",
        "Crossref overwrites what a document has",
        "sources/catalogues/works.py",
        " if part in told and getattr(document, part) is None}",
        " if part in told}",
        CROSSREF,
    ),
    Breach(
        "gather",
        "where Crossref and a document differ is passed over",
        "sources/catalogues/works.py",
        "        if held and said and not _SAME[part](held, said):",
        "        if False:",
        CROSSREF,
    ),
    Breach(
        "5",
        "a mark is written into a document that is completed",
        "gathering/completing.py",
        "replace(document, standing=taken.document.standing)",
        "document",
        CROSSREF,
    ),
    Breach(
        "gather",
        "a licence that is for machines alone is taken for readers",
        "sources/catalogues/works.py",
        '_VERSIONS = ("vor", "am", "unspecified")',
        '_VERSIONS = ("vor", "am", "unspecified", "tdm")',
        CROSSREF,
    ),
    Breach(
        "gather",
        "a trial that has ended since it was gathered stays ongoing",
        "gathering/taking.py",
        "    if held and report.whole:",
        "    if False:",
        UNDER_WAY,
    ),
    Breach(
        "8",
        "the index does not follow a title that changed",
        "library/reading.py",
        "        if title_and_depth(row.record) == title_and_depth(row.record_now)",
        "        if True",
        LIBRARY,
    ),
    Breach(
        "8",
        "the index does not follow words that changed",
        "library/reading.py",
        "if held[was] == held[now])",
        "if True)",
        LIBRARY,
    ),
    Breach(
        "4",
        "a complete question inherits the condition before it",
        "understanding/following.py",
        "    if not earlier.concepts or _complete(",
        "    if not earlier.concepts or False and _complete(",
        ("test_dialogues.py",),
    ),
    Breach(
        "4",
        "a follow-up on children is silent about having found none",
        "composing/gaps.py",
        "*_people_gaps(topic, sections), ",
        "",
        ("test_dialogues.py",),
    ),
    Breach(
        "3",
        "a guideline on the kind of treatment is called silent",
        "appraisal/__init__.py",
        "if kinds else [])]",
        "if False else [])]",
        ("test_naming.py",),
    ),
    Breach(
        "4",
        "an ambiguous abbreviation is looked for in all its meanings",
        "understanding/naming.py",
        "        forms += () if other and meaning.misleads else known\n",
        "        forms += known\n",
        ("test_naming.py",),
    ),
    Breach(
        "7",
        "a dose is suggested that no sentence told",
        "composing/concluding.py",
        "        if Facet.DOSE in facets:\n",
        "        if True:\n",
        ("test_dialogues.py",),
    ),
    Breach(
        "1",
        "a statement needs no citation",
        "model/answers.py",
        "        if not self.citations:\n",
        "        if False:\n",
        MODEL,
    ),
    Breach(
        "1",
        "a draft may cite what it was not given",
        "model/answers.py",
        "                if citation.passage.id not in given:\n",
        "                if False:\n",
        MODEL,
    ),
    Breach(
        "1",
        "a quote need not stand in its passage",
        "model/documents.py",
        "        if start < 0:\n",
        "        if False:\n",
        MODEL,
    ),
    Breach(
        "1",
        "a citation may point outside its passage",
        "model/documents.py",
        "        if not 0 <= self.start < self.end <= len(self.passage.text):\n",
        "        if False:\n",
        MODEL,
    ),
    Breach(
        "1",
        "words of our own are let through",
        "verification.py",
        '    "words are the source\'s, in its order": words_stand,\n',
        "",
        VERIFICATION,
    ),
    Breach(
        "1",
        "a dropped negation is let through",
        "verification.py",
        '    "negations agree with the quotes": negations_stand,\n',
        "",
        VERIFICATION,
    ),
    Breach(
        "1",
        "an answer is made outside verification",
        "engine.py",
        "def _unnoticed(",
        "def forge(**fields: object) -> object:\n    return model.Answer(**fields)\n\n\ndef _unnoticed(",
        HOUSE,
    ),
    Breach(
        "1",
        "what was refused stays in the answer",
        "verification.py",
        "            else:\n                passed.append(",
        "            if True:\n                passed.append(",
        VERIFICATION,
    ),
    Breach(
        "1",
        "the bottom line may rest on what was refused",
        "verification.py",
        "    _hold_to(conclusion, kept)\n",
        "",
        VERIFICATION,
    ),
    Breach(
        "2",
        "figures are not checked",
        "verification.py",
        '    "figures stand in the quotes": numbers_stand,\n',
        "",
        VERIFICATION,
    ),
    Breach(
        "2",
        "units are not checked",
        "verification.py",
        '    "units stand in the quotes": units_stand,\n',
        "",
        VERIFICATION,
    ),
    Breach(
        "2",
        "the figures of effects are not checked",
        "verification.py",
        "(statement.text, *_figures_of_effects(statement))",
        "(statement.text,)",
        VERIFICATION,
    ),
    Breach(
        "2",
        "a superscript becomes a figure",
        "text.py",
        '        text = unicodedata.normalize("NFC", text)\n',
        '        text = unicodedata.normalize("NFKC", text)\n',
        ("test_text.py",),
    ),
    Breach(
        "3",
        "silence is told as advice against",
        "composing/gaps.py",
        "That is silence, not a recommendation against it.",
        "It is therefore not recommended.",
        LAWS,
    ),
    Breach(
        "3",
        "silence does not say how deep it reaches",
        "composing/gaps.py",
        "{short_name(d)} (held: {d.held or d.depth.value})",
        "{short_name(d)}",
        LAWS,
    ),
    Breach(
        "3",
        "a guideline that names the drug counts as silent",
        "appraisal/__init__.py",
        "if passages and not any(_may_name(m, p) for m in looked_for for p in passages)",
        "if passages and not any(_may_name(m, passages[0]) for m in looked_for)",
        LAWS,
    ),
    Breach(
        "4",
        "an indirect statement need not say what it was studied in",
        "model/answers.py",
        "        if self.relation is Relation.OTHER_POPULATION and not self.studied_in:\n",
        "        if False:\n",
        MODEL,
    ),
    Breach(
        "4",
        "an indirect statement need not name its population",
        "verification.py",
        '    "population is named": population_stands,\n',
        "",
        VERIFICATION,
    ),
    Breach(
        "4",
        "a dose needs no condition",
        "verification.py",
        '    "dose has its condition": dose_has_condition,\n',
        "",
        VERIFICATION,
    ),
    Breach(
        "4",
        "a dose of a list is told without the line above it that says for whom",
        "appraisal/reading.py",
        "        read.append(_with_condition(finding, passage, sentence.of, reading.matchers.get(Role.POPULATION)))\n",
        "        read.append(finding)\n",
        ("test_directness.py",),
    ),
    Breach(
        "3",
        "a guideline that names the drug elsewhere is called silent",
        "composing/gaps.py",
        "    gaps = [*_naming_gaps(intervention, population, guidelines), *",
        "    gaps = [*",
        ("test_laws.py",),
    ),
    Breach(
        "4",
        "a dose of another drug is told as one of the drug asked about",
        "composing/choosing.py",
        "    return bool(named and amounts) and min(named)",
        "    return False and min(named)",
        ("test_composing.py",),
    ),
    Breach(
        "4",
        "a dose that names no drug stands alone",
        "appraisal/reading.py",
        "finding if of or passage.section ==",
        "finding if True or passage.section ==",
        CHAPTERS,
    ),
    Breach(
        "4",
        "what is done in one event is told without it",
        "appraisal/reading.py",
        "        condition = lead_of(text, start)\n",
        "        condition = None\n",
        CHAPTERS,
    ),
    Breach(
        "2",
        "what those allergic to a drug are given is told as a dose of it",
        "appraisal/matching.py",
        "    allergic = _WARNS.search(text) is None\n",
        "    allergic = False\n",
        CHAPTERS,
    ),
    Breach(
        "3",
        "guidance on other conditions is left out in silence",
        "composing/extractive.py",
        "() if spoken else _untold(",
        "() if True else _untold(",
        CHAPTERS,
    ),
    Breach(
        "guard",
        "whom to ask for help leads where a treatment is held",
        "appraisal/reading.py",
        "    worth -= 1.6 if _WITH_OTHERS.search(sentence.text, sentence.starts) else 0.0\n",
        "    worth += 1.6 if _WITH_OTHERS.search(sentence.text, sentence.starts) else 0.0\n",
        CHAPTERS,
    ),
    Breach(
        "guard",
        "a drug of the same class is offered to one allergic to it",
        "composing/headings.py",
        "    if asked is not None and asked.replaces:\n",
        "    if False:\n",
        CHAPTERS,
    ),
    Breach(
        "4",
        "a guideline that mentions a condition advises on it",
        "composing/headings.py",
        "    if topic.condition is None or candidate.evidence.on_population:\n",
        "    if True:\n",
        ("test_composing.py",),
    ),
    Breach(
        "guard",
        "a fetched model is not held to its checksum",
        "gathering/hub.py",
        "            if (found := hashlib.sha256(body).hexdigest()) != checksum:\n",
        "            if (found := hashlib.sha256(body).hexdigest()) == '':\n",
        ("test_semantic.py",),
    ),
    Breach(
        "4",
        "guidance on a condition is direct for its decompensated state",
        "appraisal/populations.py",
        "    return not asked or asked <= stems(",
        "    return True or asked <= stems(",
        ("test_directness.py",),
    ),
    Breach(
        "4",
        "advice for people of another age is direct",
        "appraisal/ages.py",
        "        return self.lowest <= other.highest and other.lowest <= self.highest\n",
        "        return True\n",
        ("test_directness.py",),
    ),
    Breach(
        "6",
        "a guideline that gives a dose is on no side",
        "composing/advising.py",
        "        return Direction.FOR\n    return advice.direction\n",
        "        return Direction.UNSTATED\n    return advice.direction\n",
        ("test_composing.py",),
    ),
    Breach(
        "4",
        "the label of an indirect finding is left out",
        "composing/choosing.py",
        'text = f"In {evidence.studied_in} (indirect): {text}"',
        "text = str(text)",
        LAWS,
    ),
    Breach(
        "4",
        "a finding in any condition counts as direct",
        "appraisal/__init__.py",
        "    direct = about_population and about_intervention and not",
        "    about_population = True\n    direct = about_population and about_intervention and not",
        LAWS,
    ),
    Breach(
        "4",
        "indirect findings feed a direct bottom line",
        "composing/concluding.py",
        "    used = direct or ([] if advised else telling)\n",
        "    used = telling\n",
        LAWS,
    ),
    Breach(
        "5",
        "the library's word on a retraction is not heard",
        "verification.py",
        "in (standing.get(document.id), document.standing):",
        "in (document.standing,):",
        VERIFICATION,
    ),
    Breach(
        "5",
        "the record's word on a retraction is not heard",
        "verification.py",
        "in (standing.get(document.id), document.standing):",
        "in (standing.get(document.id),):",
        VERIFICATION,
    ),
    Breach(
        "5",
        "retracted documents are composed with",
        "composing/extractive.py",
        "if e.standing is not Standing.RETRACTED and (",
        "if (",
        LAWS,
    ),
    Breach(
        "5",
        "a retracted reference does not say so",
        "exports/vancouver.py",
        '    Standing.RETRACTED: "Retracted",\n',
        "",
        EXPORTS,
    ),
    Breach(
        "5",
        "references keep the standing they were read with",
        "verification.py",
        "replace(d, standing=standing.get(d.id, d.standing)) for d in found.values()",
        "d for d in found.values()",
        VERIFICATION,
    ),
    Breach(
        "6",
        "conflicts are not listed",
        "composing/concluding.py",
        "        found.append(Conflict(",
        "        found = found or []\n        _ = (Conflict(",
        LAWS,
    ),
    Breach(
        "6",
        "one side speaks for both in the bottom line",
        "composing/concluding.py",
        "    if len(points) == 1:\n",
        "    if points:\n",
        LAWS,
    ),
    Breach(
        "7",
        "emergency advice is left out",
        "exports/plain.py",
        "    if answer.topic.emergency:\n",
        "    if False:\n",
        LAWS,
    ),
    Breach(
        "7",
        "an unanswered question does not say what was searched",
        "composing/gaps.py",
        "[_nothing(topic, evidence), ",
        "[",
        LAWS,
    ),
    Breach(
        "3",
        "a guideline that may prove silent is not read",
        "composing/extractive.py",
        "(both and item.passage.document.kind is Kind.GUIDELINE)",
        "(both and False)",
        ("test_golden.py",),
    ),
    Breach(
        "4",
        "a risk or a dose found far behind the best is not given to the composer",
        "composing/extractive.py",
        "        return finding.facet in _KEPT or (may_conflict and points)",
        "        return may_conflict and points",
        ("test_composing.py",),
    ),
    Breach(
        "6",
        "a conflicting result found far behind the best is not given to the composer",
        "composing/extractive.py",
        "    may_conflict = topic.concept(Role.INTERVENTION) is not None",
        "    may_conflict = False",
        ("test_composing.py",),
    ),
    Breach(
        "7",
        "a retracted document is offered as the nearest",
        "composing/gaps.py",
        "    near = [e for e in evidence if e.standing is not Standing.RETRACTED and ",
        "    near = [e for e in evidence if ",
        LAWS,
    ),
    Breach(
        "8",
        "the order of statements hangs on chance",
        "composing/choosing.py",
        "        return (-self.worth, self.evidence.passage.document.id,",
        "        return (float(hash(self.sentence)), self.evidence.passage.document.id,",
        LAWS,
    ),
    Breach(
        "8",
        "a step reads the clock",
        "verification.py",
        "import re\n",
        "import re\nimport time\n",
        HOUSE,
    ),
    Breach(
        "9",
        "words of a statement are passed over",
        "model/tellings.py",
        "            if piece.start != place or piece.end <= piece.start:\n",
        "            if False:\n",
        READERS,
    ),
    Breach(
        "9",
        "a figure comes from nowhere",
        "model/tellings.py",
        "    if set(_DIGITS.findall(piece.words)) - set(_DIGITS.findall(source)):\n",
        "    if False:\n",
        READERS,
    ),
    Breach(
        "9",
        "a figure is lost",
        "model/tellings.py",
        "    if Counter(_FIGURE.findall(source)) != Counter(_FIGURE.findall(piece.words)):\n",
        "    if False:\n",
        READERS,
    ),
    Breach(
        "9",
        "a negation or a hedge is lost",
        "model/tellings.py",
        "        if len(pattern.findall(source)) > len(pattern.findall(piece.words)):\n",
        "        if False:\n",
        READERS,
    ),
    Breach(
        "9",
        "a negation is set aside",
        "model/tellings.py",
        "            if weighs(aside):\n",
        "            if False:\n",
        READERS,
    ),
    Breach(
        "9",
        "a statement is told in the words of another",
        "model/tellings.py",
        "        if self.rewording.source != self.statement.text:\n",
        "        if False:\n",
        READERS,
    ),
    Breach(
        "9",
        "a quotation is reworded",
        "model/tellings.py",
        "        if self.quoted and not self.rewording.verbatim:\n",
        "        if False:\n",
        READERS,
    ),
    Breach(
        "9",
        "a statement is left out, added or moved",
        "model/tellings.py",
        "        if tuple(t.statement for t in self.statements) != self.section.statements:\n",
        "        if False:\n",
        READERS,
    ),
    Breach(
        "9",
        "the bottom line is another's",
        "model/tellings.py",
        "        if tuple(r.source for r in sources) != expected:\n",
        "        if False:\n",
        READERS,
    ),
    Breach(
        "9",
        "a trainee reads other words than the verified ones",
        "model/tellings.py",
        "        if self.reader is not Reader.PATIENT and not all(",
        "        if False and not all(",
        READERS,
    ),
    Breach(
        "9",
        "indirect is no longer said to a patient",
        "readers/rewording.py",
        'words = f"Indirect: seen in ',
        'words = f"Seen in ',
        READERS,
    ),
    Breach(
        "9",
        "a patient is shown a dose",
        "readers/rewording.py",
        "(_dosed(text), asides(text), ",
        "(asides(text), ",
        PLAIN_WORDS,
    ),
    Breach(
        "9",
        "a clause is parted from the condition that governs it",
        "readers/joints.py",
        "return bool(VERB.search(before)) and not _SUBORDINATE.search(before)",
        "return bool(VERB.search(before))",
        PLAIN_WORDS,
    ),
    Breach(
        "9",
        "a telling is too hard to read",
        "readers/plainness.py",
        "HARDEST = 20.0",
        "HARDEST = 99.0",
        PLAIN_WORDS,
    ),
    Breach(
        "10",
        "a connection is opened while asking",
        "cli/asking.py",
        "    answer, review = reviewed(settings, house, house.engine.answer(topic).answer)\n",
        "    import socket\n\n    socket.socket().connect_ex(('127.0.0.1', 9))\n"
        "    answer, review = reviewed(settings, house, house.engine.answer(topic).answer)\n",
        LAWS,
    ),
    Breach(
        "10",
        "identifiers of a patient are kept",
        "understanding/wording.py",
        '    text, removed = strike(re.sub(r"\\s+", " ", _TAGS.sub(" ", text)).strip())\n',
        '    text, removed = re.sub(r"\\s+", " ", _TAGS.sub(" ", text)).strip(), ()\n',
        UNDERSTANDING,
    ),
    Breach(
        "desk",
        "a wrong password comes in",
        "accounts/sessions.py",
        "        if not self._fits(account, attempt) or account is None:\n",
        "        if account is None:\n",
        ATTACKS,
    ),
    Breach(
        "desk",
        "guessing is not throttled",
        "accounts/sessions.py",
        "        if any(self.tries(key, attempt.at, WINDOW) >= most for key, most in keys.items()):\n",
        "        if False:\n",
        ATTACKS,
    ),
    Breach(
        "desk",
        "a code is taken twice",
        "accounts/sessions.py",
        "        if step > row.second_used and ",
        "        if ",
        ATTACKS,
    ),
    Breach(
        "desk",
        "a session outlives its closing",
        "accounts/sessions.py",
        "        if account is None or account.closed:\n            return None\n",
        "        if account is None:\n            return None\n",
        ACCOUNTS,
    ),
    Breach(
        "desk",
        "tokens are kept as they are",
        "accounts/sessions.py",
        "    return hashlib.sha256(token.encode()).hexdigest()\n",
        "    return token\n",
        ACCOUNTS,
    ),
    Breach(
        "desk",
        "a session fixed by someone else is taken up",
        "web/desk/signing.py",
        "    made = token()\n    came = site.reception.door.sign_in(attempt, made, token())\n",
        "    made = request.cookies.get(COOKIE) or token()\n"
        "    came = site.reception.door.sign_in(attempt, made, token())\n",
        ATTACKS,
    ),
    Breach(
        "desk",
        "signing in leaves the session before",
        "web/desk/signing.py",
        "        _forget(request, site)\n        return _begun(",
        "        return _begun(",
        ATTACKS,
    ),
    Breach(
        "desk",
        "forms carry no word of their session",
        "web/desk/signing.py",
        '    if not form_fits(session, form["form"]):\n',
        "    if False:\n",
        ATTACKS,
    ),
    Breach(
        "desk",
        "another site may send forms",
        "web/desk/signing.py",
        "    if not _from_here(request):\n",
        "    if False:\n",
        ATTACKS,
    ),
    Breach(
        "desk",
        "a reviewer reaches administration",
        "web/desk/signing.py",
        "    if Duty.ADMINISTRATOR not in session.account.person.duties:\n",
        "    if False:\n",
        ATTACKS,
    ),
    Breach(
        "desk",
        "signing in leads elsewhere",
        "web/desk/signing.py",
        "    reply = RedirectResponse(within(back or _HOME), status_code=303)\n",
        "    reply = RedirectResponse(back or _HOME, status_code=303)\n",
        ATTACKS,
    ),
    Breach(
        "desk",
        "a stale form is applied",
        "review/rules.py",
        "    if action.kind in _WITH_LOOK and action.seen != case.position:\n",
        "    if False:\n",
        REVIEW,
    ),
    Breach(
        "desk",
        "one approves what one submitted",
        "review/rules.py",
        '    if kind in ("taken", "judged", "approved") and by.id in case.authors:\n        return f"nobody',
        '    if False:\n        return f"nobody',
        REVIEW,
    ),
    Breach(
        "desk",
        "anyone may do anything",
        "review/rules.py",
        "    if not by.duties & _WHO[kind]:\n",
        "    if False:\n",
        REVIEW,
    ),
    Breach(
        "desk",
        "a verdict against a statement is passed over",
        "review/rules.py",
        "    if against:\n",
        "    if False:\n",
        REVIEW,
    ),
    Breach(
        "desk",
        "an approval survives new words",
        "review/cases.py",
        "    case = replace(case, versions=versions, approvals=())\n",
        "    case = replace(case, versions=versions)\n",
        REVIEW,
    ),
    Breach(
        "desk",
        "an approval never runs out",
        "review/cases.py",
        "        if stage is Stage.APPROVED and self.expires <= at:\n",
        "        if False:\n",
        REVIEW,
    ),
    Breach(
        "desk",
        "a changed event goes unseen",
        "review/record.py",
        "        if row.hash != sha256(",
        "        if False and row.hash != sha256(",
        REVIEW,
    ),
    Breach(
        "desk",
        "a record that was cut off goes unseen",
        "review/record.py",
        "    if last != head(connection):\n",
        "    if False:\n",
        REVIEW,
    ),
    Breach(
        "desk",
        "a retraction leaves the approval standing",
        "office/opening.py",
        "if found.stage not in (Stage.APPROVED, Stage.EXPIRED) or digest(today) == digest(kept):",
        "if True:",
        OFFICE,
    ),
    Breach(
        "desk",
        "an edit is kept that verification refused",
        "office/opening.py",
        "    if verified.refusals:\n",
        "    if False:\n",
        OFFICE,
    ),
    Breach(
        "desk",
        "a webhook reaches inside the house",
        "sources/fetching.py",
        '            if not ipaddress.ip_address(address.partition("%")[0]).is_global:\n',
        "            if False:\n",
        OFFICE,
    ),
    Breach(
        "desk",
        "an ID token is believed unsigned for this sign-in",
        "accounts/provider.py",
        '            told = {"nonce": journey.nonce, "client_id": self.client}\n',
        '            told = {"client_id": self.client}\n',
        ("test_openid.py",),
    ),
    Breach(
        "desk",
        "an ID token signed with a shared secret is believed",
        "accounts/provider.py",
        '_ALGORITHMS = ["RS256", "ES256", "PS256", "EdDSA"]\n',
        '_ALGORITHMS = ["RS256", "ES256", "PS256", "EdDSA", "HS256", "none"]\n',
        ("test_openid.py",),
    ),
    Breach(
        "desk",
        "feedback is not throttled",
        "web/desk/public.py",
        "        if door.tries(key, now, HOUR) >= most:\n",
        "        if False:\n",
        ATTACKS,
    ),
    Breach(
        "desk",
        "markup is let through",
        "web/rendering.py",
        "    autoescape=True,\n",
        "    autoescape=False,\n",
        ATTACKS,
    ),
    Breach(
        "guard",
        "eponyms are struck out as names",
        "understanding/patients.py",
        '    if groups.get("name") and _names_a_thing(match):\n',
        "    if False:\n",
        UNDERSTANDING,
    ),
    Breach(
        "guard",
        "a clinical question raises an alarm",
        "understanding/emergencies.py",
        '    told = _OF_THE_ONE_WHO_ASKS.sub(" ", told)\n',
        "",
        UNDERSTANDING,
    ),
    Breach(
        "guard",
        "a source can drive the terminal",
        "exports/plain.py",
        '    return _CONTROL.sub("", text)\n',
        "    return text\n",
        (*EXPORTS, "test_cli.py"),
    ),
    Breach(
        "guard",
        "a key of the contract is missing",
        "exports/answer_json.py",
        '        "gaps": [_gap(g, numbers) for g in answer.gaps],\n',
        "",
        EXPORTS,
    ),
    Breach(
        "guard",
        "a bad file is passed over",
        "cli/shelving.py",
        "        failed.append(error)\n",
        "        str(error)\n",
        ("test_cli.py",),
    ),
    Breach(
        "guard",
        "what is told of the other arm is taken for the intervention",
        "appraisal/reading.py",
        "    return told if told in _POINTS else direction\n",
        "    return direction\n",
        ("test_appraisal.py",),
    ),
    Breach(
        "guard",
        "a difference without a word on which arm had more is given a side",
        "appraisal/comparisons.py",
        "    if not found.side:\n        return Direction.UNSTATED\n",
        "",
        ("test_clues.py",),
    ),
    Breach(
        "guard",
        "what might be is taken for a result",
        "appraisal/synthesis.py",
        "(?:is|are) (?:needed|warranted)|might|could)",
        "(?:is|are) (?:needed|warranted))",
        ("test_evaluation_synthesis.py",),
    ),
    Breach(
        "4",
        "a grade's letter and another vitamin make the vitamin asked about",
        "appraisal/matching.py",
        "if apart and not _LETTER.search(name) else",
        "if apart else",
        ("test_directness.py",),
    ),
    Breach(
        "4",
        "a study of those without the drug is taken for one of the drug",
        "appraisal/__init__.py",
        '    return named and not intervention.only_left_out(f"{title}\\n{text}")\n',
        "    return named\n",
        ("test_directness.py",),
    ),
    Breach(
        "guard",
        "the body of a full text counts like an abstract",
        "retrieval/ordering.py",
        "INSIDE = 0.7\n",
        "INSIDE = 1.0\n",
        ("test_retrieval.py",),
    ),
    Breach(
        "guard",
        "a room imports another",
        "retrieval/tiers.py",
        "from curbside.text import words\n",
        "from curbside.appraisal import appraise\nfrom curbside.text import words\n",
        HOUSE,
    ),
    Breach(
        "5",
        "pages: a retraction since is not asked for",
        "verification.py",
        "    if not fallen:\n",
        "    if True:\n",
        WEB_LIBRARY,
    ),
    Breach(
        "5",
        "pages: a mark that came since is not seen",
        "library/holding.py",
        "            return noted is not None and noted != self._now.held.number\n",
        "            return False\n",
        WEB_LIBRARY,
    ),
    Breach(
        "5",
        "pages: a list tells the bottom line of before",
        "web/today.py",
        "if retracted & cited[e.id]",
        "if not retracted & cited[e.id] and retracted",
        WEB_LIBRARY,
    ),
    Breach(
        "2",
        "pages: a plot draws what the words do not state",
        "web/plots.py",
        '    if figures(f"{effect.value} {effect.low} {effect.high}") - quoted:\n',
        "    if not quoted:\n",
        ("test_plots.py",),
    ),
    Breach(
        "1",
        "pages: an answer altered in the database is shown",
        "archive.py",
        "        if digest(row.text) != row.hash or row.hash[:_ID] != row.id:\n",
        "        if False:\n",
        ("test_archive.py",),
    ),
    Breach(
        "9",
        "pages: the page leaves out what its twin tells",
        "web/templates/answer.html",
        '"From the research", "research", value.told.research) }}',
        '"From the research", "research", value.told.research[:1]) }}',
        WEB,
    ),
    Breach(
        "guard",
        "pages: markup in a source is not escaped",
        "web/rendering.py",
        "    autoescape=True,\n",
        "    autoescape=False,\n",
        WEB_LIBRARY,
    ),
    Breach(
        "guard",
        "pages: anything inline may run",
        "web/security.py",
        "script-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        WEB,
    ),
    Breach(
        "guard",
        "pages: the way back leads to another site",
        "web/readership.py",
        '    return back if safe else "/"\n',
        "    return back or str(safe)\n",
        WEB,
    ),
    Breach(
        "guard",
        "pages: everyone is let in at once",
        "web/security.py",
        "        elif self._room[kind] < 1:\n",
        "        elif not self._room:\n",
        WEB_LIBRARY,
    ),
    Breach(
        "guard",
        "pages: a handout leaves a warning out",
        "web/handout.py",
        'if s["id"] in warnings}',
        'if s["id"] not in warnings and not warnings}',
        WEB,
    ),
)


def main() -> int:
    """Plant every breach, print the table, and tell by the exit code whether each was caught."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only", default="", metavar="WORD", help="only breaches whose name holds this")
    chosen = [b for b in BREACHES if arguments.parse_args().only in f"law {b.law}: {b.what}"]
    with tempfile.TemporaryDirectory() as folder:
        pristine = Path(folder) / "pristine"
        _copy(ROOT, pristine)
        if failed := _failed(pristine, sorted({t for b in chosen for t in b.tests})):
            print(f"The tests fail before anything is planted: {failed}", file=sys.stderr)
            return 1
        with ThreadPoolExecutor(AT_ONCE) as pool:
            folders = (Path(folder) / str(n) for n in range(len(chosen)))
            found = list(pool.map(_planted, chosen, folders, [pristine] * len(chosen)))
    print("| law | breach | caught by |\n|---|---|---|")
    for breach, caught in zip(chosen, found, strict=True):
        print(f"| {breach.law} | {breach.what} | {caught or '**nothing**'} |")
    survived = sum(not caught for caught in found)
    print(f"\n{len(chosen)} breaches, {survived} survived.")
    return 1 if survived else 0


def _copy(source: Path, target: Path) -> None:
    for name in ("src", "tests"):
        shutil.copytree(source / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(source / "pyproject.toml", target)


def _planted(breach: Breach, tree: Path, pristine: Path) -> str:
    """The first test that fails where the breach is planted, or an empty string."""
    _copy(pristine, tree)
    path = tree / "src" / "curbside" / breach.file
    text = path.read_text(encoding="utf-8")
    if text.count(breach.old) != 1:
        raise SystemExit(f"{breach.what}: {breach.old!r} stands {text.count(breach.old)} times in {breach.file}")
    path.write_text(text.replace(breach.old, breach.new), encoding="utf-8")
    caught = _failed(tree, breach.tests)
    shutil.rmtree(tree)
    return caught


def _failed(tree: Path, tests: Sequence[str]) -> str:
    """The first test that fails in a tree, or an empty string; SystemExit where the tests cannot be run at all."""
    done = subprocess.run(
        [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *(f"tests/{t}" for t in tests)],
        cwd=tree,
        env={"PYTHONPATH": str(tree / "src"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return ""
    match = CAUGHT.search(done.stdout)
    if match is None:
        raise SystemExit(f"the tests could not be run: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return match.group(1)


if __name__ == "__main__":
    sys.exit(main())
