"""A guideline in PDF, HTML or plain text becomes passages a clinician can read: sections, recommendations, doses."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_writer import page, pdf

from curbside import sources
from curbside.model import Add, Depth, Kind

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
NIGERIA = DATA / "guidelines" / "nigeria_stg_2022_raw"


def read(folder: Path, content: bytes | str, name: str = "tea.txt") -> Add:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (change,) = sources.read(path)
    assert isinstance(change, Add)
    return change


def passages(folder: Path, content: bytes | str) -> list[tuple[str, str]]:
    return [(one.section, one.text) for one in read(folder, content).passages]


def text_of(folder: Path, content: bytes | str) -> str:
    return "\n".join(text for _, text in passages(folder, content))


def test_a_guideline_is_a_full_text_named_after_its_file(tmp_path: Path) -> None:
    document = read(tmp_path, "TEA\nIntroduction\nDrink it.\n", "Tea and milk.txt").document
    assert (document.id, document.title) == ("file:Tea and milk.txt", "TEA")
    assert (document.kind, document.depth) == (Kind.GUIDELINE, Depth.FULL_TEXT)


def test_a_first_line_that_says_something_is_a_title_and_still_a_passage(tmp_path: Path) -> None:
    found = read(tmp_path, "Adults take 5 mg of tea\nPrevention\nDrink it.\n")
    assert found.document.title == "Adults take 5 mg of tea"
    assert found.passages[0].text == "Adults take 5 mg of tea"


def test_headings_in_capitals_and_known_names_make_the_sections(tmp_path: Path) -> None:
    text = "TEA\nIntroduction\nA warm drink.\n\nUSES OF TEA\n\u2022 Thirst\n\nTREATMENT\nDrug Treatment\n\u2022 Milk\n"
    assert passages(tmp_path, text) == [
        ("Introduction", "A warm drink."),
        ("USES OF TEA", "\u2022 Thirst"),
        ("TREATMENT", "Drug Treatment\n\u2022 Milk"),
    ]


def test_a_heading_that_repeats_the_one_above_it_is_dropped(tmp_path: Path) -> None:
    assert passages(tmp_path, "TEA\nINVESTIGATIONS OF TEA\nInvestigations\n\u2022 Taste\n") == [
        ("INVESTIGATIONS OF TEA", "\u2022 Taste")
    ]


@pytest.mark.parametrize(
    ("wrapped", "whole"),
    [
        ("Tea is a drink that is made of leaves and of hot\nwater.", "made of leaves and of hot water."),
        ("\u2022 Tea is a drink that is made of leaves and of hot\nwater.", "made of leaves and of hot water."),
        ("It helps against tiredness in people who are life-\nthreatening.", "who are life-threatening."),
        ("Transfusion is rare. It follows much loss, and a trans-\nfusion helps.", "and a transfusion helps."),
    ],
)
def test_wrapped_lines_and_broken_words_are_joined(tmp_path: Path, wrapped: str, whole: str) -> None:
    assert whole in text_of(tmp_path, f"TEA\nIntroduction\n{wrapped}\n")


def test_short_lines_stay_lines_of_their_own(tmp_path: Path) -> None:
    text = "TEA\nPrevention\nClean hands\nClean water\nClean cups\n"
    assert passages(tmp_path, text) == [("Prevention", "Clean hands\nClean water\nClean cups")]


@pytest.mark.parametrize("mark", ["\u2022 ", "\u30fb", "\u30fb ", "\u25a0 ", "\u00b7 ", "* "])
def test_every_mark_of_a_list_becomes_one(tmp_path: Path, mark: str) -> None:
    assert text_of(tmp_path, f"TEA\nUSES OF TEA\n{mark}Thirst\n{mark}Cold\n") == "\u2022 Thirst\n\u2022 Cold"


@pytest.mark.parametrize(
    ("listed", "line"),
    [
        ("- Milk:\n- Adult: 500 mg daily\n- Child:\n- 2 - 8 years: 250 mg daily",
         "- Milk: - Adult: 500 mg daily - Child: - 2 - 8 years: 250 mg daily"),
        ("\u2022 Milk\n- Adult: 500 mg daily\nOr:\n- 25 mg at night",
         "\u2022 Milk - Adult: 500 mg daily Or: - 25 mg at night"),
        ("- Milk: 5 mg daily\nOr:\n- Sugar: 10 mg daily", "- Or: Sugar: 10 mg daily"),
        ("- Milk: 5 mg\n- Sugar: 10 mg", "- Sugar: 10 mg"),
        ("- Milk\n- Adult respiratory distress", "- Adult respiratory distress"),
    ],
)  # fmt: skip
def test_a_dose_stays_on_the_line_of_its_own_drug(tmp_path: Path, listed: str, line: str) -> None:
    assert line in text_of(tmp_path, f"TEA\nDrug Treatment\n{listed}\n").split("\n")


@pytest.mark.parametrize(
    "advice",
    [
        "We recommend tea for every adult who is tired in the morning.",
        "The guideline panel suggests tea for every adult who is tired.",
        "Recommendation 4: Offer tea to every adult who is tired.",
        "1.2.3 Offer tea to every adult who is tired, and do not wait for milk.",
    ],
)
def test_a_recommendation_is_a_passage_of_its_own_with_its_grade(tmp_path: Path, advice: str) -> None:
    text = f"TEA\nTREATMENT\nTea has been drunk for long.\n\n{advice}\n\n(Grade 1B)\n\nIt is warm.\n"
    found = passages(tmp_path, text)
    assert ("TREATMENT", f"{advice}\n(Grade 1B)") in found
    assert len(found) == 3


def test_items_below_a_recommendation_that_opens_a_list_belong_to_it(tmp_path: Path) -> None:
    text = "TEA\nTREATMENT\nWe recommend tea for adults who have:\n\u2022 thirst\n\u2022 cold hands\n"
    assert passages(tmp_path, text) == [
        ("TREATMENT", "We recommend tea for adults who have:\n\u2022 thirst\n\u2022 cold hands")
    ]


def test_a_long_section_is_cut_between_list_items(tmp_path: Path) -> None:
    items = [f"\u2022 Item {number} has exactly eight words in it" for number in range(60)]
    found = passages(tmp_path, "TEA\nUSES OF TEA\n" + "\n".join(items) + "\n")
    assert "\n".join(text for _, text in found).split("\n") == items
    assert {section for section, _ in found} == {"USES OF TEA"}
    assert all(100 <= len(text.split()) <= 200 for _, text in found)


def test_a_line_that_leads_in_to_a_list_is_not_left_behind(tmp_path: Path) -> None:
    prose = "Tea is warm. " * 63
    text = (
        f"TEA\nUSES OF TEA\n{prose}\nSigns of thirst include:\n\u2022 a dry mouth\n\u2022 tiredness after long walks\n"
    )
    assert passages(tmp_path, text)[-1][1].startswith("Signs of thirst include:\n\u2022 a dry mouth")


def test_a_table_keeps_its_caption_and_head_row_in_every_piece(tmp_path: Path) -> None:
    rows = "".join(f"| {number} kg | {number} mg of tea, once in the morning with milk |\n" for number in range(10, 60))
    text = f"TEA\nTREATMENT\n# Table 1: Doses\n\n| Weight | Dose |\n|---|---|\n{rows}"
    found = passages(tmp_path, text)
    assert len(found) > 1
    assert all(part.startswith("Table 1: Doses\nWeight | Dose\n") for _, part in found)
    assert "10 kg | 10 mg of tea, once in the morning with milk" in found[0][1]


def test_a_row_of_one_cell_is_told_again_where_its_table_is_cut(tmp_path: Path) -> None:
    rows = "".join(f"| {number} kg | {number} mg of tea, once in the morning with milk |\n" for number in range(10, 60))
    text = f"TEA\nTREATMENT\n# Table 1: Doses\n\n| Weight | Dose |\n|---|---|\n| Adults | |\n| Children | |\n{rows}"
    first, *others = [part for _, part in passages(tmp_path, text)]
    assert first.split("\n")[2:4] == ["Adults | ", "Children | "]
    assert others
    assert all(part.startswith("Table 1: Doses\nWeight | Dose\nChildren |") for part in others)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Published: March 2019", "2019-03"),
        ("Publication date: 12 March 2019", "2019-03-12"),
        ("Version 2, 2021", "2021"),
        ("Issued 2019-03-12", "2019-03-12"),
        ("Published 2018, updated 2021", None),
        ("Tea has been drunk since 1662", None),
    ],
)
def test_a_date_is_taken_only_where_the_first_page_is_clear(tmp_path: Path, line: str, date: str | None) -> None:
    assert read(tmp_path, f"TEA\n{line}\n\nIntroduction\nDrink it.\n").document.published == date


PAGE = """<!DOCTYPE html><html><head><title>Tea guide | Makers</title><style>p {color: red}</style></head><body>
<nav><a href="/">Home</a></nav><header>Made-up makers</header>
<h1>Tea guide</h1><p>Tea is <b>warm</b>.</p>
<h2>Treatment</h2><h3>Adults</h3>
<p>We recommend tea for every adult<br>who is tired.</p><p>Strong recommendation, low certainty</p>
<ul><li>Black tea<ul><li>with milk</li></ul></li><li><p>Green tea</p></li></ul>
<table><caption>Table 1: Doses</caption>
<tr><th>Age</th><th>Dose</th></tr><tr><td>Adult</td><td>5 mg<br>daily</td></tr></table>
<script>alert("no")</script><p onclick="x()">Last &lt;words&gt;.</p>
<footer>Imprint</footer></body></html>"""


def test_html_becomes_text_along_its_headings(tmp_path: Path) -> None:
    found = read(tmp_path, PAGE, "tea.html")
    assert found.document.title == "Tea guide"
    assert [(one.section, one.text) for one in found.passages] == [
        ("Text", "Tea is warm."),
        (
            "Treatment > Adults",
            "We recommend tea for every adult who is tired.\nStrong recommendation, low certainty",
        ),
        ("Treatment > Adults", "\u2022 Black tea\n- with milk\n\u2022 Green tea"),
        ("Treatment > Adults", "Table 1: Doses\nAge | Dose\nAdult | 5 mg daily"),
        ("Treatment > Adults", "Last <words>."),
    ]


def test_a_cell_of_html_over_several_rows_or_columns_leaves_the_others_in_theirs(tmp_path: Path) -> None:
    rows = (
        '<tr><th rowspan="2">Drug</th><th colspan="2">Dose</th></tr><tr><th>Adults</th><th>Children</th></tr>'
        '<tr><td rowspan="2">Tea</td><td>5 mg</td><td>2 mg</td></tr><tr><td>6 mg</td><td>3 mg</td></tr>'
        '<tr><td>Milk</td><td colspan="2">1 mg</td></tr>'
    )
    page = f"<html><body><h1>Tea guide</h1><h2>Treatment</h2><table>{rows}</table></body></html>"
    assert text_of(tmp_path, page).split("\n")[-5:] == [
        "Drug | Dose | Dose",
        "Drug | Adults | Children",
        "Tea | 5 mg | 2 mg",
        "Tea | 6 mg | 3 mg",
        "Milk | 1 mg | ",
    ]


def test_neither_scripts_nor_navigation_nor_markup_come_through(tmp_path: Path) -> None:
    text = text_of(tmp_path, PAGE)
    assert not [word for word in ("alert", "onclick", "Home", "Imprint", "makers", "color", "<b>") if word in text]


def test_html_is_read_in_the_encoding_it_declares(tmp_path: Path) -> None:
    text = '<html><head><meta charset="iso-8859-1"></head><body><h1>Th\u00e9</h1><p>\u00c0 boire.</p></body></html>'
    found = read(tmp_path, text.encode("latin-1"))
    assert (found.document.title, found.passages[0].text) == ("Th\u00e9", "\u00c0 boire.")


BODY = [
    "Tea is a drink that is made of leaves and of hot water, and {} drink it in the morn-",
    "ing and in the evening, and {} do not like coffee at all.",
]


def three_pages() -> bytes:
    pages = [
        page(["Made-up Society guideline 2020"], size=8, top=810)
        + page([heading], size=18, top=770)
        + page(
            [f"{heading} first. In the morning it helps.", *(line.format(f"{number} in 9") for line in BODY)], top=730
        )
        + page([f"Page {number} of 3"], size=8, top=40)
        for number, heading in enumerate(["Tea for adults", "Tea for children", "Tea for nobody"], start=1)
    ]
    return pdf(pages, title="A guideline on tea")


def test_a_pdf_gives_its_title_and_cuts_along_larger_type(tmp_path: Path) -> None:
    found = read(tmp_path, three_pages(), "tea.pdf")
    assert (found.document.id, found.document.title) == ("file:tea.pdf", "A guideline on tea")
    assert [one.section for one in found.passages] == ["Tea for adults", "Tea for children", "Tea for nobody"]


def test_what_runs_on_every_page_of_a_pdf_is_dropped(tmp_path: Path) -> None:
    text = text_of(tmp_path, three_pages())
    assert "Society" not in text
    assert "2020" not in text
    assert "Page" not in text
    assert text.count("Tea is a drink") == 3


def test_lines_that_differ_in_a_figure_are_not_taken_for_running_lines(tmp_path: Path) -> None:
    doses = [(dose, page([f"Adults above {dose} kg: {dose} mg of tea"], top=780)) for dose in (50, 60, 75, 95)]
    text = text_of(tmp_path, pdf([page([f"Part {dose}"], size=18, top=800) + lines for dose, lines in doses]))
    assert all(f"Adults above {dose} kg: {dose} mg of tea" in text for dose in (50, 60, 75, 95))


def test_a_word_broken_in_a_pdf_is_whole_again(tmp_path: Path) -> None:
    text = text_of(tmp_path, three_pages())
    assert "2 in 9 drink it in the morning and in the evening, and 2 in 9 do not" in text


def test_a_pdf_title_that_names_a_file_is_no_title(tmp_path: Path) -> None:
    content = pdf([page(["Tea for adults"], size=18) + page(BODY, top=700)], title="Microsoft Word - draft7.doc")
    assert read(tmp_path, content).document.title == "Tea for adults"


@pytest.mark.data
@pytest.mark.skipif(not NIGERIA.exists(), reason="the public sets are not beside the project")
def test_all_chapters_of_a_real_guideline_are_read_in_readable_pieces() -> None:
    files = sources.files([NIGERIA])
    found = [change for path in files for change in sources.read(path) if isinstance(change, Add)]
    texts = [one.text for change in found for one in change.passages]
    assert len(found) == len(files) == 270
    assert len(texts) > 1500
    assert max(len(text.split()) for text in texts) <= 220
    assert "\u30fb " not in {text[:2] for text in texts}


@pytest.mark.data
@pytest.mark.skipif(not NIGERIA.exists(), reason="the public sets are not beside the project")
@pytest.mark.parametrize(
    ("chapter", "line"),
    [
        ("CHOLERA", "- Tetracycline: - Adult: 500 mg orally every 6 hours for 5 days"),
        ("HYPERTENSION", "- Or: Lisinopril: 2.5 - 20 mg orally once daily"),
        ("DEEP VEIN THROMBOSIS", "\u2022 Warfarin 1 - 5 mg orally daily for 6 - 12 weeks."),
    ],
)
def test_doses_of_a_real_guideline_stand_beside_their_drugs(chapter: str, line: str) -> None:
    (path,) = [one for one in sources.files([NIGERIA]) if one.stem == chapter]
    (change,) = sources.read(path)
    assert isinstance(change, Add)
    assert line in [line for one in change.passages for line in one.text.split("\n")]
