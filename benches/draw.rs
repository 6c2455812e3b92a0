//! What an answer to a key costs with a million calls loaded: from the key to the bytes, the terminal left out.
//!
//! `cargo bench --bench draw`; the median is the figure of the README.

use callscope::app::event::Event;
use callscope::app::key::Key;
use callscope::app::state::State;
use callscope::app::update::{Later, apply, arrange, arrange_for_key};
use callscope::model::batch::Batch;
use callscope::model::id::FileIx;
use callscope::model::rows::{CallKind, Direction, Media, StreamRow, SummaryRow};
use callscope::model::value::{Num, Time};
use callscope::shell::Screen;
use callscope::shell::run::Display as _;
use callscope::ui::context::Look;
use callscope::ui::glyphs::UNICODE;
use callscope::ui::theme::{Theme, Tier};
use callscope::ui::time_face::TimeFace;
use ratatui::layout::Size;
use std::cell::RefCell;
use std::io::{Sink, sink};

/// Calls in the list.
const CALLS: u32 = 1_000_000;
/// Calls in a batch, as a reader hands them over.
const BATCH: u32 = 1_000;
/// Columns and rows.
const SIZES: [(u16, u16); 2] = [(80, 24), (200, 50)];
/// 2026-11-19 in ticks of 100 ns; what day it is does not matter.
const START: i64 = 17_951_328_000_000_000;

fn main() {
    divan::main();
}

/// One call of one leg and one stream; every seventh has a poor value, every eleventh a failed end.
fn call(batch: &mut Batch, number: u32) {
    let id = format!(
        "{:08x}-5b0e-4c1d-9a77-{number:012x}",
        number.wrapping_mul(2_654_435_761)
    );
    let call = batch.id(&id);
    let participant = batch.id(&format!("{number:08x}-0000-4000-8000-000000000001"));
    let start = Time::from_ticks(START + i64::from(number) * Time::SECOND);
    let code = if number.is_multiple_of(11) {
        "410"
    } else {
        "0"
    };
    let summary = SummaryRow {
        call,
        participant,
        call_start: start,
        leg_start: start,
        call_duration: Num::new(f64::from(number % 3_600)),
        leg_duration: Num::new(f64::from(number % 3_600)),
        call_kind: CallKind::Group,
        end_code: batch.text(code),
        sdk: batch.text("1.31.2"),
        os: batch.text("Windows 10"),
        hash: u64::from(number) + 1,
        ..SummaryRow::default()
    };
    batch.summaries.push(summary);
    let mut stream = StreamRow {
        call,
        participant,
        media: Media::Audio,
        direction: Direction::Outbound,
        hash: u64::from(CALLS + number) + 1,
        ..StreamRow::default()
    };
    let jitter = if number.is_multiple_of(7) { 141.0 } else { 4.0 };
    stream.values[0] = Num::new(jitter);
    stream.values[1] = Num::new(jitter * 2.0);
    batch.streams.push(stream);
}

/// The program with all calls listed, at rest.
fn loaded() -> State {
    let look = Look {
        theme: Theme::terminal(Tier::Ansi16),
        glyphs: &UNICODE,
        face: TimeFace::default(),
    };
    let mut state = State::new(look, SIZES[0], true);
    for first in (0..CALLS).step_by(BATCH as usize) {
        let mut batch = Batch::new(FileIx(0), u64::from(first));
        (first..first + BATCH).for_each(|number| call(&mut batch, number));
        state.store.absorb(&batch);
    }
    state.store.settle();
    state.loading.is_running = false;
    apply(&mut state, Event::Key(Key::Char('2')));
    arrange(&mut state, Later::default());
    state
}

thread_local! {
    static STATE: RefCell<State> = RefCell::new(loaded());
}

/// Runs a bench on a screen of a size, with the cursor in the midst of the list.
fn with(size: (u16, u16), bench: impl FnOnce(&mut State, &mut Screen<Sink>)) {
    STATE.with_borrow_mut(|state| {
        apply(state, Event::Resize(size.0, size.1));
        let mut screen = Screen::in_memory(sink(), Size::new(size.0, size.1), Tier::Ansi16);
        for key in [
            Key::Char('g'),
            Key::Named("PgDn"),
            Key::Named("PgDn"),
            Key::Char('k'),
        ] {
            answer(state, &mut screen, key, Later::default());
        }
        bench(state, &mut screen);
    });
}

/// What the loop does for a key.
fn answer(state: &mut State, screen: &mut Screen<Sink>, key: Key, later: Later) {
    apply(state, Event::Key(key));
    arrange_for_key(state);
    arrange(state, later);
    // A sink takes everything.
    let _ = screen.show(state);
}

/// Keys that follow each other: a large preview waits.
const MOVING: Later = Later {
    rows: false,
    preview: true,
};

/// A step of the cursor that scrolls nothing.
#[divan::bench(args = SIZES)]
fn cursor_move(bencher: divan::Bencher<'_, '_>, size: (u16, u16)) {
    with(size, |state, screen| {
        let mut is_down = true;
        bencher.bench_local(|| {
            is_down = !is_down;
            answer(
                state,
                screen,
                Key::Char(if is_down { 'j' } else { 'k' }),
                MOVING,
            );
        });
    });
}

/// A step of the cursor with the preview of its call: the frame when the keys rest.
#[divan::bench(args = SIZES)]
fn cursor_move_with_preview(bencher: divan::Bencher<'_, '_>, size: (u16, u16)) {
    with(size, |state, screen| {
        let mut is_down = true;
        bencher.bench_local(|| {
            is_down = !is_down;
            let key = Key::Char(if is_down { 'j' } else { 'k' });
            answer(state, screen, key, Later::default());
        });
    });
}

/// A step beyond the last line seen: the list scrolls by one row.
#[divan::bench(args = SIZES)]
fn scroll(bencher: divan::Bencher<'_, '_>, size: (u16, u16)) {
    with(size, |state, screen| {
        for _ in 0..size.1 {
            answer(state, screen, Key::Char('j'), MOVING);
        }
        bencher.bench_local(|| answer(state, screen, Key::Char('j'), MOVING));
    });
}

/// A page on.
#[divan::bench(args = SIZES)]
fn page(bencher: divan::Bencher<'_, '_>, size: (u16, u16)) {
    with(size, |state, screen| {
        bencher.bench_local(|| answer(state, screen, Key::Named("PgDn"), MOVING));
    });
}

/// A frame in which nothing changed.
#[divan::bench(args = SIZES)]
fn nothing_changed(bencher: divan::Bencher<'_, '_>, size: (u16, u16)) {
    with(size, |state, screen| {
        bencher.bench_local(|| {
            arrange(state, Later::default());
            // A sink takes everything.
            let _ = screen.show(state);
        });
    });
}
