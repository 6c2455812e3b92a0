//! What a found value is: one row a kind, in the order in which hits are shown.

/// Declares the kinds with the word shown for each.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal),* $(,)?) => {
        /// What a value is at the place it was found. The order is that of hits.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// All kinds, in the order of hits.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The word of screens and answers.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

kinds! {
    /// `correlationId` of the service logs, `callId` of the client logs.
    Call = "call",
    /// `participantId`.
    Participant = "participant",
    /// `endpointId`.
    Endpoint = "endpoint",
    /// `identifier` of a user.
    User = "user",
    /// `identifier` that is a phone number.
    Phone = "phone",
    /// `teamsThreadId`.
    Thread = "thread",
    /// `clientInstanceId`.
    Client = "client",
    /// `remoteParticipantId` of media statistics.
    Remote = "remote",
    /// `operationId`.
    Operation = "operation",
    /// `serverCallId`.
    ServerCall = "server call",
    /// `callConnectionId`.
    Connection = "call connection",
    /// `recordingId`.
    Recording = "recording",
    /// `surveyId`.
    Survey = "survey",
    /// `streamingSessionId`, `speechRecognitionSessionId`.
    Session = "session",
    /// `roomId`.
    Room = "room",
    /// `correlationId` where it is no call's: of a request, of usage, of a set of dimensions.
    Correlation = "correlation",
    /// `streamId`.
    Stream = "stream",
    /// `participantTenantId`.
    Tenant = "tenant",
    /// `code/subcode` of a leg's end or of an operation's payload.
    EndCode = "end code",
    /// A user facing diagnostic.
    Diagnostic = "diagnostic",
    /// `operationName`.
    OperationName = "operation name",
    /// `resultCategory`, `resultType`.
    Result = "result",
    /// `sdkVersion`.
    Sdk = "sdk",
    /// `osVersion`.
    Os = "os",
    /// `codecName`, `mediaStreamCodec`.
    Codec = "codec",
    /// `userAgent`.
    Agent = "user agent",
    /// `diagnosticOptions`: app name, version, tags.
    Tag = "tag",
    /// The telling rest of an operation's payload.
    Payload = "payload",
    /// Endpoint, participant, transport and media types, metric names.
    Word = "word",
    /// `recordId` of usage; a record that is only kept raw, by its call id or category.
    Record = "record",
}

impl Kind {
    /// Words of a short vocabulary, where a fuzzy match makes sense; in identifiers it is noise.
    pub const fn is_vocabulary(self) -> bool {
        matches!(
            self,
            Self::Diagnostic
                | Self::OperationName
                | Self::Result
                | Self::Sdk
                | Self::Os
                | Self::Codec
                | Self::Word
                | Self::Record
        )
    }
}
