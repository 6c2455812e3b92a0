//! Who and on what: the short words that several panes share.

use crate::model::call::{CallDetail, Leg};
use crate::model::id::{CallIx, IdRef, TextRef};
use crate::model::rows::{Direction, Media};
use crate::model::source::Source;
use crate::model::store::Store;
use crate::model::system::system_name;
use crate::model::value::Time;
use crate::ui::format::MISSING;

/// What the service hid.
pub(super) const REDACTED: &str = "redacted";

/// A word of the log, `redacted`, or missing.
pub(super) fn word(store: &Store, text: TextRef) -> &str {
    match text {
        TextRef::MISSING => MISSING,
        TextRef::REDACTED => REDACTED,
        _ => store.text(text),
    }
}

/// An identifier, `redacted`, or missing.
pub(super) fn id(store: &Store, id: IdRef) -> &str {
    match id {
        IdRef::MISSING => MISSING,
        IdRef::REDACTED => REDACTED,
        _ => store.id(id),
    }
}

/// Who a leg belongs to: the user or number; what kind of end it is where the log names nobody.
pub(super) fn who<'a>(store: &'a Store, leg: &Leg) -> &'a str {
    match (leg.identifier.is_known(), leg.identifier) {
        (true, identifier) => store.id(identifier),
        (false, IdRef::REDACTED) => REDACTED,
        _ if leg.endpoint_type.is_known() => store.text(leg.endpoint_type),
        _ => id(store, leg.participant.or(leg.endpoint)),
    }
}

/// System and SDK in short: `Windows 10.0 1.31.2`.
pub(super) fn client(store: &Store, leg: &Leg) -> String {
    match (leg.os, leg.sdk) {
        (TextRef::MISSING, TextRef::MISSING) => word(store, leg.endpoint_type).to_owned(),
        (TextRef::REDACTED, TextRef::REDACTED) => REDACTED.to_owned(),
        (os, sdk) => format!(
            "{} {}",
            system_name(word(store, os)),
            word(store, sdk).trim_start_matches("Skype/")
        ),
    }
}

/// The system alone, where there is no room for the SDK.
pub(super) fn system_of(store: &Store, leg: &Leg) -> String {
    match leg.os {
        TextRef::MISSING => word(store, leg.endpoint_type).to_owned(),
        os => system_name(word(store, os)),
    }
}

/// When a leg began: its own time, or the first record of a leg without summary; never the call's start in its place.
pub(super) fn leg_start(leg: &Leg) -> Time {
    if leg.has_own_start || leg.summary.is_none() {
        leg.start
    } else {
        Time::MISSING
    }
}

/// `out`, `in`, or missing.
pub(super) const fn way(direction: Direction) -> &'static str {
    match direction {
        Direction::Outbound => "out",
        Direction::Inbound => "in",
        Direction::Unknown => MISSING,
    }
}

/// Three letters of a medium.
pub(super) const fn medium(media: Media) -> &'static str {
    match media {
        Media::Audio => "aud",
        Media::Video => "vid",
        Media::Screen => "scr",
        Media::Unknown => "?",
    }
}

/// `ops.json:8812`: the file's own name without its folders.
pub(super) fn place(store: &Store, source: &Source) -> String {
    let (name, line) = store.place(source);
    let name = name.rsplit(['/', '\\']).next().unwrap_or(&name);
    format!("{name}:{line}")
}

/// How long a participant was gone before a further leg: `rejoined after 4 s`; nothing for a first leg.
pub(super) fn gap(detail: &CallDetail, leg: &Leg) -> String {
    let before = detail
        .participants
        .get(leg.participant_no as usize)
        .and_then(|participant| participant.legs.get((leg.leg_no as usize).checked_sub(1)?))
        .and_then(|&before| detail.leg(before));
    let Some(before) = before else {
        return String::new();
    };
    match leg.start.ms_since(before.end()) {
        Some(ms) if leg.has_own_start && ms >= 0.0 => {
            format!("rejoined after {:.0} s", ms / 1_000.0)
        }
        Some(_) if leg.has_own_start => "joined beside the leg before".to_owned(),
        _ => String::new(),
    }
}

/// What rows were made from: they are made again when it differs. The sizes guard against a call that was built anew
/// while the store stood still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    revision: u64,
    pub(super) call: CallIx,
    sizes: [usize; 4],
}

impl Stamp {
    pub(super) fn of(store: &Store, detail: &CallDetail) -> Self {
        Self {
            revision: store.shown_revision(),
            call: detail.call,
            sizes: [
                detail.legs.len(),
                detail.participants.len(),
                detail.streams.len(),
                detail.operations.len(),
            ],
        }
    }
}

/// Columns of a text; of one that is wider than any screen only that it is.
pub(super) fn columns(text: &str) -> u16 {
    crate::safe::width(text).min(10_000) as u16
}

/// The first text that fits, else the last.
pub(super) fn first_fitting(texts: Vec<String>, room: usize) -> String {
    let last = texts.len().saturating_sub(1);
    texts
        .into_iter()
        .enumerate()
        .find(|(at, text)| *at == last || crate::safe::width(text) <= room)
        .map_or_else(String::new, |(_, text)| text)
}

/// Breaks a text at blanks into rows of at most `room` columns; a longer word is left to be cut.
pub(super) fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ') {
        let width = crate::safe::width(word);
        let Some(row) = rows.last_mut() else { break };
        if used > 0 && used + 1 + width > room {
            rows.push(word.to_owned());
            used = width;
        } else {
            if used > 0 || !row.is_empty() {
                row.push(' ');
                used += 1;
            }
            row.push_str(word);
            used += width;
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_break_at_blanks_and_keep_every_word() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("", 7), [""]);
        assert_eq!(wrap("a  b", 7), ["a  b"]);
        assert_eq!(wrap("muchtoolong b", 7), ["muchtoolong", "b"]);
    }
}
