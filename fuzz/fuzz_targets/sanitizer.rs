//! Whatever the text: what is drawn holds nothing harmful, is stable, and keeps to its columns.

#![no_main]

use callscope::safe::{
    Charset, INPUT_LIMIT, fit, fit_left, fit_middle, is_forbidden, sanitize_as, sanitize_bytes,
    width,
};
use libfuzzer_sys::fuzz_target;

fn is_harmless(text: &str, charset: Charset) {
    assert!(!text.contains(is_forbidden), "{text:?}");
    assert!(charset == Charset::Unicode || text.is_ascii(), "{text:?}");
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    // The last byte chooses, so that seeds are plain texts.
    let choice = usize::from(bytes.last().copied().unwrap_or(0));
    let (columns, charset) = match choice % 64 {
        narrow @ 0..48 => (narrow, Charset::Unicode),
        other => (other - 48, Charset::Ascii),
    };
    let safe = sanitize_as(&text, charset);
    is_harmless(&safe, charset);
    is_harmless(&sanitize_bytes(bytes), Charset::Unicode);
    if safe.len() <= INPUT_LIMIT {
        let again = sanitize_as(&safe, charset);
        assert_eq!(again.as_str(), safe.as_str());
    }
    for cut in [fit, fit_middle, fit_left] {
        let cut = cut(&text, columns, charset);
        is_harmless(&cut, charset);
        assert!(width(&cut) <= columns, "{cut:?} is wider than {columns}");
    }
    if charset == Charset::Unicode && text.len() <= INPUT_LIMIT {
        let fitted = fit(&text, width(&text), charset);
        assert_eq!(fitted.as_str(), safe.as_str());
    }
});
