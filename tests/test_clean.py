from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.load.clean import kept_spans

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
BODY = "أعلن الرئيس الثلاثاء أن القوات ستبدأ مغادرة البلاد في غضون يومين."


def kept(text: str) -> str:
    return "\n".join(text[start:end] for start, end in kept_spans(text))


@pytest.mark.parametrize(
    "line",
    [
        "شارك هذا المقالمحادثة",
        "شارك هذا المقالClose Button",
        "Share this article",
        "تعليقات 12",
        "اعلان",
        "- إعلان -",
        "ADVERTISEMENT",
        "Ru En",
        "العربية | English | Français",
        "اقرأ أيضاً : رئيس كازاخستان يسمح للشرطة بإطلاق النار دون إنذار مسبق",
        "إقرأ المزيد: هل تنسحب القوات؟",
        "اقرأ أيضا كازاخستان تعلن الطوارئ",
        "Read more: Kazakhstan declares a state of emergency",
        "ابق على اتصال",
        "احصل على النشرة الإخبارية",
        "اشترك في نشرتنا البريدية لتصلك آخر الأخبار",
        "تابعونا على فيسبوك وتويتر",
        "تابعنا عبر: أخبار غوغل",
        "Follow us on Facebook, Twitter and Instagram",
        "Sign up for our daily newsletter",
        "الصورة: الموقع الرسمي لرئيس روسيا الاتحادية",
        "Photo: Reuters",
        "جنود في شارع في ألماتي، 10 يناير 2022. Copyright أ ب",
        "Soldiers in Almaty © AFP",
        "بقلم:  يورونيوز مع أ ف ب",
        "المصدر:تاس",
        "By John Smith",
        "٠٦ يناير ٢٠٢٢",
        "الاثنين 10 كانون الثاني/يناير 2022 - 14:30",
        "January 10, 2022",
        "جميع الحقوق محفوظة © 2022",
        "***",
    ],
)
def test_furniture_goes(line: str) -> None:
    assert kept(f"{BODY}\n{line}\nوقال إن المهمة أنجزت بنجاح.") == (
        f"{BODY}\nوقال إن المهمة أنجزت بنجاح."
    )


@pytest.mark.parametrize(
    "line",
    [
        "شارك آلاف المتظاهرين في المسيرة أمس.",
        "إعلان الطوارئ في كازاخستان",
        "أعلنت الحكومة إعلان الطوارئ",
        "اقرأ أيضاً كتب الأطفال قبل النوم، تقول الوزيرة للأمهات.",
        "قد يعجبك أيضا أن تعرف أن البلاد تنتج النفط.",
        "تابعنا على مدى ثلاث ساعات تحركات الجنود.",
        "تابعونا على الطريق حتى وصلنا إلى ألماتي",
        "ابق على اتصال بعائلتك، هكذا نصح الطبيب المرضى.",
        "احصل على جائزة نوبل عام 1998",
        "صورة الرئيس ما زالت معلقة في المكاتب.",
        "الصورة: هكذا بدا الشارع بعد المعارك، بحسب شهود عيان.",
        "The court ruled that copyright law does not protect the idea.",
        "شاهد: رأيت الجنود يطلقون النار.",
        "المصدر: هكذا وصف الدبلوماسي الوضع في البلاد.",
        "في 10 يناير 2022 غادرت القوات",
        "Twitter said on Monday that it would comply",
        "Follow us on the road to Almaty, the driver said",
        "عودة الحياة تدريجيا",
        "حصيلة العنف",
        "نعم.",
    ],
)
def test_sentences_with_such_words_stay(line: str) -> None:
    assert kept(f"{BODY}\n{line}\nوقال إن المهمة أنجزت بنجاح.") == (
        f"{BODY}\n{line}\nوقال إن المهمة أنجزت بنجاح."
    )


def test_headlines_under_a_heading_go_and_the_next_paragraph_stays() -> None:
    text = f"{BODY}\nمقالات ذات صلة\nعنوان أول عن النفط\nهل ترتفع الأسعار؟\n{BODY[:-1]} مجددا."

    assert kept(text) == f"{BODY}\n{BODY[:-1]} مجددا."


def test_a_title_printed_twice_is_kept_once() -> None:
    title = "حلفاء كازاخستان يدعون للتصدي للجماعات المسلحة"

    assert kept(f"{title}\n\n{title}\n{BODY}") == f"{title}\n{BODY}"


def test_a_lead_that_comes_again_with_a_conjunction_is_kept_once() -> None:
    text = f"لم تصدر كازاخستان أي حصيلة محددة.\n{BODY}\nولم تصدر كازاخستان أي حصيلة محددة."

    assert kept(text) == f"لم تصدر كازاخستان أي حصيلة محددة.\n{BODY}"


def test_short_lines_may_repeat() -> None:
    assert kept("نعم قال.\nلا.\nنعم قال.") == "نعم قال.\nلا.\nنعم قال."


def test_spans_close_up_over_white_space_and_open_over_furniture() -> None:
    text = f"  عنوان المقال هنا \n\n {BODY}\nاعلان\nخاتمة المقال هنا."
    spans = kept_spans(text)

    assert [text[s:e] for s, e in spans] == [f"عنوان المقال هنا \n\n {BODY}", "خاتمة المقال هنا."]


@pytest.mark.parametrize("text", ["", " \n ", "اعلان", "***\n…"])
def test_nothing_is_kept_of_nothing(text: str) -> None:
    assert kept_spans(text) == []


@pytest.mark.parametrize("text", ["ب", "7", "كلمة"])
def test_the_least_article_is_kept(text: str) -> None:
    assert kept(text) == text


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\n\n شارك.")), max_size=200))
def test_spans_are_in_order_apart_and_without_outer_space(text: str) -> None:
    last = -1
    for start, end in kept_spans(text):
        assert last < start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        last = end


def test_seed_articles_lose_their_furniture_and_nothing_else() -> None:
    gone = {
        "000": [
            "Copyright",
            "بقلم:",
            "شارك هذا المقال",
            "\nاعلان\n",
            "مواضيع إضافية",
            "مطالبة المجندين في النرويج",
            "الرقص الأذري",
            "لوحة بشرية",
        ],
        "001": [],
        "002": ["Ru En", "٠٦ يناير ٢٠٢٢", "الصورة:", "المصدر:تاس"],
        "003": ["اقرأ أيضاً"],
        "004": ["قد يعجبك ايضا", "ابق على اتصال", "احصل على النشرة"],
    }
    for number, phrases in gone.items():
        text = next(SEEDS.glob(f"{number}_*.txt")).read_text(encoding="utf-8")
        left = kept(text)
        assert [phrase for phrase in phrases if phrase not in text] == []
        assert [phrase for phrase in phrases if phrase in left] == []
        lines = [line.strip() for line in text.splitlines() if len(line) > 120]
        lost = [line for line in lines if line not in left and "Copyright" not in line]
        # The paragraph that opens with "ولم تصدر" is the lead over again.
        assert [line[:8] for line in lost] == (["ولم تصدر"] if number == "000" else [])


def test_seed_lead_caption_and_title_stand_once() -> None:
    euronews = kept(next(SEEDS.glob("000_*.txt")).read_text(encoding="utf-8"))
    allies = kept(next(SEEDS.glob("004_*.txt")).read_text(encoding="utf-8"))

    assert euronews.count("لم تصدر كازاخستان إلى الآن أي حصيلة محددة") == 1
    assert euronews.count("جنود يقومون بدورية") == 1
    assert allies.count("حلفاء كازاخستان يدعون للتصدي") == 1
