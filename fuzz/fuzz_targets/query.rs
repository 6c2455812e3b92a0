//! Whatever is pasted into the search box or shown as a record: it is read and laid out, and nothing of it is lost.

#![no_main]

use callscope::query::read::Query;
use callscope::ui::widgets::json_lines::JsonLines;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let query = Query::parse(&text);
    let _ = (
        query.is_empty(),
        query.times(),
        query.explain(),
        query.main_needle(),
    );
    let laid = JsonLines::of(&text);
    assert!(laid.broken.is_none_or(|line| line <= laid.lines.len()));
    assert!(laid.is_cut || laid.lines.len() <= text.len() + 1);
});
