//! The words of a row beside the streams: name, result, the rest; the same for the screen and for answers.

use super::{SideKind, SideRow};
use crate::model::automation::{OutcomeRow, RequestRow};
use crate::model::end_reason;
use crate::model::facts::code_words;
use crate::model::id::TextRef;
use crate::model::lane::Lane;
use crate::model::store::Store;
use crate::model::survey;
use crate::model::value::Num;

/// What a row tells, in words; empty where the log says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// What it was.
    pub name: String,
    /// How it came out.
    pub result: String,
    /// The telling rest.
    pub text: String,
    /// How long it took or lasted.
    pub duration_ms: Num,
    /// True when it did not do what was asked. A poor rating is none.
    pub has_failed: bool,
}

impl SideKind {
    /// Where it stands on the timeline.
    pub const fn lane(self) -> Lane {
        match self {
            Self::Survey => Lane::Call,
            Self::Request | Self::Outcome | Self::Streaming => Lane::Automation,
            Self::Recording | Self::RecordingRequest => Lane::Recording,
            Self::Captions => Lane::Captions,
        }
    }
}

/// The words of a row.
pub fn tell(store: &Store, row: &SideRow) -> Told {
    let (side, at) = (&store.side, row.row as usize);
    match row.kind {
        SideKind::Survey => {
            let survey = side.surveys.get(at);
            Told {
                name: "survey".to_owned(),
                result: survey::score_words(&survey),
                text: survey::issues(store, &survey).join(", "),
                ..Told::default()
            }
        }
        SideKind::Request => request(store, &side.requests.get(at)),
        SideKind::RecordingRequest => request(store, &side.recording_requests.get(at)),
        SideKind::Outcome => outcome(store, &side.outcomes.get(at)),
        SideKind::Streaming => {
            let session = side.streamings.get(at);
            Told {
                name: store.text(session.modality).to_owned(),
                duration_ms: session.duration_ms,
                ..Told::default()
            }
        }
        SideKind::Recording => recording(store, at),
        SideKind::Captions => captions(store, at),
    }
}

fn request(store: &Store, row: &RequestRow) -> Told {
    Told {
        name: joined(store, &[row.name, row.sub_name], " "),
        result: with_number(store.text(row.result), row.signature),
        text: path_of(store.text(row.uri)).to_owned(),
        duration_ms: row.duration_ms,
        has_failed: has_failed(store.text(row.result), row.signature),
    }
}

fn outcome(store: &Store, row: &OutcomeRow) -> Told {
    let flags = [
        (row.is_interrupted, "interrupted"),
        (row.is_loop, "in a loop"),
        (row.is_to_one, "to one participant"),
    ];
    let flags = flags.iter().filter(|(flag, _)| *flag == Some(true));
    // The log's own message wins over the documents.
    let documented = end_reason::lookup(store.text(row.code), store.text(row.subcode));
    let documented = documented.map_or("", |reason| reason.meaning);
    let message = row
        .message
        .known()
        .map_or(documented, |text| store.text(text));
    let mut text: Vec<&str> = vec![message, store.text(row.prompt)];
    text.extend(flags.map(|(_, words)| *words));
    text.retain(|words| !words.is_empty());
    let code = code_words(store, row.code, row.subcode);
    let result = [store.text(row.result), &code];
    Told {
        name: format!("{} ended", store.text(row.name)).trim().to_owned(),
        result: result.join(" ").trim().to_owned(),
        text: text.join(", "),
        duration_ms: row.duration_ms,
        has_failed: has_failed(store.text(row.result), row.signature),
    }
}

fn recording(store: &Store, at: usize) -> Told {
    let row = store.side.recordings.get(at);
    let mut text = joined(store, &[row.content, row.channel, row.format], " ");
    let counts = [(row.chunks, "file"), (row.channels, "channel")];
    for (count, word) in counts {
        if let Some(count) = count.known() {
            let end = if (count - 1.0).abs() < 0.5 { "" } else { "s" };
            text = format!("{text}, {count} {word}{end}");
        }
    }
    if row.end_reason.is_known() {
        text = format!("{text}, end: {}", store.text(row.end_reason));
    }
    Told {
        name: "recording".to_owned(),
        result: store.text(row.result).to_owned(),
        text: text.trim_start_matches([',', ' ']).to_owned(),
        duration_ms: milliseconds(row.length_s),
        has_failed: has_failed(store.text(row.result), Num::MISSING),
    }
}

fn captions(store: &Store, at: usize) -> Told {
    let row = store.side.captions.get(at);
    Told {
        name: "captions".to_owned(),
        result: store.text(row.result).to_owned(),
        text: joined(
            store,
            &[row.language, row.end_reason, row.cancel_reason],
            ", ",
        ),
        duration_ms: milliseconds(row.duration_s),
        has_failed: has_failed(store.text(row.result), Num::MISSING),
    }
}

fn joined(store: &Store, texts: &[TextRef], between: &str) -> String {
    let known = texts.iter().filter_map(|text| text.known());
    let words: Vec<&str> = known.map(|text| store.text(text)).collect();
    words.join(between)
}

fn with_number(words: &str, number: Num) -> String {
    match number.known() {
        Some(number) => format!("{words} {number}").trim().to_owned(),
        None => words.to_owned(),
    }
}

fn milliseconds(seconds: Num) -> Num {
    // A sum of hours as a float: what is below a microsecond is no part of the log.
    let whole = |s: f64| Num::new((s * 1e6).round() / 1e3);
    seconds.known().map_or(seconds, whole)
}

/// A status from 400 on, or a result that says so. A cancelled prompt did not fail.
fn has_failed(result: &str, signature: Num) -> bool {
    let lower = result.to_ascii_lowercase();
    lower.contains("fail")
        || (lower.contains("error") && lower != "expectederror")
        || signature.known().is_some_and(|status| status >= 400.0)
}

/// The path of an address: without scheme, host and question.
pub fn path_of(uri: &str) -> &str {
    let rest = uri.split_once("://").map_or(uri, |(_, rest)| {
        rest.find('/').map_or("", |slash| &rest[slash..])
    });
    rest.split(['?', '#']).next().unwrap_or(rest).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_address_only_the_path_is_told() {
        let table = [
            (
                "https://a.b/calling/x:play?api-version=1",
                "/calling/x:play",
            ),
            ("https://a.b", ""),
            ("/calling/x?y", "/calling/x"),
            ("", ""),
            ("calling / with blanks ", "calling / with blanks"),
        ];
        for (uri, path) in table {
            assert_eq!(path_of(uri), path);
        }
    }

    #[test]
    fn a_failure_is_told_by_word_or_status() {
        let status = |text| Num::parse(text);
        for (result, signature) in [("Failed", ""), ("", "404"), ("UnexpectedServerError", "")] {
            assert!(
                has_failed(result, status(signature)),
                "{result} {signature}"
            );
        }
        for (result, signature) in [
            ("Succeeded", "202"),
            ("Canceled", ""),
            ("Completed", "200"),
            ("ExpectedError", ""),
            ("", ""),
        ] {
            assert!(
                !has_failed(result, status(signature)),
                "{result} {signature}"
            );
        }
    }
}
