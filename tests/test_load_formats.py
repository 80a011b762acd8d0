"""Front matter, PDF, Word, zip and standard input: the words that a reader sees."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.load.document import Document, UnreadableError
from index.load.files import load_articles, load_items
from index.load.pdf import read_pdf
from index.load.places import FREE_BYTES, Item, from_stream
from index.load.text import read_text
from index.load.word import read_docx
from tests.toy_load import BODY, RSS

PDF = Path(__file__).resolve().parent / "data" / "arabic.pdf"


def test_front_matter_is_about_the_article_not_of_it() -> None:
    text = f'---\ntitle: "محطة"\ndate: 2023-06-05\noutlet: الميناء\n---\n{BODY}\n'
    (found,) = read_text(text.encode())

    assert (found.text, found.title) == (f"{BODY}\n", "محطة")
    assert (found.outlet, found.published) == ("الميناء", date(2023, 6, 5))


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    (found,) = read_text(f"---\n{BODY}".encode())

    assert found.text == f"---\n{BODY}"


def test_a_pdf_is_read_from_right_to_left() -> None:
    (found,) = read_pdf(PDF.read_bytes())

    assert isinstance(found, Document)
    assert found.text.split("\n") == [
        "افتتاح محطة القطار في وادي الزهور",
        "بقلم: صحيفة الميناء مع رويترز",
        "افتتح وزير النقل الأحد محطة القطار الجديدة في وادي الزهور، وبلغت الكلفة 1,250 مليون "
        "دينار (نحو 40% من الميزانية). وقالت شركة Rail Works الأجنبية إن 17 عاملا أصيبوا في أثناء "
        "البناء، وإن القطار الأول سيصل في 12 أغسطس 2023.",
    ]


def test_word() -> None:
    document = docx.Document()
    document.core_properties.title = "محطة"
    document.add_paragraph(BODY)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "الورد", "12"
    stream = io.BytesIO()
    document.save(stream)
    (found,) = read_docx(stream.getvalue())

    assert isinstance(found, Document)
    assert (found.text, found.title) == (f"{BODY}\nالورد | 12", "محطة")


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return stream.getvalue()


def test_a_zip_is_read_with_its_sidecar(tmp_path: Path) -> None:
    sidecar = json.dumps({"file": "a.txt", "outlet": "الميناء"}).encode()
    content = zipped(news__a_txt=BODY.encode(), news__metadata_jsonl=sidecar, news__b_exe=b"MZ")
    (tmp_path / "dump.zip").write_bytes(content)
    loaded = load_articles([tmp_path])

    assert [(a.id, a.outlet) for a in loaded.articles] == [("a", "الميناء")]
    assert [warning.partition(": ")[2][:20] for warning in loaded.warnings] == [
        "skipped, .exe is not"
    ]


def test_a_zip_bomb_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    content = zipped(bomb_txt=b"0" * (2 * FREE_BYTES), good_txt=BODY.encode(), more_zip=b"PK")
    (tmp_path / "dump.zip").write_bytes(content)
    loaded = load_articles([tmp_path])

    assert [article.id for article in loaded.articles] == ["good"]
    assert "a zip bomb" in " ".join(loaded.warnings)
    assert "a zip inside a zip" in " ".join(loaded.warnings)


def test_a_file_of_more_than_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(BODY, encoding="utf-8")
    with (tmp_path / "huge.jsonl").open("wb") as stream:
        stream.truncate(1_000_000_001)  # sparse: it takes no room
    loaded = load_articles([tmp_path])

    assert [article.id for article in loaded.articles] == ["good"]
    assert "huge.jsonl: skipped, 1,000,000,001 bytes are more" in loaded.warnings[0]


@pytest.mark.parametrize(
    ("piped", "text"),
    [
        pytest.param(BODY, BODY, id="text"),
        pytest.param(json.dumps({"text": BODY}), BODY, id="json"),
        pytest.param(
            "\n".join(json.dumps({"text": t}) for t in (BODY, "ثان")), BODY, id="json-lines"
        ),
        pytest.param(f"<!doctype html><p>{BODY}</p>", BODY, id="page"),
        pytest.param(f"<p>{BODY}</p>", BODY, id="piece-of-a-page"),
        pytest.param(RSS, "افتتح الوزير المحطة.\nوغادر.", id="feed"),
    ],
)
def test_standard_input_is_told_by_its_first_bytes(piped: str, text: str) -> None:
    loaded = load_items([from_stream(io.BytesIO(piped.encode()))])

    assert loaded.articles[0].text == text


@pytest.mark.parametrize("suffix", [".txt", ".html", ".jsonl", ".json", ".xml", ".pdf", ".docx"])
@given(data=st.binary(max_size=300))
@settings(max_examples=40, deadline=None)
def test_no_bytes_are_a_crash(suffix: str, data: bytes) -> None:
    loaded = load_items([Item(f"a{suffix}", "", f"a{suffix}", "a", lambda: data)])

    assert loaded.articles or loaded.warnings


def test_a_damaged_word_file_with_a_huge_part_is_refused() -> None:
    with pytest.raises(UnreadableError, match="damaged or locked"):
        list(read_docx(zipped(word__document_xml=b"<a>")))
