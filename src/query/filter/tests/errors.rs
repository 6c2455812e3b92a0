//! Every mistake points at its token and says what was expected; the rest applies.

use super::read;

/// Text, the wrong token, what was expected there (its beginning), what is left.
#[rustfmt::skip]
const TABLE: &[(&str, &str, &str, &str)] = &[
    ("losss.max>5% media=video", "losss.max", "a field; did you mean loss.max?", "media=video"),
    ("verdcit=bad", "verdcit", "a field; did you mean verdict?", ""),
    ("zzzzqqqq=1", "zzzzqqqq", "a field; Tab lists them", ""),
    ("loss.max>5 legs>2", "5", "a share such as 5% or 0.05", "legs>2"),
    ("rtt.avg>=fast", "fast", "milliseconds such as", ""),
    ("dur<10parsecs", "10parsecs", "a length such as 10s", ""),
    ("bitrate<150kb", "150kb", "a bit rate such as 150kbps", ""),
    ("verdict:awful sdk:1.27", "awful", "one of bad, burst, ok, not_judged", "sdk:1.27"),
    ("verdict<bad", "<", "one of = != : ~ for verdict", ""),
    ("user>8:acs:1", ">", "one of = != : ~ for user", ""),
    ("jitter~5", "~", "one of = != < <= > >= : for jitter.avg", ""),
    ("orphan=maybe", "maybe", "yes or no", ""),
    ("start>=25:00", "25:00", "a time such as", ""),
    ("start=-3h", "-3h", "a time such as", ""),
    ("start:02:00..2026-11-18", "02:00..2026-11-18", "a time such as", ""),
    ("day=someday", "someday", "a date such as", ""),
    ("day>tue", "tue", "a date such as", ""),
    ("hour=25", "25", "an hour of the day", ""),
    ("~25:99 legs=2", "~25:99", "a rough time such as", "legs=2"),
    ("loss.max> legs=2", "loss.max>", "a share such as", "legs=2"),
    ("loss.max", "loss.max", "an operator: loss.max= !=", ""),
    ("=5 legs=2", "=5", "a field before the operator", "legs=2"),
    ("sdk=", "sdk=", "a word after it", ""),
    ("sdk=\"\"", "\"\"", "a word", ""),
    ("legs=2,x", "x", "a number such as", ""),
    ("(legs=2", "(", "a ) after it", "legs=2"),
    ("legs=2) streams=0", ")", "a ( before it", "legs=2 streams=0"),
    ("() legs=2", "()", "a condition between the brackets", "legs=2"),
    ("legs=2 or", "or", "a condition after or", "legs=2"),
    ("or legs=2", "or", "a condition before or", "legs=2"),
    ("legs=2 and", "and", "a condition after and", "legs=2"),
    ("and legs=2", "and", "a condition before and", "legs=2"),
    ("legs=2 not", "not", "a condition after not", "legs=2"),
    ("not losss>5%", "losss", "a field; did you mean loss?", ""),
    ("os=\"Windows", "\"Windows", "a \" at its end", "os=Windows"),
    ("\"...\" legs=2", "\"...\"", "a word or identifier", "legs=2"),
    ("docs/nothing legs=2", "docs/nothing", "the name of a built-in filter", "legs=2"),
];

#[test]
fn every_mistake_is_told_at_its_place_and_the_rest_applies() {
    for &(text, token, expected, rest) in TABLE {
        let reading = read(text);
        assert_eq!(reading.problems.len(), 1, "{text}: {:?}", reading.problems);
        let problem = &reading.problems[0];
        assert_eq!(&text[problem.span.clone()], token, "{text}");
        assert!(
            problem.expected.starts_with(expected),
            "{text}: {}",
            problem.expected
        );
        let left = reading
            .filter
            .map_or(String::new(), |filter| filter.to_string());
        assert_eq!(left, rest, "{text}");
    }
}

#[test]
fn several_mistakes_are_told_in_order() {
    let reading = read("losss>5% and or (dur<x");
    let told: Vec<_> = reading
        .problems
        .iter()
        .map(|problem| problem.span.start)
        .collect();
    assert_eq!(told, [0, 9, 16, 21]);
    assert_eq!(reading.filter, None);
}

#[test]
fn nothing_is_too_long_or_too_deep() {
    for text in [
        "(".repeat(5_000),
        "not ".repeat(5_000),
        "legs=2 ".repeat(5_000),
        "x".repeat(100_000),
    ] {
        let reading = read(&text);
        assert!(!reading.problems.is_empty());
        assert!(reading.problems.len() < 5_000);
    }
}

#[test]
fn spaces_around_operators_do_no_harm() {
    for (text, plain) in [
        ("loss.max > 5%", "loss.max>5%"),
        ("loss.max >5% legs = 2", "loss.max>5% legs=2"),
        ("sdk ~ 1.27", "sdk~1.27"),
        ("os= \"Windows 11\"", "os=\"Windows 11\""),
        ("verdict== bad", "verdict=bad"),
        ("NOT redacted AND Legs>=2", "not redacted legs>=2"),
        ("note", "noted"),
        ("redacted ~02:10", "redacted ~02:10"),
    ] {
        let reading = read(text);
        assert_eq!(reading.problems, [], "{text}");
        assert_eq!(
            reading.filter.map(|filter| filter.to_string()).as_deref(),
            Some(plain)
        );
    }
}

#[test]
fn a_value_that_begins_with_a_sign_is_not_taken_for_the_operator_when_read_back() {
    for text in ["op===Join", "op= =Join,=End", "sdk< =1.27", "sdk!==1.27"] {
        let filter = read(text).filter;
        let printed = filter.as_ref().map(ToString::to_string);
        let again = read(printed.as_deref().unwrap_or_default());
        assert_eq!(again.problems, [], "{text}");
        assert_eq!(again.filter, filter, "{text} {printed:?}");
        assert!(filter.is_some(), "{text}");
    }
}
