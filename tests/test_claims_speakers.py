"""Who a sentence names as its source."""

import pytest

from rag.claims.speakers import speaker_of

CASES = [
    ("أوقف نحو 800 شخص في البلاد، على ما أعلنت وزارة الداخلية.", "800", "وزارة الداخلية"),
    ("وقال أردوغان في خطاب إن 300 شخص قتلوا.", "300", "أردوغان"),
    ("واوضح توكاييف أن نحو 1300 مؤسسة تعرّضت لأضرار.", "1300", "توكاييف"),
    ("سقط 40 قتيلا وألف جريح بحسب السلطات.", "40", "السلطات"),
    ("ارتفع العدد إلى 90 قتيلا وفقا لوزارة الصحة.", "90", "وزارة الصحة"),
    ("قتل 12 شخصا، وفقًا للشرطة.", "12", "الشرطة"),
    ("قتل 12 شخصا نقلا عن مصدر طبي.", "12", "مصدر طبي"),
    ("وأفادت الشرطة بسقوط 18 قتيلا و748 جريحا في صفوفها.", "18", "الشرطة"),
    (
        "وأعلنت وزارة الداخلية الكازاخستانية الجمعة مقتل 26 مسلحا.",
        "26",
        "وزارة الداخلية الكازاخستانية",
    ),
    ("وكان أردوغان أعلن أن 20 مبنى انهارت.", "20", "أردوغان"),
    ("وأعلن البنك المركزي الأسبوع الماضي أن 3 مصارف أغلقت.", "3", "البنك المركزي"),
    ("واعتقل 3800 شخص، حسب أحدث الأرقام التي بثها التلفزيون.", "3800", "التلفزيون"),
    (
        "وأشار توكاييف إلى مغادرة 2030 جنديا، كما أكد بوتين أن القوات متواجدة لفترة محدودة.",
        "2030",
        "توكاييف",
    ),
    ("ووفق المصدر نفسه، بلغ عدد الموقوفين 2298 شخصا.", "2298", ""),
    ("وكان تقرير سابق أفاد عن مقتل 13 شخصا.", "13", ""),
    ("وأضاف أن 5 طائرات دمرت.", "5", ""),
    ("دمرت 5 طائرات في المطار.", "5", ""),
    ("ونفى الاتحاد استقالة 3 حكام.", "3", "الاتحاد"),
    ("وأقرت اللجنة المالية ميزانية بقيمة 3 ملايين درهم.", "3", "اللجنة المالية"),
    ("وتوقعت الأرصاد انخفاض الحرارة 3 درجات.", "3", "الأرصاد"),
    ("أعلن وزير النقل سمير الحلبي تدشين 3 خطوط.", "3", "وزير النقل سمير الحلبي"),
    ("أعلن رئيس النادي فادي الخوري بتسجيل مصور رحيل 3 لاعبين.", "3", "رئيس النادي فادي الخوري"),
    ("وذكرت إذاعة الساحل نقلا عن شاهد أن 3 قوارب غرقت.", "3", "إذاعة الساحل"),
    ("وأكدت لهم المديرة أن 3 قوارب غرقت.", "3", "المديرة"),
    ("وقال المهندس رائف الدباغ إن 3 قوارب غرقت.", "3", "المهندس رائف الدباغ"),
    ("وقال المهندس رائف الدباغ مساء إن 3 قوارب غرقت.", "3", "المهندس"),
    ("ووفقا لما أعلنته البلدية غرقت 3 قوارب.", "3", "البلدية"),
    ("وحسب ما أكدته الوزارة، غرقت 3 قوارب.", "3", "الوزارة"),
    ("بحسب شائعات غرق 3 قوارب.", "3", ""),
    ("بحسب تقارير اقتبست الوكالة منها قتل 12 شخصا.", "12", ""),
    ("وذكرت تقارير اقتبست عن شهود أن 12 قاربا غرق.", "12", ""),
    ("قتل 12 شخصا وفقا لتقارير نقلتها الصحف.", "12", ""),
    ("وذكرت تقارير أن 12 مصرفا أغلق.", "12", ""),
    ("قتل 12 شخصا وفقا لتقرير البنك الدولي.", "12", "تقرير البنك الدولي"),
    ("وقال علي الهاشمي إن 3 قوارب غرقت.", "3", "علي الهاشمي"),
    ("وقال المدرب علي الهاشمي إن 3 لاعبين أصيبوا.", "3", "المدرب علي الهاشمي"),
]


@pytest.mark.parametrize(("sentence", "value", "speaker"), CASES, ids=[c[1] + c[2] for c in CASES])
def test_arabic_sentence_names_its_source(sentence: str, value: str, speaker: str) -> None:
    assert speaker_of(sentence, sentence.index(value), "ar") == speaker


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        (
            "The quake killed 300 people, the interior ministry said on Monday.",
            "the interior ministry",
        ),
        ("According to Reuters, 300 people died.", "Reuters"),
        ("President Erdogan said 300 people died.", "President Erdogan"),
        ("Mona el-Sayed said 300 people died.", "Mona el-Sayed"),
        ("At least 300 people died, according to local officials.", "local officials"),
        ("At least 300 people died in the quake.", ""),
    ],
)
def test_english_sentence_names_its_source(sentence: str, speaker: str) -> None:
    assert speaker_of(sentence, sentence.index("300"), "en") == speaker


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("She added that the work would cost 3 million.", ""),
        ("They said 3 houses fell, the police said.", "the police"),
        ("Reports quoted officials as saying 3 houses fell.", ""),
        ("Media reports said 3 houses fell.", ""),
        ("News reports quoted witnesses: 3 houses fell.", ""),
        ("Sources said 3 houses fell.", ""),
    ],
)
def test_a_pronoun_names_nobody(sentence: str, speaker: str) -> None:
    assert speaker_of(sentence, sentence.index("3"), "en") == speaker
