//! A hidden switch for tests of the real program: panic where `CALLSCOPE_TEST_PANIC` says. Release builds have none.

/// Panics when the switch names this place.
#[expect(clippy::panic, reason = "that is its only purpose")]
pub(super) fn fail_here(place: &str) {
    if cfg!(debug_assertions)
        && std::env::var_os("CALLSCOPE_TEST_PANIC").is_some_and(|wanted| *wanted == *place)
    {
        std::panic::panic_any(format!("panic rehearsed in {place}"));
    }
}
