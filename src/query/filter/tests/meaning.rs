//! What conditions mean, on the two calls of the fixture.

use super::{filter, keeps, read};
use crate::model::id::CallIx;
use crate::model::store::Store;
use crate::query::filter::{BUILT_IN, Kept, Marks, complete, sift, token};
use crate::query::fixture::{self, CALL_A, CALL_B};
use Kept::{No, NoValue, Yes};

fn calls() -> (Store, [CallIx; 2]) {
    let store = fixture::plain();
    let calls = [CALL_A, CALL_B].map(|id| fixture::call(&store, id));
    (store, calls)
}

/// A filter and what it says of call A (two legs, 410/3112, operations, no streams) and of call B (one leg, one stream).
#[rustfmt::skip]
const TABLE: &[(&str, Kept, Kept)] = &[
    ("7f3c9a12", Yes, No),
    ("\"page hidden\"", Yes, No),
    ("CameraFreeze", Yes, No),
    ("410/3112", Yes, No),
    ("not 410/3112", No, Yes),
    ("end:410", Yes, No),
    ("end=410", Yes, No),
    ("end=410/3112", Yes, No),
    ("end:0", Yes, Yes),
    ("end:410/99", No, No),
    ("code>=400", Yes, No),
    ("category:unexpected", Yes, No),
    ("user:acs:61fddbe3", Yes, No),
    ("user:8:acs:61fddbe3", Yes, No),
    ("phone:+4420", Yes, No),
    ("phone=\"+44 2079 460000\"", Yes, No),
    ("phone~7946", Yes, No),
    // The user who was thrown out is not the one on the phone.
    ("phone:+44 end:410", No, No),
    ("(phone:+44) (end:410)", Yes, No),
    ("user:acs user:4:", Yes, No),
    ("sdk:1.27", Yes, Yes),
    ("sdk!=1.27.1", No, No),
    ("sdk<1.3", No, No),
    ("sdk>1.3", Yes, Yes),
    ("os=\"windows 10\"", Yes, Yes),
    ("sdk=redacted", No, No),
    ("media=audio", NoValue, Yes),
    ("not media=audio", NoValue, No),
    ("jitter<10 media=audio", NoValue, Yes),
    ("loss.max>5%", NoValue, NoValue),
    ("media=video loss.max>5%", NoValue, No),
    ("not loss.max>5%", NoValue, NoValue),
    ("loss.max>5% or legs=2", Yes, NoValue),
    ("loss.max>5% legs=2", NoValue, No),
    ("loss.max=missing", NoValue, Yes),
    ("streams=0", Yes, No),
    ("verdict:bad", Yes, No),
    ("redacted", No, No),
    ("op=hangup", Yes, NoValue),
    ("dur=60", Yes, Yes),
    ("dur:1:00", Yes, Yes),
    ("dur<1m", No, No),
    ("thread:19:meeting", Yes, Yes),
    ("rating=poor", NoValue, NoValue),
];

#[test]
fn conditions_mean_what_they_say() {
    let (store, [a, b]) = calls();
    for &(text, of_a, of_b) in TABLE {
        assert_eq!(
            (keeps(&store, a, text), keeps(&store, b, text)),
            (of_a, of_b),
            "{text}"
        );
    }
}

#[test]
fn marks_and_notes_are_those_of_the_user() {
    let (store, [a, b]) = calls();
    let mut marks = Marks::default();
    marks.marked.insert(CALL_A.to_owned());
    marks
        .notes
        .insert(CALL_B.to_owned(), "asked the Customer".to_owned());
    for (text, of_a, of_b) in [
        ("marked", Yes, No),
        ("not marked", No, Yes),
        ("note", No, Yes),
        ("note~customer", No, Yes),
    ] {
        let sieve = filter(text).sieve(&store, &marks);
        assert_eq!(
            (sieve.keeps(&store, a), sieve.keeps(&store, b)),
            (of_a, of_b),
            "{text}"
        );
    }
}

#[test]
fn a_list_counts_what_is_kept_what_nobody_knows_and_the_streams() {
    let (store, [a, b]) = calls();
    let found = sift(
        &store,
        filter("media=audio").sieve(&store, &Marks::default()),
        vec![b, a],
    );
    assert_eq!(found.calls, [b]);
    assert_eq!(
        (found.count.kept, found.count.no_value, found.count.of),
        (1, 1, 2)
    );
    assert_eq!(found.streams, Some(1));
    let found = sift(
        &store,
        filter("legs>0").sieve(&store, &Marks::default()),
        vec![a, b],
    );
    assert_eq!((found.count.kept, found.streams), (2, None));
}

#[test]
fn every_sample_query_reads_and_has_a_name_of_its_own() {
    for (at, row) in BUILT_IN.iter().enumerate() {
        assert!(row.name.starts_with("docs/"), "{}", row.name);
        assert!(
            BUILT_IN[..at].iter().all(|other| other.name != row.name),
            "{}",
            row.name
        );
        let Some(text) = row.filter() else { continue };
        assert_eq!(filter(text), filter(row.name), "{}", row.name);
        assert_eq!(read(&format!("not {}", row.name)).problems, []);
    }
}

#[test]
fn the_examples_of_the_grammar_read() {
    for rule in crate::query::filter::grammar::GRAMMAR {
        filter(rule.example);
    }
}

#[test]
fn completion_offers_fields_operators_values_and_names() {
    let (store, _) = calls();
    let words = |text: &str| {
        let found = complete(&store, text, text.len());
        let words: Vec<String> = found.words.iter().map(|word| word.text.clone()).collect();
        (found.from, words)
    };
    assert_eq!(words("legs>2 verd"), (7, vec!["verdict:".to_owned()]));
    assert_eq!(words("sdk:"), (4, vec!["1.27.1".to_owned()]));
    assert_eq!(words("sdk:1.3,1.2"), (8, vec!["1.27.1".to_owned()]));
    assert_eq!(words("os=win"), (3, vec!["\"Windows 10\"".to_owned()]));
    assert_eq!(words("loss.max>").1, ["10.0%"]);
    assert!(words("verdict").1.contains(&"verdict!=".to_owned()));
    assert!(
        words("docs/poor-rt")
            .1
            .contains(&"rtt.avg>500ms".to_owned())
    );
    assert_eq!(words("redac").1, ["redacted"]);
    let about = |text: &str| complete(&store, text, text.len()).words[0].about.clone();
    assert_eq!(about("end:410"), "1 call");
    // Whatever the cursor: it may stand within a letter of several bytes.
    for cursor in 0..12 {
        complete(&store, "é\"ß sdk:é", cursor);
    }
}

#[test]
fn tokens_read_back_as_the_value() {
    let table = [
        ("sdk", "1.31.2", "sdk=1.31.2"),
        ("os", "Windows 11", "os=\"Windows 11\""),
        ("tag", "a\"b\\c", "tag=\"a\\\"b\\\\c\""),
        ("rtt_max", "1840", "rtt_max:1840"),
        ("dur", "21:16", "dur:21:16"),
        ("sdk", "redacted", "sdk=redacted"),
        ("sdk", "=x", "sdk=\"=x\""),
    ];
    for (field, value, text) in table {
        assert_eq!(token(field, value), text);
        assert_eq!(read(text).problems, [], "{text}");
    }
}

#[test]
fn none_is_said_of_the_whole_call_and_stands_alone() {
    for (text, expected) in [("sdk=none,1.31", "none alone"), ("sdk<none", "")] {
        let problems = super::read(text).problems;
        assert_eq!(problems.is_empty(), expected.is_empty(), "{text}");
        assert!(
            problems
                .iter()
                .all(|problem| problem.expected.starts_with(expected))
        );
    }
    for text in [
        "sdk=none",
        "sdk!=none",
        "not (due=none or codec:none)",
        "tag=\"none\"",
    ] {
        let read = super::filter(text);
        assert_eq!(super::filter(&read.to_string()), read, "{text}");
    }
    // Beside a condition on a leg it is not about this leg.
    let bare = super::filter("tag=none");
    assert!(!super::filter("sdk=1.31").shares_part(&bare));
}
