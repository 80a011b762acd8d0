"""An answer as HTML: nothing of an article or a question becomes markup, nothing is reworded."""

from collections.abc import Callable
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.types import Answer, Article, Citation, Label, Language, Passage, Span, Statement, Verdict
from rag.values import Precision, When
from tests.toy_chat import NAMES, T2000, T2030, arrested, hostile, refused, troops, within
from ui.chat.html import answer_html, conversation_html, notice_html, pending_html
from ui.chat.markup import prose
from ui.words import WORDS, Words, choose_language

OURS = {
    "article", "aside", "bdi", "blockquote", "br", "button", "caption", "details", "div", "h2",
    "h3", "li", "mark", "ol", "p", "section", "span", "strong", "summary", "table", "tbody", "td",
    "th", "thead", "time", "tr", "ul", "a",
}  # fmt: skip


class Seen(HTMLParser):
    """Every tag with its attributes, and the text, as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.stack: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.marked = ""
        self.strong: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "br":
            self.stack.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        names = [tag for tag, _ in self.stack]
        if "mark" in names:
            self.marked += data
        if "strong" in names:
            self.strong.append(data)

    def all(self, tag: str, css: str = "") -> list[dict[str, str | None]]:
        return [
            a
            for t, a in self.tags
            if t == tag and (not css or css in (a.get("class") or "").split())
        ]


def cites(span: Span, *highlights: Span) -> Answer:
    return Answer(
        "?",
        "ar",
        Verdict.ANSWERED,
        statements=(Statement("نعم.", (1,)),),
        citations=(Citation(1, span, highlights),),
    )


@pytest.mark.parametrize("make", [troops, arrested, hostile, refused])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_only_our_own_tags_and_no_handlers(
    make: Callable[[str, Language], Answer], language: Language
) -> None:
    seen = Seen(answer_html(make('<img src=x onerror=alert(1)> "', language), 1))

    assert seen.stack == []
    assert {tag for tag, _ in seen.tags} <= OURS
    assert [a for _, attrs in seen.tags for a in attrs if a.startswith("on")] == []
    assert '<img src=x onerror=alert(1)> "' in seen.text


@given(st.text(), st.text(), st.text(), st.sampled_from(["ar", "en"]))
def test_any_text_stays_text(question: str, title: str, body: str, language: str) -> None:
    article = Article("a", body + "§", title, outlet=title, language=title, url=body)
    span = Span(Passage(1, article, 0, len(article.text)), 0, len(article.text))
    answer = replace(cites(span, span), question=question, notes=(title,), lead=body)

    seen = Seen(answer_html(replace(answer, language="ar" if language == "ar" else "en"), 1))

    assert seen.stack == []
    assert {tag for tag, _ in seen.tags} <= OURS
    assert seen.marked == article.text


def test_the_sentence_is_marked_exactly_and_its_value_stronger() -> None:
    seen = Seen(answer_html(cites(T2000, within(T2000, "2000 عنصر")), 7))

    assert seen.marked == T2000.text
    assert seen.strong == ["2000 عنصر"]
    assert seen.all("blockquote") == [{"class": "dl-quote", "lang": "ar", "dir": "rtl"}]
    assert "أُنجزت بنجاح" in seen.text  # the passage around the sentence


def test_overlapping_and_outlying_highlights_repeat_no_word() -> None:
    article = Article("a", "0123456789")
    passage = Passage(1, article, 0, 10)
    spans = [Span(passage, a, b) for a, b in ((3, 6), (2, 4), (8, 10), (0, 1))]

    seen = Seen(answer_html(cites(Span(passage, 1, 9), *spans), 1))

    assert seen.marked == "12345678"
    assert seen.strong == ["23", "45", "8"]


def test_a_long_passage_is_cut_around_the_sentence_between_words() -> None:
    article = Article("a", "كلمة " * 400 + "الجملة. " + "كلمة " * 400)
    start = article.text.index("الجملة.")
    passage = Passage(1, article, 0, len(article.text))

    seen = Seen(answer_html(cites(Span(passage, start, start + 7)), 1))

    assert seen.marked == "الجملة."
    assert "… كلمة" in seen.text
    assert "كلمة …" in seen.text
    assert len(seen.text) < 1000


def test_a_marker_leads_to_its_own_passage() -> None:
    seen = Seen(answer_html(troops("?", "en"), 3))

    passages = [a["id"] for a in seen.all("li", "dl-source")]
    statements = [a["href"] for a in seen.all("a", "dl-marker")]
    assert passages == ["dl-3-1", "dl-3-2", "dl-3-3"]
    assert statements == ["#dl-3-1", "#dl-3-2", "#dl-3-3"] * 2  # the sentences, then the rows
    assert seen.all("a", "dl-marker")[0]["aria-label"] == "Source 1: Middle East Online"


def test_a_disagreement_is_a_table_with_one_row_a_claim() -> None:
    html = answer_html(troops("?", "en"), 1)
    seen = Seen(html)

    assert len(seen.all("table", "dl-table")) == 1
    assert len(seen.all("tbody", "dl-group")) == 3
    assert [a["datetime"] for a in seen.all("time")[:3]] == [
        "2022-01-11",
        "2022-01-10",
        "2022-01-10",
    ]
    labels = [a["class"] for a in seen.all("span", "dl-label")]
    assert labels == [
        "dl-label dl-label-newest",
        "dl-label dl-label-contradiction",
        "dl-label dl-label-agreed",
    ]
    assert seen.text.count("1 independent source") == 2
    assert "2 independent sources" in seen.text


def test_a_row_without_a_citation_holds_its_sentence_itself() -> None:
    seen = Seen(answer_html(hostile("?", "en"), 1))

    assert len(seen.all("details")) == 1
    assert "بعد الجملة." in seen.text


def test_an_agreed_answer_has_no_table_and_says_how_many_sources() -> None:
    seen = Seen(answer_html(arrested("?", "ar"), 1))

    assert seen.all("table") == []
    assert "مصدران مستقلان" in seen.text


def test_not_found_says_so_and_folds_the_nearest_passages_away() -> None:
    seen = Seen(answer_html(refused("?", "ar"), 1))

    assert "لم أجد ذلك في الأرشيف." in seen.text
    assert [a.get("open", "shut") for a in seen.all("details", "dl-nearest")] == ["shut"]
    assert "أقرب المقاطع: ليست إجابة" in seen.text
    assert seen.all("mark") == []
    assert T2030.text[:40] in seen.text


@pytest.mark.parametrize(
    ("url", "links"),
    [
        pytest.param("https://example.org/a?b=1&c", ["https://example.org/a?b=1&c"], id="web"),
        pytest.param("javascript:alert(1)", [], id="script"),
        pytest.param("data:text/html,x", [], id="data"),
        pytest.param(" https://example.org", [], id="space-first"),
        pytest.param("", [], id="none"),
    ],
)
def test_only_a_web_address_is_linked(url: str, links: list[str]) -> None:
    article = Article("a", "نص.", url=url)
    seen = Seen(answer_html(cites(Span(Passage(1, article, 0, 3), 0, 3)), 1))

    assert [a["href"] for a in seen.all("a", "dl-open")] == links


def test_missing_metadata_is_said() -> None:
    article = Article("a", "نص.")
    seen = Seen(answer_html(cites(Span(Passage(1, article, 0, 3), 0, 3)), 1))

    assert "وسيلة إعلام لم يُذكر اسمها" in seen.text
    assert "التاريخ غير معروف" in seen.text


@pytest.mark.parametrize(
    ("language", "text", "isolated"),
    [
        pytest.param("ar", "بتاريخ 2022-01-10.", ["2022-01-10"], id="iso-date"),
        pytest.param("ar", "من 23:00 حتى 07:00", ["23:00", "07:00"], id="times"),
        pytest.param("ar", "٢٬٥٠٠ و٣٫٥ %", ["٢٬٥٠٠", "٣٫٥ %"], id="arabic-digits"),
        pytest.param("en", "said «قال 5» at 7", ["«قال 5»", "7"], id="quote"),
        pytest.param("en", "Ukibay (أيدوس أوكيباي)", ["أيدوس أوكيباي"], id="name"),
        pytest.param("en", "no digits, no Arabic", [], id="none"),
    ],
)
def test_numbers_dates_and_quotes_are_isolated(
    language: str, text: str, isolated: list[str]
) -> None:
    html = prose(text, "ar" if language == "ar" else "en")

    found = [part.partition(">")[2] for part in html.split("<bdi")[1:]]
    assert [part.partition("</bdi>")[0] for part in found] == isolated
    assert Seen(html).text == text


def test_each_turn_has_its_language_and_direction() -> None:
    turns = [answer_html(troops("q", "ar"), 1), answer_html(troops("q", "en"), 2)]
    seen = Seen(conversation_html(turns, 0, "en"))

    assert [(a["id"], a["lang"], a["dir"]) for a in seen.all("article")] == [
        ("dl-1", "ar", "rtl"),
        ("dl-2", "en", "ltr"),
    ]


def test_dropped_turns_are_owned_up_to() -> None:
    assert "no longer shown" in conversation_html([], 2, "en")
    assert "no longer shown" not in conversation_html([], 0, "en")


def test_a_long_question_is_cut_in_the_display_only() -> None:
    html = pending_html("س" * 100_000, "ar", 1)

    assert 400 < len(html) < 2000


def test_a_notice_shows_the_message_and_the_question_as_text() -> None:
    seen = Seen(notice_html("\0<b>", "too <i>long</i>", "en", 1))

    assert {tag for tag, _ in seen.tags} <= OURS
    assert "\ufffd<b>" in seen.text
    assert "too <i>long</i>" in seen.text


def test_what_is_copied_is_the_answer_with_its_sources() -> None:
    copied = Seen(answer_html(arrested("?", "en"), 1)).all("button", "dl-copy")[0]["data-copy"]

    assert copied is not None
    assert copied.startswith("About 8,000 people")
    assert "[1] Euronews with AFP, 10 January 2022: «وتواصلات حملات الاعتقال" in unescape(copied)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ar-EG,ar;q=0.9,en;q=0.8", "ar"),
        ("fr-FR,ar;q=0.5", "ar"),
        ("en-GB,ar;q=0.5", "en"),
        ("de", "en"),
        ("", "en"),
    ],
)
def test_the_browser_chooses_the_first_language_we_speak(header: str, language: str) -> None:
    assert choose_language(header) == language


@pytest.mark.parametrize(
    ("n", "arabic", "english"),
    [
        (1, "مصدر مستقل واحد", "1 independent source"),
        (2, "مصدران مستقلان", "2 independent sources"),
        (3, "3 مصادر مستقلة", "3 independent sources"),
        (10, "10 مصادر مستقلة", "10 independent sources"),
        (11, "11 مصدرًا مستقلًا", "11 independent sources"),
        (103, "103 مصادر مستقلة", "103 independent sources"),
    ],
)
def test_sources_are_counted_with_the_right_plural(n: int, arabic: str, english: str) -> None:
    assert WORDS["ar"].count_independent(n) == arabic
    assert WORDS["en"].count_independent(n) == english


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_every_verdict_and_label_has_words(words: Words) -> None:
    assert set(words.verdicts) == set(Verdict)
    assert set(words.labels) == set(words.label_meanings) == set(Label)


def test_a_date_that_was_never_resolved_is_quoted() -> None:
    answer = troops("?", "en")
    first = replace(answer.groups[0].claims[0], value=When(None, None, Precision.DAY))
    group = replace(answer.groups[0], claims=(first,))

    seen = Seen(answer_html(replace(answer, groups=(group, *answer.groups[1:])), 1))

    assert "«2000 عنصر»" in seen.text


def test_names_beside_the_answer_are_in_its_language() -> None:
    in_english = Seen(answer_html(troops("?", "en"), 1, NAMES)).text
    in_arabic = Seen(answer_html(troops("?", "ar"), 1, NAMES)).text

    assert "Tokayev" in in_english.partition("contradiction")[0].rpartition("2,030")[2]
    assert "يورونيوز مع أ ف ب" in in_arabic
