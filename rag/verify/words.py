"""The words that the verifier knows: data only. Arabic is in its folded form."""

from rag.text.lexicon import wordset

__all__ = [
    "AFTER_NUMBER",
    "FRAME",
    "NAME_CUES",
    "NEGATIONS",
    "NEGATIONS_EN",
    "REFUSALS",
    "STARTERS",
    "TITLES",
]

AFTER_NUMBER = wordset(
    "in of on at by to from for with and or as per since until after before during over under "
    "than were was is are had have has been be who that which according killed wounded injured "
    "dead died detained arrested missing displaced others other more people so far"
)
"""What may follow a bare English number without being the thing that it counts."""

FRAME = wordset(
    "according to by with and the a an in on of from as reported says said reports report "
    "citing via published dated quoted article newspaper agency wrote states stated بحسب حسب "
    "وفق وفقا ل مع عن نقلا قال قالت ذكر ذكرت افاد افادت اوردت نشرت نشر في بتاريخ و يوم تقرير "
    "كتبت جاء ما كما وقال وبحسب ووفقا نعم لا كلا اجل تتباين التقارير وورد ايضا تحديث سابق نطاق "
    "مختلف تناقض جواب اخر تقارير"
)
"""Words that only say who reports; folded."""

NAME_CUES = wordset(
    "الرييس رييس رييسه وزير وزيره الوزير السيد السيده الشيخ الامير الملك الجنرال العقيد زعيم "
    "الزعيم المتحدث الناطق السفير مدينه بلده قريه محافظه ولايه بحسب حسب وكاله صحيفه قناه موقع "
    "شركه"
)
"""Folded words after which Arabic names a person, a place or a source."""

NEGATIONS = wordset("لم لن لا ليس ليست ليسوا لسنا لست نفي نفت ينفي تنفي نفوا عدم دون بدون")
"""Folded Arabic words that deny what follows them."""

NEGATIONS_EN = wordset(
    "not never no none nobody nothing neither nor cannot without denied denies deny"
)
"""English words that deny what follows them."""

REFUSALS = wordset("رفض رفضت يرفض ترفض استبعد استبعدت منع منعت حظر انكر انكرت اغلق مغلق")
"""Folded Arabic words that can stand behind a plain "no"."""

STARTERS = wordset(
    "the a an this that these those it its he she they we there his her their our some many "
    "most several all both each every no none not any more less about around nearly almost "
    "over under at in on by for from to of with within without after before during since until "
    "between among as according citing quoting reported reports report yes and but or so then "
    "also however meanwhile while when where who what why how because due if although though "
    "earlier later today yesterday tomorrow now still only just even another other others two "
    "three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundreds "
    "thousands dozens tens authorities officials police protesters demonstrators protests "
    "demonstrations forces troops soldiers residents witnesses government security state local "
    "media internet public former current acting new old first second third last next economic "
    "losses loss damage value reason answer source sources archive article articles published "
    "date place person romanised note update scope contradiction agreed latest newest oldest "
    "exactly approximately withdrawal deployment arrests detentions unrest violence riots riot "
    "deaths casualties injuries members countries cities people men women children attackers "
    "gunmen curfew emergency airport buildings vehicles cars aircraft planes prices gas fuel "
    "up down out same different differing was were is are has have had will would can could "
    "may might must should did does do been being"
)
"""English words that may open a sentence, where every word has a capital."""

TITLES = wordset(
    "president prime minister foreign interior defence defense finance health ministry "
    "secretary general deputy vice chairman king queen prince princess sheikh emir sultan "
    "chancellor mr mrs ms dr state republic parliament government senate cabinet north south "
    "east west northern southern eastern western i january february march april may june july "
    "august september october november december monday tuesday wednesday thursday friday "
    "saturday sunday"
)
"""English words that have a capital as titles, in names, or as days and months."""
