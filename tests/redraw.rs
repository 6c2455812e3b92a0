//! The bytes of the screen, put through a model of a terminal: whatever was pressed, it shows what a full redraw shows.
//!
//! And how many bytes a key costs: they are the same on every machine.

mod support;

use callscope::app::action::View;
use callscope::app::effect::Effect;
use callscope::app::event::Event;
use callscope::app::state::State;
use callscope::model::batch::Batch;
use callscope::model::id::{CallIx, FileIx};
use callscope::model::rows::SummaryRow;
use callscope::model::value::Time;
use callscope::shell::run::{Display, Ending, News, Outside, Pace, run};
use callscope::shell::{Screen, Suspended};
use callscope::ui::theme::Tier;
use proptest::prelude::*;
use ratatui::layout::Size;
use std::io;
use std::sync::mpsc::channel;
use std::time::Duration;
use support::ui::{Ui, keys_of};

/// Most bytes of a step of the cursor, by the height of the screen.
const MOVE: [((u16, u16), usize); 3] = [((80, 24), 300), ((160, 50), 550), ((200, 50), 550)];
/// Most bytes of a list that scrolls by a row, at every size.
const SCROLL: usize = 450;
/// Most bytes of a key in the filter line that changes no row.
const TYPED: usize = 300;
/// Most bytes of a lane of statistics that comes in on a large screen: its columns have a colour each.
const LANE: usize = 800;
/// Most bytes of another page at 80x24.
const PAGE: usize = 3_500;
/// The terminal's order to drop the first line of a region.
const MOVES_LINES: &str = "\x1b[M";

/// A screen whose every frame is compared with a full redraw of the same state.
struct Checked {
    screen: Screen<Vec<u8>>,
    terminal: vt100::Parser,
    /// What each frame sent.
    frames: Vec<String>,
    /// Bytes that the model has seen.
    seen: usize,
}

fn model((columns, rows): (u16, u16)) -> vt100::Parser {
    vt100::Parser::new(rows, columns, 0)
}

fn screen((columns, rows): (u16, u16)) -> Screen<Vec<u8>> {
    Screen::in_memory(Vec::new(), Size::new(columns, rows), Tier::Ansi16)
}

impl Checked {
    fn new(size: (u16, u16)) -> Self {
        Self {
            screen: screen(size),
            terminal: model(size),
            frames: Vec::new(),
            seen: 0,
        }
    }

    fn take_size(&mut self, size: (u16, u16)) {
        if self.screen.size() != Size::new(size.0, size.1) {
            self.screen
                .backend_mut()
                .set_size(Size::new(size.0, size.1));
            self.terminal.screen_mut().set_size(size.1, size.0);
        }
    }

    /// Something else writes on the terminal and leaves a region behind.
    fn disturb(&mut self) {
        self.terminal
            .process(b"\x1b[2;5r\x1b[4;3Hwall: going down\x1b[7mnow\x1b[m");
    }
}

impl Display for Checked {
    fn show(&mut self, state: &State) -> io::Result<()> {
        self.take_size(state.size);
        self.screen.show(state)?;
        let bytes = self.screen.backend_mut().writer();
        let sent = bytes.get(self.seen..).unwrap_or_default();
        self.terminal.process(sent);
        self.frames.push(String::from_utf8_lossy(sent).into_owned());
        self.seen = bytes.len();
        let mut anew = screen(state.size);
        anew.show(state)?;
        let mut wanted = model(state.size);
        wanted.process(anew.backend_mut().writer());
        same(&self.terminal, &wanted, &self.frames);
        Ok(())
    }

    fn repaint(&mut self) -> io::Result<()> {
        self.disturb();
        Display::repaint(&mut self.screen)
    }

    fn suspend(&mut self) -> io::Result<Suspended> {
        self.disturb();
        Display::resume(&mut self.screen)
    }

    fn resume(&mut self) -> io::Result<Suspended> {
        self.suspend()
    }

    fn size(&self) -> io::Result<(u16, u16)> {
        Display::size(&self.screen)
    }
}

/// Holds that two terminals show the same, text and style.
fn same(shown: &vt100::Parser, wanted: &vt100::Parser, frames: &[String]) {
    let (shown, wanted) = (shown.screen(), wanted.screen());
    assert_eq!(shown.size(), wanted.size());
    let (rows, columns) = wanted.size();
    for (y, x) in (0..rows).flat_map(|y| (0..columns).map(move |x| (y, x))) {
        let look = |screen: &vt100::Screen| {
            let cell = screen.cell(y, x)?;
            let text = if cell.has_contents() {
                cell.contents()
            } else {
                " "
            };
            // The model knows only one of bold and dim, the last one set.
            let is_marked = cell.bold() || cell.dim();
            let style = (cell.fgcolor(), cell.bgcolor(), is_marked);
            let lines = (cell.underline(), cell.inverse(), cell.italic());
            let style = (!cell.is_wide_continuation()).then_some((style, lines));
            Some((text.to_owned(), style))
        };
        let (is, should) = (look(shown), look(wanted));
        let last = frames.last();
        assert_eq!(
            is,
            should,
            "line {y} column {x} after {last:?}\n{}",
            shown.contents()
        );
    }
    assert_eq!(shown.hide_cursor(), wanted.hide_cursor());
}

/// Nobody carries anything out.
struct Nobody;

impl Outside for Nobody {
    fn carry_out(&mut self, _: Effect) -> Option<Event> {
        None
    }
}

/// A frame for each key, and large previews only when the keys rest.
fn each() -> Pace {
    Pace {
        between_keys: Duration::ZERO,
        turn: Duration::ZERO,
        rest: Duration::from_secs(60),
        ..Pace::default()
    }
}

/// Gives the loop news and waits until it has nothing left to do; what every frame sent.
fn feed(state: &mut State, board: &mut Checked, news: Vec<News>) -> Vec<String> {
    board.frames.clear();
    let (send, received) = channel();
    for item in news {
        send.send(item).expect("the receiver is held");
    }
    drop(send);
    run(state, board, &received, &mut Nobody, each()).expect("memory never fails");
    board.frames.clone()
}

fn press(state: &mut State, board: &mut Checked, keys: &str) -> Vec<String> {
    let events = keys_of(keys).into_iter().map(Event::Key);
    feed(state, board, events.map(News::Event).collect())
}

fn resize(state: &mut State, board: &mut Checked, (columns, rows): (u16, u16)) {
    let resized = News::Event(Event::Resize(columns, rows));
    feed(state, board, vec![resized]);
}

/// The demo on a checked screen.
fn demo(size: (u16, u16)) -> (State, Checked) {
    let mut state = Ui::demo().into_state();
    let mut board = Checked::new((80, 24));
    resize(&mut state, &mut board, size);
    (state, board)
}

#[derive(Clone, Debug)]
enum Step {
    Keys(&'static str),
    Size((u16, u16)),
    Resumed,
}

fn step() -> impl Strategy<Value = Step> {
    let keys = prop::sample::select(vec![
        "j",
        "jjj",
        "k",
        "kkkkk",
        "<PgDn>",
        "<PgUp>",
        "<Ctrl-d>",
        "<Ctrl-u>",
        "G",
        "g",
        "l",
        ".",
        ",,,",
        ">",
        "3<Tab><Tab>",
        "3<Tab><Tab>gg",
        "3<Tab><Tab>Gj",
        "m>T",
        "+",
        "0",
        "r",
        "s",
        "e",
        "<Enter>",
        "<Tab>",
        "z",
        "2",
        "3",
        "5",
        "6",
        "3]",
        "3o",
        "?",
        "?<PgDn>",
        "?<Down>",
        "/4",
        "/410<Down><Down>",
        "<Esc>",
        "v",
        "<Ctrl-l>",
        "<Ctrl-z>",
        "Gkjjjj",
        "f",
        "fverdict:bad",
        "fverdict:bad<Enter>",
        "fsdk=<Tab>",
        "fx>5 type=P2P<Enter>",
        "=",
        "!",
        "\\",
        "u",
        "U",
    ]);
    let size = prop::sample::select(vec![(80, 24), (160, 50), (200, 50), (45, 10), (20, 5)]);
    prop_oneof![
        20 => keys.prop_map(Step::Keys),
        1 => size.prop_map(Step::Size),
        1 => Just(Step::Resumed),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_walk_shows_what_a_full_redraw_shows(
        size in prop::sample::select(vec![(80, 24), (160, 50)]),
        steps in prop::collection::vec(step(), 1..30),
    ) {
        let (mut state, mut board) = demo(size);
        for step in steps {
            match step {
                Step::Keys(keys) => { press(&mut state, &mut board, keys); }
                Step::Size(size) => resize(&mut state, &mut board, size),
                Step::Resumed => { feed(&mut state, &mut board, vec![News::Resumed]); }
            }
        }
    }
}

#[test]
fn a_step_of_the_cursor_and_a_scrolled_row_send_little() {
    for (size, most) in MOVE {
        let (mut state, mut board) = demo(size);
        press(&mut state, &mut board, "g");
        let (mut moved, mut scrolled) = (Vec::new(), Vec::new());
        for _ in 0..45 {
            // The first frame is that of the loop's start: nothing changed.
            let frames = press(&mut state, &mut board, "j");
            assert_eq!(
                frames[0], "",
                "a frame in which nothing changed, at {size:?}"
            );
            let key = &frames[1];
            if key.contains(MOVES_LINES) {
                scrolled.push(key.len());
            } else {
                moved.push(key.len());
            }
        }
        assert!(
            moved.iter().all(|bytes| *bytes <= most),
            "{size:?}: {moved:?}"
        );
        assert!(
            scrolled.iter().all(|bytes| *bytes <= SCROLL),
            "{size:?}: {scrolled:?}"
        );
        assert!(scrolled.len() > 5, "{size:?} scrolls: {scrolled:?}");
    }
}

/// What each press of a key sends before the keys rest, in one place of the timeline.
fn timeline_keys(size: (u16, u16), call: usize, zoom: &str, key: &str) -> Vec<usize> {
    let (mut state, mut board) = demo(size);
    let down = "j".repeat(call);
    press(
        &mut state,
        &mut board,
        &format!("2g{down}<Enter><Tab><Tab>{zoom}ggj"),
    );
    let sent = (0..12).map(|_| press(&mut state, &mut board, key)[1].len());
    sent.collect()
}

#[test]
fn a_step_on_the_timeline_sends_little() {
    for (size, most) in MOVE {
        for (call, zoom) in [(1, "z"), (8, "")] {
            for key in [".", ">", "j"] {
                let sent = timeline_keys(size, call, zoom, key);
                // A scrolled lane is a new row; ten columns on, many lanes say something else.
                let most = match (key, size) {
                    ("." | ",", _) => most,
                    (_, (80, _)) => SCROLL,
                    _ => LANE,
                };
                assert!(
                    sent.iter().all(|bytes| *bytes <= most),
                    "{key} {zoom} in call {call} at {size:?}: {sent:?}"
                );
            }
        }
    }
}

#[test]
fn a_key_in_the_filter_line_costs_little_more_than_the_rows_that_change() {
    for size in [(80, 24), (160, 50)] {
        let (mut state, mut board) = demo(size);
        press(&mut state, &mut board, "f");
        // Nothing is left out yet: what is typed may become a field, or keeps what was kept.
        for key in "verdict".chars() {
            let sent: usize = press(&mut state, &mut board, &key.to_string())
                .iter()
                .map(String::len)
                .sum();
            assert!(sent <= TYPED, "{key} at {size:?}: {sent} bytes");
        }
        press(&mut state, &mut board, ":bad");
        for key in [" ", "d", "u", "r", "<Backspace>"] {
            let sent: usize = press(&mut state, &mut board, key)
                .iter()
                .map(String::len)
                .sum();
            assert!(sent <= TYPED, "{key} at {size:?}: {sent} bytes");
        }
    }
}

#[test]
fn another_page_is_cheaper_than_the_screen() {
    let (mut state, mut board) = demo((80, 24));
    for key in ["3", "5", "6", "2", "?", "<Esc>", "/", "<Esc>", "<Enter>"] {
        let sent: usize = press(&mut state, &mut board, key)
            .iter()
            .map(String::len)
            .sum();
        assert!(sent <= PAGE, "{key}: {sent} bytes");
    }
}

#[test]
fn a_large_preview_follows_when_the_keys_rest() {
    let (mut state, mut board) = demo((160, 50));
    let first = board.terminal.screen().contents();
    let frames = press(&mut state, &mut board, "jjj");
    // Start, one a key, and the one that brings the preview.
    assert_eq!(frames.len(), 5);
    let moves: usize = frames[1..4].iter().map(String::len).sum();
    assert!(frames[4].len() > moves, "{moves} then {}", frames[4].len());
    let at_rest = board.terminal.screen().contents();
    assert_ne!(first, at_rest);
    let again = press(&mut state, &mut board, "");
    assert_eq!(again, [""], "nothing is sent any more");
    let mut anew = Ui::demo()
        .size(160, 50)
        .keys("j")
        .keys("j")
        .keys("j")
        .text();
    anew.push('\n');
    let lines = |text: &str| {
        text.lines()
            .map(|line| line.trim_end().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(lines(&at_rest), lines(&anew));
}

#[test]
fn the_raw_record_is_found_while_the_preview_is_still_behind() {
    let (mut state, mut board) = demo((160, 50));
    press(&mut state, &mut board, "jjv");
    assert_eq!(state.view, View::Record);
    let wanted = Ui::demo().size(160, 50).keys("j").keys("j").keys("v");
    // Where chunks begin depends on the readers.
    let place = |state: &State| {
        state
            .selection
            .record
            .map(|source| (source.file, source.offset))
    };
    assert_eq!(place(&state), place(wanted.state()));
}

/// One call of one summary.
fn call(number: u64) -> Event {
    let mut batch = Batch::new(FileIx(0), number);
    let row = SummaryRow {
        call: batch.id(&format!("call {number}")),
        participant: batch.id("p"),
        call_start: Time::parse("2026-11-19T02:07:41Z"),
        hash: number,
        ..SummaryRow::default()
    };
    batch.summaries.push(row);
    Event::Batch(Box::new(batch), 0)
}

/// The readers need the processors; what is judged of a call that grows is judged again.
#[test]
fn judging_rests_while_files_are_read_and_all_calls_are_judged_once_they_are() {
    let mut state = Ui::loading(0).into_state();
    let mut board = Checked::new((80, 24));
    let pace = Pace {
        judging_rest: 1_000_000,
        ..each()
    };
    let mut go = |state: &mut State, events: Vec<Event>| {
        let (send, received) = channel();
        let news = events.into_iter().map(News::Event);
        for item in news.chain([News::End(Ending::Quit)]) {
            send.send(item).expect("the receiver is held");
        }
        run(state, &mut board, &received, &mut Nobody, pace).expect("memory never fails");
        let is_judged = |call: &CallIx| state.store.facts(*call).start.is_known();
        let judged = state.store.calls().filter(is_judged).count();
        (state.store.call_count(), judged)
    };
    let (calls, judged) = go(&mut state, (0..40).map(call).collect());
    assert_eq!(calls, 40);
    assert!((1..=16).contains(&judged), "judged {judged}: once, some");
    let rest = (0..10).map(|_| Event::Resize(80, 24));
    let loaded = [Event::Loaded(false)].into_iter().chain(rest);
    assert_eq!(go(&mut state, loaded.collect()), (40, 40));
}
