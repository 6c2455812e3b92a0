//! Cuts the objects that this program writes into their members: compact JSON, no blanks outside of texts.

/// The members of `object` (`"key":value`, without the commas).
pub(crate) fn members(object: &[u8]) -> Vec<&[u8]> {
    let Some(inside) = object.get(1..object.len().saturating_sub(1)) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let (mut start, mut depth, mut quoted, mut escaped) = (0, 0, false, false);
    for (at, byte) in inside.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            b',' if depth == 0 => {
                all.push(&inside[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    if !inside.is_empty() {
        all.push(&inside[start..]);
    }
    all
}

/// Key (generated keys hold no escapes) and value of a member.
pub(crate) fn parts(member: &[u8]) -> (&[u8], &[u8]) {
    let end = member.iter().skip(1).position(|byte| *byte == b'"');
    let end = end.map_or(member.len(), |at| at + 1);
    let value = member.get(end + 2..).unwrap_or_default();
    (member.get(1..end).unwrap_or_default(), value)
}

/// Appends the members as one object.
pub(crate) fn join<'a>(members: impl Iterator<Item = &'a [u8]>, out: &mut Vec<u8>) {
    out.push(b'{');
    for (place, member) in members.enumerate() {
        if place > 0 {
            out.push(b',');
        }
        out.extend_from_slice(member);
    }
    out.push(b'}');
}
