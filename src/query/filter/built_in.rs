//! The sample queries of the documents that concern calls, and what answers each here: a filter, a grouping, or a page.

/// What the names of built-in filters begin with.
pub(super) const PREFIX: &str = "docs/";

/// What answers a sample query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A filter; its name stands for its text.
    Filter(&'static str),
    /// A grouping: what follows `callscope groups --by`, and what the page of groups counts.
    Groups(&'static str),
    /// A page or command.
    Page(&'static str),
}

/// A sample query and its answer.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// `docs/` and a short name.
    pub name: &'static str,
    /// What answers it.
    pub answer: Answer,
    /// The query's title.
    pub query: &'static str,
    /// The page it stands on, of the Azure Monitor table reference.
    pub source: &'static str,
}

impl BuiltIn {
    /// The text of the filter; none where something else answers.
    pub fn filter(&self) -> Option<&'static str> {
        match self.answer {
            Answer::Filter(text) => Some(text),
            Answer::Groups(_) | Answer::Page(_) => None,
        }
    }

    /// The answer in words.
    pub fn answer_words(&self) -> String {
        match self.answer {
            Answer::Filter(text) => text.to_owned(),
            Answer::Groups(by) => format!("callscope groups --by {by}"),
            Answer::Page(page) => page.to_owned(),
        }
    }
}

/// The built-in filter of a name.
pub(super) fn named(name: &str) -> Option<&'static BuiltIn> {
    BUILT_IN.iter().find(|row| row.name == name)
}

const fn row(
    name: &'static str,
    answer: Answer,
    query: &'static str,
    source: &'static str,
) -> BuiltIn {
    BuiltIn {
        name,
        answer,
        query,
        source,
    }
}

use Answer::{Filter, Groups, Page};

const SUMMARY: &str = "ACSCallSummary, ACSCallSummaryUpdates";
const STREAMS: &str = "ACSCallDiagnostics, ACSCallDiagnosticsUpdates";
const CLIENT: &str = "ACSCallClientOperations";
const SAMPLES: &str = "ACSCallClientMediaStatsTimeSeries";
const SURVEY: &str = "ACSCallSurvey";
const AUTOMATION: &str = "ACSCallAutomationIncomingOperations";
const RECORDING: &str = "ACSCallRecordingSummary";
const BILLING: &str = "ACSBillingUsage";

/// All of them, by table.
#[rustfmt::skip]
pub static BUILT_IN: &[BuiltIn] = &[
    row("docs/participants-per-call", Groups("legs"), "Participants per call", SUMMARY),
    row("docs/phone-calls", Filter("kind=PSTN"), "Participant Phone Numbers", SUMMARY),
    row("docs/group-call-sizes", Groups("legs --filter type=Group"), "Participants per group call", SUMMARY),
    row("docs/call-types", Groups("type"), "Call type ratio", SUMMARY),
    row("docs/call-durations", Page("2 Calls, sorted by DUR: callscope calls --sort duration_s"), "Call duration histogram", SUMMARY),
    row("docs/duration-percentiles", Page("1 Overview: the lengths that 50, 90 and 99 % do not pass"), "Call duration percentiles", SUMMARY),
    row("docs/daily-calls", Groups("day"), "Daily calls", SUMMARY),
    row("docs/hourly-calls", Page("1 Overview: calls per hour; callscope groups --by hour for the hours of the day"), "Hourly calls", SUMMARY),
    row("docs/endpoints-per-call", Page("callscope calls --sort endpoints:desc --format csv"), "Endpoints per call", SUMMARY),
    row("docs/sdk-versions", Groups("sdk"), "SDK version ratio", SUMMARY),
    row("docs/os-versions", Groups("system"), "OS version ratio", SUMMARY),
    row("docs/automated-calls", Filter("requests>0"), "CallSummary log for CallAutomation API call", SUMMARY),
    row("docs/search-calls", Page("a word in a filter; /, callscope find TEXT for every place of it"), "Search calls by keyword", SUMMARY),
    row("docs/call-participants", Page("3 Call: callscope call ID"), "Search all participants in a call", SUMMARY),
    row("docs/call-operations", Page("3 Call, timeline: callscope call ID"), "Search all client operations in a call", SUMMARY),
    row("docs/streams-per-call", Page("callscope calls --sort streams:desc"), "Streams per call", STREAMS),
    row("docs/streams-per-call-histogram", Page("2 Calls, sorted by STR: callscope calls --sort streams"), "Streams per call histogram", STREAMS),
    row("docs/media-types", Groups("media"), "Media type ratio", STREAMS),
    row("docs/transport-types", Groups("transport"), "Transport type ratio", STREAMS),
    row("docs/average-telemetry", Groups("media --metric rtt_avg"), "Average telemetry values", STREAMS),
    row("docs/jitter-average", Groups("media --metric jitter_avg"), "Jitter average histogram", STREAMS),
    row("docs/jitter-maximum", Groups("media --metric jitter_max"), "Jitter max histogram", STREAMS),
    row("docs/loss-average", Groups("media --metric loss_avg"), "Packet loss rate average histogram", STREAMS),
    row("docs/loss-maximum", Groups("media --metric loss_max"), "Packet loss rate max histogram", STREAMS),
    row("docs/rtt-average", Groups("media --metric rtt_avg"), "Round trip time average histogram", STREAMS),
    row("docs/rtt-maximum", Groups("media --metric rtt_max"), "Round trip time max histogram", STREAMS),
    row("docs/poor-jitter", Filter("jitter.avg>30ms"), "Jitter quality ratio", STREAMS),
    row("docs/poor-loss", Filter("loss.avg>10%"), "Packet loss rate quality ratio", STREAMS),
    row("docs/poor-rtt", Filter("rtt.avg>500ms"), "Round trip time quality ratio", STREAMS),
    row("docs/automated-streams", Filter("requests>0 streams>0"), "CallDiagnostics log for CallAutomation API call", STREAMS),
    row("docs/poor-network", Filter("poor_streams>0 or due:ufd_network"), "Check network quality of all participants in a call", CLIENT),
    row("docs/operation-types", Groups("operation"), "Count client operations by type", CLIENT),
    row("docs/outgoing-failures", Filter("op=Join,StartCall result!=Succeeded,Success"), "Outgoing call failure reasons", CLIENT),
    row("docs/call-samples", Page("3 Call, chart: callscope call ID"), "Fetch time series media stats of all participants in a call", SAMPLES),
    row("docs/sample-metrics", Page("3 Call, chart: the measures of each medium"), "Metrics per each media type", SAMPLES),
    row("docs/sample-histogram", Page("3 Call, chart of a leg, medium and direction"), "Metric histogram per media type and direction", SAMPLES),
    row("docs/poor-rating", Filter("rating=Poor"), "Overall call rating", SURVEY),
    row("docs/poor-audio-rating", Filter("rating.audio=Poor"), "Audio rating", SURVEY),
    row("docs/poor-video-rating", Filter("rating.video=Poor"), "Video rating", SURVEY),
    row("docs/poor-screen-rating", Filter("rating.screen=Poor"), "Screenshare rating", SURVEY),
    row("docs/call-issues", Filter("survey.issues>0"), "Overall call issues", SURVEY),
    row("docs/audio-issues", Filter("survey.issues.audio>0"), "Audio issues", SURVEY),
    row("docs/video-issues", Filter("survey.issues.video>0"), "Video issues", SURVEY),
    row("docs/screen-issues", Filter("survey.issues.screen>0"), "Screenshare issues", SURVEY),
    row("docs/automation-errors", Filter("rule=automation_failed"), "Call Automation operational errors", AUTOMATION),
    row("docs/automation-results", Groups("result --filter requests>0"), "Call Automation operation result counts", AUTOMATION),
    row("docs/automation-connection", Page("the call connection id as a word in a filter; callscope find ID"), "Call Automation logs for call connection ID", AUTOMATION),
    row("docs/automation-operations", Page("3 Call, timeline: callscope call ID"), "Call Automation API operations on a call", AUTOMATION),
    row("docs/media-streaming", Filter("streamings>0"), "Number of calls with MediaStreaming active", AUTOMATION),
    row("docs/transcription", Filter("op:StartTranscription,StopTranscription,UpdateTranscription"), "Number of calls with Transcription active", AUTOMATION),
    row("docs/streaming-success", Filter("op=StartMediaStreaming,StopMediaStreaming result=Succeeded,Success"), "MediaStreaming operation Success count", AUTOMATION),
    row("docs/streaming-failures", Filter("op=StartMediaStreaming,StopMediaStreaming result=Failed"), "MediaStreaming operation Failure count", AUTOMATION),
    row("docs/transcription-success", Filter("op=StartTranscription,StopTranscription,UpdateTranscription result=Succeeded,Success"), "Transcription operation Success count", AUTOMATION),
    row("docs/transcription-failures", Filter("op=StartTranscription,StopTranscription,UpdateTranscription result=Failed"), "Transcription operation Failure count", AUTOMATION),
    row("docs/recorded-calls", Filter("recordings>0"), "Call Recording's mode ratio", RECORDING),
    row("docs/recordings-per-day", Groups("day --filter recordings>0"), "Daily Call Recordings", RECORDING),
    row("docs/recordings-per-hour", Groups("hour --filter recordings>0"), "Hourly Call Recordings", RECORDING),
    row("docs/recording-lengths", Page("3 Call, timeline: each recording with its length and end"), "Call Recording duration histogram", RECORDING),
    row("docs/recording-percentiles", Page("3 Call, timeline: each recording with its length and end"), "Call Recording duration percentiles", RECORDING),
    row("docs/recording-ends", Page("3 Call, timeline: each recording with its length and end"), "Call Recording's end reason ratio", RECORDING),
    row("docs/long-calls", Filter("dur>1h"), "Get long calls", BILLING),
];
