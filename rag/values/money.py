"""Currencies: their names, symbols and codes, in Arabic and English.

A dollar alone is the US dollar; "dinar", "riyal" and the like without a nationality stay what
they are (their own lower-case key), because the source does not say whose they are.
"""

from dataclasses import dataclass

from rag.values.tokens import Form, Token, fold
from rag.values.units import ArabicNoun, dual

__all__ = ["CODES", "CURRENCIES", "DUALS", "MILLIMES", "SYMBOLS", "Currency", "currency_at",
           "is_currency", "related"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency: English singular and plural, Arabic noun, Arabic nationality or ""."""

    key: str
    noun: str
    english: tuple[str, str]
    arabic: ArabicNoun


_STEMS = {
    "dollar": "dollar/dollars|دولار/دولارات",
    "euro": "euro/euros|يورو/يورو أورو/أورو",
    "pound": "pound/pounds|جنيه/جنيهات",
    "riyal": "riyal/riyals rial/rials|ريال/ريالات",
    "dirham": "dirham/dirhams|درهم/دراهم",
    "dinar": "dinar/dinars|دينار/دنانير",
    "lira": "lira/liras lira/lire|ليرة/ليرات",
    "rouble": "rouble/roubles ruble/rubles|روبل/روبلات",
    "tenge": "tenge/tenge tenge/tenges|تنغي/تنغي تينغ/تينغ تنغ/تنغ تنغه/تنغه",
    "yuan": "yuan/yuan renminbi/renminbi|يوان/يوان",
    "yen": "yen/yen|ين/ين",
    "won": "won/won|وون/وون",
    "shekel": "shekel/shekels|شيكل/شواكل شيقل/شواقل شيكل/شيكلات",
    "rupee": "rupee/rupees|روبية/روبيات",
    "franc": "franc/francs|فرنك/فرنكات",
    "krona": "krona/kronor krone/kroner|كرونة/كرونات كرون/كرونات",
    "hryvnia": "hryvnia/hryvnias|هريفنيا/هريفنيا",
    "toman": "toman/tomans|تومان/تومانات",
    "som": "som/soms|سوم/سوم",
    "peso": "peso/pesos|بيزو/بيزو",
    "rand": "rand/rand|راند/راند",
    "real": "real/reais|ريال~برازيلي/ريالات~برازيلية",
}
_COUNTRIES = {
    "US": ("US American", "أميركي أمريكي"),
    "CA": ("Canadian", "كندي"),
    "AU": ("Australian", "أسترالي"),
    "SA": ("Saudi", "سعودي"),
    "QA": ("Qatari", "قطري"),
    "OM": ("Omani", "عماني"),
    "YE": ("Yemeni", "يمني"),
    "IR": ("Iranian", "إيراني"),
    "AE": ("UAE Emirati", "إماراتي"),
    "MA": ("Moroccan", "مغربي"),
    "KW": ("Kuwaiti", "كويتي"),
    "BH": ("Bahraini", "بحريني"),
    "IQ": ("Iraqi", "عراقي"),
    "JO": ("Jordanian", "أردني"),
    "TN": ("Tunisian", "تونسي"),
    "DZ": ("Algerian", "جزائري"),
    "LY": ("Libyan", "ليبي"),
    "EG": ("Egyptian", "مصري"),
    "SD": ("Sudanese", "سوداني"),
    "LB": ("Lebanese", "لبناني"),
    "SY": ("Syrian", "سوري"),
    "TR": ("Turkish", "تركي"),
    "GB": ("British", "إسترليني بريطاني"),
    "IN": ("Indian", "هندي"),
    "PK": ("Pakistani", "باكستاني"),
    "CH": ("Swiss", "سويسري"),
    "RU": ("Russian", "روسي"),
    "KZ": ("Kazakh Kazakhstani", "كازاخستاني كازاخي"),
    "CN": ("Chinese", "صيني"),
    "JP": ("Japanese", "ياباني"),
    "IL": ("Israeli", "إسرائيلي"),
    "UA": ("Ukrainian", "أوكراني"),
    "SE": ("Swedish", "سويدي"),
    "NO": ("Norwegian", "نرويجي"),
    "DK": ("Danish", "دنماركي"),
    "KR": ("Korean", "كوري"),
    "BR": ("Brazilian", "برازيلي"),
    "MX": ("Mexican", "مكسيكي"),
}
_PAIRS = (
    "dollar USD US, dollar CAD CA, dollar AUD AU, euro EUR -, lira LBP LB, lira SYP SY, "
    "pound GBP GB, pound EGP EG, "
    "pound SDG SD, pound LBP LB, pound SYP SY, riyal SAR SA, riyal QAR QA, riyal OMR OM, "
    "riyal YER YE, riyal IRR IR, dirham AED AE, dirham MAD MA, dinar KWD KW, dinar BHD BH, "
    "dinar IQD IQ, dinar JOD JO, dinar TND TN, dinar DZD DZ, dinar LYD LY, lira TRY TR, "
    "rouble RUB RU, tenge KZT KZ, yuan CNY CN, yen JPY JP, won KRW KR, "
    "shekel ILS IL, rupee INR IN, rupee PKR PK, franc CHF CH, krona SEK SE, krona NOK NO, "
    "krona DKK DK, hryvnia UAH UA, toman toman -, peso MXN MX, rand ZAR -, real BRL -"
)
_ALONE = {
    "dollar": "USD", "euro": "EUR", "rouble": "RUB", "tenge": "KZT", "yuan": "CNY", "yen": "JPY",
    "won": "KRW", "shekel": "ILS", "hryvnia": "UAH", "rand": "ZAR", "real": "BRL",
}  # fmt: skip
SYMBOLS = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₪": "ILS", "₽": "RUB", "₺": "TRY",
    "₸": "KZT", "₹": "INR", "₩": "KRW", "₴": "UAH", "﷼": "riyal",
}  # fmt: skip
"""Currency signs; each stands before or after its number."""

MILLIMES = frozenset(("dinar", "TND", "LYD"))
"""Money that Maghrebi copy gives with three decimals behind a comma: "26,112 دينارا"."""
CURRENCIES: dict[str, Currency] = {}
DUALS: dict[str, str] = {}
"""Folded duals of currencies ("دينارين"), and the noun of each."""
_NOUNS: dict[str, str] = {}
_NATIONS: dict[str, str] = {}
_BY_NATION: dict[tuple[str, str], str] = {}
_NOUN_OF: dict[str, str] = {}


def _adjective(noun: str, nation: str) -> tuple[str, str, str, str, str]:
    """The nationality as it stands after the five forms of `noun`."""
    feminine = noun.endswith("ة")
    one = nation + "ة" if feminine else nation
    accusative = one if feminine else nation + "ا"
    two, oblique = dual(one)
    return one, nation + "ة", accusative, two, oblique


def _name(noun: str, nation: str) -> ArabicNoun:
    singular, plural = (part.replace("~", " ") for part in noun.split("/"))
    if " " in singular or singular == plural:
        two = oblique = accusative = singular
    else:
        two, oblique = dual(singular)
        accusative = singular if singular.endswith("ة") else singular + "ا"
    if not nation:
        return ArabicNoun(singular, plural, accusative, two, oblique)
    tail = _adjective(singular, nation)
    if singular == plural:
        tail = (nation,) * 5
    heads = (singular, plural, accusative, two, oblique)
    return ArabicNoun(*(f"{head} {each}" for head, each in zip(heads, tail, strict=True)))


def _build() -> None:
    for noun, names in _STEMS.items():
        english, arabic = (part.split() for part in names.split("|"))
        first = _name(arabic[0], "")
        shown = english[0].split("/")
        CURRENCIES[noun] = Currency(noun, noun, (shown[0], shown[1]), first)
        for each in english:
            _NOUNS.update(dict.fromkeys(each.split("/"), noun))
        for each in arabic:
            name = _name(each, "")
            for form in (name.singular, name.plural, name.accusative, name.dual, name.oblique):
                _NOUNS.setdefault(fold(form), noun)
            if name.dual != name.singular:
                DUALS.update(dict.fromkeys(map(fold, (name.dual, name.oblique)), noun))
    for country, (english_names, arabic_names) in _COUNTRIES.items():
        _NATIONS.update(dict.fromkeys(english_names.lower().split(), country))
        for nation in arabic_names.split():
            masculine = _adjective("", nation)
            feminine = _adjective("ة", nation)
            _NATIONS.update(dict.fromkeys(map(fold, masculine + feminine), country))
    for pair in _PAIRS.split(", "):
        _add_pair(*pair.split())


def _add_pair(noun: str, code: str, country: str) -> None:
    _BY_NATION[noun, country] = code
    if code in CURRENCIES:
        return
    _NOUN_OF[code] = noun
    base = CURRENCIES[noun]
    if country == "-" or noun in ("yen", "tenge", "yuan", "won", "hryvnia", "rouble", "shekel"):
        CURRENCIES[code] = Currency(code, noun, base.english, base.arabic)
        return
    nation, adjective = (names.split()[0] for names in _COUNTRIES[country])
    one, many = base.english
    names = (f"{nation} {one}", f"{nation} {many}")
    arabic = (
        base.arabic if code == "USD" else _name(_STEMS[noun].split("|")[1].split()[0], adjective)
    )
    CURRENCIES[code] = Currency(code, noun, names, arabic)


_build()
_BY_NATION["riyal", "BR"] = "BRL"
for _noun in _ALONE:
    CURRENCIES.pop(_noun)
CODES = {code.lower(): code for code in CURRENCIES if len(code) == 3 and code.isupper()}
for _word in ("try", "mad"):  # English words before they are codes
    del CODES[_word]


def currency_at(tokens: list[Token], i: int) -> tuple[str, int] | None:
    """The currency named at token `i` and the token after it: a sign, a code or a name."""
    if i >= len(tokens):
        return None
    token = tokens[i]
    if token.text in SYMBOLS:
        return SYMBOLS[token.text], i + 1
    if token.text in CODES:
        return CODES[token.text], i + 1
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if token.text in _NATIONS and following and following.text in _NOUNS:
        code = _BY_NATION.get((_NOUNS[following.text], _NATIONS[token.text]))
        return (code, _sterling(tokens, i + 2)) if code else None
    noun = next((_NOUNS[f.stem] for f in token.forms if f.stem in _NOUNS and _free(f)), None)
    if noun is None:
        return None
    if following and following.text == "sterling" and noun == "pound":
        return "GBP", i + 2
    country = _country(following)
    if country and (noun, country) in _BY_NATION:
        return _BY_NATION[noun, country], i + 2
    return _ALONE.get(noun, noun), i + 1


def is_currency(tokens: list[Token], i: int) -> bool:
    """Whether token `i` names a currency, in any form."""
    return any(form.stem in _NOUNS for form in tokens[i].forms)


def _free(form: Form) -> bool:
    return not form.conj and not form.prep


def _sterling(tokens: list[Token], i: int) -> int:
    return i + 1 if i < len(tokens) and tokens[i].text == "sterling" else i


def _country(token: Token | None) -> str:
    for form in token.forms if token else ():
        if form.stem in _NATIONS and not form.conj and not form.prep:
            return _NATIONS[form.stem]
    return ""


def related(a: str, b: str) -> bool:
    """Whether two currency keys may be the same money: "dinar" and KWD, but not KWD and IQD."""
    first, _, per_first = a.partition("/")
    second, _, per_second = b.partition("/")
    same = first == second or _NOUN_OF.get(first) == second or _NOUN_OF.get(second) == first
    return same and per_first == per_second
