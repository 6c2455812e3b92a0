//! Every written form of numbers and times that the reference names.

use super::*;

fn iso(text: &str) -> Option<String> {
    Time::parse(text).iso()
}

#[test]
fn reads_every_time_form_of_the_reference() {
    let table = [
        ("2022-08-07T13:53:12Z", "2022-08-07T13:53:12.000Z"),
        ("2021-07-19T18:46:50.188Z", "2021-07-19T18:46:50.188Z"),
        (
            "2024-05-09T17:06:50.0700920Z",
            "2024-05-09T17:06:50.070092Z",
        ),
        (
            "2024-05-09T17:06:50.0700921Z",
            "2024-05-09T17:06:50.0700921Z",
        ),
        (
            "2024-05-09T17:06:50.07009219999Z",
            "2024-05-09T17:06:50.0700921Z",
        ),
        ("2024-05-09 17:06:50", "2024-05-09T17:06:50.000Z"),
        ("2024-05-09T19:06:50+02:00", "2024-05-09T17:06:50.000Z"),
        ("2024-05-09T12:36:50-0430", "2024-05-09T17:06:50.000Z"),
        ("5/24/2023, 7:57:40.480 PM", "2023-05-24T19:57:40.480Z"),
        ("16/07/2026 20:26:12.030", "2026-07-16T20:26:12.030Z"),
        ("2026-01-01 12:00:00 AM", "2026-01-01T00:00:00.000Z"),
        ("16.07.2026 20:26", "2026-07-16T20:26:00.000Z"),
        (
            "9999-12-31T23:59:59.9999999Z",
            "9999-12-31T23:59:59.9999999Z",
        ),
    ];
    for (text, wanted) in table {
        assert_eq!(iso(text).as_deref(), Some(wanted), "{text}");
    }
}

#[test]
fn a_narrow_blank_before_am_and_a_blank_before_the_offset_lose_no_time() {
    for text in [
        "5/9/2024, 5:06:50.300\u{202f}PM",
        "5/9/2024, 5:06:50.300\u{a0}PM",
        "2024-05-09 19:06:50.3000000 +02:00",
        "2024-05-09 17:06:50.3 Z",
    ] {
        let found = Time::parse(text).iso();
        assert_eq!(found.as_deref(), Some("2024-05-09T17:06:50.300Z"), "{text}");
    }
}

#[test]
fn what_is_no_time_says_which_kind_of_absence() {
    for (text, wanted) in [
        ("", Absence::Missing),
        ("null", Absence::Missing),
        ("Redacted", Absence::Redacted),
        ("yesterday", Absence::Unreadable),
        ("2024-13-09T17:06:50Z", Absence::Unreadable),
        ("2024-05-09T24:00:00Z", Absence::Unreadable),
        ("2024-05-09T17:06:50+25:00", Absence::Unreadable),
        ("2024-05-09T17:06:50Zjunk", Absence::Unreadable),
        ("1715274410", Absence::Unreadable),
    ] {
        assert_eq!(Time::parse(text).absence(), Some(wanted), "{text}");
    }
}

#[test]
fn numbers_come_as_text_and_scientific() {
    assert_eq!(Num::parse(" 3.146336E-05 ").known(), Some(3.146_336E-05));
    assert_eq!(Num::parse("82").known(), Some(82.0));
    assert_eq!(Num::parse("-0").known(), Some(0.0));
    for (text, wanted) in [
        ("", Absence::Missing),
        ("None", Absence::Missing),
        ("Redacted", Absence::Redacted),
        ("1e999", Absence::Unreadable),
        ("NaN", Absence::Unreadable),
        ("Infinity", Absence::Unreadable),
        ("12 ms", Absence::Unreadable),
    ] {
        assert_eq!(Num::parse(text).absence(), Some(wanted), "{text}");
        assert_eq!(Num32::parse(text).absence(), Some(wanted), "{text}");
    }
}

#[test]
fn an_absence_never_beats_a_number() {
    assert_eq!(Num::MISSING.max(Num::new(-1.0)).known(), Some(-1.0));
    assert_eq!(Num::new(2.0).max(Num::REDACTED).known(), Some(2.0));
    assert_eq!(Num::REDACTED.or(Num::new(3.0)).known(), Some(3.0));
    let known = Time::parse("2024-05-09");
    assert_eq!(Time::MISSING.earlier(known), known);
    assert_eq!(Time::MISSING.plus_ms(5.0), Time::MISSING);
}

#[test]
fn time_arithmetic_does_not_wrap() {
    let end = Time::parse("9999-12-31T23:59:59.9999999Z");
    assert!(end.plus_ms(f64::MAX).is_known());
    assert!(Time::from_ticks(0).plus_ms(-f64::MAX).is_known());
}

#[test]
fn a_time_that_leaves_the_four_digit_years_is_unreadable() {
    for text in [
        "9999-12-31T23:59:60Z",
        "9999-12-31T23:59:59-01:00",
        "0000-01-01T00:00:00+01:00",
    ] {
        assert_eq!(Time::parse(text), Time::UNREADABLE, "{text}");
    }
    for text in ["0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.9999999Z"] {
        assert_eq!(Time::parse(text).iso().as_deref(), Some(text));
    }
}

#[test]
fn short_numbers_are_rounded_as_the_library_rounds_them() {
    let judge = |text: &str| {
        let (wide, narrow) = (text.parse::<f64>().ok(), text.parse::<f32>().ok());
        assert_eq!(Num::parse(text).known(), wide, "{text}");
        assert_eq!(Num32::parse(text).known(), narrow, "{text}");
    };
    let mut digits = 1_u32;
    for step in 0..20_000_u32 {
        digits = digits.wrapping_mul(1_664_525).wrapping_add(step | 1);
        let text = format!("{:07}", digits % 10_000_000);
        for point in 1..=7 {
            judge(&format!("{}.{}", &text[..point], &text[point..]));
            judge(&text[..point]);
        }
    }
    for text in [
        "9999999",
        "99999999",
        "0.000001",
        "0.0000001",
        "16777217",
        "1.",
        ".5",
        "+1",
        "-0",
        "1e5",
        "0.1.2",
    ] {
        judge(text);
    }
}

#[test]
fn the_common_form_of_a_time_is_read_as_any_other() {
    for text in [
        "2021-07-05T06:16:40.240Z",
        "2024-02-29T23:59:59.999Z",
        "2023-02-29T00:00:00.000Z",
        "1969-12-31T23:59:59.999Z",
        "0000-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z",
        "2016-12-31T23:59:60.500Z",
        "2024-13-01T00:00:00.000Z",
        "2024-00-10T00:00:00.000Z",
        "2024-01-01T24:00:00.000Z",
        "2024-01-01T00:60:00.000Z",
        "2024-01-01T00:00:61.000Z",
        "2024-01-01 00:00:00.000Z",
        "2024-01-01T00:00:0x.000Z",
    ] {
        let longer = text.replace('Z', "0Z");
        assert_eq!(Time::parse(text), Time::parse(&longer), "{text}");
    }
    let time = Time::parse("2021-07-05T06:16:40.240Z");
    assert_eq!(time.iso().as_deref(), Some("2021-07-05T06:16:40.240Z"));
}

#[test]
fn numbers_read_straight_are_those_of_the_standard_library() {
    let mut state = 1_u64;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % below
    };
    let mut straight = 0;
    for _ in 0..200_000 {
        let digits: String = (0..=next(16)).map(|_| next(10).to_string()).collect();
        let mut text = digits.clone();
        if next(3) > 0 {
            text.insert(1 + next(digits.len() as u64) as usize, '.');
        }
        straight += u32::from(Num32::of_digits(text.as_bytes()).is_some());
        assert_eq!(Num::parse(&text).known(), text.parse().ok(), "{text}");
        assert_eq!(Num32::parse(&text).known(), text.parse().ok(), "{text}");
        let inside = format!("\"{text}\",\"more");
        let part = Num32::of_digits_in(inside.as_bytes(), 1..text.len() + 1);
        assert_eq!(part, Num32::of_digits(text.as_bytes()), "{text}");
    }
    assert!(straight > 100_000);
    for text in [
        "", ".", "1.", ".5", "1..2", "1.2.3", "-1", "1e3", "1 2", "12a", "1\"2", "/9", ":1",
        "\u{e9}",
    ] {
        for behind in ["", "\",\"more", "123456789"] {
            let whole = format!("{text}{behind}");
            let part = Num32::of_digits_in(whole.as_bytes(), 0..text.len());
            assert_eq!(part, None, "{text} before {behind}");
        }
    }
    // The middle between two floats, and what lies next to it.
    for text in [
        "16777217",
        "16777217.0",
        "16777216.99999",
        "16777217.00001",
        "8388608.5",
    ] {
        assert_eq!(Num32::parse(text).known(), text.parse().ok(), "{text}");
    }
}
