//! How one typed or pasted word is read: which needles are looked for, in order, and what each was taken for.
//!
//! Logs hold `acs:…` where SDKs show `8:acs:…`, `+41…` where APIs show `4:+41…`, and people paste labels, quotes and
//! encoded URLs. Every needle is no longer than what was typed, so a forgiving reading finds no less.

use super::kind::Kind;

/// One way to read a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// Lower case, never empty.
    pub(super) needle: String,
    /// Where it may be found; empty = everywhere.
    pub(super) kinds: &'static [Kind],
    /// What it was taken for.
    pub(super) meaning: String,
}

/// A word with its readings; the first that finds something counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    /// As typed.
    pub(super) token: String,
    /// Never empty.
    pub(super) readings: Vec<Reading>,
}

impl Reading {
    pub(super) fn new(needle: &str, kinds: &'static [Kind], meaning: impl Into<String>) -> Self {
        Self {
            needle: needle.to_ascii_lowercase(),
            kinds,
            meaning: meaning.into(),
        }
    }
}

/// Names that are written before a value, without case, blanks and signs. Those of words say where to look; an id is
/// looked for everywhere, since tickets mix them up.
const LABELS: [(&str, &[Kind]); 56] = [
    ("correlationid", &[]),
    ("callid", &[]),
    ("call", &[]),
    ("participantid", &[]),
    ("participant", &[]),
    ("remoteparticipantid", &[]),
    ("endpointid", &[]),
    ("endpoint", &[]),
    ("identifier", &[]),
    ("user", &[]),
    ("userid", &[]),
    ("rawid", &[]),
    ("communicationuserid", &[]),
    ("thread", &[]),
    ("threadid", &[]),
    ("teamsthreadid", &[]),
    ("operationid", &[]),
    ("clientinstanceid", &[]),
    ("tenant", &[]),
    ("tenantid", &[]),
    ("participanttenantid", &[]),
    ("streamid", &[]),
    ("servercallid", &[]),
    ("callconnectionid", &[]),
    ("recordingid", &[]),
    ("surveyid", &[]),
    ("roomid", &[]),
    ("recordid", &[]),
    ("streamingsessionid", &[]),
    ("speechrecognitionsessionid", &[]),
    ("connection", &[]),
    ("recording", &[]),
    ("room", &[]),
    ("phone", &[]),
    ("phonenumber", &[]),
    ("id", &[]),
    ("guid", &[]),
    ("value", &[]),
    ("sdk", &[Kind::Sdk, Kind::Agent]),
    ("sdkversion", &[Kind::Sdk, Kind::Agent]),
    ("useragent", &[Kind::Agent]),
    ("os", &[Kind::Os]),
    ("osversion", &[Kind::Os]),
    ("codec", &[Kind::Codec]),
    ("code", &[Kind::EndCode]),
    ("subcode", &[Kind::EndCode]),
    ("endcode", &[Kind::EndCode]),
    ("endreason", &[Kind::EndCode]),
    ("participantendreason", &[Kind::EndCode]),
    ("participantendsubcode", &[Kind::EndCode]),
    ("op", &[Kind::OperationName]),
    ("operation", &[Kind::OperationName, Kind::Operation]),
    ("operationname", &[Kind::OperationName]),
    ("ufd", &[Kind::Diagnostic]),
    ("diagnostic", &[Kind::Diagnostic]),
    ("tag", &[Kind::Tag]),
];

/// Splits `correlationId = value` and the like.
pub(super) fn label(text: &str) -> Option<(&'static [Kind], &str)> {
    let at = text.find([':', '='])?;
    let name: String = text[..at]
        .chars()
        .filter(|c| !matches!(c, ' ' | '_' | '-' | '"' | '\'' | '{' | '`'))
        .collect();
    let name = name.to_ascii_lowercase();
    let (_, kinds) = LABELS.iter().find(|(label, _)| *label == name)?;
    Some((kinds, &text[at + 1..]))
}

/// What sticks to a pasted value without being part of it.
fn is_dirt(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '\''
                | '`'
                | '´'
                | '“'
                | '”'
                | '„'
                | '‘'
                | '’'
                | '«'
                | '»'
                | '{'
                | '}'
                | '['
                | ']'
                | '('
                | ')'
                | '<'
                | '>'
                | ','
                | ';'
                | '!'
                | '?'
                | '='
                | '&'
                | '|'
                | '\\'
                | '*'
                | '#'
                | '…'
        )
}

/// Without dirt on either side and without punctuation at the end.
pub(super) fn clean(text: &str) -> &str {
    let text = text.trim_matches(is_dirt);
    let text = text.trim_end_matches(|c| is_dirt(c) || matches!(c, '.' | ':'));
    text.trim_start_matches('.')
}

/// The readings of one word; none when nothing but dirt or a bare label is in it.
pub(super) fn term(token: &str) -> Option<Term> {
    let is_bare_label = label(token).is_some_and(|(_, value)| clean(value).is_empty());
    let raw = clean(token);
    if raw.is_empty() || is_bare_label {
        return None;
    }
    let mut readings = Vec::new();
    let decoded = decoded(raw);
    let decoded = decoded.as_deref().unwrap_or(raw);
    if let Some((kinds, value)) = label(decoded) {
        read(clean(value), kinds, &mut readings);
    }
    read(clean(decoded), &[], &mut readings);
    read(raw, &[], &mut readings);
    Some(Term {
        token: token.to_owned(),
        readings,
    })
}

/// Adds the readings of a bare value, the most likely first.
pub(super) fn read(value: &str, kinds: &'static [Kind], readings: &mut Vec<Reading>) {
    for (needle, meaning) in shapes(value) {
        let is_new = readings
            .iter()
            .all(|known| known.kinds != kinds || !known.needle.eq_ignore_ascii_case(&needle));
        if !needle.is_empty() && is_new {
            readings.push(Reading::new(&needle, kinds, meant(meaning, kinds)));
        }
    }
}

fn meant(meaning: &str, kinds: &[Kind]) -> String {
    if kinds.is_empty() {
        return meaning.to_owned();
    }
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
    format!("{meaning}, only as {}", names.join(" or "))
}

const GUID: &str = "a GUID: looked up in every identifier column of every log";
const PART: &str = "part of an identifier: looked up in every identifier column of every log";
/// Digits of an identifier in the columns of the lists.
const SHOWN_PART: usize = 8;
const WORD: &str =
    "a word: looked up in identifiers, operations, diagnostics, SDKs, systems and codes";

fn shapes(value: &str) -> Vec<(String, &'static str)> {
    if is_code(value) {
        return vec![(value.to_owned(), "an end code with its subcode")];
    }
    if let Some(number) = phone(value) {
        return vec![(number, "a phone number")];
    }
    let bare = without_head(value);
    let user = "a user: with or without 8:, 28:, orgid:";
    let mut shapes = Vec::new();
    if bare.len() < value.len() || starts_with(bare, "acs:") {
        shapes.push((bare.to_owned(), user));
    } else if is_guid(value) {
        shapes.push((value.to_owned(), GUID));
    } else if starts_with(value, "19:") {
        shapes.push((value.to_owned(), "a Teams thread"));
    } else if value.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-') {
        shapes.push((value.to_owned(), PART));
    } else {
        shapes.push((value.to_owned(), WORD));
    }
    if let Some(guid) = dashed(value) {
        shapes.push((guid, "a GUID written without dashes"));
    }
    if let Some(number) = value
        .strip_prefix("00")
        .filter(|n| n.len() >= 8 && is_digits(n))
    {
        shapes.push((format!("+{number}"), "a phone number"));
    }
    shapes
}

/// The text after `8:`, `4:`, `28:` and `orgid:`; of `acs:` it stays, as the logs have it.
pub(super) fn without_head(value: &str) -> &str {
    let rest = ["28:", "8:", "4:"]
        .iter()
        .find(|head| starts_with(value, head))
        .map_or(value, |head| &value[head.len()..]);
    let rest = if starts_with(rest, "orgid:") {
        &rest["orgid:".len()..]
    } else {
        rest
    };
    if rest.is_empty() { value } else { rest }
}

fn starts_with(text: &str, head: &str) -> bool {
    text.get(..head.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(head))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `410/3112`.
pub(super) fn is_code(text: &str) -> bool {
    text.split_once('/').is_some_and(|(code, subcode)| {
        is_digits(code) && is_digits(subcode) && code.len() <= 4 && subcode.len() <= 8
    })
}

/// `410 / 3112` written with blanks.
pub(super) fn spaced_code(text: &str) -> Option<String> {
    let code: String = text.chars().filter(|c| *c != ' ').collect();
    (text.contains(' ') && is_code(&code)).then_some(code)
}

/// `+44 20 7946-0000`, `4:+41 (0)44 …` as the logs write it: `+` and digits. At least five digits.
pub(super) fn phone(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix("4:").unwrap_or(text).trim_start();
    let rest = text.strip_prefix('+')?.replace("(0)", "");
    let is_number = rest
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '.' | '/'));
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    (is_number && digits.len() >= 5).then(|| format!("+{digits}"))
}

/// `8-4-4-4-12` hexadecimal digits.
pub(super) fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

/// True for what is surely an identifier, and not its beginning: with a GUID in it, a phone number, a Teams thread.
pub(super) fn is_whole(needle: &str) -> bool {
    let is_phone = needle
        .strip_prefix('+')
        .is_some_and(|digits| digits.len() >= 8 && is_digits(digits));
    is_phone || holds_guid(needle) || (needle.starts_with("19:") && needle.contains('@'))
}

/// True for as much of an identifier as the screen shows in short, or more.
pub(super) fn is_part(needle: &str) -> bool {
    needle.len() >= SHOWN_PART && needle.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

/// True when a GUID stands somewhere in a text.
pub(super) fn holds_guid(text: &str) -> bool {
    let bytes = text.as_bytes();
    (0..bytes.len().saturating_sub(35)).any(|at| text.get(at..at + 36).is_some_and(is_guid))
}

/// More than eight hexadecimal digits without dashes, with the dashes of a GUID.
fn dashed(text: &str) -> Option<String> {
    let is_plain = (9..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit());
    is_plain.then(|| {
        let mut guid = String::with_capacity(36);
        for (at, digit) in text.chars().enumerate() {
            if matches!(at, 8 | 12 | 16 | 20) {
                guid.push('-');
            }
            guid.push(digit);
        }
        guid
    })
}

/// With `%3A` and the like resolved; none when there is nothing to resolve or the result is no text.
pub(super) fn decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return None;
    }
    let bytes = text.as_bytes();
    let (mut plain, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let code = text
            .get(at + 1..at + 3)
            .filter(|hex| bytes[at] == b'%' && hex.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        plain.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    let plain = String::from_utf8(plain).ok()?;
    (plain != text && !plain.chars().any(char::is_control)).then_some(plain)
}
