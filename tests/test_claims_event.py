"""Whether an article tells of the event that is asked about: by its names, and by its dates."""

import pytest

from rag.claims.event import Pool, has_word
from rag.question.names import NameTagger
from rag.question.understand import understand
from rag.text.stylebook import Entity, Stylebook
from rag.types import Article, Language, Passage
from tests.toy_claims import BOOK, ask, tagging
from tests.toy_read import article

SAHEL = article("sahel", "اندلع حريق في فندق الساحل. وقالت ليلى حداد إن 12 نزيلا قتلوا.")
JABAL = article("jabal", "قتل 40 شخصا في حريق فندق الجبل.")
MATCH = article("match", "Mawj Club beat Karnak 3-1. Darwish scored twice.", language="en")


def _pool(asked: str, *articles: Article) -> Pool:
    return Pool(ask(asked), articles, BOOK)


def test_a_name_is_missing_only_if_another_article_has_it() -> None:
    pool = _pool("كم قتل في حريق فندق الساحل؟", SAHEL, JABAL)
    assert (pool.missing(SAHEL), pool.missing(JABAL)) == (0, 1)
    alone = _pool("كم قتل في حريق فندق الساحل؟", JABAL)
    assert alone.missing(JABAL) == 0


def test_a_name_in_quotation_marks_that_no_article_has_is_unknown() -> None:
    race = article("race", "فاز الجمل «سهم» بالسباق.")
    assert _pool("من صاحب الجمل «رعد»؟", race, JABAL).unknown() == ("رعد",)
    assert _pool("من صاحب الجمل «سهم»؟", race, JABAL).unknown() == ()
    assert _pool('Who owns the camel "Raad"?', race, JABAL).unknown() == ()
    assert _pool('Who scored for "karnak"?', MATCH).unknown() == ()
    assert _pool('Who scored for "basra"?', MATCH).unknown() == ("basra",)


def test_every_missing_name_counts() -> None:
    pool = _pool("What did Leila Haddad say of the Sahel Hotel?", SAHEL, JABAL)
    assert (pool.missing(SAHEL), pool.missing(JABAL)) == (0, 2)


def test_a_word_that_is_a_name_is_found_by_how_it_is_spelt_in_arabic() -> None:
    arabic = article("ar", "سجل درويش هدفين في مرمى الكرنك.")
    pool = _pool("When did Darwish score against Karnak?", arabic, JABAL)
    assert (pool.missing(arabic), pool.missing(JABAL)) == (0, 2)
    assert has_word(arabic, "Darwish")
    assert not has_word(JABAL, "Darwish")


@pytest.mark.parametrize(
    ("text", "word", "there"),
    [
        ("قال المسؤول الأردني إن", "الأردن", True),
        ("وصل إلى الأردن", "الأردن", True),
        ("وصل إلى لبنان", "الأردن", False),
        ("نزل في عمارة", "عمان", False),
        ("كرمت البلدية أبا الهول", "أبو", True),
        ("زار أبي رقراق", "أبا", True),
        ("زار أبدا", "أبو", False),
        ("قال عبد الستار إنه", "Abdessattar", True),
        ("قال عبد الستار إنه", "Abdul-Sattar", True),
        ("قال عبد الستار إنه", "Abdulkarim", False),
        ("اعتذر للحارس مرواني", "لمرواني", True),
        ("اعتذر للحارس مرواني", "لزهواني", False),
    ],
    ids=[
        "adjective",
        "itself",
        "another",
        "too short for a head",
        "a father's name in another case",
        "and another",
        "no such name",
        "a servant's name, assimilated",
        "a servant's name in one word",
        "another servant's name",
        "bound",
        "bound, another",
    ],
)
def test_a_name_may_be_an_adjective_or_have_a_preposition(
    text: str, word: str, there: bool
) -> None:
    assert has_word(article("a", text), word) is there


def test_a_name_that_stands_far_from_the_passage_is_apart() -> None:
    pool = _pool("كم نزيلا قتل في فندق الساحل بحسب ليلى حداد؟", SAHEL)
    end = SAHEL.text.index(".") + 1
    assert pool.apart(Passage(1, SAHEL, 0, len(SAHEL.text))) == 0
    assert pool.apart(Passage(1, SAHEL, 0, end)) == 1
    assert pool.apart(Passage(1, JABAL, 0, len(JABAL.text))) == 0


@pytest.mark.parametrize(
    ("asked", "articles", "unknown"),
    [
        ("كم خسر بنك النخيل؟", (SAHEL, JABAL), ("بنك النخيل",)),
        ("How much did Palm Bank lose?", (SAHEL, JABAL), ("Palm Bank",)),
        ("كم قتل في فندق الساحل؟", (SAHEL, JABAL), ()),
        ("When did Zamalek beat Mawj Club?", (MATCH,), ("Zamalek",)),
        ("When did Karnak lose?", (MATCH,), ()),
        ("When did Zamalek lose?", (SAHEL, MATCH), ()),
        ("كم قتل في الحريق؟", (SAHEL,), ()),
    ],
    ids=[
        "of the stylebook",
        "in another language",
        "known",
        "a word of the same language",
        "a known word",
        "spellings of another language prove nothing",
        "no name",
    ],
)
def test_names_that_no_article_has(
    asked: str, articles: tuple[Article, ...], unknown: tuple[str, ...]
) -> None:
    assert _pool(asked, *articles).unknown() == unknown


def test_a_name_in_translation_is_not_looked_for_by_its_spelling() -> None:
    wheat = article("a", "احترق فندق القمح في الكرنك.")
    chance = article("b", "احترق فندق الوهط في الكرنك.")  # spelt as "Wheat" could be
    assert has_word(chance, "Wheat")
    assert not has_word(wheat, "Wheat")
    pool = _pool("When did the Wheat Hotel burn?", wheat, chance)
    assert (pool.missing(wheat), pool.missing(chance)) == (0, 0)
    named = _pool("When did Wheat burn?", wheat, chance)  # a name that could be spelt
    assert (named.missing(wheat), named.missing(chance)) == (1, 0)
    assert _pool("When did the Wheat Hotel burn?", MATCH).unknown() == ("Wheat", "Hotel")


@pytest.mark.parametrize(
    ("asked", "text", "unknown"),
    [
        ("Who takes over the health ministry?", "خلفت سلمى وزير الصحة سعيدا.", ()),
        ("Who takes over the health ministry?", "وقالت وزيرة الصحة إنها باقية.", ()),
        ("ماذا أعلنت وزارة الصحة؟", "وقال وزير الصحة إن الوباء انحسر.", ()),
        (
            "Who takes over the health ministry?",
            "وقالت وزيرة البيئة إنها باقية.",
            ("the health ministry",),
        ),
        ("Who takes over the health ministry?", "Health Minister Salma resigned.", ()),
    ],
)
def test_a_minister_names_the_ministry(asked: str, text: str, unknown: tuple[str, ...]) -> None:
    language: Language = "en" if text.isascii() else "ar"
    told = article("a", text, language=language)
    book = Stylebook([Entity(("وزارة الصحة",), ("the health ministry",), "organisation")])
    assert Pool(understand(asked, stylebook=book), [told], book).unknown() == unknown


FOREIGN = Stylebook([Entity(("فيكتور دراغونسكي",), ("Viktor Dragunsky",), "person")])


def _is_behind(text: str, start: int, _: int) -> bool:
    """The words after "من" and "عن", whatever they are."""
    return start > max(text.find(" من "), text.find(" عن "), 0) + 3


def _unknown(asked: str, text: str, language: Language = "ar", book: Stylebook = BOOK) -> bool:
    tagger = tagging(_is_behind) if language == "ar" else NameTagger()
    question = understand(asked, stylebook=book, tagger=tagger)
    return bool(Pool(question, [article("a", text, language=language)], book).unknown())


@pytest.mark.parametrize(
    ("asked", "text", "unknown"),
    [
        ("ماذا قيل عن زيلينسكي؟", "وصل زيلنسكي إلى الميناء.", False),
        ("ماذا قيل عن بريغوجين؟", "غادر بريغوزين المدينة.", False),
        ("ماذا قيل عن شو إن لاي؟", "زار تشو إن لاي القاهرة.", False),
        ("ماذا قيل عن واغنر؟", "انسحب مقاتلو فاغنر.", False),
        ("ماذا قيل عن سلمان؟", "وصل سليمان إلى الميناء.", True),
        ("ماذا قيل عن شو؟", "زار تو القاهرة.", True),
        ("ماذا قيل عن عبدالحليم؟", "وصل عبدالحكيم.", True),
        ("ماذا قيل عن زيلينسكي؟", "وصل بريغوزين إلى الميناء.", True),
    ],
)
def test_a_neighbouring_spelling_is_no_unknown_name(asked: str, text: str, unknown: bool) -> None:
    assert _unknown(asked, text) is unknown


@pytest.mark.parametrize(
    ("asked", "text", "unknown"),
    [
        ("What did Zelenskyy say?", "Zelensky spoke.", False),
        ("When did Prigojin leave?", "Prigozhin left.", False),
        ("When did Peterson leave?", "Patterson left.", True),
        ("When did Karam leave?", "Karim left.", True),
    ],
)
def test_a_neighbouring_spelling_in_english_is_no_unknown_name(
    asked: str, text: str, unknown: bool
) -> None:
    assert _unknown(asked, text, "en") is unknown


@pytest.mark.parametrize(
    ("asked", "text", "unknown"),
    [
        ("متى وصل دراغونسكي؟", "وصل فيكتور دراجونسكي أمس.", False),
        ("متى وصل فيكتور دراغونسكي؟", "وصل دراغنسكي أمس.", False),
        ("When did Dragunsky arrive?", "وصل دراغنسكي أمس.", False),
        ("When did Dragunsky arrive?", "وصل دوبرينسكي أمس.", True),
    ],
)
def test_a_name_of_the_stylebook_may_be_spelt_otherwise(
    asked: str, text: str, unknown: bool
) -> None:
    assert _unknown(asked, text, book=FOREIGN) is unknown


@pytest.mark.parametrize(
    ("word", "text", "there"),
    [
        ("Wagner", "انسحب مقاتلو فاغنر.", True),
        ("Prigozhin", "غادر بريغوزين المدينة.", True),
        ("Karim", "وصل مكرم.", False),
        ("Dragunsky", "وصل دوبرينسكي.", False),
    ],
)
def test_an_english_name_meets_its_arabic_spellings(word: str, text: str, there: bool) -> None:
    assert has_word(article("a", text), word) is there


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("زار حسان الرفاعي الميناء. وبقيت سلوى المدني في البيت.", ()),
        ("زار حسان الرفاعي الميناء.", ("سلوى", "المدني")),
        ("بقيت سلوى المدني في البيت.", ("حسان", "الرفاعي")),
    ],
    ids=["both", "the first alone", "the second alone"],
)
def test_two_names_that_run_together_are_two(text: str, unknown: tuple[str, ...]) -> None:
    tagger = tagging(_is_behind)
    question = understand("ماذا نعرف عن حسان الرفاعي سلوى المدني؟", tagger=tagger)
    assert Pool(question, [article("a", text)], BOOK).unknown() == unknown


def test_two_people_of_the_stylebook_that_run_together_are_two() -> None:
    asked = ask("متى التقت ليلى حداد سامي النجار؟")
    assert [entity.english[0] for entity in asked.entities] == ["Leila Haddad", "Sami al-Najjar"]
    asked = ask("When did Leila Haddad Sami al-Najjar meet?")
    assert [entity.english[0] for entity in asked.entities] == ["Leila Haddad", "Sami al-Najjar"]


def test_a_country_that_news_of_another_country_lacks_is_missing() -> None:
    article_ = article("a", "أرسلت فرنسا 300 جندي إلى المدينة.")
    local = article("b", "أرسلت الحكومة 300 جندي إلى المدينة.")
    pool_ = Pool(ask("كم جنديا أرسلت ألمانيا؟"), [article_, local], BOOK)
    assert (pool_.missing(article_), pool_.missing(local)) == (1, 0)


def test_a_town_in_the_name_of_a_person_is_no_town() -> None:
    for asked, unknown in (
        ("Will Basel challenge the outcome?", ("Basel",)),
        ("Will Basel Rifai challenge the outcome?", ()),
    ):
        question = ask(asked)
        assert (
            Pool(question, [article("a", "واعترف باسل الرفاعي بهزيمته.")], BOOK).unknown()
            == unknown
        )
