"""Encodings told apart, and what exports spoil."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.load.document import UnreadableError
from index.load.encoding import decode, logical_order, plain_letters, turned

TEXT = "افتتح وزير النقل الأحد محطة القطار، وأصيب 17 عاملا في مدينة الورد."

MENDED = "garbled (UTF-8 once read in another encoding), mended"


@pytest.mark.parametrize(
    ("data", "notes"),
    [
        pytest.param(TEXT.encode(), (), id="utf-8"),
        pytest.param(TEXT.encode("utf-8-sig"), (), id="utf-8-bom"),
        pytest.param(TEXT.encode("utf-16"), (), id="utf-16"),
        pytest.param(TEXT.encode("utf-16-le"), (), id="utf-16-le-no-bom"),
        pytest.param(TEXT.encode("utf-16-be"), (), id="utf-16-be-no-bom"),
        pytest.param(TEXT.encode("utf-32"), (), id="utf-32"),
        pytest.param(TEXT.encode("cp1256"), ("read as Windows-1256",), id="windows-1256"),
        pytest.param(TEXT.encode("iso8859_6"), ("read as ISO 8859-6",), id="iso-8859-6"),
        pytest.param(
            TEXT.encode().decode("cp1256").encode(),
            (MENDED,),
            id="mojibake-1256",
        ),
        pytest.param(
            TEXT.encode().decode("latin-1").encode(),
            (MENDED,),
            id="mojibake-latin-1",
        ),
    ],
)
def test_arabic_is_read_from_any_of_its_encodings(data: bytes, notes: tuple[str, ...]) -> None:
    assert decode(data) == (TEXT, notes)


def test_a_few_bad_bytes_are_shown_as_such() -> None:
    text, notes = decode(TEXT.encode() + b" \xff " + TEXT.encode())

    assert text == f"{TEXT} \ufffd {TEXT}"
    assert notes == ("1 characters are not UTF-8 and are shown as \ufffd",)


def test_english_with_typographic_quotes() -> None:
    text = "The minister said the station, “a dream”, would open in the spring of next year."

    assert decode(text.encode("cp1252")) == (text, ("read as Windows-1252",))


def test_letters_that_an_export_lost_cannot_be_mended() -> None:
    spoilt = TEXT.encode().decode("cp1252", "replace").encode()

    with pytest.raises(UnreadableError, match="some are lost; export it anew"):
        decode(spoilt)


def test_one_garbled_line_among_good_ones_is_mended() -> None:
    garbled = TEXT.encode().decode("cp1256")

    assert decode(f"{TEXT}\n{garbled}\n{TEXT}".encode()) == (f"{TEXT}\n{TEXT}\n{TEXT}", (MENDED,))


def test_one_line_that_is_lost_among_good_ones_is_counted() -> None:
    lines = [TEXT, TEXT.encode().decode("cp1256"), TEXT.encode().decode("cp1252", "replace")]
    _, notes = decode("\n".join(lines).encode())

    assert notes == (MENDED, "1 garbled lines cannot be mended; export it anew")


@pytest.mark.parametrize(
    "text", ["Größe: 3 m², naïve café", "Тест кириллицы", "東京 2020", "קצת עברית", ""]
)
def test_other_scripts_are_left_alone(text: str) -> None:
    assert decode(text.encode()) == (text, ())


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_refused(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except UnreadableError:
        return
    assert "\0" not in text


SEEN = ".درولا ةنيدم يف لماع 17 بيصأو ،راطقلا ةطحم دحألا لقنلا ريزو حتتفا"
READ = "افتتح وزير النقل الأحد محطة القطار، وأصيب 17 عامل في مدينة الورد."


def test_visual_order_is_turned_round() -> None:
    assert logical_order(SEEN) == (READ, True)


@pytest.mark.parametrize("text", [READ, TEXT, "", "Reuters 2023", "لا إله إلا الله", "أهلا ولا"])
def test_reading_order_is_left_alone(text: str) -> None:
    assert logical_order(text) == (text, False)


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        pytest.param("2023 سطسغأ 12 يف", "في 12 أغسطس 2023", id="numbers"),
        pytest.param("رالود 3,250.5 غلب", "بلغ 3,250.5 دولار", id="grouped"),
        pytest.param("(BBC News) ةكبش", "شبكة (BBC News)", id="latin-in-brackets"),
        pytest.param("BBC News", "BBC News", id="no-arabic"),
        pytest.param("ﺔﻨﻳﺪﻣ ﻲﻓ\r\n", "في مدينة\r\n", id="presentation-forms"),
    ],
)
def test_one_line(seen: str, read: str) -> None:
    assert turned(seen) == read


def test_presentation_forms_are_letters() -> None:
    assert plain_letters("ﻗﺘﻞ 17 ﻋﺎﻣﻼ²") == "قتل 17 عاملا²"
