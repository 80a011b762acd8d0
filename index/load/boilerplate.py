"""What news pages print around an article, as patterns over the folded form of one line.

The lists are of labels as sites of many outlets write them; variants of hamza, ta marbuta and
diacritics need no entry of their own.
"""

import re

from rag.text.fold import fold

__all__ = [
    "BYLINE",
    "COPYRIGHT",
    "CREDIT",
    "DATE_LINE",
    "FURNITURE",
    "LANGUAGES",
    "READ_ALSO",
    "READ_ALSO_BARE",
    "RELATED",
]


def _any(labels: str) -> str:
    """A pattern for any of the labels, which stand between bars, in their folded form."""
    names = (" ".join(fold(label).text.split()) for label in labels.split("|"))
    return "(?:" + "|".join(re.escape(name) for name in names if name) + ")"


_BUTTONS = _any("""
شارك هذا المقال | شارك المقال | شارك هذا الخبر | شارك الخبر | شارك | شاركها | مشاركة | محادثة |
تعليق | تعليقات | التعليقات | أضف تعليقا | اترك تعليقا | طباعة | اطبع | حفظ | استمع | استمع للمقال |
استمع إلى المقال | نسخ الرابط | تم نسخ الرابط | أرسل إلى صديق | حجم الخط | تكبير الخط | تصغير الخط |
إغلاق | القائمة | الرئيسية | بحث | تسجيل الدخول |
share this article | share this | share | comments | comment | print | save | listen | copy link |
link copied | email | close button | close | menu | home | sign in | log in | skip to content |
skip to main content | back to top | leave a comment
""")
_ADVERT = _any("""
إعلان | إعلانات | إعلان ممول | محتوى ممول | محتوى إعلاني | مساحة إعلانية |
تابع القراءة بعد الإعلان |
advertisement | advertising | sponsored | sponsored content | ad | paid content |
story continues below advertisement | article continues after ad
""")
_READ_ALSO = _any("""
اقرأ أيضا | اقرأوا أيضا | اقرئي أيضا | اقرأ المزيد | طالع أيضا | شاهد أيضا | شاهد | شاهدوا |
للمزيد | المزيد عن | انظر أيضا | ذو صلة | ذات صلة |
read also | read more | also read | see also | watch also | watch | related | more on
""")
_RELATED = _any("""
مواضيع إضافية | مواضيع ذات صلة | موضوعات ذات صلة | مواضيع مشابهة | مواضيع متعلقة |
مقالات ذات صلة | مقالات مشابهة | مقالات أخرى | أخبار ذات صلة | أخبار متعلقة | أخبار مشابهة |
قصص ذات صلة |
قد يعجبك أيضا | قد يعجبك | ربما يعجبك أيضا | قد يهمك | قد يهمك أيضا | قد تهمك | ربما يهمك |
اخترنا لك | اخترنا لكم | الأكثر قراءة | الأكثر مشاهدة | الأكثر تداولا | الأكثر شعبية |
المزيد من الأخبار | آخر الأخبار | اقرأ أيضا | اقرأ المزيد | شاهد أيضا | من الموقع |
related articles | related stories | related news | related topics | more on this story |
more stories | you may also like | you might also like | recommended | recommended for you |
most read | most popular | trending | trending now | latest news | read more | read also |
also read | see also | top stories | around the web | from our partners
""")
_FOLLOW = _any("""
ابق على اتصال | ابقوا على اتصال | ابق على تواصل | تابعنا | تابعونا | تواصل معنا | النشرة الإخبارية |
احصل على النشرة الإخبارية | احصل على النشرة البريدية | النشرة البريدية | اشترك | اشترك الآن |
اشترك معنا | سجل الآن | حمل التطبيق |
follow us | stay connected | stay in touch | newsletter | get the newsletter | subscribe |
subscribe now | sign up | get our newsletter | download the app | download our app
""")
_FOLLOW_ON = _any("""
تابعنا على | تابعونا على | تابعنا عبر | تابعونا عبر | شارك على | شارك عبر | مشاركة على |
مشاركة عبر |
انضم إلينا على | follow us on | share on | share via | join us on
""")
_PLATFORM = _any("""
فيسبوك | فيس بوك | تويتر | اكس | انستغرام | انستجرام | انستاغرام | واتساب | واتس اب |
تلغرام | تيليغرام | تيليجرام | تلجرام | يوتيوب | تيك توك | لينكد ان | جوجل نيوز | غوغل نيوز |
أخبار غوغل |
مواقع التواصل | مواقع التواصل الاجتماعي | منصات التواصل | وسائل التواصل الاجتماعي |
facebook | twitter | x | instagram | whatsapp | telegram | youtube | tiktok | linkedin |
google news | rss
""")
_JOIN = _any("""
اشترك في | اشتركوا في | للاشتراك في | سجل في | انضم إلى | انضموا إلى | احصل على |
subscribe to | sign up for | sign up to | join | get
""")
_LIST = _any("النشرة | نشرتنا | نشراتنا | قائمتنا البريدية | قناتنا | newsletter | our channel")
_CREDIT = _any("""
الصورة | صورة | مصدر الصورة | الصور | تصوير | حقوق الصورة | صورة أرشيفية |
photo | photos | photo credit | image | image credit | picture | image source
""")
_BYLINE = _any("""
بقلم | كتب | كتبت | المصدر | مصدر الخبر | المصادر | وكالات | الكاتب | المحرر | تحرير | نشر في |
نشرت في | تاريخ النشر | آخر تحديث | آخر تعديل | تم التحديث | وقت القراءة | مدة القراءة |
كلمات مفتاحية | الكلمات المفتاحية | الوسوم | وسوم | هاشتاغ | القسم |
written by | source | sources | published | published on | updated | last updated |
reading time | tags | keywords | filed under | category | author | editor
""")
_WEEKDAY = _any("""
الأحد | الاثنين | الثلاثاء | الأربعاء | الخميس | الجمعة | السبت | يوم الأحد | يوم الاثنين |
يوم الثلاثاء | يوم الأربعاء | يوم الخميس | يوم الجمعة | يوم السبت |
monday | tuesday | wednesday | thursday | friday | saturday | sunday
""")
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?: (?:am|pm|ص|م|gmt|utc|cet|est|بتوقيت غرينتش))*"
_BETWEEN = r"(?:[\s,،|/&+·•.-]|and |و|او |or )*"

_LANGUAGES = """
ar en fr ru es de tr fa he zh pt it ur عربي العربية إنجليزي الإنجليزية فرنسي الفرنسية روسي الروسية
english arabic russian french spanish русский français español türkçe فارسی deutsch עברית 中文
"""
LANGUAGES = frozenset(fold(_LANGUAGES).text.split())
"""Words of which a line of links to other languages is made."""

FURNITURE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_BUTTONS}[\s|/·•.:]*)+\d*",
        rf"\W*{_ADVERT}\W*",
        rf"\W*{_FOLLOW}\W*",
        rf"\W*{_FOLLOW_ON}(?:\W*:)? {_PLATFORM}(?:{_BETWEEN}{_PLATFORM})*\W*",
        rf"\W*{_PLATFORM}(?:{_BETWEEN}{_PLATFORM})*\W*",
        rf"\W*{_JOIN}(?: \w+){{0,3}} \w*{_LIST}(?: \S+){{0,8}}\W*",
        rf"{_CLOCK}\W*",
        r"\W*(?:all rights reserved|جميع الحقوق محفوظه).{0,60}",
    )
)
"""Lines that are furniture as a whole."""
DATE_LINE = re.compile(rf"(?:{_WEEKDAY}|{_CLOCK}|\W)*")
"""What stands on a date line beside its date: a weekday, a time."""
READ_ALSO = re.compile(rf"\W*{_READ_ALSO}\s*[:：|>←\-–—].+")
"""A label, a mark, and the headline of another article."""
READ_ALSO_BARE = re.compile(rf"\W*{_any('اقرأ أيضا | اقرأ المزيد | read also | also read')}\s.+")
"""The same without the mark: only with a headline is it one."""
RELATED = re.compile(rf"\W*{_RELATED}\W*")
"""The heading of a list of other articles."""
CREDIT = re.compile(rf"\W*(?:{_CREDIT}|photo by)\s*[:：©].*|\W*photo by .*")
"""A picture's credit on a line of its own."""
COPYRIGHT = re.compile(r"(?:\bcopyright\b|©)(?:\W*[^\W_]+)?(?:\W+[^\W_]+){0,7}\W*\Z")
"""The end of a caption that names who owns the picture."""
BYLINE = re.compile(rf"\W*{_BYLINE}\s*[:：].*|by(?: [a-z.'-]+){{1,4}}")
"""Who wrote it, where it comes from, when it was put up, how it was filed."""
