//! Windows-1252 to UTF-8: what a spreadsheet on Windows writes as "CSV".

/// The letters of 0x80 to 0x9f (encoding.spec.whatwg.org, index-windows-1252); the rest is Latin-1.
const HIGH: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}',
    '\u{2c6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}',
    '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}',
    '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

/// The text of bytes that are no UTF-8.
pub(super) fn windows_1252(bytes: &[u8]) -> String {
    let letter = |&byte: &u8| match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    };
    bytes.iter().map(letter).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn letters_of_western_europe_come_through() {
        assert_eq!(
            super::windows_1252(b"B\xf6rse \x80 \x93x\x94"),
            "B\u{f6}rse \u{20ac} \u{201c}x\u{201d}"
        );
    }
}
