//! Layout of whole, folded and broken JSON.

use super::*;
use proptest::prelude::*;
use serde_json::Value;

fn shown(laid: &JsonLines) -> String {
    let mut out = String::new();
    for line in &laid.lines {
        out += &"  ".repeat(usize::from(line.depth));
        out += &[line.key.as_str(), &line.value, "\n"].concat();
    }
    out
}

#[test]
fn members_stand_in_lines_as_they_were_written() {
    let text = r#"{"a":1.50,"b":[],"c":{ },"d":["x",{"e":"\u00e9"}],"f":null}"#;
    let laid = JsonLines::of(text);
    assert_eq!(
        shown(&laid),
        r#"{
  "a": 1.50,
  "b": [],
  "c": {},
  "d": [
    "x",
    {
      "e": "\u00e9"
    }
  ],
  "f": null
}
"#
    );
    assert_eq!((laid.broken, laid.is_cut), (None, false));
}

#[test]
fn text_that_holds_json_is_unfolded_twice() {
    let text =
        r#"{"properties":"{\"n\":1,\"payload\":\"{\\\"q\\\":\\\"Bad\\\"}\"}","z":"[broken"}"#;
    assert_eq!(
        shown(&JsonLines::of(text)),
        r#"{
  "properties": (text) {
    "n": 1,
    "payload": (text) {
      "q": "Bad"
    }
  },
  "z": "[broken"
}
"#
    );
}

#[test]
fn a_key_that_looks_like_json_stays_a_key() {
    let laid = JsonLines::of(r#"{"{}":1}"#);
    assert_eq!(laid.lines[1].key, "\"{}\": ");
}

#[test]
fn broken_text_is_kept_and_its_place_told() {
    for (text, broken, wanted) in [
        (r#"{"a":1 "b":2}"#, 1, "{\n  \"a\": 1\n  \"b\": 2\n}\n"),
        (r#"{"a":"cut"#, 1, "{\n  \"a\": \"cut\n"),
        (r#"{"a":1"#, 1, "{\n  \"a\": 1\n"),
        (r#"{"a":1]"#, 1, "{\n  \"a\": 1\n]\n"),
        (r#"{"a":1},{"#, 2, "{\n  \"a\": 1\n},\n{\n"),
        ("[::1]", 0, "[: : 1\n]\n"),
        ("{}}", 0, "{}\n}\n"),
    ] {
        let laid = JsonLines::of(text);
        assert_eq!(
            (shown(&laid).as_str(), laid.broken),
            (wanted, Some(broken)),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_json_is_shown_as_it_is() {
    let laid = JsonLines::of("CallId,Name\nabc,\"{x\"\n");
    assert_eq!(shown(&laid), "CallId,Name\nabc,\"{x\"\n");
    assert_eq!(laid.broken, None);
}

#[test]
fn size_and_depth_are_bounded() {
    let many = format!("[{}0]", "0,".repeat(LINE_LIMIT * 2));
    let laid = JsonLines::of(&many);
    assert_eq!((laid.lines.len(), laid.is_cut), (LINE_LIMIT, true));
    let deep = "[".repeat(100_000);
    let laid = JsonLines::of(&deep);
    assert_eq!(laid.lines.last().map(|line| line.depth), Some(DEPTH_LIMIT));
    assert!(laid.lines.len() <= LINE_LIMIT);
}

#[test]
fn escapes_are_read_as_json_has_them() {
    for (piece, wanted) in [
        (r#""\u0041\ud83d\ude00\n""#, Some("A\u{1f600}\n")),
        (r#""\ud83d""#, None),
        (r#""\x""#, None),
        (r#""open"#, None),
        ("\"", None),
    ] {
        assert_eq!(unescaped(piece).as_deref(), wanted, "{piece}");
    }
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        Just(Value::from("{\"a\":[1,\"{}\"]}")),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("\\PC{0,6}", inner, 0..6).prop_map(Value::from_iter),
        ]
    })
}

fn holds_json_text(value: &Value) -> bool {
    match value {
        Value::String(text) => text.trim_start().starts_with(['{', '[']),
        Value::Array(items) => items.iter().any(holds_json_text),
        Value::Object(members) => members.values().any(holds_json_text),
        _ => false,
    }
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

proptest! {
    #[test]
    fn any_text_is_laid_out(text in "[\\[\\]{},:\"\\\\ua-c0é \n]{0,60}") {
        let laid = JsonLines::of(&text);
        if !text.contains('\\') {
            // Text that is unfolded loses its quotes, nothing else.
            let bare = |text: &str| without_blanks(text).replace('"', "");
            prop_assert_eq!(bare(&shown(&laid).replace(TEXT_MARK, "")), bare(&text));
        }
    }

    #[test]
    fn well_formed_json_is_found_so_and_loses_nothing(value in json()) {
        let text = value.to_string();
        let laid = JsonLines::of(&text);
        prop_assert_eq!(laid.broken, None);
        if !holds_json_text(&value) {
            prop_assert_eq!(without_blanks(&shown(&laid)), without_blanks(&text));
        }
    }
}
