"""Guidelines, labels and research are looked for apart, and one work counts once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from made_up import TOPIC

from curbside.house import engine_of
from curbside.library import Library, open_library, stems
from curbside.model import Add, Concept, Depth, Document, Hit, Identifiers, Kind, Passage, Role, SearchTerm, Topic
from curbside.retrieval import (
    INSIDE,
    POOLED,
    Shelves,
    concept_terms,
    find,
    question_terms,
    related_guidelines,
    retrieve,
)
from curbside.retrieval.wording import Wording, wanted, worded
from curbside.understanding import Vocabulary, understand

QUESTION = "velumab in marrow rust?"


def add(id_: str, kind: Kind, title: str, *texts: str, **fields: object) -> Add:
    document = replace(Document(id=id_, kind=kind, title=title), **fields)  # type: ignore[arg-type]
    sections = (Passage(document=document, section=f"Part {i}", text=t) for i, t in enumerate(texts))
    return Add(document=document, passages=tuple(sections))


def shelf_of(adds: Sequence[Add]) -> Library:
    shelf = open_library(None)
    shelf.apply(adds, name="made up", digest="made up")
    return shelf


def shelves(shelf: Library) -> Shelves:
    return Shelves(
        search=lambda terms, kinds, k: shelf.search(terms, kinds=kinds, k=k, inside=INSIDE),
        passages=shelf.passages,
        held=shelf.held,
        stems=stems,
        rarity=shelf.rarity,
    )


def found(*adds: Add, topic: Topic = TOPIC) -> tuple[Hit, ...]:
    with shelf_of(adds) as shelf:
        return retrieve(topic, shelves(shelf))


def ids(hits: Sequence[Hit]) -> list[str]:
    return [h.passage.document.id for h in hits]


def crowd(many: int) -> list[Add]:
    text = "Velumab lowered deaths in marrow rust. Velumab for marrow rust, velumab in marrow rust."
    return [add(f"pmid:{i}", Kind.TRIAL, f"Velumab in marrow rust, trial {i}", text) for i in range(many)]


@pytest.fixture(scope="module")
def hits() -> tuple[Hit, ...]:
    return found(
        *crowd(80),
        add("g:silent", Kind.GUIDELINE, "Marrow rust", "Zinc is advised."),
        add("g:speaks", Kind.GUIDELINE, "Velumab", "Velumab should be given once in marrow rust."),
        add("g:other", Kind.GUIDELINE, "Malaria", "Quinine is advised."),
        add("label:v", Kind.LABEL, "Velumab injection", "Velumab may cause rash."),
        add("label:z", Kind.LABEL, "Zinc tablets", "Zinc may cause nausea in marrow rust."),
    )


# Tiers


def test_guidelines_come_first_then_labels_then_research(hits: tuple[Hit, ...]) -> None:
    kinds = list(dict.fromkeys(h.passage.document.kind for h in hits))
    assert kinds == [Kind.GUIDELINE, Kind.LABEL, Kind.TRIAL]


def test_no_crowd_of_studies_keeps_a_guideline_out(hits: tuple[Hit, ...]) -> None:
    assert ids(hits)[:2] == ["g:speaks", "g:silent"]
    assert sum(h.passage.document.kind is Kind.TRIAL for h in hits) == 45


def test_a_guideline_that_only_names_the_condition_is_found_so_that_its_silence_can_be_told(
    hits: tuple[Hit, ...],
) -> None:
    assert "g:silent" in ids(hits)
    assert "g:other" not in ids(hits)


def test_labels_are_found_by_the_drug_and_not_by_the_condition(hits: tuple[Hit, ...]) -> None:
    assert "label:v" in ids(hits)
    assert "label:z" not in ids(hits)


def test_scores_run_from_nought_to_one_in_each_tier(hits: tuple[Hit, ...]) -> None:
    assert all(0 < h.score <= 1 for h in hits)
    for kind in (Kind.GUIDELINE, Kind.LABEL, Kind.TRIAL):
        assert max(h.score for h in hits if h.passage.document.kind is kind) == 1


def test_each_hit_says_by_what_it_was_found(hits: tuple[Hit, ...]) -> None:
    why = {h.passage.document.id: h.why for h in hits}
    assert why["g:speaks"] == "a guideline with the question's words"
    assert why["label:v"] == "a label that names the drug"
    assert {w for id_, w in why.items() if id_.startswith("pmid:")} == {"research with the question's words"}


def test_a_guideline_found_in_no_other_way_is_found_by_its_condition() -> None:
    trials = [add(f"pmid:{i}", Kind.TRIAL, f"Trial {i}", "Zinc in marrow rust.") for i in range(80)]
    guidelines = [add(f"g:{i:02}", Kind.GUIDELINE, "Velumab", f"Velumab in rust {i}.") for i in range(20)]
    hits = found(*trials, *guidelines, add("g:rust", Kind.GUIDELINE, "Handbook", "In marrow rust zinc is advised."))
    assert {h.passage.document.id: h.why for h in hits}["g:rust"] == "a guideline that names the condition"


def test_the_same_library_gives_the_same_hits_whatever_was_put_in_first() -> None:
    adds = [*crowd(10), add("g:1", Kind.GUIDELINE, "Marrow rust", "Velumab is advised.")]
    assert found(*adds) == found(*reversed(adds))


def test_an_empty_library_gives_no_hits() -> None:
    assert found() == ()


# One work


def rust(id_: str, text: str, **fields: object) -> Add:
    return add(id_, Kind.TRIAL, str(fields.pop("title", f"Trial {id_}")), f"Velumab in marrow rust: {text}", **fields)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Identifiers(pmid="7"), Identifiers(pmid="7")),
        (Identifiers(doi="10.1000/RUST"), Identifiers(doi="10.1000/rust")),
        (Identifiers(pmcid="PMC7"), Identifiers(pmcid="PMC7", pmid="9")),
    ],
)
def test_a_work_held_under_two_ids_counts_once(one: Identifiers, other: Identifiers) -> None:
    hits = found(rust("a", "deaths fell.", identifiers=one), rust("b", "deaths fell more.", identifiers=other))
    assert len(set(ids(hits))) == 1


def test_a_long_title_is_the_same_work_and_a_short_one_is_not() -> None:
    long = "Velumab for adults with marrow rust: a randomised trial"
    assert len(set(ids(found(rust("a", "one.", title=long), rust("b", "two.", title=long.upper()))))) == 1
    assert len(set(ids(found(rust("a", "one.", title="Comment"), rust("b", "two.", title="Comment"))))) == 2


def test_works_without_any_identifier_in_common_stay_apart() -> None:
    hits = found(
        rust("a", "one.", identifiers=Identifiers(pmid="1")), rust("b", "two.", identifiers=Identifiers(doi="1"))
    )
    assert sorted(ids(hits)) == ["a", "b"]


def test_a_third_copy_is_known_by_any_name_of_the_first() -> None:
    hits = found(
        rust("a", "velumab velumab marrow rust.", identifiers=Identifiers(pmid="1", doi="10.1/a")),
        rust("b", "one.", identifiers=Identifiers(pmid="1")),
        rust("c", "two.", identifiers=Identifiers(doi="10.1/a")),
    )
    assert set(ids(hits)) == {"a"}


def test_several_passages_of_one_document_stay_but_only_a_few() -> None:
    texts = [f"Velumab in marrow rust, part {word}." for word in "one two three four five six seven".split()]
    hits = found(add("g:1", Kind.GUIDELINE, "Marrow rust", *texts), add("pmid:1", Kind.TRIAL, "Velumab", *texts))
    assert ids(hits).count("g:1") == 5
    assert ids(hits).count("pmid:1") == 3
    assert len({h.passage.id for h in hits}) == len(hits)


# Related guidelines


def test_related_guidelines_are_those_whose_title_names_the_condition() -> None:
    with shelf_of(
        [
            add("g:title", Kind.GUIDELINE, "Sepsis in adults", "Give fluids."),
            add("g:text", Kind.GUIDELINE, "Handbook", "In sepsis give fluids."),
            add("pmid:1", Kind.TRIAL, "Sepsis", "Fluids in sepsis."),
        ]
    ) as shelf:
        assert ids(related_guidelines(("sepsis",), shelves(shelf))) == ["g:title"]
        assert related_guidelines((), shelves(shelf)) == ()


# Terms


def test_words_of_the_subject_weigh_more_than_those_of_what_is_wanted() -> None:
    topic = replace(TOPIC, terms=("benefits", "velumab"), subject=("velumab",))
    weights = {t.text: t.weight for t in question_terms(topic)}
    assert weights["velumab"] == 1.0
    assert 0 < weights["benefits"] < 1


def test_other_forms_are_looked_for_as_phrases_with_less_weight_and_only_a_few() -> None:
    forms = ("dic", "disseminated intravascular coagulation", *(f"form number {i}" for i in range(9)))
    concept = Concept(role=Role.POPULATION, text="DIC", forms=forms)
    first, *others = concept_terms(concept)
    assert first == SearchTerm(text="dic")
    assert others[0].text == "disseminated intravascular coagulation"
    assert all(t.phrase and 0 < t.weight < 1 for t in others)
    assert len(others) == 5


def test_a_concept_that_was_not_asked_about_has_no_terms() -> None:
    assert concept_terms(None) == []


def test_a_study_that_only_uses_the_other_form_is_found() -> None:
    with shelf_of([add("pmid:1", Kind.TRIAL, "A trial", "Disseminated intravascular coagulation was seen.")]) as shelf:
        vocabulary = Vocabulary(
            expansions=shelf.expansions, shortenings=shelf.shortenings, frequency=shelf.document_frequency
        )
        assert ids(retrieve(understand("zinc in DIC?", vocabulary), shelves(shelf))) == ["pmid:1"]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Is Pim-1 a phosphatase?", "The Pim1 kinase was blocked."),
        ("Is Pim1 a phosphatase?", "The Pim-1 kinase was blocked."),
        ("sglt2 inhibitors in heart failure?", "SGLT-2 inhibition was tried."),
        ("beta blockers in heart failure?", "A \u03b2-receptor antagonist was given."),
        ("TNF-alpha in sepsis?", "Levels of TNF\u03b1 rose."),
        ("TNF\u03b1 in sepsis?", "Levels of TNF-alpha rose."),
    ],
)
def test_a_name_is_found_in_its_other_spellings(question: str, text: str) -> None:
    with shelf_of([add("pmid:1", Kind.TRIAL, "A trial", text)]) as shelf:
        topic = engine_of(shelf).understand(question)
        assert shelf.search(question_terms(topic)) != []


def test_a_passage_loses_nothing_for_having_only_one_of_the_spellings() -> None:
    terms = question_terms(replace(TOPIC, terms=("pim-1",), subject=("pim-1",), concepts=()))
    assert [(t.text, t.asked) for t in terms] == [("pim-1", True), ("pim1", False)]
    assert set(wanted(terms, stems, lambda _: 1.0).weights) == {"pim", "1"}


def test_the_house_looks_in_the_same_way() -> None:
    with shelf_of(crowd(5)) as shelf:
        topic = engine_of(shelf).understand(QUESTION)
        assert list(engine_of(shelf).retrieve(topic)) == list(retrieve(topic, shelves(shelf)))


# How a passage is worded

TERMS = (
    SearchTerm(text="zinc"),
    SearchTerm(text="marrow"),
    SearchTerm(text="rust"),
    SearchTerm(text="ZN", weight=0.3, asked=False),
)


def no_rarity(word: str) -> float:
    raise KeyError(word)


WANTED = wanted(TERMS, stems, {"zinc": 2.0, "marrow": 1.0, "rust": 1.0}.__getitem__)


def worded_as(text: str, title: str = "") -> Wording:
    passage = Passage(document=Document(id="d", kind=Kind.TRIAL, title=title), section="Abstract", text=text)
    return worded(passage, WANTED, stems)


def test_a_passage_that_says_every_word_in_one_sentence_and_order_has_all_there_is() -> None:
    assert worded_as("Zinc for marrow rust? Zinc: marrow rusts.") == Wording(1.0, 1.0, 1.0)
    assert worded_as("Gout.") == Wording(0.0, 0.0, 0.0)


def test_words_spread_over_sentences_count_for_the_whole_and_less_for_the_sentence() -> None:
    assert worded_as("Zinc was given. The marrow was seen.") == Wording(0.75, 0.5, 0.0)


def test_the_title_counts_for_the_whole_and_its_neighbours_for_what_stands_together() -> None:
    assert worded_as("Zinc was given.", "Marrow rust") == Wording(1.0, 0.5, 0.4)


def test_a_form_that_was_not_asked_for_is_not_wanted() -> None:
    assert list(WANTED.weights) == ["zinc", "marrow", "rust"]
    assert wanted((), stems, no_rarity).weights == {}
    assert (
        worded(
            Passage(document=Document(id="d", kind=Kind.TRIAL, title="t"), section="", text="x"),
            wanted((), stems, no_rarity),
            stems,
        )
        == Wording()
    )


def ranked(*adds: Add, asked: str, k: int = 10) -> list[tuple[str, float]]:
    with shelf_of(adds) as shelf:
        topic = understand(asked, Vocabulary(expansions=lambda _: (), shortenings=lambda _: (), frequency=lambda _: 1))
        found = find(question_terms(topic), None, shelves(shelf), asked=asked, k=k, mix=POOLED)
        return [(passage.document.id, score) for passage, score in found]


def test_of_passages_with_the_same_words_the_one_that_says_them_together_comes_first() -> None:
    apart = add(
        "pmid:1", Kind.TRIAL, "One", "Zinc was given. It was late. The marrow was seen, rust was not, and so on."
    )
    together = add(
        "pmid:2", Kind.TRIAL, "Two", "It was late and so on. Zinc given: marrow rust was not seen, it was so."
    )
    assert [i for i, _ in ranked(apart, together, asked="zinc marrow rust")] == ["pmid:2", "pmid:1"]


def test_an_abstract_comes_before_the_body_of_a_full_text_that_says_the_same() -> None:
    body = add("pmc:1", Kind.TRIAL, "Marrow rust", "Zinc for marrow rust was tried.", depth=Depth.FULL_TEXT)
    abstract = add("pmid:2", Kind.TRIAL, "Marrow rust", "Zinc for marrow rust was tried.", depth=Depth.ABSTRACT)
    found = ranked(body, abstract, asked="zinc marrow rust")
    assert [i for i, _ in found] == ["pmid:2", "pmc:1"]
    assert found[1][1] == pytest.approx(INSIDE * found[0][1], abs=0.001)


def test_a_guideline_held_in_full_is_not_taken_for_a_body() -> None:
    guideline = add("g:1", Kind.GUIDELINE, "Marrow rust", "Zinc for marrow rust is advised.", depth=Depth.FULL_TEXT)
    assert not guideline.passages[0].inside
    assert ranked(guideline, asked="zinc marrow rust")[0][1] == 1.0


def test_scores_fall_from_one_on_and_what_was_not_read_follows_what_was() -> None:
    adds = [
        add(f"pmid:{i:03}", Kind.TRIAL, f"Rust {i}", "Marrow rust " * (1 + i % 7) + "was seen.") for i in range(130)
    ]
    found = ranked(*adds, asked="zinc marrow rust", k=130)
    scores = [score for _, score in found]
    assert len(found) == 130
    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[-1] <= scores[0] <= 1
