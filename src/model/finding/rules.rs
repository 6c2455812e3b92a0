//! The rules by name: what each weighs, which logs it needs, and where it is documented.

use super::Class;
use crate::model::metric::Dimension;

/// A kind of log that a rule looks into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Log {
    /// Call summary: legs and how they ended.
    Summary,
    /// Call diagnostics: streams.
    Streams,
    /// Client operations and diagnostics.
    Operations,
    /// Media statistics, 10 s samples.
    Samples,
    /// End of call survey.
    Survey,
    /// Call automation requests and outcomes.
    Automation,
}

impl Log {
    /// In words, as "what would have to be loaded" names it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Summary => "call summary",
            Self::Streams => "call diagnostics",
            Self::Operations => "client operations",
            Self::Samples => "media statistics",
            Self::Survey => "end of call survey",
            Self::Automation => "call automation",
        }
    }
}

/// One rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable name of answers.
    pub name: &'static str,
    /// A dozen columns, where a finding has no better words.
    pub title: &'static str,
    /// What it weighs.
    pub class: Class,
    /// The logs it reads; without the first it says nothing.
    pub needs: &'static [Log],
    /// Where the rule comes from.
    pub source: &'static str,
}

macro_rules! rules {
    ($($id:ident = $name:literal $title:literal $class:ident [$($log:ident)*] $source:literal;)*) => {
        $(
            #[doc = $title]
            pub static $id: Rule = Rule {
                name: $name,
                title: $title,
                class: Class::$class,
                needs: &[$(Log::$log),*],
                source: $source,
            };
        )*

        /// All rules save those of single dimensions, see [`poor`] and [`burst`].
        pub static RULES: &[&Rule] = &[$(&$id),*];
    };
}

rules! {
    SERVER_ERROR = "server_error" "server error" Dropped [Summary Operations]
        "call-diagnostics-rules, participant dropped; end-reasons";
    NETWORK_LOST = "network_lost" "leg lost" Dropped [Summary Operations]
        "end-reasons; user-facing-diagnostics, NetworkReconnect";
    LEG_DROPPED = "leg_dropped" "dropped" Dropped [Summary Operations]
        "call-diagnostics-rules, participant dropped";
    NO_MEDIA_PATH = "no_media_path" "no relay" NoMedia [Summary Operations]
        "end-reasons 410/3112 and its troubleshooting guide";
    ONE_WAY_AUDIO = "one_way_audio" "one-way" NoMedia [Streams Operations Samples]
        "call-diagnostics-log-schema, PacketUtilization; client-operations";
    UPLINK = "uplink" "uplink" Cause [Streams Operations Samples]
        "quality-thresholds; user-facing-diagnostics, NetworkSendQuality";
    DOWNLINK = "downlink" "downlink" Cause [Streams Operations Samples]
        "quality-thresholds; user-facing-diagnostics, NetworkReceiveQuality";
    ACCESS_NETWORK = "access_network" "network" Cause [Streams Operations Samples]
        "quality-thresholds; user-facing-diagnostics";
    P2P_PATH = "p2p_path" "path" Cause [Streams Operations]
        "call-diagnostics-log-schema: of a P2P call only outbound streams are logged";
    COMMON_PATH = "common_path" "common path" Cause [Streams Samples]
        "quality-thresholds, compared over the legs of the call";
    TCP_FALLBACK = "tcp_fallback" "TCP" Cause [Streams]
        "call-diagnostics-log-schema, TransportType; network requirements: UDP 3478-3481";
    PAGE_HIDDEN = "page_hidden" "page hidden" Cause [Operations Samples]
        "client-operations, PageHidden";
    CAMERA_FAILURE = "camera_failure" "camera" Cause [Operations Samples]
        "user-facing-diagnostics, camera";
    MICROPHONE_FAILURE = "microphone_failure" "microphone" Cause [Operations]
        "user-facing-diagnostics, microphone";
    SPEAKER_FAILURE = "speaker_failure" "speaker" Cause [Operations]
        "user-facing-diagnostics, speaker";
    SCREEN_FAILURE = "screen_share_failure" "screen" Cause [Operations]
        "user-facing-diagnostics, screen share";
    CPU_LIMIT = "cpu_limit" "CPU" Cause [Samples Streams]
        "media-quality-sdk: FrameRateEncoded below FrameRateInput";
    BANDWIDTH_LIMIT = "bandwidth_limit" "bandwidth" Cause [Samples Streams]
        "media-quality-sdk: AvailableBitrate of 1.5 Mbps advised";
    SLOW_SOURCE = "slow_source" "camera slow" Cause [Samples Streams]
        "media-quality-sdk: FrameRateInput";
    AUTOMATION_FAILED = "automation_failed" "request" Cause [Automation]
        "call-automation-logs, ResultSignature";
    VIDEO_FROZEN = "video_frozen" "frozen" Symptom [Samples Operations]
        "media-quality-sdk, FrameRateDecoded";
    NETWORK_NOT_RECOVERED = "network_not_recovered" "network" Lasting [Operations]
        "user-facing-diagnostics, network";
    NETWORK_RECOVERED = "network_recovered" "network" Passing [Operations]
        "user-facing-diagnostics, network";
    DIAGNOSTIC_NOT_RECOVERED = "diagnostic_not_recovered" "diagnostic" Symptom [Operations]
        "user-facing-diagnostics";
    DIAGNOSTIC_RECOVERED = "diagnostic_recovered" "diagnostic" Passing [Operations]
        "user-facing-diagnostics";
    OPERATION_FAILED = "operation_failed" "failed" Failure [Operations]
        "call-diagnostics-rules, operation failed";
    RECORDING_FAILED = "recording_failed" "recording" Failure [Automation]
        "recording-logs";
    SURVEY_DISAGREES = "survey_disagrees" "survey" Failure [Survey Streams]
        "call-diagnostics-rules, call rating";
    MUTED_SPEECH = "muted_speech" "spoke muted" Hint [Operations]
        "user-facing-diagnostics, SpeakingWhileMicrophoneIsMuted";
    SPEAKER_OFF = "speaker_muted" "speaker off" Hint [Operations]
        "user-facing-diagnostics, SpeakerMuted";
    CLOCK_OFF = "clock_off" "clock off" Hint [Operations Summary]
        "call-diagnostics-rules, client operation time";
}

const fn of_dimension(name: &'static str, title: &'static str, class: Class) -> Rule {
    Rule {
        name,
        title,
        class,
        needs: &[Log::Streams],
        source: "quality-thresholds (call-diagnostics-log-schema)",
    }
}

/// The rules of averages, in the order of [`Dimension::ALL`]; a diagnostic of the client has none.
static POOR: [Rule; 9] = [
    of_dimension("stream_poor_jitter", "jitter", Class::Average),
    of_dimension("stream_poor_jitter_buffer", "buffer", Class::Average),
    of_dimension("stream_poor_loss", "loss", Class::Average),
    of_dimension("stream_poor_rtt", "RTT", Class::Average),
    of_dimension("stream_poor_healed", "healed", Class::Average),
    of_dimension("stream_poor_frame_rate", "frame rate", Class::Average),
    of_dimension("stream_poor_freeze", "freeze", Class::Average),
    of_dimension("stream_poor_resolution", "resolution", Class::Average),
    of_dimension("stream_poor_bitrate", "bitrate", Class::Average),
];

/// The rules of maxima, in the same order.
static BURST: [Rule; 9] = [
    of_dimension("stream_burst_jitter", "jitter", Class::Burst),
    of_dimension("stream_burst_jitter_buffer", "buffer", Class::Burst),
    of_dimension("stream_burst_loss", "loss", Class::Burst),
    of_dimension("stream_burst_rtt", "RTT", Class::Burst),
    of_dimension("stream_burst_healed", "healed", Class::Burst),
    of_dimension("stream_burst_frame_rate", "frame rate", Class::Burst),
    of_dimension("stream_burst_freeze", "freeze", Class::Burst),
    of_dimension("stream_burst_resolution", "resolution", Class::Burst),
    of_dimension("stream_burst_bitrate", "bitrate", Class::Burst),
];

/// The rule of an average beyond its limit.
pub fn poor(dimension: Dimension) -> Option<&'static Rule> {
    POOR.get(dimension as usize)
}

/// The rule of a maximum beyond it.
pub fn burst(dimension: Dimension) -> Option<&'static Rule> {
    BURST.get(dimension as usize)
}

/// Every rule there is.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().chain(&POOR).chain(&BURST)
}
