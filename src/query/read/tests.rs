//! How texts are read.

use super::*;

fn first(text: &str) -> Vec<String> {
    let query = Query::parse(text);
    query
        .terms
        .iter()
        .map(|term| term.readings[0].needle.clone())
        .collect()
}

#[test]
fn words_are_freed_of_what_sticks_to_them() {
    #[rustfmt::skip]
    let table: [(&str, &[&str]); 17] = [
        ("", &[]),
        ("  \"\" ,; ", &[]),
        ("callId:", &[]),
        ("'ABC-1'.", &["abc-1"]),
        ("<4be0c7d1…>", &["4be0c7d1"]),
        ("\"correlationId\": \"7f3c9a12\",", &["7f3c9a12"]),
        ("8:acs:aa_bb", &["acs:aa_bb"]),
        ("8:", &["8"]),
        ("28:orgid:X1", &["x1"]),
        ("4:+41 44 123 45 67", &["+41441234567"]),
        ("phone: +41 (0)44 123-45-67", &["+41441234567"]),
        ("a%3Ab", &["a:b"]),
        ("100%", &["100%"]),
        ("410/3112", &["410/3112"]),
        ("page\u{200b}Hidden\nnow", &["pagehidden", "now"]),
        ("/subscriptions/b25cf111-73df-4e0a-a888-640000abe34d/x", &["b25cf111-73df-4e0a-a888-640000abe34d"]),
        ("the caller b25cf111-73df-4e0a-a888-640000abe34d heard nothing since ten", &["b25cf111-73df-4e0a-a888-640000abe34d"]),
    ];
    for (text, needles) in table {
        assert_eq!(first(text), needles, "{text:?}");
    }
}

#[test]
fn rough_times_are_handed_on() {
    let query = Query::parse("4be0c7d1 ~02:10/5m ~tue 14:00 muted");
    assert_eq!(query.times(), ["~02:10/5m", "~tue 14:00"]);
    assert_eq!(query.terms.len(), 2);
    assert!(Query::parse("~02:10").is_empty());
}

#[test]
fn it_says_how_it_was_read() {
    let said = |text: &str| Query::parse(text).explain();
    assert_eq!(
        said("410/3112"),
        [(
            "410/3112".to_owned(),
            "an end code with its subcode".to_owned()
        )]
    );
    assert!(said("sdk:1.27")[0].1.ends_with("only as sdk or user agent"));
    assert!(
        said("b25cf111-73df-4e0a-a888-640000abe34d")[0]
            .1
            .starts_with("a GUID")
    );
    assert_eq!(said("one two").len(), 3);
    assert_eq!(said("x ~02:10")[1].1, "a rough time");
}

#[test]
fn the_call_id_of_a_record_goes_before_longer_ids() {
    let call = "b25cf111-73df-4e0a-a888-640000abe34d";
    let user = "acs:0d1a2b3c-1111-4222-8333-abcdefabcdef_0000000e-35a2-defd-28f4-343a0d003158";
    let record = format!(r#"{{"identifier":"{user}","properties":{{"callId":"{call}"}}}}"#);
    let query = Query::parse(&record);
    let needles: Vec<&str> = query.terms[0]
        .readings
        .iter()
        .map(|r| r.needle.as_str())
        .collect();
    assert_eq!(needles, [call, user]);
    assert_eq!(query.terms.len(), 1);
}

#[test]
fn several_whole_identifiers_are_a_list_and_nothing_else_is() {
    const A: &str = "b25cf111-73df-4e0a-a888-640000abe34d";
    const B: &str = "0d1a2b3c-1111-4222-8333-abcdefabcdef";
    let lists = [
        format!("{A} {B}"),
        format!("{A},{B}"),
        format!("\"{A}\";\n{{{B}}}"),
        format!("[\"{A}\", \"{B}\"]"),
        format!("callId: {A}\nparticipantId={B}"),
        format!("https://portal.example/x?call={A}&y=1 {B} {A}"),
        format!("https%3A%2F%2Fportal.example%2F{A}%2Fx {B}"),
    ];
    for text in lists {
        let query = Query::parse(&text);
        assert!(query.is_list(), "{text}");
        assert_eq!(first(&text), [A, B], "{text}");
    }
    let others = [
        A.to_owned(),
        format!("{A} {A}"),
        format!("{A} muted"),
        "4be0c7d1 7f3c9a12".to_owned(),
        "+44 20 7946 0018".to_owned(),
        format!(r#"{{"callId":"{A}","participantId":"{B}"}}"#),
    ];
    for text in others {
        assert!(!Query::parse(&text).is_list(), "{text}");
    }
    assert!(Query::parse("+442079460018, +41441234567").is_list());
}

#[test]
fn parts_of_identifiers_are_a_list_only_with_marks_between_them() {
    for text in [
        "4be0c7d1, 7f3c9a12",
        "4be0c7d1;7f3c9a12",
        "\"4be0c7d1\"\n\"7f3c9a12\"\n",
        "| 4be0c7d1 | 7f3c9a12 |",
    ] {
        assert!(Query::parse(text).is_list(), "{text}");
        assert_eq!(first(text), ["4be0c7d1", "7f3c9a12"], "{text}");
    }
    let others = [
        "4be0c7d1 7f3c9a12",
        "4be0c7d1 7f3c9a12\n",
        "4be0c7d1, muted",
        "410, 487",
        "bad, dead",
    ];
    for text in others {
        assert!(!Query::parse(text).is_list(), "{text}");
    }
}

#[test]
fn a_long_list_says_what_it_leaves_out() {
    let ids = (0..103).map(|at| format!("b25cf111-73df-4e0a-a888-{at:012}"));
    let query = Query::parse(&ids.collect::<Vec<_>>().join("\n"));
    assert_eq!(query.terms().len(), 100);
    let last = query.explain().pop();
    assert_eq!(last.map(|(word, _)| word).as_deref(), Some("3 more"));
}

#[test]
fn a_date_and_its_time_are_one_rough_time() {
    let query = Query::parse("~2026-11-19 02:10 ~2026-11-20");
    assert_eq!(query.times(), ["~2026-11-19 02:10", "~2026-11-20"]);
    assert!(query.is_empty());
}
