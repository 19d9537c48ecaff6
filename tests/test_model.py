"""The laws that types carry: what breaks one cannot be made."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace

import pytest
from pydantic import TypeAdapter, ValidationError

from curbside.model import (
    Answer,
    BadInputError,
    BottomLine,
    Citation,
    Direction,
    Document,
    Draft,
    Effect,
    Evidence,
    Facet,
    Grade,
    Identifiers,
    Kind,
    LawBrokenError,
    Passage,
    Purpose,
    Question,
    QuoteNotFoundError,
    Relation,
    Section,
    Standing,
    Statement,
    Topic,
)

DOCUMENT = Document(id="pmid:1", kind=Kind.TRIAL, title="Velumab in marrow rust")
PASSAGE = Passage(document=DOCUMENT, section="Abstract", text="Velumab lowered mortality (12% v 19%). It was safe.")
ELSEWHERE = Passage(document=DOCUMENT, section="Methods", text="Adults with marrow rust were enrolled.")
TOPIC = Topic(question=Question(text="velumab?"), purpose=Purpose.BENEFIT, concepts=(), terms=(), subject=())


def says(passage: Passage = PASSAGE, **fields: object) -> Statement:
    given = Statement(
        text=passage.text,
        citations=(passage.cite(passage.text),),
        facet=Facet.FINDING,
        direction=Direction.LOWER,
        relation=Relation.DIRECT,
        studied_in="marrow rust",
        grade=Grade(),
    )
    return replace(given, **fields)  # type: ignore[arg-type]


def appraised(passage: Passage = PASSAGE) -> Evidence:
    return Evidence(
        passage=passage,
        design="randomised trial",
        level=2,
        size=None,
        population=None,
        direct=True,
        studied_in="marrow rust",
        linked=False,
        on_population=True,
        about_population=True,
        on_intervention=True,
        about_intervention=True,
        findings=(),
        standing=Standing.UNKNOWN,
        coverage=1.0,
        score=1.0,
        reason="about the condition asked about",
    )


def draft(*statements: Statement) -> Draft:
    return Draft(
        topic=TOPIC,
        evidence=(appraised(),),
        guidelines=(),
        research=(Section(title="Results", statements=statements),),
        gaps=(),
        composer="hand",
    )


def answer(*statements: Statement) -> Answer:
    return Answer(
        topic=TOPIC,
        bottom_line=BottomLine(text="It did.", direction=Direction.LOWER, strength="", direct=True, statements=()),
        guidelines=(),
        research=(Section(title="Results", statements=statements),),
        gaps=(),
        conflicts=(),
        references=(DOCUMENT,),
        follow_ups=(),
        composer="hand",
        edition="0",
    )


# Law 1


def test_a_quote_is_read_from_its_passage() -> None:
    assert PASSAGE.cite("It was safe.").quote == "It was safe."
    assert Citation(passage=PASSAGE, start=0, end=7).quote == "Velumab"


@pytest.mark.parametrize("quote", ["it was safe.", "It was  safe.", "Velumab raised mortality", ""])
def test_a_quote_that_is_not_in_the_passage_word_for_word_cannot_be_cited(quote: str) -> None:
    with pytest.raises(QuoteNotFoundError, match="is not in passage"):
        PASSAGE.cite(quote)


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (6, 5), (0, len(PASSAGE.text) + 1), (900, 901)])
def test_a_place_outside_the_passage_is_no_citation(start: int, end: int) -> None:
    with pytest.raises(QuoteNotFoundError, match="is outside passage"):
        Citation(passage=PASSAGE, start=start, end=end)


def test_a_citation_of_the_whole_passage_stands() -> None:
    assert Citation(passage=PASSAGE, start=0, end=len(PASSAGE.text)).quote == PASSAGE.text


def test_a_statement_without_a_citation_cannot_be_made() -> None:
    with pytest.raises(LawBrokenError, match="law 1"):
        says(citations=())


def test_a_draft_cites_only_the_evidence_it_was_given() -> None:
    assert draft(says()).research[0].statements
    with pytest.raises(LawBrokenError, match="law 1.*was not in the evidence"):
        draft(says(), says(ELSEWHERE))


def test_a_second_citation_from_outside_the_evidence_is_refused_too() -> None:
    with pytest.raises(LawBrokenError, match="law 1"):
        draft(says(citations=(PASSAGE.cite("It was safe."), ELSEWHERE.cite("marrow rust"))))


def test_guideline_sections_are_held_to_the_evidence_too() -> None:
    with pytest.raises(LawBrokenError, match="law 1"):
        replace(draft(), guidelines=(Section(title="Said", statements=(says(ELSEWHERE),)),))


# Law 4


def test_an_indirect_statement_must_say_what_it_was_studied_in() -> None:
    assert not says(relation=Relation.OTHER_POPULATION).direct
    with pytest.raises(LawBrokenError, match="law 4"):
        says(relation=Relation.OTHER_POPULATION, studied_in="")


# Documents


@pytest.mark.parametrize("date", ["2024", "2024-03", "2024-03-12", None])
def test_a_date_of_any_precision_is_kept(date: str | None) -> None:
    document = replace(DOCUMENT, published=date)
    assert document.published == date
    assert document.year == (2024 if date else None)


@pytest.mark.parametrize(
    "date", ["", "24", "March 2024", "2024-3", "2024-03-1", "12/03/2024", "2024-03-12T00:00", "2024 "]
)
def test_a_date_that_is_none_is_refused(date: str) -> None:
    with pytest.raises(LawBrokenError, match="is not an ISO date"):
        replace(DOCUMENT, published=date)


@pytest.mark.parametrize("id_", ["", " ", " pmid:1", "pmid:1\n"])
def test_a_document_needs_an_id_without_blanks_around_it(id_: str) -> None:
    with pytest.raises(LawBrokenError, match="needs an id"):
        replace(DOCUMENT, id=id_)


@pytest.mark.parametrize(
    ("identifiers", "url"),
    [
        (Identifiers(doi="10.1/a", pmid="1"), "https://doi.org/10.1/a"),
        (Identifiers(pmid="1", pmcid="PMC1"), "https://pubmed.ncbi.nlm.nih.gov/1/"),
        (Identifiers(pmcid="PMC1"), "https://pmc.ncbi.nlm.nih.gov/articles/PMC1/"),
        (Identifiers(nct="NCT1"), "https://clinicaltrials.gov/study/NCT1"),
        (Identifiers(), None),
    ],
)
def test_a_reader_is_led_to_the_source_by_its_best_identifier(identifiers: Identifiers, url: str | None) -> None:
    assert replace(DOCUMENT, identifiers=identifiers).url == url


def test_a_link_of_its_own_goes_before_identifiers() -> None:
    assert replace(DOCUMENT, link="https://a.example", identifiers=Identifiers(pmid="1")).url == "https://a.example"


# Ids


def test_the_same_words_in_the_same_place_always_have_the_same_id() -> None:
    assert PASSAGE.id == "da085520470d34c2"
    retitled = replace(DOCUMENT, title="Another title", standing=Standing.RETRACTED)
    assert replace(PASSAGE, document=retitled).id == PASSAGE.id


def test_another_word_section_or_document_gives_another_id() -> None:
    others = [
        replace(PASSAGE, text=PASSAGE.text + " "),
        replace(PASSAGE, section="Results"),
        replace(PASSAGE, document=replace(DOCUMENT, id="pmid:2")),
    ]
    assert len({p.id for p in (PASSAGE, *others)}) == 4


def test_a_statement_is_known_by_its_text_and_the_places_it_cites() -> None:
    assert says().id == says(outcome="mortality").id
    assert len({says().id, says(text="Velumab.").id, says(citations=(PASSAGE.cite("Velumab"),)).id}) == 3


def test_nothing_is_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        PASSAGE.text = "something else"  # type: ignore[misc]


# In and out of JSON

STATEMENT, ANSWER = TypeAdapter(Statement), TypeAdapter(Answer)


def test_a_statement_and_an_answer_come_back_from_json_as_they_were() -> None:
    given = says(effects=(Effect(measure="odds ratio", value="0.5", low="0.2"),), check=("figures",), size="40")
    assert STATEMENT.validate_json(STATEMENT.dump_json(given)) == given
    assert ANSWER.validate_json(ANSWER.dump_json(answer(given))) == answer(given)


def forged(statement: Statement, **fields: object) -> bytes:
    return json.dumps({**json.loads(STATEMENT.dump_json(statement)), **fields}).encode()


def test_json_cannot_smuggle_in_a_statement_without_a_citation() -> None:
    with pytest.raises(ValidationError, match="law 1"):
        STATEMENT.validate_json(forged(says(), citations=[]))


def test_json_cannot_smuggle_an_uncited_statement_into_an_answer() -> None:
    whole = json.loads(ANSWER.dump_json(answer(says())))
    whole["research"][0]["statements"][0]["citations"] = []
    with pytest.raises(ValidationError, match="law 1"):
        ANSWER.validate_python(whole)


def test_json_cannot_smuggle_in_a_quote_from_outside_the_passage() -> None:
    whole = json.loads(STATEMENT.dump_json(says()))
    whole["citations"][0]["end"] = 10_000
    with pytest.raises(ValidationError, match="is outside passage"):
        STATEMENT.validate_python(whole)


def test_json_cannot_smuggle_in_an_indirect_statement_without_its_population() -> None:
    with pytest.raises(ValidationError, match="law 4"):
        STATEMENT.validate_json(forged(says(), relation="other population", studied_in=""))


def test_a_typed_quote_beside_the_place_is_not_believed() -> None:
    whole = json.loads(STATEMENT.dump_json(says()))
    whole["citations"][0]["quote"] = "Velumab raised mortality."
    assert STATEMENT.validate_python(whole).citations[0].quote == PASSAGE.text


# Errors


def test_bad_input_names_file_place_and_reason_in_one_line() -> None:
    assert str(BadInputError("a.xml", "line 3", "no title")) == "a.xml: line 3: no title"
    assert str(BadInputError("a.xml", "", "empty")) == "a.xml: empty"
