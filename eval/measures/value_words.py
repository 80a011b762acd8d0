"""Words of numbers, parts, units, months and hours, as `eval.measures.values` reads them.

All Arabic here is as `plain` writes it: no vowel signs, no hamza, ة as ه, ى as ي.
"""

from collections.abc import Sequence

from eval.measures.text import plain


def _table(text: str) -> dict[str, int]:
    pairs = (row.split(":") for row in text.split(";"))
    return {plain(word): int(number) for number, words in pairs for word in words.split()}


def _words(text: str) -> frozenset[str]:
    return frozenset(plain(text).split())


UNITS = _table(
    "0:zero صفر;1:one واحد واحده;2:two اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي;"
    "3:three ثلاث ثلاثه;4:four اربع اربعه;5:five خمس خمسه;6:six ست سته;7:seven سبع سبعه;"
    "8:eight ثمان ثماني ثمانيه;9:nine تسع تسعه;10:ten عشر عشره;11:eleven;12:twelve;13:thirteen;"
    "14:fourteen;15:fifteen;16:sixteen;17:seventeen;18:eighteen;19:nineteen"
)
TENS = _table(
    "20:twenty عشرون عشرين;30:thirty ثلاثون ثلاثين;40:forty اربعون اربعين;50:fifty خمسون خمسين;"
    "60:sixty ستون ستين;70:seventy سبعون سبعين;80:eighty ثمانون ثمانين;90:ninety تسعون تسعين"
)
HUNDREDS = _table("100:hundred مايه ميه;200:مايتان مايتين ميتان ميتين مايتا مايتي ميتا ميتي") | {
    f"{stem}{hundred}": value
    for stem, value in _table(
        "300:ثلاث;400:اربع;500:خمس;600:ست;700:سبع;800:ثمان ثماني;900:تسع"
    ).items()
    for hundred in ("ميه", "مايه")
}
SCALES = _table(
    "1000:thousand الف الاف الفا;1000000:million millions mn مليون ملايين مليونا;"
    "1000000000:billion billions bn مليار مليارات مليارا بليون بلايين بليونا;"
    "1000000000000:trillion trillions تريليون تريليونات تريليونا ترليون"
)
DUAL_SCALES = _table(
    "2000:الفان الفين الفي;2000000:مليونان مليونين مليوني;"
    "2000000000:ملياران مليارين ملياري;2000000000000:تريليونان تريليونين تريليوني"
)
ONE_SCALE = _words("thousand million billion trillion ألف مليون مليار بليون تريليون ترليون")
ALONE = _words("عشر عشرة مئة مائة") | SCALES.keys()
"""Words that go on with an Arabic number without "و"."""
DUALS = frozenset(
    noun + ending
    for noun in _words("يوم شهر ساع اسبوع دقيق قتيل شخص جريح دولار دينار طفل عامل جندي سن مر")
    for ending in ("ين", "ان", "تين", "تان")
    if noun + ending not in _words("سنان مران مرين سنين شهران")
)
PARTS = {
    "half": "0.5", "نصف": "0.5", "نصفا": "0.5", "quarter": "0.25", "ربع": "0.25", "ربعا": "0.25",
    "ثلث": "0.333", "ثلثا": "0.333",
}  # fmt: skip
HEDGES = _words(
    "about around nearly almost roughly approximately over some than least most "
    "نحو بنحو حوالي قرابة زهاء يقارب أكثر يفوق تفوق يزيد تجاوز أقل يقل"
)
UNIT_WORDS = {
    word: unit
    for unit, words in {
        "%": "% percent cent المئة المائة بالمئة بالمائة",
        "second": "second seconds ثانية ثوان ثواني",
        "minute": "minute minutes دقيقة دقائق دقيقتين",
        "hour": "hour hours ساعة ساعات ساعتين",
        "day": "day days يوم يوما أيام يومين يومان",
        "week": "week weeks أسبوع أسبوعا أسابيع أسبوعين",
        "month": "month months شهر شهرا أشهر شهور شهرين",
        "year": "year years سنة سنوات سنتين سنتان عام عاما أعوام عامين",
        "dollar": "dollar dollars دولار دولارا دولارات دولارين",
        "euro": "euro euros يورو",
        "dinar": "dinar dinars دينار دينارا دنانير",
        "dirham": "dirham dirhams درهم درهما دراهم",
        "riyal": "riyal riyals rial rials ريال ريالا ريالات",
    }.items()
    for word in _words(words)
}
CURRENCY = {"$": "dollar", "€": "euro"}
TO = _words("to or - إلى أو")
MONTHS = _table(
    "1:january jan يناير جانفي;2:february feb فبراير فيفري شباط;3:march mar مارس اذار;"
    "4:april apr ابريل افريل نيسان;5:may مايو ماي ايار;6:june jun يونيو يونيه جوان حزيران;"
    "7:july jul يوليو يوليه جويليه يوليوز تموز;8:august aug اغسطس اوت غشت اب;"
    "9:september sep sept سبتمبر شتنبر ايلول;10:october oct اكتوبر;11:november nov نوفمبر نونبر;"
    "12:december dec ديسمبر دجنبر;101:محرم;102:صفر;107:رجب rajab;108:شعبان;109:رمضان ramadan;"
    "110:شوال shawwal"
)
MONTH_PAIRS = {
    ("كانون", "الثاني"): 1, ("كانون", "الاول"): 12, ("تشرين", "الاول"): 10,
    ("تشرين", "الثاني"): 11, ("ربيع", "الاول"): 103, ("ربيع", "الاخر"): 104,
    ("ربيع", "الثاني"): 104, ("جمادي", "الاولي"): 105, ("جمادي", "الاخره"): 106,
    ("ذو", "القعده"): 111, ("ذي", "القعده"): 111, ("ذو", "الحجه"): 112, ("ذي", "الحجه"): 112,
}  # fmt: skip
BARE_WORDS = _words("may mar march ماي آب صفر sep dec jan jun محرم رجب")
"""Months that are also other words: read only beside a day or a year, or after "in"."""
BEFORE_MONTH = _words("in of since by until next last شهر في منذ حتى")
ORDINALS = _table(
    "1:الاول الاولي الواحده الحادي first;2:الثاني الثانيه second;3:الثالث الثالثه third;"
    "4:الرابع الرابعه fourth;5:الخامس الخامسه fifth;6:السادس السادسه sixth;"
    "7:السابع السابعه seventh;8:الثامن الثامنه eighth;9:التاسع التاسعه ninth;"
    "10:العاشر العاشره tenth"
)
CLOCK = _words("am pm فجرا صباحا مساء ظهرا عصرا ليلا دقيقة دقائق")
PAST = {"والنصف": 30, "والربع": 15, "والثلث": 20, "ونصف": 30, "وربع": 15, "وثلث": 20}


def word_at(tokens: Sequence[str], at: int) -> str:
    """The word at a place, "" before the first and behind the last."""
    return tokens[at] if 0 <= at < len(tokens) else ""
