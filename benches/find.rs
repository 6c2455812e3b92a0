//! Finding, sorting and opening: identifiers by the million, a list of a million calls, one call with a million samples.
//!
//! `cargo bench --bench find`; a part of it by a word of its names (`cargo bench --bench find -- keystroke`). The data
//! is made here from a fixed seed, so two runs compare the same work.

use callscope::app::event::Event;
use callscope::app::key::Key;
use callscope::app::state::State;
use callscope::app::{screen, update};
use callscope::model::batch::Batch;
use callscope::model::id::{CallIx, FileIx, IdRef};
use callscope::model::rows::{
    CallKind, Direction, Media, OperationRow, SampleRow, StreamRow, SummaryRow,
};
use callscope::model::source::Source;
use callscope::model::store::Store;
use callscope::model::value::{Num, Num32, Time};
use callscope::query::calls::{CallField, Ties, sort_calls};
use callscope::query::filter::{Clock, Filter, Marks, sift};
use callscope::query::find::{Search, search};
use callscope::query::identifiers::Index;
use callscope::query::place::Value;
use callscope::query::read::Query;
use callscope::ui::context::Look;
use callscope::ui::glyphs::UNICODE;
use callscope::ui::theme::{Theme, Tier};
use callscope::ui::time_face::TimeFace;
use divan::{Bencher, black_box};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

const ROWS_A_BATCH: u32 = 20_000;
const START: i64 = 17_000_000_000_000_000;

fn main() {
    divan::main();
}

/// `SplitMix64`: small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn guid(&mut self) -> String {
        let (a, b) = (self.roll(), self.roll());
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            a >> 32,
            (a >> 16) & 0xffff,
            a & 0xffff,
            b >> 48,
            b & 0xffff_ffff_ffff
        )
    }
}

fn source(file: u32, row: u32) -> Source {
    Source {
        file: FileIx(file),
        offset: u64::from(row) * 900,
        length: 900,
        line_in_chunk: row,
    }
}

/// Operations whose operation ids are all different: half GUIDs, half users' ids; fifty to a call.
fn identifiers(count: u32) -> Store {
    let mut dice = Dice(u64::from(count));
    let mut store = Store::new();
    for file in 0..count.div_ceil(ROWS_A_BATCH) {
        let mut batch = Batch::new(FileIx(file), 0);
        let rows = ROWS_A_BATCH.min(count - file * ROWS_A_BATCH);
        let mut call = String::new();
        for row in 0..rows {
            if row % 50 == 0 {
                call = dice.guid();
            }
            let id = match row % 2 {
                0 => dice.guid(),
                _ => format!("acs:{}_{}", dice.guid(), dice.guid()),
            };
            let time = START + i64::from(file * ROWS_A_BATCH + row) * Time::SECOND;
            let row = OperationRow {
                call: batch.id(&call),
                operation: batch.id(&id),
                name: batch.text("Join"),
                time: Time::from_ticks(time),
                hash: dice.roll(),
                source: source(file, row),
                ..OperationRow::default()
            };
            batch.operations.push(row);
        }
        store.absorb(&batch);
    }
    store
}

/// Calls of one leg with one stream each, judged.
fn calls(count: u32) -> Store {
    let mut dice = Dice(u64::from(count) + 1);
    let mut store = Store::new();
    for file in 0..count.div_ceil(ROWS_A_BATCH) {
        let mut batch = Batch::new(FileIx(file), 0);
        for row in 0..ROWS_A_BATCH.min(count - file * ROWS_A_BATCH) {
            add_call(&mut batch, &mut dice, file, row);
        }
        store.absorb(&batch);
    }
    store.settle();
    store
}

fn add_call(batch: &mut Batch, dice: &mut Dice, file: u32, row: u32) {
    let (call, participant) = (dice.guid(), dice.guid());
    let (call, participant) = (batch.id(&call), batch.id(&participant));
    let luck = dice.roll();
    let is_dropped = luck.is_multiple_of(40);
    let start = START + (dice.roll() % 2_592_000) as i64 * Time::SECOND;
    let summary = SummaryRow {
        call,
        participant,
        endpoint: participant,
        call_kind: CallKind::Group,
        call_start: Time::from_ticks(start),
        call_duration: Num::new((luck % 3_600) as f64),
        leg_start: Time::from_ticks(start),
        leg_duration: Num::new((luck % 3_600) as f64),
        end_code: batch.text(if is_dropped { "410" } else { "0" }),
        end_subcode: batch.text(&format!("{}", luck % 7 * 1_000)),
        sdk: batch.text(&format!("1.{}.0", luck % 30)),
        os: batch.text("Windows 10"),
        hash: dice.roll(),
        source: source(file, row * 2),
        ..SummaryRow::default()
    };
    batch.summaries.push(summary);
    let mut stream = StreamRow {
        call,
        participant,
        media: Media::Audio,
        stream_id: batch.text("1"),
        direction: Direction::Outbound,
        hash: dice.roll(),
        source: source(file, row * 2 + 1),
        ..StreamRow::default()
    };
    stream.values[0] = Num::new((luck % 45) as f64);
    stream.values[1] = Num::new((luck % 160) as f64);
    stream.values[2] = Num::new((luck % 600) as f64);
    batch.streams.push(stream);
}

const LEGS: u32 = 300;
const SAMPLES: u32 = 1_000_000;

/// One call of 300 legs: six streams, twenty operations and some 3,300 samples each.
fn meeting() -> Store {
    let mut dice = Dice(7);
    let mut store = Store::new();
    let call = dice.guid();
    let legs: Vec<String> = (0..LEGS).map(|_| dice.guid()).collect();
    let mut batch = Batch::new(FileIx(0), 0);
    for (at, leg) in (0..).zip(&legs) {
        add_leg(&mut batch, &mut dice, &call, (at, leg));
    }
    store.absorb(&batch);
    for file in 0..SAMPLES / ROWS_A_BATCH {
        let mut batch = Batch::new(FileIx(file + 1), 0);
        for row in 0..ROWS_A_BATCH {
            add_sample(&mut batch, &mut dice, (&call, &legs), (file, row));
        }
        store.absorb(&batch);
    }
    store.settle();
    store
}

fn add_leg(batch: &mut Batch, dice: &mut Dice, call: &str, (at, leg): (u32, &str)) {
    let (call, participant) = (batch.id(call), batch.id(leg));
    let endpoint = batch.id(&dice.guid());
    let start = START + i64::from(at) * Time::SECOND;
    let summary = SummaryRow {
        call,
        participant,
        endpoint,
        call_kind: CallKind::Group,
        call_start: Time::from_ticks(START),
        call_duration: Num::new(3_600.0),
        leg_start: Time::from_ticks(start),
        leg_duration: Num::new(3_000.0),
        end_code: batch.text(if at.is_multiple_of(37) { "410" } else { "0" }),
        hash: dice.roll(),
        source: source(0, at),
        ..SummaryRow::default()
    };
    batch.summaries.push(summary);
    for no in 0..6 {
        let mut stream = StreamRow {
            call,
            participant,
            endpoint,
            media: [Media::Audio, Media::Video, Media::Screen][no as usize / 2],
            stream_id: batch.text(&no.to_string()),
            direction: [Direction::Outbound, Direction::Inbound][no as usize % 2],
            hash: dice.roll(),
            source: source(0, 1_000 + at * 10 + no),
            ..StreamRow::default()
        };
        stream.values[0] = Num::new((dice.roll() % 33) as f64);
        stream.values[1] = Num::new((dice.roll() % 80) as f64);
        batch.streams.push(stream);
    }
    for no in 0..20 {
        let is_diagnostic = no % 4 == 0;
        let mut row = OperationRow {
            call,
            participant,
            endpoint,
            client: batch.id(&format!("c{at}")),
            operation: batch.id(&dice.guid()),
            name: batch.text(["UserFacingDiagnostics", "Join", "MuteMicrophone"][no as usize % 3]),
            time: Time::from_ticks(start + i64::from(no) * 120 * Time::SECOND),
            result: batch.text("Succeeded"),
            hash: dice.roll(),
            source: source(0, 10_000 + at * 20 + no),
            ..OperationRow::default()
        };
        if is_diagnostic {
            row.diagnostic = batch.text("NetworkSendQuality");
            row.quality = [
                callscope::model::rows::Quality::Bad,
                callscope::model::rows::Quality::Good,
            ][no as usize / 4 % 2];
        }
        batch.operations.push(row);
    }
}

fn add_sample(
    batch: &mut Batch,
    dice: &mut Dice,
    (call, legs): (&str, &[String]),
    (file, row): (u32, u32),
) {
    const METRICS: [&str; 4] = [
        "JitterInMs",
        "RttInMs",
        "PacketsLostPerSecond",
        "BitrateInBps",
    ];
    // Clients send their values in turns, as files of a meeting hold them.
    let at = file * ROWS_A_BATCH + row;
    let leg = &legs[(at / 24 % LEGS) as usize];
    let sample = SampleRow {
        call: batch.id(call),
        participant: batch.id(leg),
        time: Time::from_ticks(START + i64::from(at / (24 * LEGS)) * 10 * Time::SECOND),
        metric: batch.text(METRICS[at as usize % 4]),
        media: [Media::Audio, Media::Video, Media::Screen][at as usize / 4 % 3],
        direction: [Direction::Outbound, Direction::Inbound][at as usize / 12 % 2],
        average: Num32::new((dice.roll() % 40) as f32),
        maximum: Num32::new((dice.roll() % 90) as f32),
        minimum: Num32::new(0.0),
        interval_s: 10,
        hash: dice.roll(),
        source: source(file + 1, row),
        ..SampleRow::default()
    };
    batch.samples.push(sample);
}

/// Stores that several benches share, made once.
fn shared(name: &'static str, make: impl FnOnce() -> Store) -> &'static Store {
    static STORES: OnceLock<Mutex<HashMap<&'static str, &'static Store>>> = OnceLock::new();
    let mut stores = STORES
        .get_or_init(Mutex::default)
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    stores
        .entry(name)
        .or_insert_with(|| Box::leak(Box::new(make())))
}

const COUNTS: [u32; 3] = [100_000, 1_000_000, 5_000_000];

fn holding(count: u32) -> &'static Store {
    match count {
        100_000 => shared("100k", || identifiers(100_000)),
        1_000_000 => shared("1M", || identifiers(1_000_000)),
        _ => shared("5M", || identifiers(5_000_000)),
    }
}

fn indexed(count: u32) -> (&'static Store, &'static Index) {
    static INDEXES: OnceLock<Mutex<HashMap<u32, &'static Index>>> = OnceLock::new();
    let store = holding(count);
    let mut indexes = INDEXES
        .get_or_init(Mutex::default)
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let index = indexes
        .entry(count)
        .or_insert_with(|| Box::leak(Box::new(Index::build(store))));
    (store, index)
}

/// What is typed: from one character to a whole id, and one that no log holds.
const TYPED: [&str; 6] = ["a", "3f", "3f2a", "3f2a7c10", "3f2a7c10-9d4", "whole"];

fn needle(store: &Store, typed: &str) -> String {
    match typed {
        "whole" => store.ids.get(store.ids.len() as u32 / 2).to_owned(),
        typed => typed.to_owned(),
    }
}

/// A whole search: every place counted, the best 200 in order.
mod keystroke {
    use super::{Bencher, COUNTS, Query, TYPED, black_box, indexed, needle, search};

    fn run(bencher: Bencher, count: u32, typed: &str) {
        let (store, index) = indexed(count);
        let query = Query::parse(&needle(store, typed));
        bencher.bench_local(|| black_box(search(store, index, &query, 200).total));
    }

    #[divan::bench(args = TYPED, sample_count = 10)]
    fn of_100k(bencher: Bencher, typed: &str) {
        run(bencher, COUNTS[0], typed);
    }

    #[divan::bench(args = TYPED, sample_count = 10)]
    fn of_1m(bencher: Bencher, typed: &str) {
        run(bencher, COUNTS[1], typed);
    }

    #[divan::bench(args = TYPED, sample_count = 10)]
    fn of_5m(bencher: Bencher, typed: &str) {
        run(bencher, COUNTS[2], typed);
    }
}

/// What can be shown first: pieces of a search until 200 hits are there or all is seen.
#[divan::bench(args = TYPED, sample_count = 10)]
fn first_hits_of_5m(bencher: Bencher, typed: &str) {
    let (store, index) = indexed(COUNTS[2]);
    let query = Query::parse(&needle(store, typed));
    bencher.bench_local(|| {
        let mut search = Search::new(query.clone(), 200);
        loop {
            let is_done = search.step(store, index, 1 << 20);
            let hits = search.hits(store, index);
            if is_done || hits.total >= 200 {
                break hits.hits.len();
            }
        }
    });
}

/// The places of a whole id, without a scan.
#[divan::bench]
fn whole_id_by_index_of_5m(bencher: Bencher) {
    let (store, index) = indexed(COUNTS[2]);
    let id = needle(store, "whole");
    bencher.bench_local(|| {
        let id = store.ids.lookup(black_box(&id)).unwrap_or_default();
        index.places(Value::Id(IdRef(id))).len()
    });
}

#[divan::bench(args = COUNTS, sample_count = 3, sample_size = 1)]
fn build_index(bencher: Bencher, count: u32) {
    let store = holding(count);
    bencher.bench_local(|| Index::build(store).len());
}

const ORDERS: [&str; 11] = [
    "worst first",
    "call_id",
    "start",
    "reason",
    "sdk",
    "jitter_max",
    "end_codes",
    "teams_thread_id",
    "legs",
    "loss_max rtt_avg start",
    "verdict sdk duration_s",
];

fn order(fields: &str) -> Vec<(&CallField, bool)> {
    let fields = fields.split(' ').filter_map(CallField::named);
    fields.map(|field| (field, true)).collect()
}

/// The key that sorts the list anew, of a store that has not changed since it was sorted before.
#[divan::bench(args = ORDERS, sample_count = 3, sample_size = 1)]
fn sort_a_million_calls(bencher: Bencher, fields: &str) {
    let store = shared("calls", || calls(1_000_000));
    let by = order(fields);
    let mut ties = Ties::default();
    ties.sorted(store, &[]);
    ties.sorted(store, &by);
    bencher.bench_local(|| ties.sorted(store, &by));
}

/// The same of a store that has changed, or of some of its calls.
#[divan::bench(args = ORDERS, sample_count = 3, sample_size = 1)]
fn first_sort_of_a_million_calls(bencher: Bencher, fields: &str) {
    let store = shared("calls", || calls(1_000_000));
    let by = order(fields);
    let all: Vec<CallIx> = store.calls().collect();
    bencher
        .with_inputs(|| all.clone())
        .bench_local_values(|mut calls| {
            sort_calls(store, &mut calls, &by);
            calls
        });
}

/// Conditions that the facts of a call answer, then such as look at its rows, then a word.
#[divan::bench(args = ["verdict:bad", "loss.max>5% jitter_avg>30", "sdk:1.27 dur<10m", "start>=20:00", "media=audio jitter>30", "sdk:1.27 end:410", "user:acs", "NetworkLost"], sample_count = 3, sample_size = 1)]
fn filter_a_million_calls(bencher: Bencher, text: &str) {
    let store = shared("calls", || calls(1_000_000));
    let filter = Filter::read(text, &Clock::default()).filter;
    let all: Vec<CallIx> = store.calls().collect();
    bencher
        .with_inputs(|| all.clone())
        .bench_local_values(|calls| {
            let sieve = filter
                .as_ref()
                .map(|filter| filter.sieve(store, &Marks::default()));
            sieve.map(|sieve| sift(store, sieve, calls).count)
        });
}

/// The meeting of 300 legs and a million samples.
mod meeting {
    use super::{
        Bencher, Buffer, CallIx, Event, Key, Look, Rect, State, Theme, Tier, TimeFace, UNICODE,
        screen, shared, update,
    };

    /// Columns and rows.
    const SIZES: [(u16, u16); 2] = [(80, 24), (200, 50)];

    #[divan::bench(sample_count = 10, sample_size = 1)]
    fn build(bencher: Bencher) {
        let store = shared("meeting", super::meeting);
        bencher.bench_local(|| store.detail(CallIx(0)).streams.len());
    }

    fn state(size: (u16, u16)) -> State {
        let theme = Theme::named(Theme::NAMES[0], Tier::Ansi16).unwrap_or_else(|| unreachable!());
        let look = Look {
            theme,
            glyphs: &UNICODE,
            face: TimeFace::default(),
        };
        let mut state = State::new(look, size, true);
        state.store = super::meeting();
        update::apply(&mut state, Event::Loaded(false));
        while update::judge(&mut state) | update::work(&mut state) {}
        update::arrange(&mut state, update::Later::default());
        state
    }

    fn press(state: &mut State, buffer: &mut Buffer, key: &str) {
        let key = Key::parse(key).unwrap_or(Key::Char(' '));
        update::apply(state, Event::Key(key));
        update::arrange(state, update::Later::default());
        screen::draw(state, buffer);
    }

    /// Enter on the list for the first time: the call is built, its panes filled, the frame drawn.
    #[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
    fn first_opening(bencher: Bencher, size: (u16, u16)) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
        bencher
            .with_inputs(|| state(size))
            .bench_local_refs(|state| press(state, &mut buffer, "Enter"));
    }

    /// Back to the list and into the call again.
    #[divan::bench(sample_count = 10, sample_size = 1)]
    fn open_again(bencher: Bencher) {
        let mut state = state(SIZES[1]);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 200, 50));
        press(&mut state, &mut buffer, "Enter");
        bencher.bench_local(|| {
            press(&mut state, &mut buffer, "Esc");
            press(&mut state, &mut buffer, "Enter");
        });
    }

    #[divan::bench(args = ["j", "}", "e", "l"], sample_count = 20, sample_size = 1)]
    fn key_in_the_call(bencher: Bencher, key: &str) {
        let mut state = state(SIZES[1]);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 200, 50));
        press(&mut state, &mut buffer, "Enter");
        bencher.bench_local(|| press(&mut state, &mut buffer, key));
    }
}
