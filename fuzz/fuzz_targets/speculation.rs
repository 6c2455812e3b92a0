//! Whatever the lines: reading them by the lines before them says what the walk over each says.
//!
//! A line that starts with `+` is the last other line with a piece replaced: two bytes for the place, one for how much
//! is cut out, the rest put in. A line that starts with `#` begins another batch.

#![no_main]

use callscope::logs::{Found, Hint, Reader};
use callscope::model::batch::Batch;
use callscope::model::id::FileIx;
use callscope::model::source::Source;
use libfuzzer_sys::fuzz_target;

/// The last line with a piece replaced.
fn edit(base: &mut Vec<u8>, command: &[u8]) {
    let [high, low, cut, piece @ ..] = command else {
        return;
    };
    let at = usize::from(u16::from_be_bytes([*high, *low])) % (base.len() + 1);
    let end = (at + usize::from(*cut) % 64).min(base.len());
    base.splice(at..end, piece.iter().copied());
}

fuzz_target!(|bytes: &[u8]| {
    let hints = [
        Hint::NONE,
        Hint::of_path("insights-logs-callclientoperations/PT1H.json"),
    ];
    let (mut fast, mut walking) = (Reader::default(), Reader::walking());
    let batch = || Batch::new(FileIx(0), 0);
    let (mut a, mut b) = (batch(), batch());
    let mut line = Vec::new();
    for (at, raw) in bytes.split(|&byte| byte == b'\n').enumerate() {
        match raw.split_first() {
            Some((b'+', command)) => edit(&mut line, command),
            Some((b'#', _)) => (a, b) = (batch(), batch()),
            _ => line = raw.to_vec(),
        }
        let Ok(text) = std::str::from_utf8(&line) else {
            continue;
        };
        let source = Source {
            offset: at as u64,
            length: text.len() as u32,
            ..Source::default()
        };
        let hint = hints[usize::from(raw.len() % 16 == 15)];
        // As the loader asks: by the line whose end is known before it is looked for, else as a text.
        let ended = format!("{text}\n");
        let told = match fast.read_line(&ended, text.len(), (source, hint), &mut a) {
            Some(length) => {
                assert_eq!(length, text.len(), "{text}");
                Ok(Found::Record)
            }
            None if raw.len() % 2 == 0 => fast.walk(text, (source, hint), &mut a),
            None => fast.read(text, source, hint, &mut a),
        };
        assert_eq!(told, walking.read(text, source, hint, &mut b), "{text}");
        assert!(a == b, "rows differ after {text}");
    }
});
