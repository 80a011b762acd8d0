"""Courtesy around a question is neither searched for nor read; what it asks stays whole."""

from time import perf_counter

import pytest

from rag.question.courtesy import without_courtesy
from rag.question.kind import Asks
from rag.question.understand import understand

LONG_AR = (
    "السلام عليكم ورحمة الله، أرجو التكرم بإفادتي، إن أمكن ومع خالص الشكر والتقدير، عن عدد البحارة "
    "الذين تم إنقاذهم إثر حادث السفينتين في مضيق اللؤلؤ، ولكم مني أطيب التحيات"
)
LONG_EN = (
    "Hi there! I'm putting together a short piece and was wondering if you could possibly tell me "
    "until when fishermen are barred from going out after the spill. Thanks a lot!"
)
CASES = [
    (LONG_AR, "عدد البحارة الذين تم إنقاذهم إثر حادث السفينتين في مضيق اللؤلؤ", Asks.NUMBER),
    (LONG_EN, "Until when fishermen are barred from going out after the spill.", Asks.DATE),
    # What stands before.
    ("Hi, how many died?", "How many died?", Asks.NUMBER),
    ("Hello how many died", "How many died", Asks.NUMBER),
    ("Hello! My question is: how many died?", "How many died?", Asks.NUMBER),
    ("Dear team, who won?", "Who won?", Asks.PERSON),
    ("Sorry to bother you - who won?", "Who won?", Asks.PERSON),
    ("I'm a journalist. Who won?", "Who won?", Asks.PERSON),
    ("Could you please tell me: who won?", "Who won?", Asks.PERSON),
    ("Do you know when the museum opens?", "When the museum opens?", Asks.DATE),
    ("Any idea how much it cost?", "How much it cost?", Asks.MONEY),
    ("Tell me on what date it opens.", "On what date it opens.", Asks.DATE),
    ("I'd like to know the number of deaths", "The number of deaths", Asks.NUMBER),
    ("صباح الخير. من فاز بالسباق؟", "من فاز بالسباق؟", Asks.PERSON),
    ("لو سمحت كم عدد القتلى؟", "كم عدد القتلى؟", Asks.NUMBER),
    ("ممكن أعرف كم عدد القتلى؟", "كم عدد القتلى؟", Asks.NUMBER),
    ("أود أن أسأل: متى يفتح المتحف؟", "متى يفتح المتحف؟", Asks.DATE),
    ("هل يمكنكم إخباري بعدد القتلى؟", "عدد القتلى؟", Asks.NUMBER),
    ("أخبروني عما قاله الوزير", "ما قاله الوزير", Asks.OTHER),
    ("أخبرني بكم بيع القصر", "بكم بيع القصر", Asks.MONEY),
    ("هل تعرف كم عدد القتلى؟", "كم عدد القتلى؟", Asks.NUMBER),
    ("أنا صحفي وأكتب مقالا قصيرا، فهل لي أن أعرف من فاز؟", "من فاز؟", Asks.PERSON),
    ("عفوا من أصدر القرار؟", "من أصدر القرار؟", Asks.PERSON),
    # What stands behind, and between.
    ("Who won? Best regards, Sami Haddad", "Who won?", Asks.PERSON),
    ("Who won, please?", "Who won?", Asks.PERSON),
    ("Who won? Thank you very much in advance for your help.", "Who won?", Asks.PERSON),
    ("How many cars, if possible, were burned?", "How many cars were burned?", Asks.NUMBER),
    ("كم عدد القتلى؟ جزاكم الله خيرا وبارك الله فيكم", "كم عدد القتلى؟", Asks.NUMBER),
    ("كم عدد القتلى شكرا لكم", "كم عدد القتلى", Asks.NUMBER),
    ("متى يفتح المتحف من فضلك", "متى يفتح المتحف", Asks.DATE),
    # What it is about stays, though it stands before the request.
    ("After the fire, could you tell me who died?", "After the fire, who died?", Asks.PERSON),
    (
        "I'm writing a story about the fire and would like to know who died.",
        "About the fire, who died.",
        Asks.PERSON,
    ),
    ("بخصوص الحريق، هل يمكنكم إخباري بعدد القتلى؟", "بخصوص الحريق، عدد القتلى؟", Asks.NUMBER),
    # Told, and asked.
    ("Could you tell me who the mayor is?", "Who is the mayor?", Asks.PERSON),
    ("I'd like to know what the death toll was", "What was the death toll", Asks.NUMBER),
    ("Can you tell me if he resigned?", "Is it true that he resigned?", Asks.YES_NO),
    ("هل يمكن أن تخبرني إن كان قد استقال؟", "هل كان قد استقال؟", Asks.YES_NO),
    ("أود معرفة ما إذا كانت قد استقالت", "هل كانت قد استقالت", Asks.YES_NO),
    # In dialects.
    ("صباح الخير، بدي أعرف وين الحريق، الله يعطيك العافية", "أين الحريق", Asks.PLACE),
    ("واش تقدر تقول لي شحال ثمن التذكرة عافاك؟", "كم ثمن التذكرة؟", Asks.MONEY),
    ("ممكن تقولي مين سرق اللوحات؟", "من سرق اللوحات؟", Asks.PERSON),
    ("حد يعرف المتحف هيفتح إمتى؟", "المتحف هيفتح متى؟", Asks.DATE),
]


@pytest.mark.parametrize(("asked", "text", "asks"), CASES, ids=[c[0][:30] for c in CASES])
def test_courtesy_is_left_out(asked: str, text: str, asks: Asks) -> None:
    question = understand(asked)
    assert (question.text, question.read_as, question.asks) == (text, text, asks)
    assert question.asked == asked
    assert question.names == ()


@pytest.mark.parametrize(
    "asked",
    [
        "Thanks!",
        "Hello, thank you very much",
        "شكرا جزيلا",
        "Who thanked the mayor?",
        "Who said thank you?",
        "Thanks to whom was the ship saved?",
        "How many were saved thanks to the coastguard?",
        "Good morning Vietnam was filmed where?",
        "Hi-tech exports reached how much?",
        "Do you know the museum?",
        "Could the mayor tell me who won?",
        "Can you find oil in Gabes?",
        "Could you vote in Gabes without an ID?",
        "For the project in Gabes, how much was paid?",
        'Who sang "please tell me why"?',
        "من قال شكرا؟",
        "ما معنى السلام عليكم؟",
        "من أخرج فيلم شكرا لكم؟",
        "من غنى «شكرا لكم»؟",
        "من نال جائزة الشكر والتقدير؟",
        "لمن وجه الوزير خالص الشكر والتقدير؟",
        "لو سمحت السلطات بالعودة فكم نازحا سيعود؟",
        "كم نازحا سيعود لو سمحت السلطات بذلك؟",
        "هل أصدر الرئيس عفوا؟",
        "متى استقالت رجاء؟",
        "سلام فياض متى استقال؟",
        "هل تعرف الوزارة عدد القتلى؟",
        "هل يمكن أن يستقيل الوزير؟",
        "كم دولارا طلب وتسلم؟",
    ],
)
def test_what_carries_content_stays(asked: str) -> None:
    assert without_courtesy(asked) == asked


def test_a_follow_up_leans_on_a_polite_question_and_is_polite_itself() -> None:
    before = "Good morning! Could you tell me how many people were killed in the fire? Thanks!"
    plain = understand("And injured?", ["How many people were killed in the fire?"])
    assert understand("Great, thanks. And injured?", [before]).text == plain.text


@pytest.mark.parametrize("words", ["many thanks ", "شكرا جزيلا ", "مع خالص الشكر و", "please a "])
def test_a_long_row_of_thanks_takes_no_time(words: str) -> None:
    begun = perf_counter()
    without_courtesy(f"{words * 90}x")
    assert perf_counter() - begun < 1
