from pathlib import Path
from textwrap import fill
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.sentences import split_sentences

SEEDS = Path(__file__).parent.parent / "seeds"


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("وصل. ثم غادر.", ["وصل.", "ثم غادر."], id="full-stop"),
        pytest.param("هل وصل؟ نعم! حسنا…", ["هل وصل؟", "نعم!", "حسنا…"], id="other-ends"),
        pytest.param("عنوان\nنص أول\r\n\r\nنص ثان", ["عنوان", "نص أول", "نص ثان"], id="lines"),
        pytest.param("  وصل .  ", ["وصل ."], id="stripped"),
        pytest.param("بلغ 3.5 مليون. وارتفع.", ["بلغ 3.5 مليون.", "وارتفع."], id="decimal"),
        pytest.param("قال د. محمد ذلك. وغادر.", ["قال د. محمد ذلك.", "وغادر."], id="arabic-title"),
        pytest.param("نقلت أ ف ب. وأضاف.", ["نقلت أ ف ب.", "وأضاف."], id="spelled-agency"),
        pytest.param("عن (أ.ف.ب.) أمس. وزاد.", ["عن (أ.ف.ب.) أمس.", "وزاد."], id="dotted-agency"),
        pytest.param(
            "The U.S. Senate met. Mr. Blinken left.",
            ["The U.S. Senate met.", "Mr. Blinken left."],
            id="latin-abbreviations",
        ),
        pytest.param(
            'قال "لن نرحل. سنبقى هنا". ثم خرج.',
            ['قال "لن نرحل. سنبقى هنا".', "ثم خرج."],
            id="straight-quotes",
        ),
        pytest.param(
            "قال «هل نرحل؟ لا». ثم خرج.", ["قال «هل نرحل؟ لا».", "ثم خرج."], id="guillemets"
        ),
        pytest.param(
            "قال “لن نرحل. سنبقى”. ثم خرج.", ["قال “لن نرحل. سنبقى”.", "ثم خرج."], id="curly-quotes"
        ),
        pytest.param('He said "Go." She went.', ['He said "Go."', "She went."], id="stop-in-quote"),
        pytest.param('"Will you?" he asked. No.', ['"Will you?" he asked.', "No."], id="asked"),
        pytest.param(
            "مسلحين (...) يجب تدميرهم. انتهى.",
            ["مسلحين (...) يجب تدميرهم.", "انتهى."],
            id="ellipsis",
        ),
        pytest.param(
            "الرقص الأذري.. مزيج من التاريخ", ["الرقص الأذري.. مزيج من التاريخ"], id="pause"
        ),
        pytest.param("دعم الحكومة.وقال الرئيس.", ["دعم الحكومة.", "وقال الرئيس."], id="no-space"),
        pytest.param('قال "لن نرحل. وسنبقى.', ['قال "لن نرحل.', "وسنبقى."], id="unclosed-quote"),
        pytest.param("1. أولا\n2. ثانيا", ["1. أولا", "2. ثانيا"], id="numbered-list"),
        pytest.param("في 2022. وفي 2023.", ["في 2022.", "وفي 2023."], id="year-at-the-end"),
        pytest.param("عام 2021م. وفي 1443ه. عاد.", ["عام 2021م.", "وفي 1443ه.", "عاد."], id="era"),
        pytest.param("طوله 90 م. وقال م. علي.", ["طوله 90 م.", "وقال م. علي."], id="metres"),
        pytest.param("عام 44 ق.م. في روما", ["عام 44 ق.م. في روما"], id="before-christ"),
        pytest.param(
            "visit dalil.org today. Now.", ["visit dalil.org today.", "Now."], id="domain"
        ),
        pytest.param(" \n\t ", [], id="white-space"),
        pytest.param("", [], id="empty"),
        pytest.param("...", ["..."], id="only-stops"),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


WRAPPED = [
    "قتل 27 عاملا وأصيب\n41 آخرون في انهيار\nجسر الزيتون في مدينة\nالورد الجمعة، بحسب\n"
    "وزارة الأشغال. وقال\nالوزير كمال الصيرفي إن\nكلفة البناء بلغت 3,2\nمليون دولار.",
    "قال الرئيس ماجد الخليلي إن بلاده لن\nترسل 500 جندي إلى\r\nالحدود.",
    "وأضاف أن الميزانية تبلغ\n12\nمليار دينار.",
    "سيستأنف العمل في 12\nأغسطس 2023.",
    "The minister said the bridge would\nbe closed for three weeks from the\n"
    "first of May. He gave no reason for\nit.",
    "حضر الوزراء والنواب،\nوممثلو النقابات.",
    "تظاهر نحو 2\n000 شخص في المدينة.",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WRAPPED[0], 2), (WRAPPED[1], 1), (WRAPPED[2], 1), (WRAPPED[3], 1), (WRAPPED[4], 2),
        (WRAPPED[5], 1), (WRAPPED[6], 1),
    ],
    ids=["stops-inside", "open-words", "number-alone", "date", "english", "comma", "digits"],
)  # fmt: skip
def test_a_hard_wrapped_line_does_not_end_a_sentence(text: str, expected: int) -> None:
    """Cases 32a to 32d: the whole sentence is one, whatever its lines."""
    found = sentences(text)

    assert len(found) == expected
    assert "".join("".join(found).split()) == "".join(text.split())


@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["blank-lines", "no-blank-lines"])
@pytest.mark.parametrize("width", [50, 72, 100])
def test_articles_broken_at_one_width_keep_their_sentences(width: int, gap: str) -> None:
    """Of 1,289 sentences of real news 95 to 99 % came out whole at these widths, 84 % at 30."""
    kept = total = 0
    for path in SEEDS.glob("*.txt"):
        lines = [line.strip() for line in path.read_text(encoding="utf-8").split("\n")]
        expected = [" ".join(s.split()) for line in lines for s in sentences(line)]
        broken = gap.join(fill(line, width) for line in lines if line)
        found = {" ".join(s.split()) for s in sentences(broken)}
        kept, total = kept + sum(s in found for s in expected), total + len(expected)

    assert kept / total > 0.85, kept / total


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("الريح تعصف في الجبال\nوالليل يهبط كالظلال\nوأنا هنا وحدي أعد\nما مر منها",
                     id="poem"),
        pytest.param("القتلى 27\nالجرحى 41\nالمفقودون 3", id="toll"),
        pytest.param("المدينة\tالقتلى\nالورد\t12\nالزهراء\t31", id="table"),
        pytest.param("المدينة | القتلى\nالورد | 12", id="table-bars"),
        pytest.param("- إغلاق المدارس في\n- فتح الملاجئ\n- وقف الرحلات", id="bullets"),
        pytest.param("1. إغلاق المدارس\n2) فتح الملاجئ\n3- وقف الرحلات", id="numbers"),
        pytest.param("زلزال يضرب الساحل\nانهيار جسر في العاصمة\nالبنك المركزي يرفع الفائدة",
                     id="headlines"),
        pytest.param("انهيار جسر الزيتون\nقتل 27 عاملا في انهيار جسر.", id="headline-and-text"),
        pytest.param("عام 2022\nالوزير يستقيل", id="year-and-title"),
        pytest.param("أعلن الوزير استقالته\n\nوقال إنه متعب", id="blank-line"),
        pytest.param("قتل رجل.\nوأصيب آخر.\nوفر ثالث.", id="stops-at-ends"),
        pytest.param("المصدر:\nرويترز", id="label"),
        pytest.param("الملعب الإفريقي - مجدي علي\nاتحاد سليانة - مختار", id="ali"),
    ],
)  # fmt: skip
def test_other_lines_end_a_sentence(text: str) -> None:
    assert sentences(text) == [line.strip() for line in text.splitlines() if line.strip()]


def test_a_long_quotation_is_split() -> None:
    first, second = "كلمة " * 60 + "هنا.", "كلمة " * 60 + "هناك."

    assert sentences(f'قال "{first} {second}"') == [f'قال "{first}', f'{second}"']


def test_part_of_a_text() -> None:
    text = "واحد. اثنان. ثلاثة."

    assert split_sentences(text, 6, 12) == [(6, 12)]
    assert split_sentences(text, 5, 5) == []


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from('.؟!… "«»()\nأد1'))))
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    spans = split_sentences(text)
    covered = [at for start, end in spans for at in range(start, end)]

    assert covered == sorted(set(covered))
    assert {at for at, char in enumerate(text) if not char.isspace()} <= set(covered)
    for start, end in spans:
        assert not text[start].isspace()
        assert not text[end - 1].isspace()


@pytest.mark.parametrize(
    "unit",
    [
        "كلمة. ",
        '. "',
        "«",
        ".)",
        '"كلمة. كلمة" ',
        "أ. ",
        "1. ",
        "كلمة،\n",
        "في\n",
        "12\n",
        "كلمة. كلمة كلمة كلمة\n",
        "\n",
        "1",
    ],
)
def test_time_is_linear(unit: str) -> None:
    def seconds(times: int) -> float:
        text = unit * times
        began = perf_counter()
        split_sentences(text)
        return perf_counter() - began

    seconds(100)
    few, many = min(seconds(4_000) for _ in range(3)), min(seconds(32_000) for _ in range(3))
    assert many < 8 * few * 3 + 0.05  # quadratic time would be 64 times as much
