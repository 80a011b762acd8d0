"""Full dates as newsrooms print them, in Arabic and English, over the folded form of a text."""

import re
from datetime import date

from rag.text.fold import fold

__all__ = ["DATE", "find_date"]

_MONTHS = (
    ("يناير", "كانون الثاني", "جانفي", "january", "jan"),
    ("فبراير", "شباط", "فيفري", "february", "feb"),
    ("مارس", "اذار", "march", "mar"),
    ("ابريل", "نيسان", "افريل", "april", "apr"),
    ("مايو", "ايار", "ماي", "may"),
    ("يونيو", "حزيران", "جوان", "june", "jun"),
    ("يوليو", "تموز", "جويليه", "july", "jul"),
    ("اغسطس", "اب", "اوت", "august", "aug"),
    ("سبتمبر", "ايلول", "september", "sept", "sep"),
    ("اكتوبر", "تشرين الاول", "october", "oct"),
    ("نوفمبر", "تشرين الثاني", "november", "nov"),
    ("ديسمبر", "كانون الاول", "december", "dec"),
)
_NUMBER = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_MONTH = "|".join(sorted(_NUMBER, key=len, reverse=True))
_FORMS = (
    rf"(?P<d1>\d{{1,2}}) (?P<m1>{_MONTH})\b(?: ?/ ?(?:{_MONTH})\b)?,? (?P<y1>\d{{4}})",
    rf"(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}}),? (?P<y2>\d{{4}})",
    r"(?P<y3>\d{4})[-/.](?P<m3>\d{1,2})[-/.](?P<d3>\d{1,2})",
    r"(?P<d4>\d{1,2})[-/.](?P<m4>\d{1,2})[-/.](?P<y4>\d{4})",
)
_DATE = re.compile(rf"(?<!\w)(?:{'|'.join(_FORMS)})(?!\d)")
DATE = re.sub(r"\?P<\w+>", "?:", f"(?:{'|'.join(_FORMS)})(?!\\d)")
"""A pattern for one full date in folded text, without groups."""


def find_date(text: str) -> date | None:
    """The first full date in a text, in Arabic or English, whatever its digits; None if none.

    Numbers alone are read as year-month-day or, as Arabic newsrooms write, day-month-year.
    """
    for found in _DATE.finditer(" ".join(fold(text).text.split())):
        for form in "1234":
            year, month, day = (found[f"{part}{form}"] for part in "ymd")
            if year and (value := _date(year, month, day)):
                return value
    return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), _NUMBER.get(month) or int(month), int(day))
    except ValueError:
        return None
