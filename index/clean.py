"""Tell the article from what a web page prints around it, by offsets into the published text.

The rules speak of lines, since that is what a page's furniture comes in. A line goes only when the
whole of it is furniture: a sentence that merely contains such words stays.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.arabic import fold

__all__ = ["kept_spans"]

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_WORD = re.compile(r"[^\W_]+")
_FULL_STOP = re.compile(r"\.[\"»”’')\]]*\Z")
MAX_FURNITURE = 600
"""Characters; a longer line is a paragraph."""
MAX_LINKS = 12
"""Headlines that are taken for links under one heading such as "Related articles"."""
_PLATFORM = (
    r"(?:facebook|twitter|x|instagram|whatsapp|telegram|youtube|tiktok|linkedin|google(?: news)?|rss|"
    r"فيسبوك|فيس بوك|تويتر|اكس|انستغرام|انستجرام|انستاغرام|واتساب|واتس اب|تلغرام|تيليغرام|تيليجرام|"
    r"تلجرام|يوتيوب|تيك توك|لينكد ان|جوجل(?: نيوز)?|غوغل(?: نيوز)?|اخبار غوغل)"
)
_AND = r"(?:\s*(?:[,،/|&+-]|and|و|او|or)\s*)"
_PLATFORMS = rf"{_PLATFORM}(?:{_AND}*{_PLATFORM})*"


def _folded(*labels: str) -> str:
    """A pattern for any of the labels, in their folded form."""
    return "(?:" + "|".join(re.escape(fold(label).text) for label in labels) + ")"


_BUTTONS = _folded(
    *("شارك هذا المقال", "شارك المقال", "شارك هذا الخبر", "شارك الخبر", "شارك", "شاركها", "مشاركة"),
    *(
        "محادثة",
        "تعليق",
        "تعليقات",
        "التعليقات",
        "أضف تعليقا",
        "اترك تعليقا",
        "طباعة",
        "اطبع",
        "حفظ",
    ),
    *("استمع", "استمع للمقال", "استمع إلى المقال", "نسخ الرابط", "تم نسخ الرابط", "أرسل إلى صديق"),
    *(
        "حجم الخط",
        "تكبير الخط",
        "تصغير الخط",
        "إغلاق",
        "القائمة",
        "الرئيسية",
        "بحث",
        "تسجيل الدخول",
    ),
    *(
        "share this article",
        "share this",
        "share",
        "comments",
        "comment",
        "print",
        "save",
        "listen",
    ),
    *("copy link", "link copied", "email", "close button", "close", "menu", "home", "sign in"),
    *("log in", "skip to content", "skip to main content", "back to top", "leave a comment"),
)
_ADVERT = _folded(
    *("إعلان", "إعلانات", "إعلان ممول", "محتوى ممول", "محتوى إعلاني", "مساحة إعلانية"),
    *("يستمر العمل أدناه", "تابع القراءة بعد الإعلان", "advertisement", "advertising"),
    *("sponsored", "sponsored content", "ad", "story continues below advertisement"),
)
_READ_ALSO = _folded(
    *(
        "اقرأ أيضا",
        "إقرأ أيضا",
        "اقرأوا أيضا",
        "اقرئي أيضا",
        "اقرأ المزيد",
        "إقرأ المزيد",
        "طالع أيضا",
    ),
    *("شاهد أيضا", "شاهد", "شاهدوا", "للمزيد", "المزيد عن", "انظر أيضا", "ذو صلة", "ذات صلة"),
    *(
        "read also",
        "read more",
        "also read",
        "see also",
        "watch also",
        "watch",
        "related",
        "more on",
    ),
)
_RELATED = _folded(
    *("مواضيع إضافية", "مواضيع ذات صلة", "موضوعات ذات صلة", "مواضيع مشابهة", "مواضيع متعلقة"),
    *("مقالات ذات صلة", "مقالات مشابهة", "مقالات أخرى", "أخبار ذات صلة", "أخبار متعلقة"),
    *("أخبار مشابهة", "قصص ذات صلة", "قد يعجبك أيضا", "قد يعجبك", "ربما يعجبك أيضا", "قد يهمك"),
    *("قد يهمك أيضا", "قد تهمك", "ربما يهمك", "اخترنا لك", "اخترنا لكم", "مختارات", "الأكثر قراءة"),
    *("الأكثر مشاهدة", "الأكثر تداولا", "الأكثر شعبية", "المزيد من الأخبار", "آخر الأخبار"),
    *("اقرأ أيضا", "إقرأ أيضا", "إقرأ المزيد", "اقرأ المزيد", "شاهد أيضا", "من الموقع"),
    *(
        "related articles",
        "related stories",
        "related news",
        "related topics",
        "more on this story",
    ),
    *("more stories", "you may also like", "you might also like", "recommended", "most read"),
    *(
        "recommended for you",
        "most popular",
        "trending",
        "trending now",
        "latest news",
        "read more",
    ),
    *("read also", "also read", "see also", "top stories", "around the web", "from our partners"),
)
_FOLLOW = _folded(
    *("ابق على اتصال", "ابقوا على اتصال", "ابق على تواصل", "تابعنا", "تابعونا", "تواصل معنا"),
    *("احصل على النشرة الإخبارية", "احصل على النشرة البريدية", "النشرة الإخبارية"),
    *("النشرة البريدية", "اشترك", "اشترك الآن", "اشترك معنا", "سجل الآن", "حمل التطبيق"),
    *(
        "follow us",
        "stay connected",
        "stay in touch",
        "newsletter",
        "get the newsletter",
        "subscribe",
    ),
    *("subscribe now", "sign up", "get our newsletter", "download the app", "download our app"),
)
_JOIN_US = _folded(
    *("اشترك في", "اشتركوا في", "للاشتراك في", "سجل في", "انضم إلى", "انضموا إلى", "احصل على"),
    *("subscribe to", "sign up for", "sign up to", "join", "get"),
)
_LIST = _folded("النشرة", "نشرتنا", "قائمتنا البريدية", "قناتنا", "newsletter", "our channel")
_STAY = _folded(
    *("تابعنا على", "تابعونا على", "تابعنا عبر", "تابعونا عبر", "شارك على", "شارك عبر"),
    *(
        "مشاركة على",
        "مشاركة عبر",
        "انضم إلينا على",
        "follow us on",
        "share on",
        "share via",
        "join us on",
    ),
)
_CREDIT = _folded(
    *("الصورة", "صورة", "مصدر الصورة", "الصور", "تصوير", "حقوق الصورة", "صورة أرشيفية"),
    *("photo", "photos", "photo credit", "image", "image credit", "picture", "image source"),
)
_BYLINE = _folded(
    *(
        "بقلم",
        "كتب",
        "كتبت",
        "المصدر",
        "مصدر الخبر",
        "المصادر",
        "وكالات",
        "الكاتب",
        "المحرر",
        "تحرير",
    ),
    *("نشر في", "نشرت في", "تاريخ النشر", "آخر تحديث", "آخر تعديل", "تم التحديث", "وقت القراءة"),
    *("مدة القراءة", "كلمات مفتاحية", "الكلمات المفتاحية", "الوسوم", "وسوم", "هاشتاغ", "القسم"),
    *("written by", "source", "sources", "published", "published on", "updated", "last updated"),
    *("reading time", "tags", "keywords", "filed under", "category", "author", "editor"),
)
_LANGUAGES = frozenset(
    fold("ar en fr ru es de tr fa he zh pt it ur عربي العربية إنجليزي الإنجليزية فرنسي الفرنسية "
    "روسي الروسية english arabic russian french spanish русский français español türkçe فارسی "
    "deutsch עברית 中文").text.split()
)  # fmt: skip
_MONTH = (
    r"(?:يناير|فبراير|مارس|ابريل|نيسان|مايو|ايار|يونيو|حزيران|يوليو|تموز|اغسطس|اب|سبتمبر|ايلول|اكتوبر|"
    r"نوفمبر|ديسمبر|شباط|اذار|كانون (?:الاول|الثاني)|تشرين (?:الاول|الثاني)|جانفي|فيفري|افريل|ماي|جوان|"
    r"جويليه|اوت|جمادي|jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|"
    r"april|june|july|august|september|october|november|december)"
)
_WEEKDAY = (
    r"(?:(?:يوم )?(?:الاحد|الاثنين|الثلاثاء|الاربعاء|الخميس|الجمعه|السبت)|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_DATE = rf"(?:\d{{1,2}} {_MONTH}(?:/{_MONTH})?,? \d{{4}}|{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}})"
_CLOCK = r"(?:\d{1,2}:\d{2}(?::\d{2})?(?: ?(?:am|pm|ص|م|gmt|utc|cet|est|بتوقيت غرينتش))*)"

_FURNITURE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_BUTTONS}[\s|/·•.:]*)+(?:\d+)?",
        rf"\W*{_ADVERT}\W*",
        rf"\W*{_FOLLOW}\W*",
        rf"\W*{_STAY} {_AND}*(?:{_PLATFORMS}|(?:مواقع|منصات|وسائل) التواصل(?: الاجتماعي)?)\W*",
        rf"\W*{_PLATFORMS}\W*",
        rf"\W*{_JOIN_US}(?: \w+){{0,3}} \w*{_LIST}(?: \S+){{0,8}}\W*",
        rf"(?:(?:{_WEEKDAY})?[\s,،|-]*{_DATE}[\s,،|-]*(?:{_WEEKDAY})?[\s,،|-]*{_CLOCK}?|{_CLOCK})\W*",
        r"\W*(?:all rights reserved|جميع الحقوق محفوظه).{0,60}",
    )
)
_READ_ALSO_LINE = re.compile(rf"\W*{_READ_ALSO}\s*[:：|>←\-–—].+")
_READ_ALSO_BARE = re.compile(
    rf"\W*{_folded('اقرأ أيضا', 'إقرأ المزيد', 'read also', 'also read')}\s.+"
)
_CREDIT_LINE = re.compile(rf"\W*(?:{_CREDIT}|photo by|picture by)\s*[:：©].*|\W*photo by .*")
_COPYRIGHT = re.compile(r"(?:\bcopyright\b|©)(?:\W*[^\W_]+){0,1}(?:\W+[^\W_]+){0,7}\W*\Z")
_BYLINE_LINE = re.compile(rf"\W*{_BYLINE}\s*[:：].*|by(?: [a-z.'-]+){{1,4}}")
_RELATED_LINE = re.compile(rf"\W*{_RELATED}\W*")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank: offsets, and the folded form without outer white space."""

    start: int
    end: int
    folded: str
    words: tuple[str, ...]

    @property
    def is_headline(self) -> bool:
        """Short and without a full stop: what a list of links is made of."""
        return len(self.words) <= 18 and not _FULL_STOP.search(self.folded)


def kept_spans(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of what is article in `text`, in order, apart from each other.

    Left out: share buttons, advertisement labels, links to other articles and lists of them,
    picture credits and captions that end in one, newsletter and follow-us lines, language links,
    bylines and date lines, and a title, lead or caption that has been printed before. Spans begin
    and end in visible characters; only white space stands between neighbouring lines of one span.
    """
    lines = list(_lines(text))
    dropped = _dropped(lines)
    spans: list[tuple[int, int]] = []
    joined = False
    for line, drop in zip(lines, dropped, strict=True):
        if drop:
            joined = False
        elif joined:
            spans[-1] = (spans[-1][0], line.end)
        else:
            spans.append((line.start, line.end))
            joined = True
    return spans


def _lines(text: str) -> Iterator[_Line]:
    for found in _LINE.finditer(text):
        line = found.group()
        if stripped := line.strip():
            start = found.start() + len(line) - len(line.lstrip())
            folded = " ".join(fold(stripped).text.split())
            yield _Line(start, start + len(stripped), folded, tuple(_WORD.findall(folded)))


def _dropped(lines: list[_Line]) -> list[bool]:
    dropped = [_is_furniture(line) for line in lines]
    _drop_link_lists(lines, dropped)
    _drop_repeats(lines, dropped)
    return dropped


def _is_furniture(line: _Line) -> bool:
    """Whether a line by itself is not article. Long lines are paragraphs, and stay."""
    text, count = line.folded, len(line.words)
    if not count:
        return True
    if count <= 8 and set(line.words) <= _LANGUAGES:
        return True
    if len(text) > MAX_FURNITURE:
        return False
    if count <= 60 and _COPYRIGHT.search(text) and not text.endswith("."):
        return True
    if count > 30:
        return False
    if any(pattern.fullmatch(text) for pattern in _FURNITURE):
        return True
    if count <= 12 and (_CREDIT_LINE.fullmatch(text) or _BYLINE_LINE.fullmatch(text)):
        return not text.endswith(".")
    if _READ_ALSO_LINE.fullmatch(text):
        return not text.endswith(".")
    return line.is_headline and bool(_READ_ALSO_BARE.fullmatch(text))


def _drop_link_lists(lines: list[_Line], dropped: list[bool]) -> None:
    """Drop a heading such as "Related articles" and the headlines under it, up to a paragraph."""
    left = 0
    for index, line in enumerate(lines):
        if len(line.words) <= 6 and _RELATED_LINE.fullmatch(line.folded):
            dropped[index], left = True, MAX_LINKS
        elif left and not dropped[index]:
            dropped[index] = line.is_headline
            left = left - 1 if line.is_headline else 0


def _drop_repeats(lines: list[_Line], dropped: list[bool]) -> None:
    """Drop a line that says the same as an earlier one: title, lead or caption printed again."""
    seen: set[str] = set()
    for index, line in enumerate(lines):
        if dropped[index] or len(line.words) < 4:
            continue
        key = _gist(line.words)
        dropped[index] = key in seen
        seen.add(key)


def _gist(words: tuple[str, ...]) -> str:
    """The words without the conjunction that a paragraph may open with when it comes again."""
    first = words[0]
    if len(first) > 2 and first[0] in "وف":
        first = first[1:]
    return " ".join((first, *words[1:]))
