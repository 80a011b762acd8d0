"""The stylebook: names in both languages, found where they are written."""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import pytest

from rag.errors import SettingsError
from rag.settings import Settings
from rag.text.stylebook import Entity, Mention, Stylebook

SEEDS = Path(__file__).parent.parent / "seeds" / "stylebook.csv"


@pytest.fixture(scope="module")
def book() -> Stylebook:
    return Stylebook.load(SEEDS)


def found(book: Stylebook, text: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.entity.english[0]) for m in book.find(text)]


TOKAYEV, NAZARBAYEV = "Kassym-Jomart Tokayev", "Nursultan Nazarbayev"
CSTO = "Collective Security Treaty Organization"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وقال قاسم جومرت توكاييف", [("قاسم جومرت توكاييف", TOKAYEV)]),
        ("وقال قاسم جومارت توكاييف", [("قاسم جومارت توكاييف", TOKAYEV)]),
        ("وأعلن توكاييف الجمعة", [("توكاييف", TOKAYEV)]),
        ("بوتين وتوكاييف", [("بوتين", "Vladimir Putin"), ("توكاييف", TOKAYEV)]),
        ("الرئيس السابق نور سلطان نزارباييف", [("نور سلطان نزارباييف", NAZARBAYEV)]),
        ("وفي العاصمة نور سلطان", [("نور سلطان", "Nur-Sultan")]),
        ("مطار الماتي", [("الماتي", "Almaty")]),
        ("مطار ألما آتا", [("ألما آتا", "Almaty")]),
        ("التابعة لمنظمة معاهدة الأمن الجماعي", [("منظمة معاهدة الأمن الجماعي", CSTO)]),
        ("دول منظمة “معاهدة الأمن الجماعي” لتقديم", [("منظمة “معاهدة الأمن الجماعي", CSTO)]),
        ("روسيا وأرمينيا", [("روسيا", "Russia"), ("أرمينيا", "Armenia")]),
        ("إلى لبنان ولليابان", [("لبنان", "Lebanon"), ("ليابان", "Japan")]),
        ("الناطق للكرملين", [("لكرملين", "Kremlin")]),
        ("الصورة: أ ف ب", [("أ ف ب", "AFP")]),
        ("الصورة: أ.ف.ب", [("أ.ف.ب", "AFP")]),
        ("وَقَالَ بُوتِين", [("بُوتِين", "Vladimir Putin")]),
        ("وَبُوتِين", [("بُوتِين", "Vladimir Putin")]),
        ("القوات الروسية", [("الروسية", "Russian")]),
        ("بالجنود الروس", [("الروس", "Russian")]),
        ("how many CSTO troops", [("CSTO", CSTO)]),
        ("how many csto troops", [("csto", CSTO)]),
        ("tokayev's speech", [("tokayev", TOKAYEV)]),
        ("the UN said", [("UN", "United Nations")]),
        ("the U.N. said", [("U.N", "United Nations")]),
        ("tell us who won", []),
        ("US troops", [("US", "United States")]),
        ("Ursula von der Leyen", [("Ursula von der Leyen", "Ursula von der Leyen")]),
        ("in Cote d’Ivoire", [("Cote d’Ivoire", "Ivory Coast")]),
        ("بوتين. موسكو", [("بوتين", "Vladimir Putin"), ("موسكو", "Moscow")]),
        ("نور. سلطان", []),
        ("ملابس لبنانتيك", []),
        ("", []),
        ("😀 \x00 ١٢", []),
    ],
)
def test_names_are_found(book: Stylebook, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(book, text) == expected


def _is_whole(name: str, mentions: Sequence[Mention]) -> bool:
    return mentions[0].start == 0 and mentions[0].end >= len(name.rstrip('.")'))


def test_every_form_of_the_stylebook_is_found_whole(book: Stylebook) -> None:
    missed = [
        name
        for entity in book.entities
        for name in entity.arabic + entity.english
        if name not in entity.credit
        and not (entity in book.names(name) and _is_whole(name, book.find(name)))
    ]
    assert missed == []


@pytest.mark.parametrize(
    "text",
    ["وصلت سانا مارين إلى وفا", "في محافظة قنا", "بنا جسرا", "the MENA region", "a MAP of it",
     "كتب فارس مهر", "لعب مع الأهرام"],
)  # fmt: skip
def test_a_word_that_is_spelled_like_an_agency_is_none(book: Stylebook, text: str) -> None:
    assert [m for m in book.find(text) if m.entity.kind in ("agency", "outlet")] == []
    assert book.agencies(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سانا", ("SANA",)), ("وكالة سانا", ("SANA",)), ("(قنا)", ("QNA",)), ("MAP", ("MAP",)),
        ("وفا", ("WAFA",)), ("أفادت وكالة وفا ورويترز", ("WAFA", "Reuters")), ("UPI", ("UPI",)),
        ("كونا", ("KUNA",)), ("بلومبيرغ", ("Bloomberg",)), ("Deutsche Presse-Agentur", ("dpa",)),
        ("أ ب", ("AP",)), ("ورويترز", ("Reuters",)), ("وكالة الأنباء الجزائرية", ("APS",)),
        ("AA", ("Anadolu",)), ("سارة", ()), ("بحسب وفا، الجمعة", ("WAFA",)),
        ("بحسب سانا مارين", ()), ("according to MENA.", ("MENA",)),
        ("Euronews with SPA, 6 January 2022", ("SPA",)),
    ],
)  # fmt: skip
def test_agencies_have_one_name_each(book: Stylebook, text: str, expected: tuple[str, ...]) -> None:
    assert book.agencies(text) == expected


@pytest.mark.parametrize(
    "text",
    ["وقال توقايف", "وقال توكايف", "قاسم جومارت توقاييف", "نازاربايف", "ولنازارباييف", "توكاییف",
     "وقاسم جومرت توكاييڤ"],
)  # fmt: skip
def test_another_transliteration_of_a_listed_name_is_it(book: Stylebook, text: str) -> None:
    assert {m.entity.kind for m in book.find(text)} == {"person"}


def test_a_transliteration_is_not_another_name(book: Stylebook) -> None:
    people = [Entity(("محمود عباس",), ("Mahmoud Abbas",), "person"),
              Entity(("سالم باسم",), ("Salem Basem",), "person")]  # fmt: skip
    book = Stylebook(people)
    assert found(book, "محمد عباس") == [("عباس", "Mahmoud Abbas")]  # the surname alone
    assert found(book, "سليم بسام") == []


def test_a_newsroom_lays_its_names_over_the_packaged_ones(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text("arabic,english,kind\nرويترز,Thomson Reuters,agency\n", encoding="utf-8")
    book = Stylebook.load(file)
    assert book.agencies("وكالة رويترز") == ("Thomson Reuters",)
    assert book.agencies("Reuters") == ("Thomson Reuters",)
    assert Stylebook.load().agencies("Reuters") == ("Reuters",)


def test_a_comma_joins_only_the_words_of_a_name_that_has_one() -> None:
    book = Stylebook(
        [
            Entity(("واشنطن العاصمة",), ("Washington, D.C.",), "place"),
            Entity(("جورجيا، الولايات المتحدة",), ("Georgia, USA",), "place"),
        ]
    )
    assert found(book, "in Washington, D.C. today") == [("Washington, D.C", "Washington, D.C.")]
    assert found(book, "in Washington D.C. today") == [("Washington D.C", "Washington, D.C.")]
    assert found(book, "جورجيا، الولايات المتحدة")[0][1] == "Georgia, USA"
    assert [name for name, _ in found(book, "Russia, Armenia")] == ["Russia", "Armenia"]
    assert found(book, "Tristan, da Cunha") == []
    assert book.arabic("Washington, D.C.") == "واشنطن العاصمة"


def test_names_sees_what_a_longer_or_an_earlier_name_hides(book: Stylebook) -> None:
    english = {e.english[0] for e in book.names("حزب الخيار الديموقراطي لكازاخستان في عمان")}
    assert english == {"Democratic Choice of Kazakhstan", "Kazakhstan", "Oman", "Amman"}


def test_expand_gives_the_other_language_house_form_first(book: Stylebook) -> None:
    assert book.expand("How many CSTO troops were deployed?") == (
        "منظمة معاهدة الأمن الجماعي",
        "معاهدة الأمن الجماعي",
    )
    assert book.expand("ماذا قال توكاييف؟")[0] == "Kassym-Jomart Tokayev"
    assert book.expand("nothing named") == ()


def test_whole_names_are_translated(book: Stylebook) -> None:
    assert book.english("كريم ماسيموف") == "Karim Massimov"
    assert book.english("فرانس برس") == "AFP"
    assert book.arabic("Karim Masimov") == "كريم ماسيموف"
    assert book.arabic("OSCE") == "منظمة الأمن والتعاون في أوروبا"
    assert book.english("دوسيم ساتباييف") is None
    assert book.english("كريم") is None
    assert book.english("Karim Massimov") is None
    assert book.arabic("us") is None
    assert book.arabic("") is None


def test_territories_stand_behind_the_stylebook(book: Stylebook) -> None:
    assert book.english("مدغشقر") == "Madagascar"
    assert book.english("تركيا") == "Turkey"
    assert book.english("البوسنة والهرسك") == "Bosnia and Herzegovina"
    assert book.arabic("Türkiye") == "تركيا"


def test_no_file_is_no_stylebook_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().stylebook is None
    monkeypatch.setenv("DALIL_STYLEBOOK", "")
    assert Settings.load().stylebook is None
    assert Stylebook.load(None).english("مدغشقر") == "Madagascar"


def test_a_surname_alone_counts_when_one_person_has_it() -> None:
    people = [
        Entity(("سعد الحريري",), ("Saad Hariri",), "person"),
        Entity(("جو بايدن",), ("Joe Biden",), "person"),
        Entity(("هانتر بايدن",), ("Hunter Biden",), "person"),
        Entity(("كيت بوش",), ("Kate Bush",), "person"),
    ]
    book = Stylebook(people)
    assert found(book, "وصل الحريري") == [("الحريري", "Saad Hariri")]
    assert found(book, "وصل بايدن") == []
    assert found(book, "Bush hid in the bush") == [("Bush", "Kate Bush")]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("arabic,english\n", "line 1"),
        ("arabic,english,kind\nروما,Rome,place\nروما,Rome\n", "line 3"),
        ("arabic,english,kind\nروما,Rome,town\n", "'town'"),
        ("arabic,english,kind\n,Rome,place\n", "line 2"),
        ("arabic,english,kind\n-,Rome,place\n", "line 2"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, rows: str, message: str) -> None:
    file = tmp_path / "names.csv"
    file.write_text(rows, encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        Stylebook.load(file)


def test_a_missing_or_damaged_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"absent\.csv"):
        Stylebook.load(tmp_path / "absent.csv")
    (tmp_path / "latin.csv").write_bytes(b"arabic,english,kind\n\xff\xfe,x,place\n")
    with pytest.raises(SettingsError, match="UTF-8"):
        Stylebook.load(tmp_path / "latin.csv")


def test_a_large_stylebook_is_as_fast() -> None:
    names = ["سعيد", "حسن", "علي", "عمر", "خالد", "محمد", "يوسف"]
    given = [name + ending for name in names for ending in ("", "ي", "ان")]
    entities = [
        Entity((f"{given[i % 21]} {_word(i)}",), (f"Name{i % 97} Family{i}",), "person")
        for i in range(20_000)
    ]
    small, large = Stylebook(entities[:200]), Stylebook(entities)
    text = f"وقال {given[3]} {_word(3)} إن الوضع هادئ في البلاد منذ أيام. " * 12
    assert small.find(text)[0].entity == large.find(text)[0].entity == entities[3]
    passage = text[:600]
    _seconds(small, passage), _seconds(large, passage)
    few, many = (min(_seconds(book, passage) for _ in range(20)) for book in (small, large))
    assert many < 5 * few  # one look at each name would take 100 times as long


def _seconds(book: Stylebook, text: str) -> float:
    start = perf_counter()
    book.find(text)
    return perf_counter() - start


def _word(i: int) -> str:
    letters = "بتجحخدرزسشصطعغفقكلمن"
    return "".join(letters[i // 20**n % 20] for n in range(4))
