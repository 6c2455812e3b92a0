//! Whatever the text: a time or a number is read or refused, and what was read is written so that it reads the same.

#![no_main]

use callscope::model::value::{Num, Num32, Time};
use libfuzzer_sys::fuzz_target;

fn round(time: Time) {
    let Some(iso) = time.iso() else {
        assert!(!time.is_known(), "{time:?} is known and cannot be written");
        return;
    };
    assert_eq!(Time::parse(&iso), time, "{iso}");
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let time = Time::parse(&text);
    assert_eq!(time.is_known(), time.absence().is_none());
    round(time);
    let number = Num::parse(&text);
    assert_eq!(number.known().is_some(), number.absence().is_none());
    if let Some(value) = number.known() {
        assert!(value.is_finite());
        assert_eq!(Num::parse(&value.to_string()), number);
        let moved = time.plus_ms(value);
        assert_eq!(moved.is_known(), time.is_known());
        let _ = (moved.utc(), moved.iso(), moved.ms_since(time));
    }
    let number = Num32::parse(&text);
    assert_eq!(number.known().is_some(), number.absence().is_none());
    if let Some(value) = number.known() {
        assert!(value.is_finite());
        assert_eq!(Num32::parse(&value.to_string()), number);
    }
});
