"""Words in an article that address a program: they are reported as data, never obeyed."""

import re

from rag.text.fold import fold

__all__ = ["orders"]

_ENGLISH = (
    r"(?:ignore|disregard|forget|override)\b[^.!?]{0,40}\b(?:instruction|prompt|rule|context|"
    r"source|passage|previous|above|prior)",
    r"\b(?:system|developer|hidden) (?:prompt|message|instruction)s?\b",
    r"\byou are (?:now )?(?:an?|in) (?:\w+ )?(?:assistant|ai|chatbot|language model|bot|mode)\b",
    r"\bas an? (?:ai|language model|assistant)\b",
    r"\b(?:ai|chatbot|assistant|language model)s?\s*(?:[:,،]|must|should|shall)",
    r"\b(?:tell|inform|ask) (?:the )?(?:user|reader|journalist)\b",
    r"\b(?:answer|reply|respond|say)\b[^.!?]{0,20}\b(?:only|exactly|that|with|to every|always)\b"
    r"[^.!?]{0,80}\b(?:question|user|asked|answer)",
    r"<\|[a-z_]+\|>|\[/?inst\]|<</?sys>>|^#+\s*(?:instruction|system|response)",
)
_ARABIC = (  # folded
    "تجاهل(?:وا|ي)?\\b.{0,40}(?:تعليمات|اوامر|سياق|مصادر|سبق|السابق)",
    "(?:رساله|تعليمات|اوامر) (?:الي (?:ال)?|لل)(?:مساعد|نموذج|برنامج|روبوت|ذكاء الاصطناعي)",
    "(?:ايها|ايتها|عزيزي|علي) (?:المساعد|النموذج|الروبوت|البرنامج|الذكاء الاصطناعي)",
    "انت (?:الان )?(?:مساعد|نموذج|روبوت|في وضع)",
    "(?:اخبر|قل|ابلغ|اطلب من) ?(?:ال|لل)(?:مستخدم|سايل|سائل)",
    "(?:اجب|اكتب|قل|رد)\\b.{0,30}(?:في جوابك|فقط|علي كل سوال|عن كل سوال|كجواب)",
)
_ORDERS = re.compile("|".join(f"(?:{p})" for p in (*_ENGLISH, *_ARABIC)), re.I)


def orders(text: str) -> bool:
    """Whether a text tries to give a program orders. News about such attempts does so too."""
    return _ORDERS.search(fold(text).text) is not None
