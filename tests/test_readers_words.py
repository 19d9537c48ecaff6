"""Words for patients: the glossary, doses, statistics set aside, sentences parted, and how hard it is to read."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from importlib import resources

import pytest
from made_up import TOPIC, court, document, draft, passage, statement
from test_golden import QUESTIONS

from curbside.composing import conclude
from curbside.composing.headings import guideline_headings, research_headings
from curbside.engine import Engine
from curbside.house import engine_of, starter_library
from curbside.model import (
    Answer,
    Concept,
    Direction,
    Facet,
    Kind,
    Purpose,
    Reader,
    Relation,
    Rewording,
    Role,
    Section,
    Statement,
    Told,
    Turn,
)
from curbside.readers import tell
from curbside.readers.asides import asides
from curbside.readers.doses import doses
from curbside.readers.glossary import glossary, methods
from curbside.readers.headings import question
from curbside.readers.joints import joints
from curbside.readers.own import HELP, strength
from curbside.readers.readability import readability, syllables_of
from curbside.readers.rewording import DOSE_SENTENCE, DOSE_SENTENCES, Mouth
from curbside.verification import verify

ENTRIES = glossary().entries
EVERY = (*ENTRIES, *methods().entries)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_of(starter_library())


def said(text: str, facet: Facet = Facet.FINDING) -> str:
    return Mouth(glossary()).tell(statement(passage(text), facet=facet, population="adults")).text


def beside(text: str) -> tuple[str, ...]:
    return Mouth(glossary()).reword(text, ()).asides


# The glossary


def test_the_glossary_holds_five_hundred_terms_with_everyday_words() -> None:
    assert len([e for e in ENTRIES if e.say and e.means]) >= 500


def test_the_glossary_says_that_it_is_ours() -> None:
    for name in ("glossary.jsonl", "methods.jsonl"):
        first = (resources.files("curbside.readers") / name).read_text("utf-8").splitlines()[0]
        assert "Written for Curbside" in first


def test_no_form_of_a_term_stands_twice() -> None:
    for entries in (ENTRIES, methods().entries):
        named = Counter(f for e in entries for f in {e.term, *e.also})
        assert [form for form, count in named.items() if count > 1] == []


def test_a_definition_has_no_figure_and_no_advice() -> None:
    advice = re.compile(r"\b(?:you|your|see a doctor|ask|call|consult|take (?:it|this)|dose of)\b", re.IGNORECASE)
    for entry in EVERY:
        assert entry.means, entry.term
        words = f"{entry.say} {entry.many} {entry.means}"
        assert set(re.findall(r"\d", words)) <= set(re.findall(r"\d", f"{entry.term} {entry.opens}")), entry.term
        assert not advice.search(entry.means), entry.term


def test_definitions_are_easy_to_read() -> None:
    together = readability(*(e.means for e in ENTRIES)).grade
    assert together is not None
    assert together <= 4
    hard = [e.term for e in ENTRIES if len(e.means.split()) > 4 and (readability(e.means).grade or 0) > 9.5]
    assert hard == []


def test_what_is_said_for_a_term_loses_no_negation_and_no_hedge() -> None:
    """What the type would refuse is never offered: the term would be kept without anyone having seen it."""
    for entry in ENTRIES:
        if not entry.say or entry.say.casefold() == entry.term.casefold():
            continue
        text = f"{entry.term} x" if entry.kind == "descriptor" else entry.term
        told = Mouth(glossary()).reword(text, ())
        assert any(p.turn is Turn.PLAIN for p in told.pieces), entry.term


# Everyday words


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("Hypertension was seen in adults.", "High blood pressure was seen in adults."),
        ("He had a myocardial infarction.", "He had a heart attack."),
        ("They had an acute kidney injury.", "They had a sudden kidney damage."),
        ("Two myocardial infarctions were seen.", "Two heart attacks were seen."),
        ("Haemorrhages and hemorrhages were rare.", "Bleeds and bleeds were rare."),
        ("No significant difference in mortality was seen.", "No clear difference in death rate was seen."),
        ("It may reduce nausea.", "It may reduce feeling sick."),
        ("the placebo was given", "the dummy treatment was given"),
        ("The American Diabetes Association met.", "The American Diabetes Association met."),
        ("Friedreich's ataxia is rare.", "Friedreich's ataxia is rare."),
        ("Stage IV cancer and NYHA II-IV were seen.", "Stage IV cancer and NYHA II-IV were seen."),
        ("They had IV fluids.", "They had IV fluids."),
    ],
)
def test_terms_are_told_in_their_number_and_with_their_article(source: str, told: str) -> None:
    assert said(source) == told


def test_a_term_is_explained_where_it_is_met_first_and_once() -> None:
    told = said("Heparin was given. Later heparin was stopped.")
    assert told == "Heparin (a blood thinner) was given. Later heparin was stopped."


def test_a_term_before_a_noun_stays_short() -> None:
    assert said("The sepsis protocol was used.").startswith("The sepsis")


# Statistics


@pytest.mark.parametrize(
    ("source", "told", "moved"),
    [
        (
            "Deaths fell (HR 0.78, 95% CI 0.6 to 0.9) with velumab.",
            "Deaths fell with velumab.",
            "HR 0.78, 95% CI 0.6 to 0.9",
        ),
        ("Two trials (n=528) were done.", "Two trials were done.", "n=528"),
        ("It rose on days 2 (P=.02) and 3.", "It rose on days 2 and 3.", "P=.02"),
        ("12% died, HR 0.74 (0.65-0.85), median 18.2 months.", "12% died.", "HR 0.74 (0.65-0.85), median 18.2 months"),
    ],
)
def test_statistics_stand_beside_the_sentence_unchanged(source: str, told: str, moved: str) -> None:
    assert said(source) == told
    assert beside(source) == (moved,)


@pytest.mark.parametrize(
    "source",
    [
        "Deaths were fewer (10% vs 36%, not significant).",
        "It was seen (about 46 of 100 people).",
        "It fell (RR 0.86), stays shortened and it rose.",
        "It was given (see the label).",
    ],
)
def test_brackets_with_more_than_statistics_stay(source: str) -> None:
    for piece in asides(source):
        assert not re.search(r"not|about|shortened|label", source[piece.start : piece.end])


def test_figures_that_show_no_clear_difference_say_so_beside_them(engine: Engine) -> None:
    telling = tell(engine.ask(QUESTIONS["founding"]).answer, Reader.PATIENT)
    told = next(t for t in telling.statements if "p=0.185" in t.rewording.asides)
    notes = {n.about: n.text for n in told.notes}
    assert notes[told.FIGURES] == "a machine reads them as no clear difference"
    assert "p value" in {n.about for n in telling.notes}


# Doses


@pytest.mark.parametrize(
    "source",
    [
        "Give 10 mg once daily.",
        "Start 0.4-1 g/kg daily for 2-5 days.",
        "At least 30 mL/kg within 3 h.",
        "Insulin 0.1 units/kg/h for severe states, 0.05 for others.",
        "Take two 500 mg tablets every 6 hours.",
        "Ivermectin 200 \u00b5g/kg as a single dose.",
        "1,000 IU of vitamin D daily",
        "Rinse the mouth with 10 mLs for about 1 minute twice daily for 1 - 2 weeks",
        "Use the mouthwash three times daily for 1-2 weeks",
        "One tablet twice a day.",
        "Instil 2 drops every 4 hours",
        "Doses of 5 mg/kg t.i.d. were given",
        "It was given at 60 Gy over 6 weeks",
    ],
)
def test_a_dose_is_not_shown(source: str) -> None:
    for facet in (Facet.DOSE, Facet.RECOMMENDATION, Facet.FINDING):
        told = said(source, facet)
        assert not re.search(r"\d|twice|tablet|times", told.replace("within 3 h", "")), told
        assert "ask the care team" in told


@pytest.mark.parametrize(
    "source",
    [
        "Platelets were below 50 g/L in 12 patients.",
        "Creatinine was 1.2 mg/dL.",
        "Infants with a birth weight of 2500 g were included.",
        "Blood loss was 500 mL.",
        "Screening every 3 years is advised.",
        "They were followed for 2 years.",
        "Some 3 times as many died.",
    ],
)
def test_what_is_measured_is_no_dose(source: str) -> None:
    assert list(doses(source)) == []


def test_the_names_of_drugs_stay_beside_their_doses() -> None:
    told = said("They had 150 mg aspirin or 75 mg clopidogrel.", Facet.FINDING)
    assert "aspirin" in told
    assert "clopidogrel" in told


def test_what_stands_beside_a_dose_is_still_told() -> None:
    told = said("It eases attacks; loading dose of 1 mg then 0.5 mg twice a day.", Facet.DOSE)
    assert told == f"It eases attacks. {DOSE_SENTENCE}"


def test_a_bottom_line_that_quotes_a_dose_withholds_it(engine: Engine) -> None:
    telling = tell(engine.ask(QUESTIONS["dose"]).answer, Reader.PATIENT)
    assert telling.bottom_line.text == f"A guideline says: {DOSE_SENTENCE}"
    assert telling.bottom_line.asides[0].startswith("ADA")


def bottom_line(*said: Statement) -> Rewording:
    """The bottom line of an answer that rests on guidelines alone, as a patient is told it."""
    sections = (Section(title="What guidelines say", statements=said),)
    concluded = conclude(TOPIC, sections, (), ())
    answer = Answer(
        topic=TOPIC,
        bottom_line=concluded.bottom_line,
        guidelines=sections,
        research=(),
        gaps=(),
        conflicts=concluded.conflicts,
        references=(),
        follow_ups=(),
        composer="made up",
        edition="made up",
    )
    return tell(answer, Reader.PATIENT).bottom_line


def guidance(body: str, text: str, facet: Facet, direction: Direction) -> Statement:
    of = document(f"g:{body}", kind=Kind.GUIDELINE, title=body)
    return replace(statement(passage(text, of)), facet=facet, direction=direction)


def test_where_guidelines_differ_both_are_told_and_no_dose_of_either() -> None:
    told = bottom_line(
        guidance("Oil", "Velumab 800 IU daily for all with rust.", Facet.DOSE, Direction.UNSTATED),
        guidance("Marrow", "We recommend against velumab.", Facet.RECOMMENDATION, Direction.AGAINST),
    )
    assert told.text == (
        'Guidelines differ: The guideline "Oil" for, The guideline "Marrow" against. '
        f"A guideline says: {DOSE_SENTENCE} A guideline says: We advise against velumab."
    )
    assert told.asides == ('The guideline "Oil"', 'The guideline "Marrow"')


def test_doses_that_follow_one_another_are_one_sentence() -> None:
    doses_of_oil = [
        guidance("Oil", text, Facet.DOSE, Direction.UNSTATED)
        for text in ("Adults: velumab 4 mg daily.", "Children: velumab 2 mg daily.")
    ]
    assert bottom_line(doses_of_oil[0]).text == f"A guideline says: {DOSE_SENTENCE}"
    assert bottom_line(*doses_of_oil).text == f"A guideline says: {DOSE_SENTENCES}"
    asked = replace(TOPIC, purpose=Purpose.DOSE)
    line = conclude(asked, (Section(title="What guidelines say", statements=tuple(doses_of_oil)),), (), ()).bottom_line
    quotes = [(line.text.find(s.text), Told(statement=s, rewording=Mouth(glossary()).tell(s))) for s in doses_of_oil]
    assert Mouth(glossary()).told_around(line.text, quotes).text == f"A guideline says: {DOSE_SENTENCES}"


# Parting


def parted(source: str) -> list[str]:
    return [source[p.start : p.end] for p in joints(source)]


def test_long_sentences_are_parted_between_clauses() -> None:
    assert said("It fell by 3%; the drug was safe.") == "It fell by 3%. The drug was safe."
    assert parted("Deaths fell in adults, but the trial was stopped early.") == [", but "]


@pytest.mark.parametrize(
    "source",
    [
        "Not suggested: warfarin is one; heparin is another.",
        "If platelets are low, and the patient is bleeding, give plasma.",
        "The authors suggest that it is safe, and the dose is low.",
        "Start it soon; except where reasons against it exist.",
        "It was seen (in adults; it was rare) in a trial.",
        "Neither velumab was safe, and the others were not.",
    ],
)
def test_nothing_is_parted_from_what_governs_it(source: str) -> None:
    assert parted(source) == []


# Indirect statements and quotations


def test_an_indirect_statement_says_so_in_a_sentence_of_its_own() -> None:
    words = "In sepsis (indirect): Deaths fell."
    found = statement(passage("Deaths fell."), words, relation=Relation.OTHER_POPULATION, studied_in="sepsis")
    told = Mouth(glossary()).tell(found)
    assert told.frame.startswith("Indirect: seen in sepsis")
    assert told.frame.endswith("not in what you asked about.")
    assert told.body == "Deaths fell."


def test_what_can_not_be_told_plainly_is_quoted_and_measured_apart(engine: Engine) -> None:
    telling = tell(engine.ask(QUESTIONS["diagnosis"]).answer, Reader.PATIENT)
    quoted = [t for t in telling.statements if t.quoted]
    assert quoted
    assert all(t.rewording.body == t.statement.text for t in quoted)
    assert telling.measured is not None
    assert telling.measured.quoted_statements == len(quoted)
    assert telling.measured.quoted.words > 0


# Headings, strength, help


def test_every_heading_has_its_question() -> None:
    roles = (Role.INTERVENTION, Role.POPULATION)
    two = tuple(Concept(role=r, text=f"name {r.value}", forms=(r.value,)) for r in roles)
    titles = set()
    for purpose in Purpose:
        for concepts in (two, two[:1], two[1:]):
            topic = replace(TOPIC, purpose=purpose, concepts=concepts)
            titles |= {h.title for flag in (True, False) for h in guideline_headings(topic, spoken=flag)}
            titles |= {h.title for flag in (True, False) for h in research_headings(topic, plenty=flag, known=True)}
    assert len(titles) > 10
    for title in titles:
        asked = question(title, str)
        assert "?" in asked
        assert asked != f"{title}?"
        assert ("indirect" in title) == ("indirect" in asked)


@pytest.mark.parametrize(
    "sentence",
    [
        "The guidelines on DIC that are held (JSTH (Japan) and SISET) do not address IVIG, as far as the text held "
        "goes: neither for nor against.",
        "Two guidelines on DIC were searched and do not address IVIG, as far as the text held goes: JSTH 2025 (held: "
        "abstract); SISET 2012 (held: not seen). That is silence, not a recommendation against it.",
        "One guideline on DIC was searched and does not address IVIG, as far as the text held goes: JSTH 2025 (held: "
        "abstract). That is silence, not a recommendation against it.",
        "No guideline on DIC is held in this library, so guidelines neither support nor oppose it here.",
        "No study of IVIG in DIC itself is held; what follows was studied in other conditions and is indirect.",
        "Nothing found for this question names IVIG.",
        "No dose of IVIG for DIC is held; what was studied elsewhere stands below.",
        "One source held studied it in DIC; on mortality: lower.",
        "Two sources held studied it in DIC; on mortality: lower.",
        "Two sources held studied it in DIC; on bleeding they disagree: lower in one and uncertain in one.",
        "One source held studied it only in other conditions (indirect: sepsis); on bleeding: uncertain.",
        "One source held studied it in DIC; on bleeding its findings point different ways.",
        "Guidelines held differ: A for, B against.",
        "Nothing shown here speaks of children: it was found in others, and may not hold for them.",
        "Two guidelines on DIC speak of antibodies, but not of IVIG by name in the text searched: JSTH 2025; SISET "
        "2012. That is neither silence nor advice on IVIG.",
        "Held guidance on DIC (JSTH) speaks of antibodies, not of IVIG by name; it stands below as indirect.",
        "On mortality the sources disagree: lower in meta-analysis (Pan 2023) in sepsis; no significant difference in "
        "cohort study (Critical Care 2017) in sepsis.",
    ],
)
def test_what_the_house_says_itself_is_told_in_short_sentences(sentence: str) -> None:
    told = Mouth(glossary()).ours(sentence)
    assert any(p.turn is Turn.PLAIN for p in told.pieces)
    grade = readability(told.text).grade
    assert grade is not None
    assert grade <= 10
    assert "held" not in told.text.split()


def test_how_sure_it_is_keeps_the_words_of_the_source() -> None:
    assert "\u201cgrade C\u201d" in strength("as the source states it: grade C")
    assert strength("something new") == "Something new."


def test_help_names_no_illness_and_no_dose() -> None:
    assert not any(re.search(r"\d|you have|diagnos", line) for line in HELP)


# Reading grade


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("the", 1), ("patient", 2), ("levetiracetam", 6), ("ICU", 3), ("47", 3), ("%", 2), ("treated", 2), ("WHO", 5)],
)
def test_syllables_come_from_the_dictionary_or_the_rule(word: str, syllables: int) -> None:
    assert syllables_of(word) == syllables


def test_the_grade_is_that_of_a_worked_example() -> None:
    """Six words in one sentence, six syllables: 0.39 x 6 + 11.8 x 1 - 15.59 = -1.45."""
    counted = readability("The cat sat on the mat.")
    assert (counted.words, counted.sentences, counted.syllables) == (6, 1, 6)
    assert counted.grade == pytest.approx(-1.4, abs=0.06)
    assert readability("").grade is None


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_golden_answer_is_told_at_grade_eight_or_below(engine: Engine, name: str) -> None:
    measured = tell(engine.ask(QUESTIONS[name]).answer, Reader.PATIENT).measured
    assert measured is not None
    assert measured.told.grade is not None
    assert measured.told.grade <= 8


# Trainees


def test_an_abbreviation_is_opened_by_its_own_source_before_the_glossary() -> None:
    text = "Marrow iron transfer (MIT) fell. HIT and MIT were rare; the hazard ratio was 0.5."
    found = statement(passage(text, document("pmid:7")), "HIT and MIT were rare; the hazard ratio was 0.5.")
    notes = {
        n.about: n for t in tell(verify(draft([found]), court()).answer, Reader.TRAINEE).statements for n in t.notes
    }
    assert (notes["MIT"].text, notes["MIT"].source) == ("Marrow iron transfer", "pmid:7")
    assert notes["HIT"].text.startswith("heparin-induced thrombocytopenia")
    assert notes["HIT"].source == ""
    assert "hazard ratio" in notes


def test_a_note_stands_once(engine: Engine) -> None:
    telling = tell(engine.ask(QUESTIONS["founding"]).answer, Reader.TRAINEE)
    notes = [n.about for t in telling.statements for n in t.notes]
    assert len(notes) == len(set(notes))
    assert "relative risk" in notes
