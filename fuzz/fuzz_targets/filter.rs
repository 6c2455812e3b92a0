//! Whatever is typed into the filter line: it is read, every mistake has its place, what is left prints so that it
//! reads back as the same, and completion finds its way at any cursor.

#![no_main]

use callscope::model::store::Store;
use callscope::query::filter::{Clock, Filter, Marks, complete};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let clock = Clock::default();
    let reading = Filter::read(&text, &clock);
    for problem in &reading.problems {
        assert!(text.get(problem.span.clone()).is_some() && !problem.expected.is_empty());
    }
    let store = Store::new();
    // The last byte chooses, so that seeds are plain texts.
    let choice = usize::from(bytes.last().copied().unwrap_or_default());
    let found = complete(&store, &text, choice % (text.len() + 2));
    assert!(text.is_char_boundary(found.from));
    let Some(filter) = reading.filter else { return };
    let printed = filter.to_string();
    let again = Filter::read(&printed, &clock);
    assert!(again.problems.is_empty(), "{printed}");
    assert_eq!(again.filter.as_ref(), Some(&filter), "{printed}");
    let sieve = filter.sieve(&store, &Marks::default());
    assert!(sieve.is_current(&store));
});
