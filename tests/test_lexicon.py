"""A newsroom's own lists, laid over the packaged ones: one line each, and errors that say where."""

import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rag.answer.wording import Wording
from rag.claims.speakers import speaker_of
from rag.errors import SettingsError
from rag.question.followup import carried
from rag.question.kind import Asks, asks_for
from rag.settings import Settings
from rag.text import lexicon
from rag.text.events import event_at, events_in, search_words
from rag.text.sentences import split_sentences
from rag.text.stylebook import Stylebook
from rag.types import Article, Claim, Passage, Span
from rag.values import Kind, Quantity, find_values
from rag.values.calendar import day
from rag.values.render import render
from rag.values.units import COLUMNS

HEADER = ",".join(COLUMNS) + "\n"
KIDNAPPED = "kidnapped,count,person,,,,kidnapped person/kidnapped people,مختطف/مختطفون\n"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    lexicon.use(None)


def test_a_counted_noun_is_one_line(folder: Path) -> None:
    (folder / "units.csv").write_text(HEADER + KIDNAPPED, encoding="utf-8")
    before = find_values("12 مختطفا", "ar")[0].value
    lexicon.use(folder)
    (found,) = find_values("12 مختطفا", "ar")

    assert isinstance(before, Quantity)
    assert before.unit == "مختطف"  # its own unit: no table knew it
    assert found.value == Quantity(Decimal(12), Decimal(12), Kind.COUNT, "kidnapped")
    assert render(found.value, "en") == "12 kidnapped people"


def test_a_length_brings_its_square_and_cube(folder: Path) -> None:
    row = "feddan pole,measure,,length,3.55,,pole/poles,قصبة/قصبات\n"
    (folder / "units.csv").write_text(HEADER + row, encoding="utf-8")
    lexicon.use(folder)

    assert [f.value for f in find_values("20 قصبة مربعة", "ar")] == [
        Quantity(Decimal(20), Decimal(20), Kind.MEASURE, "feddan pole2")
    ]


def test_a_currency_is_one_line(folder: Path) -> None:
    header = "kind,key,noun,signs,english,arabic\n"
    (folder / "currencies.csv").write_text(f"{header}noun,birr,ETB,,birr/birr,بر/بر\n", "utf-8")
    lexicon.use(folder)

    assert [f.value for f in find_values("500 بر", "ar")] == [
        Quantity(Decimal(500), Decimal(500), Kind.MONEY, "ETB")
    ]
    assert [f.value for f in find_values("500 دولار", "ar")] == [
        Quantity(Decimal(500), Decimal(500), Kind.MONEY, "USD")
    ]


def test_a_spelling_of_a_month_is_one_line(folder: Path) -> None:
    assert [f.value for f in find_values("5 جييه 2023", "ar")] != [day(date(2023, 6, 5))]
    (folder / "calendar.csv").write_text("kind,number,names\nmonth,6,جييه\n", encoding="utf-8")
    lexicon.use(folder)

    assert [f.value for f in find_values("5 جييه 2023", "ar")] == [day(date(2023, 6, 5))]


def test_a_word_of_a_list_is_one_line(folder: Path) -> None:
    text = "وقفوا تجاه\nالمبنى القديم"
    assert len(split_sentences(text)) == 2
    (folder / "words.toml").write_text('leaves_open = ["تجاه"]\n', encoding="utf-8")
    lexicon.use(folder)

    assert len(split_sentences(text)) == 1
    assert "في" in lexicon.words("leaves_open")  # the packaged words stay


def test_a_speaker_without_a_name_is_one_line(folder: Path) -> None:
    text = "قالت هيئة الميناء إن 12 سفينة غادرت."
    sentence = Span(Passage(1, Article("port", text), 0, len(text)), 0, len(text))
    claim = Claim("", None, sentence, sentence, 0.9, speaker="هيئة الميناء")
    row = "the port authority,هيئة الموانئ | هيئة الميناء\n"
    (folder / "speakers.csv").write_text(f"english,arabic\n{row}", encoding="utf-8")
    lexicon.use(folder)

    assert Wording("en", Stylebook(())).speaker_name(claim) == "the port authority"


def test_an_event_is_one_line(folder: Path) -> None:
    text = "أوقف 12 شخصا وتزوج 30 شابا"
    at = text.index("30")
    assert event_at(text, at, at + 2) == {"detained"}
    row = "married,زواج married,تزوج | تزوجت,married | wed\nkilled,,ردى,\n"
    (folder / "events.csv").write_text(f"key,search,arabic,english\n{row}", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"events\.csv, line 3: .*words in both languages"):
        lexicon.use(folder)
    row = "married,زواج married,تزوج | تزوجت,married | wed\nkilled,,ردى,felled\n"
    (folder / "events.csv").write_text(f"key,search,arabic,english\n{row}", encoding="utf-8")
    lexicon.use(folder)

    assert event_at(text, at, at + 2) == {"married"}
    assert events_in("Who was killed?") == events_in("Who was felled?") == {"killed"}
    assert search_words("Who wed in May?") == "زواج married"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("units.csv", "key,kind\n", r"units\.csv, line 1: expected key,kind,parent"),
        ("units.csv", HEADER + "a,count\n", r"units\.csv, line 2: expected 8 columns, found 2"),
        ("units.csv", HEADER + "a,kount,,,,,a/b,ج/د\n", r"units\.csv, line 2: .*cannot be read"),
        ("units.csv", HEADER + "a,count,nobody,,,,a/b,جا/دا\n", r"line 2: parent 'nobody'"),
        ("units.csv", HEADER + "a,measure,,length,x,,a/b,جا/دا\n", r"line 2: .*cannot be read"),
        ("units.csv", HEADER + "a,measure,,,,,a/b,جا/دا\n", r"line 2: measures and durations"),
        ("units.csv", HEADER + "a,count,,,,,a,جا/دا\n", r"line 2: .*cannot be read"),
        ("currencies.csv", "kind,key,noun,signs,english,arabic\nnote,x,,,a/b,ج/د\n", "kind 'note'"),
        ("calendar.csv", "kind,number,names\nmonth,13,س\n", r"calendar\.csv, line 2: .*'13'"),
        ("speakers.csv", "english,arabic\nthe port,\n", r"line 2: give a speaker in both"),
        ("words.toml", "sayin = ['قال']\n", r"words\.toml: no list 'sayin'; known: .*saying"),
        ("words.toml", "saying = 'قال'\n", r"words\.toml: saying = 'قال'; give a list"),
        ("words.toml", "saying = ['']\n", r"words\.toml: saying = \[''\]; give a list"),
        ("words.toml", "saying = [\n", r"cannot read .*words\.toml"),
    ],
)
def test_a_wrong_file_is_named_and_the_lists_stay(
    folder: Path, name: str, content: str, message: str
) -> None:
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        lexicon.use(folder)
        lexicon.words("saying")
    lexicon.use(None)

    assert [f.value for f in find_values("5 سيارات", "ar")] == [
        Quantity(Decimal(5), Decimal(5), Kind.COUNT, "car")
    ]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere.*no such folder"):
        lexicon.use(tmp_path / "nowhere")


def test_settings_take_none_for_an_empty_string(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DALIL_STYLEBOOK", "")
    monkeypatch.setenv("DALIL_LEXICON", "my/words")
    settings = Settings.load()
    assert (settings.stylebook, settings.lexicon) == (None, Path("my/words"))


LISTS = tomllib.loads((lexicon.DATA / "words.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", LISTS)
def test_a_packaged_list_holds_each_word_once_and_is_documented(name: str) -> None:
    assert sorted(LISTS[name]) == sorted(set(LISTS[name]))
    assert lexicon.words(name) == set(LISTS[name])
    docs = Path(__file__).parent.parent / "docs" / "lexicon.md"
    assert f"`{name}`" in docs.read_text(encoding="utf-8")


def test_a_word_that_asks_for_money_is_one_line(folder: Path) -> None:
    asked = "What was the tribute of Sfax?", "ما هي جزية صفاقس؟"
    assert [asks_for(asked[0], "en"), asks_for(asked[1], "ar")] == [Asks.DEFINITION] * 2
    text = 'asks_money = ["tribute", "جزية"]\n'
    (folder / "words.toml").write_text(text, encoding="utf-8")
    lexicon.use(folder)

    assert [asks_for(asked[0], "en"), asks_for(asked[1], "ar")] == [Asks.MONEY] * 2


def test_a_word_that_a_follow_up_takes_the_setting_from_is_one_line(folder: Path) -> None:
    history = ["How many were hurt aboard the ferry?"]
    assert carried("How many died?", history, "en") == "How many died?"
    (folder / "words.toml").write_text('settings = ["aboard"]\n', encoding="utf-8")
    lexicon.use(folder)

    assert carried("How many died?", history, "en") == "How many died aboard the ferry?"


def test_a_speaker_and_how_he_is_named_is_one_line(folder: Path) -> None:
    english, arabic = "12 died, per the coastguard.", "قتل 12 شخصا، عملا ببيان الشرطة."
    assert [speaker_of(english, 0, "en"), speaker_of(arabic, 4, "ar")] == ["", ""]
    text = 'attributing = ["per", "عملا ببيان"]\nauthorities = ["coastguard"]\n'
    (folder / "words.toml").write_text(text, encoding="utf-8")
    lexicon.use(folder)

    assert speaker_of(english, 0, "en") == "the coastguard"
    assert speaker_of(arabic, 4, "ar") == "الشرطة"


def test_a_pattern_takes_the_words_of_its_language_the_longest_first() -> None:
    both = lexicon.WordPattern("<asks_reason>").regex
    english = lexicon.WordPattern("(?P<why><asks_reason>)", "en").regex
    assert (both.findall("سبب, causes"), english.findall("سبب, causes")) == (
        ["سبب", "causes"],
        ["causes"],
    )
