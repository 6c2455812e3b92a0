//! What the sanitizer promises, on chosen and on arbitrary text.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use proptest::prelude::*;

use super::*;

/// Raw text and how it must look.
const FORMS: &[(&str, &str)] = &[
    ("", ""),
    ("plain text ~ 42", "plain text ~ 42"),
    ("\x1b[2J", "^[[2J"),
    ("\0\x07\x7f", "^@^G^?"),
    ("a\tb\r\n", "a\\tb\\r\\n"),
    ("\u{9b}31m\u{80}", "<9B>31m<80>"),
    ("id\u{202e}di", "id<U+202E>di"),
    ("a\u{200b}b\u{feff}\u{ad}", "a<U+200B>b<U+FEFF><U+00AD>"),
    ("\u{2028}\u{2029}\u{85}", "<U+2028><U+2029><85>"),
    ("\u{e0041}\u{fe0f}\u{fff9}", "<U+E0041><U+FE0F><U+FFF9>"),
    ("\u{115f}\u{3164}\u{ffa0}", "<U+115F><U+3164><U+FFA0>"),
    ("\u{ffff}\u{1fffe}", "<U+FFFF><U+1FFFE>"),
    ("Zoë Мир 会議 👍", "Zoë Мир 会議 👍"),
    ("e\u{301}", "e\u{301}"),
];

#[test]
fn forms() {
    for (raw, shown) in FORMS {
        assert_eq!(sanitize(raw).as_str(), *shown, "{raw:?}");
    }
}

#[test]
fn harmless_text_is_borrowed() {
    for text in ["plain", "Zoë 会議", "e\u{301}"] {
        assert!(matches!(Cow::from(sanitize(text)), Cow::Borrowed(_)));
    }
}

#[test]
fn a_flood_of_marks_is_counted() {
    let raw = format!("a{}b", "\u{301}".repeat(2000));
    let kept = "\u{301}".repeat(4);
    assert_eq!(sanitize(&raw).as_str(), format!("a{kept}<+1996>b"));
    let ascii = sanitize_as("e\u{301}ß", Charset::Ascii);
    assert_eq!(ascii.as_str(), "e<U+0301><U+00DF>");
}

#[test]
fn invalid_utf8_shows_its_bytes() {
    assert_eq!(sanitize_bytes(b"a\xff\xfeb\x1b").as_str(), "a<FF><FE>b^[");
    let name = OsStr::from_bytes(b"log\n\xe9.json");
    assert_eq!(sanitize_path(Path::new(name)).as_str(), "log\\n<E9>.json");
}

#[test]
fn long_input_is_cut_and_counted() {
    let raw = "é".repeat(INPUT_LIMIT);
    let shown = sanitize(&raw);
    assert!(shown.ends_with(&format!("…<+{INPUT_LIMIT} bytes>")));
    let bytes = vec![0xff_u8; INPUT_LIMIT + 7];
    assert!(sanitize_bytes(&bytes).ends_with("…<+7 bytes>"));
}

#[test]
fn the_table_is_sorted_and_disjoint() {
    let apart = INVISIBLE
        .windows(2)
        .all(|pair| matches!(pair, [(_, last), (first, _)] if last < first));
    assert!(apart);
    assert!(INVISIBLE.iter().all(|(first, last)| first <= last));
}

/// Text, columns, and the same cut at the right, in the middle and at the left.
const CUTS: &[(&str, usize, [&str; 3])] = &[
    ("abc", 3, ["abc", "abc", "abc"]),
    ("abcdef", 5, ["abcd…", "ab…ef", "…cdef"]),
    ("abcdef", 4, ["abc…", "ab…f", "…def"]),
    ("abcdef", 1, ["…", "…", "…"]),
    ("abcdef", 0, ["", "", ""]),
    ("会議室予約", 6, ["会議…", "会…約", "…予約"]),
    (
        "e\u{301}e\u{301}e\u{301}",
        2,
        ["e\u{301}…", "e\u{301}…", "…e\u{301}"],
    ),
    ("a\x1bb\x1bc", 4, ["a^[…", "a^…c", "…^[c"]),
];

#[test]
fn cuts() {
    for &(raw, columns, [right, middle, left]) in CUTS {
        let unicode = Charset::Unicode;
        assert_eq!(fit(raw, columns, unicode).as_str(), right, "{raw:?}");
        assert_eq!(fit_middle(raw, columns, unicode).as_str(), middle);
        assert_eq!(fit_left(raw, columns, unicode).as_str(), left);
    }
    assert_eq!(fit("naïve text", 9, Charset::Ascii).as_str(), "na<U+00E~");
    let id = "aaaa0000-1111-2222-3333-44445555dddd";
    assert_eq!(fit_middle(id, 9, Charset::Ascii).as_str(), "aaaa~dddd");
}

#[test]
fn width_counts_what_is_drawn() {
    assert_eq!(width("abc"), 3);
    assert_eq!(width("\x1b"), 2);
    assert_eq!(width("会"), 2);
    assert_eq!(width("e\u{301}"), 1);
}

/// Text thick with what goes wrong.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,6}",
        any::<char>().prop_map(String::from),
        (0_u32..0x30).prop_map(|code| char::from_u32(code).map(String::from).unwrap_or_default()),
        (1_usize..9).prop_map(|count| "\u{301}".repeat(count)),
        prop::sample::select(vec![
            "\u{200d}",
            "\u{202e}",
            "👩🏽",
            "한\u{1161}",
            "\u{600}",
            "क्षि"
        ])
        .prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn nothing_forbidden_comes_out(text in hostile(), columns in 0_usize..40) {
        for charset in [Charset::Unicode, Charset::Ascii] {
            let all = [
                sanitize_as(&text, charset),
                fit(&text, columns, charset),
                fit_middle(&text, columns, charset),
                fit_left(&text, columns, charset),
            ];
            for shown in &all {
                prop_assert!(!shown.chars().any(is_forbidden), "{shown:?}");
                prop_assert!(charset == Charset::Unicode || shown.is_ascii());
            }
        }
    }

    #[test]
    fn sanitizing_again_changes_nothing(text in hostile()) {
        let once = sanitize(&text);
        let twice = sanitize(&once);
        prop_assert_eq!(&twice, &once);
    }

    #[test]
    fn cuts_keep_to_their_columns(text in hostile(), columns in 0_usize..40) {
        for cut in [fit, fit_middle, fit_left] {
            let shown = cut(&text, columns, Charset::Unicode);
            prop_assert!(width(&shown) <= columns, "{shown:?}");
            if width(&text) <= columns {
                prop_assert_eq!(shown, sanitize(&text));
            }
        }
    }

    #[test]
    fn no_more_than_four_marks_in_a_row(text in hostile()) {
        let mut run = 0;
        for c in sanitize(&text).chars() {
            run = if is_mark(c) { run + 1 } else { 0 };
            prop_assert!(run <= MARKS_PER_BASE);
        }
    }

    #[test]
    fn any_bytes_are_harmless(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(!sanitize_bytes(&bytes).chars().any(is_forbidden));
    }
}
