import pytest

from eval.measures.values import Hour, numbers, read_values, same


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("قُتل سبعة عشر شخصاً في 14 آذار 2021", ["17", "14/3/2021"]),
        ("17 قتيلاً و31 جريحاً", ["17", "31"]),
        ("أربعة مئة شخص", ["400"]),
        ("مئة وثلاثة آلاف وحدة", ["103000"]),
        ("ألفان وخمسمئة", ["2500"]),
        ("خمسة وعشرين ألفا", ["25000"]),
        ("نحو ألفي عسكري", ["2000"]),
        ("بـ86 مليون دولار", ["86000000"]),
        ("٢٥٬٧٩٩٫٥٢ دولارا", ["25799.52"]),
        ("25.799,52 نقطة", ["25799.52"]),
        ("2,030 soldiers", ["2030"]),
        ("12 000 شخص", ["12000"]),
        ("11 ونصف في المئة", ["11.5"]),
        ("دولارين ونصف للسهم", ["2.5"]),
        ("5 درجات تحت الصفر", ["-5"]),
        ("minus five, then 5 degrees below zero", ["-5", "-5"]),
        ("twenty-five thousand three hundred and two", ["25302"]),
        ("الثالثة وعشر دقائق فجراً", ["3:10"]),
        ("3:10 a.m.", ["3:10"]),
        ("الساعة العاشرة", ["10:00"]),
        ("6 كانون الثاني/يناير", ["6/1"]),
        ("السادس من يناير/كانون الثاني 2022", ["6/1/2022"]),
        ("January 6, 2022", ["6/1/2022"]),
        ("السبت 18 فيفري 2023", ["18/2/2023"]),
        ("9 رمضان 1443هـ", ["9/109/1443"]),
        ("2-1", ["2", "1"]),
        ("12،220 موظفا", ["12220"]),
        ("سبعة وستين ونصفا في المئة", ["67.5"]),
        ("18 درجة مئوية تحت الصفر", ["-18"]),
        ("75 كم2", ["75"]),
        ("12\u202c أغس\u200cطس \u2067 2023", ["12/8/2023"]),
        ("the march started", []),
    ],
)
def test_values_are_read(text: str, found: list[str]) -> None:
    assert [str(value) for value in read_values(text)] == found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3 ملايين ونصف المليون", 3_500_000),
        ("ملياري درهم ونصف", 2_500_000_000),
        ("two and a half billion dirhams", 2_500_000_000),
        ("half a million people", 500_000),
        ("ربع مليون", 250_000),
        ("$2.5bn", 2_500_000_000),
        ("1.350 كيلومتراً", 1350),
    ],
)
def test_parts_and_scales(text: str, value: int) -> None:
    [found] = numbers(text)
    assert value in found.readings


def test_units_of_time_and_money_are_told_apart() -> None:
    days, years, soldiers = (numbers(f"10 {unit}")[0] for unit in ("أيام", "years", "جنود"))
    assert not same(days, years)
    assert same(days, soldiers)
    assert [number.unit for number in numbers("$12, 12 في المئة, 12٪")] == ["dollar", "%", "%"]


def test_a_range_shares_its_scale() -> None:
    between, _ = numbers("بين 30 و40 ألف زائر")
    assert 30_000 in between.readings
    low, high = numbers("2 to 3 billion dollars")
    assert 2_000_000_000 in low.readings
    assert 3_000_000_000 in high.readings


def test_dates_agree_in_what_both_give() -> None:
    [day], [month], [other] = map(read_values, ("6 January 2022", "يناير 2022", "7 January"))
    assert same(day, month)
    assert not same(day, other)
    assert not same(day, Hour(6))


def test_hours_are_the_same_on_either_clock() -> None:
    assert same(Hour(15, 10), Hour(3, 10))
    assert not same(Hour(3, 10), Hour(3))
