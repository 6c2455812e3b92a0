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
    /// What a person notices of it.
    pub impact: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// True for those that are only hints and never count as an issue.
    pub is_hint: bool,
}

const fn row(
    name: &'static str,
    subject: Subject,
    impact: &'static str,
    remedy: &'static str,
) -> Diagnostic {
    Diagnostic {
        name,
        subject,
        impact,
        remedy,
        is_hint: false,
    }
}

const fn hint(
    name: &'static str,
    subject: Subject,
    impact: &'static str,
    remedy: &'static str,
) -> Diagnostic {
    Diagnostic {
        is_hint: true,
        ..row(name, subject, impact, remedy)
    }
}

/// All 24 documented diagnostics.
#[rustfmt::skip]
pub const DIAGNOSTICS: [Diagnostic; 24] = [
    row("NetworkReconnect", Subject::Network, "audio and video stop while reconnecting", "Check connection and bandwidth."),
    row("NetworkReceiveQuality", Subject::Network, "hears choppy audio, sees frozen video", "Check downlink; switch video off."),
    row("NetworkSendQuality", Subject::Network, "others hear or see this user badly", "Check uplink; switch video off."),
    row("NoNetwork", Subject::Network, "call cannot start", "Get network back."),
    row("NetworkRelaysNotReachable", Subject::Network, "call setup fails or media lost", "Open UDP 3478-3481 and TCP 443 to relays."),
    row("NoSpeakerDevicesEnumerated", Subject::Audio, "hears nothing", "Attach speaker."),
    row("NoMicrophoneDevicesEnumerated", Subject::Audio, "not heard", "Attach microphone."),
    row("MicrophoneNotFunctioning", Subject::Audio, "not heard", "Free or enable microphone."),
    row("MicrophoneMuteUnexpectedly", Subject::Audio, "not heard", "End the phone call or unmute."),
    row("MicrophonePermissionDenied", Subject::Audio, "not heard", "Allow microphone in OS settings."),
    hint("SpeakingWhileMicrophoneIsMuted", Subject::Audio, "not heard though talking", "Hint only: never counted as an issue."),
    hint("SpeakerMuted", Subject::Audio, "hears nothing", "Hint only: never counted as an issue."),
    row("SpeakerVolumeIsZero", Subject::Audio, "hears nothing", "Raise volume."),
    row("SpeakerNotFunctioning", Subject::Audio, "hears nothing", "Check speaker."),
    row("SpeakerNotFunctioningDeviceInUse", Subject::Audio, "hears nothing", "Close the other program."),
    row("MicrophoneNotFunctioningDeviceInUse", Subject::Audio, "not heard", "Close the other program."),
    row("CameraFreeze", Subject::Camera, "others see a frozen picture", "Check uplink and camera."),
    row("CameraStartFailed", Subject::Camera, "not seen", "Free or enable camera."),
    row("CameraStartTimedOut", Subject::Camera, "not seen", "Replug camera."),
    row("CameraPermissionDenied", Subject::Camera, "not seen", "Allow camera in OS settings."),
    row("CameraStoppedUnexpectedly", Subject::Camera, "not seen", "Check camera."),
    row("ScreenshareRecordingDisabled", Subject::Screen, "share not seen", "Allow screen recording in OS settings."),
    row("CapturerStartFailed", Subject::Screen, "share not seen", "Start sharing again."),
    row("CapturerStoppedUnexpectedly", Subject::Screen, "share not seen", "Start sharing again."),
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
