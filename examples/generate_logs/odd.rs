//! Odd lines, as exports have them after crashes, concatenation by hand and careless tools.

use std::ops::Range;

use crate::members::{members, parts};
use crate::rng::Rng;

/// A kind of odd line.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// Whether there is still a record to read; a damaged one is no record.
    pub(crate) is_record: bool,
    make: fn(&mut Rng, &mut Vec<u8>),
}

const fn kind(name: &'static str, is_record: bool, make: fn(&mut Rng, &mut Vec<u8>)) -> Kind {
    Kind {
        name,
        is_record,
        make,
    }
}

/// All kinds, equally often.
pub(crate) const KINDS: [Kind; 8] = [
    kind("cut", false, cut),
    kind("invalid-utf8", false, invalid_utf8),
    kind("trailing-junk", false, junk),
    kind("wrong-type", true, wrong_type),
    kind("blank-lines", true, blank),
    kind("duplicate-key", true, duplicate),
    kind("huge-number", true, huge),
    kind("escapes", true, escapes),
];

/// Makes the line (without its end) odd; gives the number of the kind.
pub(crate) fn spoil(rng: &mut Rng, line: &mut Vec<u8>) -> usize {
    let kind = rng.range(0, KINDS.len() as i64) as usize;
    (KINDS[kind].make)(rng, line);
    kind
}

fn cut(rng: &mut Rng, line: &mut Vec<u8>) {
    let keep = rng.range(40, line.len() as i64 - 1) as usize;
    line.truncate(keep);
}

/// A byte that begins nothing, or nothing that goes on, inside of a text.
fn invalid_utf8(rng: &mut Rng, line: &mut Vec<u8>) {
    let texts = values(line, |value| value.starts_with(b"\"") && value.len() > 4);
    let at = texts.get(rng.range(0, texts.len() as i64) as usize);
    let at = at.map_or(10, |text| text.start + 2);
    line.insert(at, *rng.pick(&[0xc3, 0xff, 0x80]));
}

fn junk(rng: &mut Rng, line: &mut Vec<u8>) {
    line.extend_from_slice(rng.pick::<&[u8]>(&[b"}", b" ]", b"garbage", b"\",\"x\":1}"]));
}

fn wrong_type(rng: &mut Rng, line: &mut Vec<u8>) {
    let wrong: [&[u8]; 5] = [b"[]", b"{\"a\":[1]}", b"true", b"\"n/a\"", b"\"\""];
    replace(rng, line, &wrong);
}

fn huge(rng: &mut Rng, line: &mut Vec<u8>) {
    let numbers: [&[u8]; 4] = [
        b"1e300",
        b"123456789012345678901234567890123456789012",
        b"-0.00000000000000000000000000000000000000000000000001",
        b"9223372036854775808",
    ];
    replace(rng, line, &numbers);
}

fn blank(rng: &mut Rng, line: &mut Vec<u8>) {
    line.extend_from_slice(rng.pick::<&[u8]>(&[b"\n", b"\n  ", b"\r\n\r", b"\n\n\n"]));
}

/// One key of the record again, with another value.
fn duplicate(rng: &mut Rng, line: &mut Vec<u8>) {
    let texts = values(line, number);
    let Some(value) = texts.get(rng.range(0, texts.len() as i64) as usize) else {
        return;
    };
    let head = &line[..value.start - 2];
    let key = head.iter().rposition(|byte| *byte == b'"');
    let member = key.map(|start| line[start..value.end].to_vec());
    if let Some(mut member) = member {
        member.push(b',');
        let start = key.unwrap_or_default();
        line.splice(start..start, member);
    }
}

/// The letters of one text by their numbers.
fn escapes(rng: &mut Rng, line: &mut Vec<u8>) {
    let texts = values(line, |value| {
        value.starts_with(b"\"") && value.len() > 2 && !value.contains(&b'\\')
    });
    let Some(text) = texts.get(rng.range(0, texts.len() as i64) as usize) else {
        return;
    };
    let inside = text.start + 1..text.end - 1;
    let escaped: Vec<u8> = line[inside.clone()]
        .iter()
        .flat_map(|byte| format!("\\u{byte:04x}").into_bytes())
        .collect();
    line.splice(inside, escaped);
}

/// Another value instead of one of the numbers.
fn replace(rng: &mut Rng, line: &mut Vec<u8>, by: &[&[u8]]) {
    let numbers = values(line, number);
    if let Some(value) = numbers.get(rng.range(0, numbers.len() as i64) as usize) {
        line.splice(value.clone(), rng.pick(by).iter().copied());
    }
}

/// A number, written as such or as text.
fn number(value: &[u8]) -> bool {
    let bare = value.strip_prefix(b"\"").unwrap_or(value);
    let bare = bare.strip_suffix(b"\"").unwrap_or(bare);
    let digit = |byte: &u8| byte.is_ascii_digit() || b".-".contains(byte);
    !bare.is_empty() && bare.len() < 12 && bare.iter().all(digit)
}

/// Where the fitting values of `properties` are.
fn values(line: &[u8], fits: fn(&[u8]) -> bool) -> Vec<Range<usize>> {
    let outer = members(line);
    let inner = outer.iter().map(|member| parts(member));
    let inner = inner.filter(|(key, _)| *key == b"properties");
    let start = line.as_ptr().addr();
    inner
        .flat_map(|(_, object)| members(object))
        .map(|member| parts(member).1)
        .filter(|value| fits(value))
        .map(|value| {
            let at = value.as_ptr().addr() - start;
            at..at + value.len()
        })
        .collect()
}
