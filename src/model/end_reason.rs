//! What an end code and subcode mean, and what to do next: 737 rows collected from the service's documentation.
//!
//! The log's own `ResultCategory` always wins over the table's.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Tab separated: code, subcode, result category, meaning, next step, origin, counted as a drop in 2024, source.
const TABLE: &str = include_str!("../../assets/end-reasons.tsv");

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndReason {
    /// SIP-like code.
    pub code: &'static str,
    /// Detailed code; empty for the row of a bare code.
    pub subcode: &'static str,
    /// `Success`, `ExpectedError`, `UnexpectedClientError`, `UnexpectedServerError`; may be empty.
    pub category: &'static str,
    /// In words.
    pub meaning: &'static str,
    /// What to do.
    pub next_step: &'static str,
}

struct Index {
    exact: HashMap<(&'static str, &'static str), EndReason>,
    subcode: HashMap<&'static str, EndReason>,
    bare: HashMap<&'static str, EndReason>,
}

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut index = Index {
            exact: HashMap::new(),
            subcode: HashMap::new(),
            bare: HashMap::new(),
        };
        for line in TABLE.lines().skip(1) {
            let mut cells = line.split('\t');
            let mut cell = || cells.next().unwrap_or_default();
            let (code, subcode, category, meaning, next_step, origin) =
                (cell(), cell(), cell(), cell(), cell(), cell());
            let reason = EndReason {
                code,
                subcode,
                category,
                meaning,
                next_step,
            };
            if origin == "code" {
                index.bare.entry(code).or_insert(reason);
            } else {
                index.exact.entry((code, subcode)).or_insert(reason);
                index.subcode.entry(subcode).or_insert(reason);
            }
        }
        index
    })
}

/// The meaning of a code and subcode: the pair, else the subcode alone, else the bare code.
pub fn lookup(code: &str, subcode: &str) -> Option<EndReason> {
    let index = index();
    index
        .exact
        .get(&(code, subcode))
        .or_else(|| {
            (!matches!(subcode, "" | "0"))
                .then(|| index.subcode.get(subcode))
                .flatten()
        })
        .or_else(|| index.bare.get(code))
        .copied()
}

/// The meaning in words: the pair, else the subcode, else the pattern that its range follows, else the bare code, which
/// then says that the subcode is not listed.
pub fn meaning(code: &str, subcode: &str) -> Option<String> {
    let found = lookup(code, subcode);
    let is_exact = found.is_some_and(|reason| {
        (reason.code == code || reason.subcode != "0") && reason.subcode == subcode
    });
    match (found, pattern(subcode)) {
        (Some(reason), _) if is_exact => Some(reason.meaning.to_owned()),
        (_, Some(pattern)) => Some(pattern),
        (Some(reason), None) if matches!(subcode, "" | "0") => Some(reason.meaning.to_owned()),
        (Some(reason), None) => Some(format!("{} (subcode not listed)", reason.meaning)),
        (None, None) => None,
    }
}

/// The parts of the calling SDK by the first three digits of its subcodes (codes notes).
#[rustfmt::skip]
const FEATURES: [(&str, &str); 24] = [
    ("400", "initialisation"), ("402", "call agent"), ("406", "devices"), ("410", "call"), ("418", "lobby"),
    ("419", "policy"), ("420", "remote participants"), ("430", "local video"), ("432", "rendering"),
    ("436", "local audio"), ("440", "identifiers"), ("441", "token and telemetry"), ("450", "audio effects"),
    ("451", "survey"), ("452", "captions"), ("453", "data channel"), ("454", "diagnostics"),
    ("455", "media statistics"), ("457", "pre-call test and raised hand"), ("458", "reactions and recording"),
    ("459", "spotlight and conferencing"), ("460", "transcription and transfer"),
    ("461", "unmixed audio and video effects"), ("462", "local recording"),
];

/// What the digits of an unlisted subcode say (codes notes, direct routing sub code).
fn pattern(subcode: &str) -> Option<String> {
    if subcode.is_empty() || !subcode.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let sip = |prefix: &str| subcode.strip_prefix(prefix).filter(|rest| rest.len() == 3);
    if let Some(answer) = sip("560") {
        return Some(format!(
            "outbound phone leg: the SBC or carrier answered SIP {answer}"
        ));
    }
    if let Some(answer) = sip("540") {
        return Some(format!(
            "inbound phone leg: the SBC or carrier answered SIP {answer}"
        ));
    }
    match (subcode.len(), subcode.as_bytes()[0]) {
        (6, b'5') => Some("phone leg: said by Microsoft, not by the SBC or carrier".to_owned()),
        (5, b'4') => {
            let feature = FEATURES
                .iter()
                .find(|(prefix, _)| subcode.starts_with(prefix));
            Some(feature.map_or_else(
                || "an error of the calling SDK, not listed".to_owned(),
                |(_, name)| format!("an error of the calling SDK in its part {name}, not listed"),
            ))
        }
        _ => None,
    }
}

/// True for a subcode that the SBC or carrier of a phone leg answered (call-diagnostics-rules, direct routing sub code).
pub fn is_carrier(subcode: &str) -> bool {
    subcode.len() == 6 && (subcode.starts_with("560") || subcode.starts_with("540"))
}

/// True for a category that lays an end at the client's door.
pub fn is_client(category: &str) -> bool {
    category.to_ascii_lowercase().contains("client")
}

/// Codes that the product counted as dropped before rows carried a result category (call-diagnostics-rules, 2024).
const DROPPED_2024: [&str; 21] = [
    "380", "400", "407", "408", "409", "410", "412", "417", "430", "439", "440", "481", "483",
    "488", "489", "493", "500", "502", "503", "504", "580",
];

/// True when a leg that ended so was dropped: by its category, else by the 2024 list of codes.
pub fn is_drop(category: Option<&str>, code: &str) -> bool {
    match category {
        Some(category) => category.to_ascii_lowercase().contains("unexpected"),
        None => DROPPED_2024.contains(&code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_reachable() {
        assert_eq!(TABLE.lines().count(), 738);
        assert!(lookup("410", "3112").is_some_and(|reason| !reason.meaning.is_empty()));
        assert!(
            lookup("410", "").is_some(),
            "a bare code has a row of its own"
        );
        assert_eq!(lookup("999", "no such"), None);
    }

    #[test]
    fn unlisted_subcodes_are_explained_by_their_pattern() {
        assert!(meaning("412", "560999").is_some_and(|text| text.contains("SIP 999")));
        assert!(meaning("412", "540997").is_some_and(|text| text.contains("inbound")));
        #[rustfmt::skip]
        let table = [
            ("410", "3112", "blocks media relay"), ("410", "9876", "(subcode not listed)"), ("410", "", "media"),
            ("412", "570001", "said by Microsoft"), ("400", "43099", "in its part local video"),
            ("400", "49999", "the calling SDK, not listed"), ("0", "0", "Local participant hung up"),
        ];
        for (code, subcode, part) in table {
            let text = meaning(code, subcode).unwrap_or_default();
            assert!(text.contains(part), "{code}/{subcode}: {text}");
        }
        assert_eq!(meaning("999", "x1"), None);
    }

    #[test]
    fn every_listed_pair_keeps_its_own_words() {
        for line in TABLE.lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let told = meaning(cells[0], cells[1]).unwrap_or_default();
            let is_own = told == cells[3]
                || lookup(cells[0], cells[1]).is_some_and(|reason| reason.meaning == told);
            assert!(is_own, "{line}\n{told}");
        }
    }

    #[test]
    fn the_logs_category_wins_over_the_code_list() {
        assert!(is_drop(Some("UnexpectedServerError"), "0"));
        assert!(!is_drop(Some("Success"), "410"));
        assert!(!is_drop(Some("ExpectedError"), "500"));
        // The list of the 2024 query, word for word (call-diagnostics-rules, participant dropped).
        let listed =
            "380 400 407 408 409 410 412 417 430 439 440 481 483 488 489 493 500 502 503 504 580";
        for code in 0..1_000 {
            let code = code.to_string();
            assert_eq!(
                is_drop(None, &code),
                listed.split(' ').any(|known| known == code),
                "{code}"
            );
        }
    }
}
