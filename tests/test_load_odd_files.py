"""Zips, Word files, PDFs and what lies beside them: read, or named with a reason."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.toy_load import BODY, LONG, loaded, only


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_zip_in_a_zip_is_named(tmp_path: Path) -> None:
    inner = zipped({"b.txt": LONG.encode()})
    found = loaded(tmp_path, "x.zip", zipped({"a.txt": LONG.encode(), "inner.zip": inner}))

    assert [article.id for article in found.articles] == ["a"]
    assert any("inner.zip" in line and "zip inside a zip" in line for line in found.warnings)


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, zipped({".DS_Store": b"x"})],
    ids=["empty", "cut", "no-members", "hidden-only"],
)  # fmt: skip
def test_a_zip_without_articles_is_named(tmp_path: Path, data: bytes) -> None:
    found = loaded(tmp_path, "x.zip", data)

    assert found.articles == ()
    assert any("x.zip" in line and "skipped" in line for line in found.warnings)


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.pdf", "a.docx", "a.xml", "a.zip"])
@pytest.mark.parametrize("data", [b"", b"\0" * 64, b"\xff\xfe\xff", b"   \n", b"<html></html>"],
                         ids=["empty", "nulls", "broken", "blank", "no-text"])  # fmt: skip
def test_a_file_without_text_is_named(tmp_path: Path, name: str, data: bytes) -> None:
    found = loaded(tmp_path, name, data)

    assert found.articles or any(name in line and "skipped" in line for line in found.warnings)


def written(make: Callable[[docx.document.Document], object]) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    make(document)
    document.save(out)
    return out.getvalue()


def test_a_nested_table_of_a_word_file(tmp_path: Path) -> None:
    def make(document: docx.document.Document) -> None:
        document.add_paragraph(BODY)
        cell = document.add_table(1, 2).cell(0, 0)
        cell.text = "القتلى"
        cell.add_table(1, 1).cell(0, 0).text = "في المدينة 12"

    assert "في المدينة 12" in only(tmp_path, "a.docx", written(make)).text


def with_xml(change: Callable[[str], str], extra: dict[str, str] | None = None) -> bytes:
    """A Word file of one paragraph whose main part is changed."""
    data = io.BytesIO(written(lambda document: document.add_paragraph("هنا")))
    out = io.BytesIO()
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "word/document.xml":
                content = change(content.decode()).encode()
            new.writestr(part, content)
        for name, text in (extra or {}).items():
            new.writestr(name, text)
    return out.getvalue()


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    changed = (
        "<w:r><w:t>قتل </w:t></w:r><w:ins w:id='1' w:author='x'><w:r><w:t>12 شخصا</w:t></w:r>"
        "</w:ins><w:del w:id='2' w:author='x'><w:r><w:delText>99 شخصا</w:delText></w:r></w:del>"
    )
    data = with_xml(lambda xml: xml.replace("<w:r><w:t>هنا</w:t></w:r>", changed))

    assert only(tmp_path, "a.docx", data).text.strip() == "قتل 12 شخصا"


def test_footnotes_of_a_word_file_are_read(tmp_path: Path) -> None:
    schema = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    notes = (
        f'<w:footnotes xmlns:w="{schema}"><w:footnote w:id="1"><w:p><w:r>'
        "<w:t>وفق بيان للوزارة</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    mark = '<w:r><w:t>هنا</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r>'
    data = with_xml(
        lambda xml: xml.replace("<w:r><w:t>هنا</w:t></w:r>", mark), {"word/footnotes.xml": notes}
    )

    assert "وفق بيان للوزارة" in only(tmp_path, "a.docx", data).text


def test_a_text_box_of_a_word_file_is_read(tmp_path: Path) -> None:
    box = (
        "<w:r><w:t>هنا</w:t></w:r><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'>"
        "<v:textbox><w:txbxContent><w:p><w:r><w:t>في الإطار 12 قتيلا</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    data = with_xml(lambda xml: xml.replace("<w:r><w:t>هنا</w:t></w:r>", box))

    assert "في الإطار 12 قتيلا" in only(tmp_path, "a.docx", data).text


# --- PDF ----------------------------------------------------------------------------------------


def pdf(lines: list[tuple[float, float, str]]) -> bytes:
    """A PDF of one page with Latin text at places, 12 points high."""
    drawn = "".join(f"BT /F 12 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in lines)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources "
        "<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}endstream",
    ]
    body, starts = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        starts.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    tail = f"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return (f"{body}xref\n0 5\n0000000000 65535 f \n{table}{tail}").encode("latin-1")


def test_words_that_were_broken_at_the_end_of_a_line_are_whole(tmp_path: Path) -> None:
    lines = [
        (50.0, 700.0, "The minister of transport opened the new rail-"),
        (50.0, 686.0, "way station in the valley of flowers on Sunday"),
        (50.0, 672.0, "after years of work."),
    ]

    assert "the new railway station" in only(tmp_path, "a.pdf", pdf(lines)).text


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [
        "The minister opened the bridge",
        "on Sunday after years of work",
        "by hundreds of men.",
    ]
    right = [
        "The harvest was poor this year",
        "because no rain fell in spring",
        "in the east at all.",
    ]
    lines = [
        (x, 700.0 - 14 * row, text)
        for x, column in ((50.0, left), (320.0, right))
        for row, text in enumerate(column)
    ]
    text = only(tmp_path, "a.pdf", pdf(lines)).text

    assert " ".join(left) in text.replace("\n", " ")
    assert " ".join(right) in text.replace("\n", " ")


# --- what is found beside articles --------------------------------------------------------------


@pytest.mark.parametrize("name", ["photo.jpg", "LICENSE", "a.doc", "a.rtf", "b.csv", "data.sqlite"])
def test_what_is_no_article_is_named(tmp_path: Path, name: str) -> None:
    found = loaded(tmp_path, name, LONG)

    assert found.articles == ()
    assert any(name in line and "skipped" in line for line in found.warnings)


@pytest.mark.parametrize("name", ["A.TXT", "خبر.txt", "a b.html", "a.HTM", "x.JSON"])
def test_names_of_files(tmp_path: Path, name: str) -> None:
    content = json.dumps({"text": LONG}) if name.endswith("JSON") else LONG

    assert only(tmp_path, name, content).text == LONG


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    found = loaded(tmp_path, "a.txt", LONG)

    assert [article.id for article in found.articles] == ["a"]
    assert any("gone.txt" in line and "skipped" in line for line in found.warnings)


def test_a_link_to_a_folder_is_named_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "again").symlink_to(tmp_path)
    found = loaded(tmp_path, "a.txt", LONG)

    assert [article.id for article in found.articles] == ["a"]
    assert [line.partition("skipped")[0].strip() for line in found.warnings] == [
        f"{tmp_path / 'inner' / 'again'}:"
    ]
