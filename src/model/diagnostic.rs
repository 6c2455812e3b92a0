//! User facing diagnostics (UFDs): what a client noticed about its network and devices.
//!
//! Names, categories and meanings from the service's page on user facing diagnostics.

/// What a diagnostic is about; also its lane on the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// Connection.
    Network,
    /// Microphone, speaker.
    Audio,
    /// Camera.
    Camera,
    /// Screen capture.
    Screen,
    /// Not in the table.
    Other,
}

/// One known diagnostic.
pub struct Diagnostic {
    /// Its name with an upper-case first letter.
    pub name: &'static str,
    /// What it is about.
    pub subject: Subject,
    /// True for those that are only hints and never count as an issue.
    pub is_hint: bool,
}

const fn row(name: &'static str, subject: Subject) -> Diagnostic {
    Diagnostic {
        name,
        subject,
        is_hint: false,
    }
}

const fn hint(name: &'static str, subject: Subject) -> Diagnostic {
    Diagnostic {
        name,
        subject,
        is_hint: true,
    }
}

/// All 24 documented diagnostics.
pub const DIAGNOSTICS: [Diagnostic; 24] = [
    row("NetworkReconnect", Subject::Network),
    row("NetworkReceiveQuality", Subject::Network),
    row("NetworkSendQuality", Subject::Network),
    row("NoNetwork", Subject::Network),
    row("NetworkRelaysNotReachable", Subject::Network),
    row("NoSpeakerDevicesEnumerated", Subject::Audio),
    row("NoMicrophoneDevicesEnumerated", Subject::Audio),
    row("MicrophoneNotFunctioning", Subject::Audio),
    row("MicrophoneMuteUnexpectedly", Subject::Audio),
    row("MicrophonePermissionDenied", Subject::Audio),
    hint("SpeakingWhileMicrophoneIsMuted", Subject::Audio),
    hint("SpeakerMuted", Subject::Audio),
    row("SpeakerVolumeIsZero", Subject::Audio),
    row("SpeakerNotFunctioning", Subject::Audio),
    row("SpeakerNotFunctioningDeviceInUse", Subject::Audio),
    row("MicrophoneNotFunctioningDeviceInUse", Subject::Audio),
    row("CameraFreeze", Subject::Camera),
    row("CameraStartFailed", Subject::Camera),
    row("CameraStartTimedOut", Subject::Camera),
    row("CameraPermissionDenied", Subject::Camera),
    row("CameraStoppedUnexpectedly", Subject::Camera),
    row("ScreenshareRecordingDisabled", Subject::Screen),
    row("CapturerStartFailed", Subject::Screen),
    row("CapturerStoppedUnexpectedly", Subject::Screen),
];

/// The row of a diagnostic, in any case.
pub fn lookup(name: &str) -> Option<&'static Diagnostic> {
    DIAGNOSTICS
        .iter()
        .find(|row| row.name.eq_ignore_ascii_case(name))
}

/// How the product's queries tell the subject of an unlisted diagnostic: by a word in its name.
const WORDS: [(&str, Subject); 6] = [
    ("network", Subject::Network),
    ("speak", Subject::Audio),
    ("microphone", Subject::Audio),
    ("screenshare", Subject::Screen),
    ("camera", Subject::Camera),
    ("captur", Subject::Camera),
];

/// What a diagnostic is about; an unlisted one is judged by the words in its name, as the product's queries do.
pub fn subject(name: &str) -> Subject {
    if let Some(row) = lookup(name) {
        return row.subject;
    }
    let lower = name.to_ascii_lowercase();
    WORDS
        .iter()
        .find(|(word, _)| lower.contains(word))
        .map_or(Subject::Other, |&(_, subject)| subject)
}

/// True for muted speech and muted speakers: listed, never counted as bad.
pub fn is_hint(name: &str) -> bool {
    lookup(name).is_some_and(|row| row.is_hint)
}
