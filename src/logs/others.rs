//! Categories that are counted and kept raw: their names, how to know them without one, and which call they name.

use super::classify::CallKey::{self, Call, Nobody};

/// A category without a table of its own.
pub(crate) struct Other {
    /// As the reference writes it, and as it is counted.
    pub(crate) name: &'static str,
    /// Other names: the Log Analytics table first, then older ones.
    pub(crate) aliases: &'static [&'static str],
    /// Sets of keys that mark a record without category (file-forms, "Bare properties object").
    pub(crate) signs: &'static [&'static [&'static str]],
    /// The key that holds a call id (log-schemas, gotcha 8).
    pub(crate) call: CallKey,
}

const fn other(
    name: &'static str,
    aliases: &'static [&'static str],
    signs: &'static [&'static [&'static str]],
    call: CallKey,
) -> Other {
    Other {
        name,
        aliases,
        signs,
        call,
    }
}

/// All of them; log-schemas, Categories and tables.
#[rustfmt::skip]
pub(crate) const OTHERS: &[Other] = &[
    other("CallClientMediaStatsCompressedTimeSeries", &[], &[], Call),
    other("AuthOperational", &["ACSAuthIncomingOperations"], &[], Nobody),
    other("ChatOperational", &["ACSChatIncomingOperations"], &[], Nobody),
    other("SMSOperational", &["ACSSMSIncomingOperations"], &[], Nobody),
    other("EmailSendMailOperational", &["ACSEmailSendMailOperational"], &[], Nobody),
    other("EmailStatusUpdateOperational", &["ACSEmailStatusUpdateOperational"], &[], Nobody),
    other("EmailUserEngagementOperational", &["ACSEmailUserEngagementOperational"], &[], Nobody),
    other("JobRouterOperational", &["ACSJobRouterIncomingOperations"], &[], Nobody),
    other("AdvancedMessagingOperational", &["ACSAdvancedMessagingOperations"], &[], Nobody),
    other("OptOutManagementOperational", &["ACSOptOutManagementOperations"], &[], Nobody),
];
