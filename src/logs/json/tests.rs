//! The walk against `serde_json::Value`: same verdict on every text, the documented differences aside.

use super::*;
use proptest::prelude::*;
use serde_json::Value;

fn verdict(text: &str) -> Result<u64, Fault> {
    let mut cursor = Cursor::new(text);
    cursor.peek();
    let (_, hash) = cursor.value(0)?;
    cursor.end()?;
    Ok(hash.unwrap_or(0))
}

/// Accepted here only: numbers beyond `f64`, words for numbers that are none, lone surrogates.
fn is_documented_difference(text: &str, error: &serde_json::Error) -> bool {
    let error = error.to_string();
    error.contains("number out of range")
        || error.contains("surrogate")
        || text.contains("NaN")
        || text.contains("Infinity")
        || (text.contains("\\u") && error.contains("unexpected end of hex escape"))
}

fn agree(text: &str) {
    let ours = verdict(text);
    match serde_json::from_str::<Value>(text) {
        Ok(_) => assert!(ours.is_ok(), "refused {text:?}: {ours:?}"),
        Err(error) if is_documented_difference(text, &error) => {}
        Err(error) => assert!(ours.is_err(), "accepted {text:?}, which is {error}"),
    }
}

#[rustfmt::skip]
const TEXTS: &[&str] = &[
    "{}", "[]", "{\"a\":1}", " { \"a\" : [ 1 , 2.5 , -0 , 1e5 , 1E+5 , 0.1e-2 ] } ", "{\"a\":{\"b\":[null,true,false]}}",
    "", " ", "{", "[", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "[1,]", "[,1]", "[1 2]", "{\"a\" 1}",
    "{\"a\":1 \"b\":2}", "{a:1}", "{'a':1}", "{\"a\":01}", "{\"a\":-}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":1e}", "{\"a\":+1}",
    "{\"a\":0x1}", "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":tru}", "{\"a\":nullx}", "{\"a\":1}{\"b\":2}", "{\"a\":1} x",
    "{\"a\":\"\\u00e9\\n\\/\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\u12g4\"}", "{\"a\":\"tab\tinside\"}",
    "{\"a\":\"\u{7f}\u{e9}\u{1F600}\"}", "{\"a\":\"eight by\u{1}te\"}", "{\"a\":1}}", "]", "\"text\"", "42", "-", "null",
    "{\"a\":\"unclosed", "{\"a\":\"unclosed\\", "\u{feff}{}", "{\"\":0}", "{\"a\":1,\"a\":2}", "\u{c}{}", "[1]\0",
    "{\"a\":1e999}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\ud83d\\ude00\"}", "{\"a\":\"\\ude00\"}", "-0.0e0", "00", "-01", "1.5.5",
];

#[test]
fn the_walk_and_serde_agree_on_a_table_of_texts() {
    for text in TEXTS {
        agree(text);
    }
}

#[test]
fn the_documented_differences_are_accepted() {
    for text in ["{\"a\":1e999}", "{\"a\":-1e999}", "{\"a\":\"\\ud800\"}"] {
        assert!(serde_json::from_str::<Value>(text).is_err());
        assert!(verdict(text).is_ok(), "{text}");
    }
}

#[test]
fn a_bare_nan_loses_no_record() {
    for text in ["{\"a\":NaN}", "[Infinity]", "{\"a\":-Infinity,\"b\":1}"] {
        assert!(verdict(text).is_ok(), "{text}");
    }
    for text in ["{\"a\":Nan}", "[Inf]", "[-NaN]", "[NaN5]", "NaN NaN"] {
        assert!(verdict(text).is_err(), "{text}");
    }
}

#[test]
fn depth_is_limited_where_serde_limits_it() {
    for depth in [1, 126, 127, 128, 129, 100_000] {
        agree(&format!("{}{}", "[".repeat(depth), "]".repeat(depth)));
        agree(&format!(
            "{}1{}",
            "{\"a\":".repeat(depth),
            "}".repeat(depth)
        ));
    }
    let deep = "[".repeat(100_000);
    assert_eq!(verdict(&deep).map_err(|fault| fault.what), Err(TOO_DEEP));
}

#[test]
fn every_prefix_of_a_record_ends_early() {
    let text = r#"{"a":[1,{"b":"x\u00e9\"y"}],"c":-1.5e+3,"d":null}"#;
    for end in 1..text.len() {
        let fault = verdict(&text[..end]).map_err(|fault| fault.what);
        assert_eq!(fault, Err(ENDS_EARLY), "{}", &text[..end]);
    }
}

#[test]
fn the_hash_forgets_blanks_and_key_order_and_nothing_else() {
    let base = r#"{"a":1,"b":{"x":[1,2,{"k":"v"}],"y":"z w"},"c":null}"#;
    let same = [
        r#"{ "a" : 1 , "b" : { "x" : [ 1 , 2 , { "k" : "v" } ] , "y" : "z w" } , "c" : null }"#,
        "{\"c\":null,\n\"b\":{\"y\":\"z w\",\"x\":[1,2,{\"k\":\"v\"}]},\"a\":1}",
    ];
    let other = [
        r#"{"a":1,"b":{"x":[2,1,{"k":"v"}],"y":"z w"},"c":null}"#,
        r#"{"a":"1","b":{"x":[1,2,{"k":"v"}],"y":"z w"},"c":null}"#,
        r#"{"a":1,"b":{"x":[1,2,{"k":"v"}],"y":"zw"},"c":null}"#,
        r#"{"a":1,"b":{"x":[1,2,{"k":"v"}],"y":"z w"}}"#,
        r#"{"a":1,"b":{"x":[1,2,{"k":"v"}],"y":"z w","c":null}}"#,
        r#"{"b":1,"a":{"x":[1,2,{"k":"v"}],"y":"z w"},"c":null}"#,
    ];
    for text in same {
        assert_eq!(verdict(text), verdict(base), "{text}");
    }
    for text in other {
        assert_ne!(verdict(text), verdict(base), "{text}");
    }
}

#[test]
fn escapes_are_resolved() {
    let table = [
        (r"a\u00e9\n\/\\", "a\u{e9}\n/\\"),
        (r"\ud83d\ude00", "\u{1F600}"),
        (r"\ud83d x", "\u{fffd} x"),
        (r"\ude00\ud83d", "\u{fffd}\u{fffd}"),
        (r"\ud83d\u0041", "\u{fffd}A"),
    ];
    for (body, text) in table {
        assert_eq!(decode(body), text);
    }
}

/// Texts that are nearly JSON: a valid one with one byte replaced, removed or doubled.
fn nearly() -> impl Strategy<Value = String> {
    let base =
        r#"{"time":"2024-05-09T17:06:50Z","n":[1,-2.5e3,{"x":null}],"s":"a\u00e9\"b","t":true}"#;
    (0..base.len(), 0..3_u8, any::<u8>()).prop_map(move |(at, kind, byte)| {
        let mut text = base.as_bytes().to_vec();
        match kind {
            0 => text[at] = byte & 0x7f,
            1 => {
                text.remove(at);
            }
            _ => text.insert(at, text[at]),
        }
        String::from_utf8_lossy(&text).into_owned()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_walk_and_serde_agree_on_damaged_records(text in nearly()) {
        agree(&text);
    }

    #[test]
    fn the_walk_and_serde_agree_on_json_like_noise(text in "[\\[\\]{}:,\"\\\\ 0-9eE.+\\-untrfalsx\n]{0,40}") {
        agree(&text);
    }
}
