//! Where an operation stands on a timeline, whether it took time, and how it ended.
//!
//! Names, lanes and shapes from the service's sample queries on client operations. Old spellings
//! (`State-changed`, `pageHidden`) are the same operation.

use super::diagnostic::{self, Subject};
use super::id::{OperationIx, trimmed};
use super::rows::{Media, OperationRow, Quality};
use super::store::Store;
use super::value::Time;

/// A row of the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lane {
    /// The call itself, and what is of no other lane.
    Call,
    /// Microphone, speaker.
    Audio,
    /// Camera, views.
    Video,
    /// Screen sharing.
    Screen,
    /// Connection.
    Network,
    /// What a service did through Call Automation.
    Automation,
    /// Recording.
    Recording,
    /// Closed captions.
    Captions,
}

impl Lane {
    /// All, in the order they are drawn.
    pub const ALL: [Self; 8] = [
        Self::Call,
        Self::Audio,
        Self::Video,
        Self::Screen,
        Self::Network,
        Self::Automation,
        Self::Recording,
        Self::Captions,
    ];

    /// The word of answers and screens.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Call => "Call",
            Self::Audio => "Audio",
            Self::Video => "Video",
            Self::Screen => "Screen",
            Self::Network => "Network",
            Self::Automation => "Automation",
            Self::Recording => "Recording",
            Self::Captions => "Captions",
        }
    }

    const fn of_subject(subject: Subject) -> Self {
        match subject {
            Subject::Network => Self::Network,
            Subject::Audio => Self::Audio,
            Subject::Camera => Self::Video,
            Subject::Screen => Self::Screen,
            Subject::Other => Self::Call,
        }
    }
}

/// How an operation lies in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A moment.
    Point,
    /// It ended at its time stamp and took its duration.
    Span,
    /// A report of a diagnostic; the next ones end or change it.
    Range,
}

/// What is known of an operation by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperationKind {
    /// Today's spelling.
    pub name: &'static str,
    /// Its lane, unless its stream type or diagnostic tells better.
    pub lane: Lane,
    /// Its shape.
    pub shape: Shape,
    /// True for those the product's own queries leave out: mode, id and role changes.
    pub is_noise: bool,
}

const fn span(name: &'static str, lane: Lane) -> OperationKind {
    OperationKind {
        name,
        lane,
        shape: Shape::Span,
        is_noise: false,
    }
}

const fn point(name: &'static str, lane: Lane) -> OperationKind {
    OperationKind {
        name,
        lane,
        shape: Shape::Point,
        is_noise: false,
    }
}

const fn noise(name: &'static str) -> OperationKind {
    OperationKind {
        name,
        lane: Lane::Call,
        shape: Shape::Point,
        is_noise: true,
    }
}

/// The name under which diagnostics are logged.
pub const DIAGNOSTICS: &str = "UserFacingDiagnostics";

/// All documented operations.
pub const OPERATIONS: [OperationKind; 33] = [
    span("CallAgentInit", Lane::Call),
    span("AskDevicePermission", Lane::Call),
    span("StartCall", Lane::Call),
    span("Join", Lane::Call),
    span("EnterCall", Lane::Call),
    span("AcceptIncomingCall", Lane::Call),
    span("RejectIncomingCall", Lane::Call),
    span("Hangup", Lane::Call),
    span("Hold", Lane::Call),
    point("StateChanged", Lane::Call),
    noise("CallModeChanged"),
    noise("IdChanged"),
    noise("RoleChanged"),
    point("SelectedDeviceChanged", Lane::Call),
    point("PageHidden", Lane::Call),
    span("MuteMicrophone", Lane::Audio),
    span("UnmuteMicrophone", Lane::Audio),
    point("IsMutedChanged", Lane::Audio),
    point("IsIncomingAudioMutedChanged", Lane::Audio),
    span("StartAudio", Lane::Audio),
    span("StopAudio", Lane::Audio),
    point("SelectedMicrophoneChanged", Lane::Audio),
    point("SelectedSpeakerChanged", Lane::Audio),
    span("StartVideo", Lane::Video),
    span("StopVideo", Lane::Video),
    span("CreateView", Lane::Video),
    span("DisposeView", Lane::Video),
    span("SwitchSource", Lane::Video),
    point("OptimalVideoCountChanged", Lane::Video),
    span("StartScreenShare", Lane::Screen),
    span("StopScreenShare", Lane::Screen),
    OperationKind {
        name: DIAGNOSTICS,
        lane: Lane::Call,
        shape: Shape::Range,
        is_noise: false,
    },
    // A placeholder that the product's queries drop.
    noise("CallClientOperations"),
];

/// The kind of an operation in any case, with or without hyphens.
pub fn kind(name: &str) -> Option<&'static OperationKind> {
    let name = trimmed(name);
    let asked = || {
        name.bytes()
            .filter(|byte| !matches!(byte, b'-' | b'_' | b' '))
            .map(|byte| byte.to_ascii_lowercase())
    };
    let first = asked().next();
    OPERATIONS.iter().find(|row| {
        let mut letters = row.name.bytes().map(|b| b.to_ascii_lowercase());
        // Asked for each operation of each call: most rows are told apart by a glance.
        name.len() >= row.name.len() && letters.next() == first && letters.eq(asked().skip(1))
    })
}

/// The lane of a name; `diagnostic` (may be empty) decides for diagnostics, `detail` by its stream type for views and
/// sources. An unknown operation stands in the lane that a word of its name tells, else with the call.
pub fn lane(name: &str, diagnostic: &str, detail: &str) -> Lane {
    if !diagnostic.is_empty() {
        return Lane::of_subject(diagnostic::subject(diagnostic));
    }
    let Some(kind) = kind(name) else {
        return by_word(name);
    };
    match (kind.name, stream_type(detail)) {
        ("SwitchSource", Some(Media::Audio)) => Lane::Audio,
        (
            "CreateView" | "DisposeView" | "SwitchSource" | "StartVideo" | "StopVideo",
            Some(media),
        ) => match media {
            Media::Screen => Lane::Screen,
            _ => kind.lane,
        },
        _ => kind.lane,
    }
}

fn by_word(name: &str) -> Lane {
    const WORDS: [(&str, Lane); 7] = [
        ("screen", Lane::Screen),
        ("video", Lane::Video),
        ("camera", Lane::Video),
        ("audio", Lane::Audio),
        ("mute", Lane::Audio),
        ("microphone", Lane::Audio),
        ("network", Lane::Network),
    ];
    let lower = name.to_ascii_lowercase();
    WORDS
        .iter()
        .find(|(word, _)| lower.contains(word))
        .map_or(Lane::Call, |&(_, lane)| lane)
}

/// The medium behind `StreamType` in the `key value` words of a payload.
fn stream_type(detail: &str) -> Option<Media> {
    let mut words = detail.split([' ', ',', ';', ':', '=']);
    words.find(|word| word.eq_ignore_ascii_case("StreamType"))?;
    let media = Media::parse(words.find(|word| !word.is_empty())?);
    (media != Media::Unknown).then_some(media)
}

/// The shape of a name; an unknown operation is a span, as the product draws it.
pub fn shape(name: &str) -> Shape {
    kind(name).map_or(Shape::Span, |kind| kind.shape)
}

/// The least length of an operation that took time, ms (call-diagnostics-rules, *client operation time*).
pub const LEAST_SPAN_MS: f64 = 10.0;

/// From when to when an operation ran: the time stamp is the end, the duration reaches back from it, by
/// [`LEAST_SPAN_MS`] at least (call-diagnostics-rules, *client operation time (2025)*; the older query took the stamp
/// for the start). Unlike the portal, which gives those 10 ms to an operation without a duration as well, one whose
/// duration is not logged is a moment: missing is not zero.
pub fn extent(store: &Store, row: &OperationRow) -> (Time, Time) {
    match (shape(store.text(row.name)), row.duration_ms.known()) {
        (Shape::Span, Some(ms)) => (row.time.plus_ms(-ms.max(LEAST_SPAN_MS)), row.time),
        _ => (row.time, row.time),
    }
}

/// True when an operation did not do what was asked. A missing or redacted result is no failure, and for diagnostics
/// the result says nothing.
pub fn has_failed(store: &Store, row: &OperationRow) -> bool {
    // The cheap question first, as nearly all succeed.
    row.result.is_known() && is_failure(store.text(row.result)) && !is_diagnostic(store, row)
}

/// The same of a row of the store, of which mostly one column is looked at.
pub fn has_failed_at(store: &Store, row: OperationIx) -> bool {
    let table = &store.operations;
    let result = table.result()[row.at()];
    result.is_known()
        && is_failure(store.text(result))
        && !is_diagnostic(store, &table.get(row.at()))
}

/// True for a result that is none of `Succeeded`, `Success`, `ExpectedError` (call-diagnostics-rules, *operation
/// failed*); nothing is no failure.
pub fn is_failure(result: &str) -> bool {
    const FINE: [&str; 3] = ["Succeeded", "Success", "ExpectedError"];
    !result.is_empty() && !FINE.iter().any(|fine| result.eq_ignore_ascii_case(fine))
}

/// True for a report of a user facing diagnostic.
pub fn is_diagnostic(store: &Store, row: &OperationRow) -> bool {
    row.diagnostic.is_known() || shape(store.text(row.name)) == Shape::Range
}

/// How an operation ended in one or few words: the quality a diagnostic reports, else result and code.
pub fn result_words(store: &Store, row: &OperationRow) -> String {
    if is_diagnostic(store, row) {
        return match row.quality {
            Quality::Unknown => String::new(),
            quality => quality.name().to_owned(),
        };
    }
    let code = super::facts::code_words(store, row.code, row.subcode);
    let signature = match row.signature.known() {
        Some(number) if code.is_empty() && has_failed(store, row) => format!("{number}"),
        _ => String::new(),
    };
    [store.text(row.result), &code, &signature]
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// True for an operation of today's name in any of its spellings.
pub(crate) fn is_named(name: &str, wanted: &str) -> bool {
    name.len() <= wanted.len() + 4
        && name
            .bytes()
            .filter(|byte| !matches!(byte, b'-' | b'_' | b' '))
            .map(|byte| byte.to_ascii_lowercase())
            .eq(wanted.bytes().map(|byte| byte.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests;
