"""An answer as HTML: nothing of an article or a question becomes markup, nothing is reworded."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.text.stylebook import Stylebook
from rag.types import Answer, Article, Citation, Label, Language, Passage, Span, Statement, Verdict
from rag.values import Precision, When
from tests.toy_chat import (
    MIDDLE_EAST,
    NAMES,
    OVER2000,
    T2000,
    arrested,
    hostile,
    many,
    quoted,
    refused,
    troops,
    within,
)
from ui.answer.html import answer_html
from ui.answer.links import Links
from ui.answer.make_view import NO_NAMES, view_of
from ui.answer.markup import prose
from ui.answer.view import View
from ui.words import WORDS

OURS = {
    "a", "article", "aside", "bdi", "blockquote", "br", "button", "caption", "details", "div", "h2",
    "h3", "li", "mark", "ol", "p", "section", "span", "strong", "summary", "table", "tbody", "td",
    "th", "thead", "time", "tr", "ul",
}  # fmt: skip
KEPT = Links("http://x/dalil", "0123456789abcdef0123")


def html_of(answer: Answer, key: str = "1", names: Stylebook = NO_NAMES) -> str:
    return answer_html(view_of(answer, names, "3 articles"), key, KEPT)


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


@pytest.mark.parametrize("make", [troops, arrested, hostile, refused, quoted, many])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_only_our_own_tags_and_no_handlers(
    make: Callable[[str, Language], Answer], language: Language
) -> None:
    seen = Seen(html_of(make('<img src=x onerror=alert(1)> "', language), "1"))

    assert seen.stack == []
    assert {tag for tag, _ in seen.tags} <= OURS
    assert [a for _, attrs in seen.tags for a in attrs if a.startswith("on")] == []
    assert '<img src=x onerror=alert(1)> "' in seen.text


@settings(deadline=None, max_examples=50)
@given(st.text(), st.text(), st.text(), st.sampled_from(["ar", "en"]))
def test_any_text_stays_text(question: str, title: str, body: str, language: str) -> None:
    article = Article("a", body + "§", title, outlet=title, language=title, url=body)
    span = Span(Passage(1, article, 0, len(article.text)), 0, len(article.text))
    answer = replace(cites(span, span), question=question, notes=(title,), lead=body)

    seen = Seen(html_of(replace(answer, language="ar" if language == "ar" else "en"), "1"))

    assert seen.stack == []
    assert {tag for tag, _ in seen.tags} <= OURS
    assert seen.marked == article.text


@settings(deadline=None, max_examples=30)
@given(st.text(), st.text())
def test_a_view_is_read_back_as_it_was_written(question: str, title: str) -> None:
    article = Article("a", "نص.", title, outlet=title)
    view = view_of(replace(cites(Span(Passage(1, article, 0, 3), 0, 3)), question=question))

    assert View.from_json(json.loads(json.dumps(view.as_json()))) == view


def test_the_sentence_is_marked_exactly_and_its_value_stronger() -> None:
    seen = Seen(html_of(cites(T2000, within(T2000, "2000 عنصر")), "7"))

    assert seen.marked == T2000.text
    assert seen.strong == ["2000 عنصر"]
    assert seen.all("blockquote") == [{"class": "dl-quote", "lang": "ar", "dir": "rtl"}]
    assert "أُنجزت بنجاح" in seen.text  # the passage around the sentence


def test_a_sentence_that_is_nearly_all_value_is_not_marked_twice() -> None:
    seen = Seen(html_of(cites(T2000, within(T2000, T2000.text[5:]))))

    assert seen.marked == T2000.text
    assert seen.strong == []


def test_overlapping_and_outlying_highlights_repeat_no_word() -> None:
    article = Article("a", "0123456789")
    passage = Passage(1, article, 0, 10)
    spans = [Span(passage, a, b) for a, b in ((3, 6), (2, 4), (8, 10), (0, 1))]

    seen = Seen(html_of(cites(Span(passage, 1, 9), *spans), "1"))

    assert seen.marked == "12345678"
    assert seen.strong == ["23", "45", "8"]


def test_a_long_passage_is_cut_around_the_sentence_between_words() -> None:
    article = Article("a", "كلمة " * 400 + "الجملة. " + "كلمة " * 400)
    start = article.text.index("الجملة.")
    passage = Passage(1, article, 0, len(article.text))

    seen = Seen(html_of(cites(Span(passage, start, start + 7)), "1"))

    assert seen.marked == "الجملة."
    assert "… كلمة" in seen.text
    assert "كلمة …" in seen.text
    assert len(seen.text) < 1000


def test_a_marker_leads_to_its_own_passage() -> None:
    seen = Seen(html_of(troops("?", "en"), "3"))

    passages = [a["id"] for a in seen.all("li", "dl-source")]
    statements = [a["href"] for a in seen.all("a", "dl-marker")]
    assert passages == ["dl-3-1", "dl-3-2", "dl-3-3"]
    assert statements == ["#dl-3-1", "#dl-3-1", "#dl-3-2", "#dl-3-3"]  # the sentence, then the rows
    assert seen.all("a", "dl-marker")[0]["aria-label"] == "Source 1: Middle East Online"


def test_a_disagreement_is_said_once_a_sentence_and_a_table() -> None:
    seen = Seen(html_of(troops("?", "en")))

    assert len(seen.all("p", "dl-statement")) == 1
    assert seen.text.count("according to") == 1
    assert "Reports differ:" not in seen.text  # the verdict says it
    assert len(seen.all("table", "dl-table")) == 1
    assert len(seen.all("tr", "dl-group")) == 3
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


def test_what_no_row_tells_stays_a_sentence() -> None:
    answer = troops("?", "en")
    more = Statement("The troops have left.", ())

    seen = Seen(html_of(replace(answer, statements=(*answer.statements, more))))

    assert len(seen.all("p", "dl-statement")) == 2
    assert "The troops have left." in seen.text


def test_five_rows_fold_to_three_and_each_label_is_explained() -> None:
    seen = Seen(html_of(many("?", "en")))

    assert len(seen.all("table", "dl-table")) == 2
    assert len(seen.all("details", "dl-more")) == 1
    assert "Show all 5" in seen.text
    assert len(seen.all("details", "dl-kind")) == 5
    for label in list(Label)[1:]:
        assert WORDS["en"].label_meanings[label] in seen.text


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_quotation_is_a_block_after_its_speaker(language: Language) -> None:
    html = html_of(quoted("?", language))
    seen = Seen(html)

    said = seen.all("blockquote", "dl-said")
    assert said == [{"class": "dl-said", "lang": "ar", "dir": "rtl"}] * 2
    assert html.index("Blinken" if language == "en" else "بلينكن") < html.index("dl-said")
    assert '«"لفترة محدودة"»' in seen.text
    assert html.index("لفترة محدودة") < html.index('href="#dl-1-1"') < html.index("<aside")


def test_possible_matches_stand_apart_and_are_never_called_found() -> None:
    html = re.sub(r'data-copy="[^"]*"', "", html_of(quoted("?", "en")))

    before, _, possible = html.partition('<div class="dl-possible">')
    assert OVER2000.text not in before
    assert OVER2000.text in Seen(f"<div>{possible.partition('</div>')[0]}</div>").text
    assert "Possible, not certain" in possible


def test_the_question_as_understood_can_be_edited() -> None:
    chip = Seen(html_of(quoted("What did he say?", "en"))).all("a", "dl-edit")

    assert [a["data-question"] for a in chip] == ["What did he say? (troops)"]
    assert str(chip[0]["href"]).startswith("http://x/dalil/chat/?question=What+did")


def test_a_row_without_a_citation_holds_its_sentence_itself() -> None:
    seen = Seen(html_of(hostile("?", "en"), "1"))

    assert seen.text.count("بعد الجملة.") == 2  # in the row, and after the cited sentence


def test_an_agreed_answer_has_no_table_and_says_how_many_sources() -> None:
    seen = Seen(html_of(arrested("?", "ar"), "1"))

    assert seen.all("table") == []
    assert "مصدران مستقلان" in seen.text


def test_not_found_says_what_was_searched_and_what_else_to_ask() -> None:
    seen = Seen(html_of(refused("?", "en")))

    assert "Searched: 3 articles." in seen.text
    assert "Not a word of the archive: “cup”." in seen.text
    assert [a["data-question"] for a in seen.all("a", "dl-ask")] == ["How many troops were there?"]
    assert seen.text.lower().count("not found") == 1


def test_a_reason_for_a_refusal_is_kept() -> None:
    reason = Statement("No article names the town.", ())

    seen = Seen(html_of(replace(refused("?", "en"), statements=(reason,))))

    assert [a["class"] for a in seen.all("p", "dl-statement")] == ["dl-statement"]
    assert "No article names the town." in seen.text


def test_the_two_nearest_passages_are_open_and_marked_as_no_answer() -> None:
    html = html_of(refused("?", "ar"))
    seen = Seen(html)

    assert "أقرب المقاطع: ليست إجابة" in seen.text
    assert seen.all("mark") == []
    opened, _, folded = html.partition("<details><summary>مقاطع أخرى")
    assert opened.count('class="dl-source"') == 2
    assert folded.count('class="dl-source"') == 1


def test_a_passage_that_is_cited_as_possible_is_not_among_the_nearest_again() -> None:
    answer = refused("?", "en")
    first = answer.hits[0].passage
    cited = Citation(1, Span(first, first.start, first.end))

    view = view_of(replace(answer, citations=(cited,)))

    assert len(answer.hits) == 3
    assert [source.sentence for source in view.nearest] == [
        hit.passage.text for hit in answer.hits[1:]
    ]


def test_a_title_opens_the_article_at_its_sentence() -> None:
    seen = Seen(html_of(cites(T2000), "k"))

    assert [a["href"] for a in seen.all("a", "dl-read")] == [
        f"http://x/dalil/read/{MIDDLE_EAST.id}?start={T2000.start}&end={T2000.end}#sentence"
    ]


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
    seen = Seen(html_of(cites(Span(Passage(1, article, 0, 3), 0, 3)), "1"))

    assert [a["href"] for a in seen.all("a", "dl-open")] == links


def test_what_no_article_holds_is_said_once() -> None:
    answer = replace(
        refused("Who won the cup?", "en"), notes=("No article mentions: cup", "Other.")
    )
    seen = Seen(html_of(answer))

    assert seen.text.count("cup") == 2  # in the question, and in the refusal
    assert "Other." in seen.text


def test_missing_metadata_is_said() -> None:
    article = Article("a", "نص.")
    seen = Seen(html_of(cites(Span(Passage(1, article, 0, 3), 0, 3)), "1"))

    assert "وسيلة إعلام لم يُذكر اسمها" in seen.text
    assert "التاريخ غير معروف" in seen.text


def test_an_unnamed_outlet_begins_its_line_with_a_capital() -> None:
    span = Span(Passage(1, Article("a", "نص."), 0, 3), 0, 3)
    seen = Seen(html_of(replace(cites(span), language="en")))

    assert "An unnamed outlet" in seen.text


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


def test_an_answer_has_the_language_and_direction_of_its_question() -> None:
    for language, direction in (("ar", "rtl"), ("en", "ltr")):
        seen = Seen(html_of(troops("q", "ar" if language == "ar" else "en"), "1"))

        assert [(a["id"], a["lang"], a["dir"]) for a in seen.all("article")] == [
            ("dl-1", language, direction)
        ]


def test_a_long_question_is_cut_in_the_display_only() -> None:
    seen = Seen(html_of(refused("س" * 100_000, "ar")))

    assert 400 < len("".join(c for c in seen.text if c == "س")) < 1000


def test_where_an_answer_is_not_kept_it_has_no_permalink_and_takes_no_feedback() -> None:
    seen = Seen(answer_html(view_of(troops("?", "en")), "1", Links("http://x")))

    assert seen.all("button", "dl-do")
    assert [a for a in seen.all("button") if "data-rating" in a] == []
    assert "/a/" not in "".join(str(a["href"]) for a in seen.all("a"))


def test_a_date_that_was_never_resolved_is_quoted() -> None:
    answer = troops("?", "en")
    first = replace(answer.groups[0].claims[0], value=When(None, None, Precision.DAY))
    group = replace(answer.groups[0], claims=(first,))

    seen = Seen(html_of(replace(answer, groups=(group, *answer.groups[1:])), "1"))

    assert "«2000 عنصر»" in seen.text


def test_names_beside_the_answer_are_in_its_language() -> None:
    in_english = Seen(html_of(troops("?", "en"), "1", NAMES)).text
    in_arabic = Seen(html_of(troops("?", "ar"), "1", NAMES)).text

    assert "Tokayev" in in_english.partition("says otherwise")[0].rpartition("2,030")[2]
    assert "يورونيوز مع أ ف ب" in in_arabic


def test_sources_that_a_note_counts_are_not_counted_again() -> None:
    answer = arrested("How many were detained?", "en")
    found = answer.groups[0].claims[0]
    copy = replace(found, sentence=T2000, evidence=T2000)
    once = replace(answer.groups[0], claims=(found, copy), sources=1)

    assert view_of(answer).count == "2 independent sources"
    assert view_of(replace(answer, groups=(once,))).count == ""
