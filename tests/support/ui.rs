//! Drives the program's own loop with key strings and takes pictures of the screen, text and style.

use callscope::app::action::View;
use callscope::app::effect::Effect;
use callscope::app::event::Event;
use callscope::app::key::Key;
use callscope::app::place::Focus;
use callscope::app::screen;
use callscope::app::state::State;
use callscope::load::{self, Input, LoadOptions, Loader, Progress};
use callscope::model::zone::Zone;
use callscope::shell::Suspended;
use callscope::shell::run::{Display, News, Outside, Pace, run};
use callscope::ui::context::Look;
use callscope::ui::glyphs::{Glyphs, UNICODE};
use callscope::ui::theme::{Theme, Tier};
use callscope::ui::time_face::TimeFace;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::channel;

/// The demo's logs, as the program embeds them.
pub(crate) const DEMO: &[u8] = include_bytes!("../../assets/demo/logs.jsonl.gz");

/// The program with everything loaded and a screen that remembers.
pub(crate) struct Ui {
    state: State,
    board: Board,
    desk: Desk,
}

/// A screen that keeps its last frame.
struct Board {
    buffer: Buffer,
    size: (u16, u16),
    frames: usize,
}

impl Display for Board {
    fn show(&mut self, state: &State) -> io::Result<()> {
        let (width, height) = state.size;
        self.buffer = Buffer::empty(Rect {
            x: 0,
            y: 0,
            width,
            height,
        });
        self.frames += 1;
        screen::draw(state, &mut self.buffer);
        Ok(())
    }

    fn repaint(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<Suspended> {
        Ok(Suspended::AndBack)
    }

    fn resume(&mut self) -> io::Result<Suspended> {
        Ok(Suspended::AndBack)
    }

    fn size(&self) -> io::Result<(u16, u16)> {
        Ok(self.size)
    }
}

/// Carries out wishes at once, so that the next key finds them done.
struct Desk {
    loader: Option<Loader>,
    wishes: Vec<Effect>,
}

impl Outside for Desk {
    fn carry_out(&mut self, effect: Effect) -> Option<Event> {
        self.wishes.push(effect.clone());
        if let Effect::ReadSamples(recall) = effect {
            let samples = self.loader.as_ref()?.samples();
            let found = samples.read(&recall, &Arc::default(), &|_, _| {})?;
            return Some(Event::Samples(Box::new(found)));
        }
        let records = self.loader.as_ref()?.records();
        let cancel = AtomicBool::new(false);
        let (source, text) = match effect {
            Effect::ReadRecord(source) => (source, records.read(&source, &cancel)),
            Effect::ReadRejected(source) => (
                source,
                records.read_lines(source.file, source.offset, source.length, &cancel),
            ),
            _ => return None,
        };
        Some(Event::Record(source, text))
    }
}

impl Ui {
    /// The demo at 80x24.
    pub(crate) fn demo() -> Self {
        Self::new(
            vec![Input::Embedded("demo".to_owned(), DEMO)],
            &UNICODE,
            Theme::terminal(Tier::Ansi16),
        )
    }

    /// The demo as it opens: on page 1.
    pub(crate) fn overview() -> Self {
        let mut ui = Self::demo();
        ui.state.view = View::Overview;
        ui.state.focus = Focus::Overview;
        ui.take(Vec::new());
        ui
    }

    /// Files or folders.
    pub(crate) fn load(paths: &[&Path]) -> Self {
        let inputs = paths
            .iter()
            .map(|path| Input::Path(path.to_path_buf()))
            .collect();
        Self::new(inputs, &UNICODE, Theme::terminal(Tier::Ansi16))
    }

    /// The demo while it is being read: the first batches are there, the end is not.
    pub(crate) fn loading(batches: usize) -> Self {
        let mut ui = Self::still(true, &UNICODE, Theme::terminal(Tier::Ansi16));
        let (send, received) = channel();
        let demo = Input::Embedded("demo".to_owned(), DEMO);
        load::start(vec![demo], LoadOptions::default(), move |progress| {
            send.send(progress).is_ok()
        });
        ui.take(
            received
                .into_iter()
                .take(batches + 1)
                .map(event_of)
                .collect(),
        );
        ui
    }

    /// The demo with statistics beyond what may be kept; what is read again comes when `answers`, else never.
    pub(crate) fn demo_summarised(answers: bool) -> Self {
        let mut ui = Self::still(true, &UNICODE, Theme::terminal(Tier::Ansi16));
        ui.state.store.set_cap(500_000);
        ui.read(vec![Input::Embedded("demo".to_owned(), DEMO)]);
        if !answers {
            ui.desk.loader = None;
        }
        ui
    }

    /// Nothing given.
    pub(crate) fn empty() -> Self {
        Self::new(Vec::new(), &UNICODE, Theme::terminal(Tier::Ansi16))
    }

    /// Any inputs, signs and theme.
    pub(crate) fn new(inputs: Vec<Input>, glyphs: &'static Glyphs, theme: Theme) -> Self {
        let mut ui = Self::still(!inputs.is_empty(), glyphs, theme);
        if !inputs.is_empty() {
            ui.read(inputs);
        }
        ui
    }

    fn read(&mut self, inputs: Vec<Input>) {
        let (send, received) = channel();
        self.desk.loader = Some(load::start(
            inputs,
            LoadOptions::default(),
            move |progress| send.send(progress).is_ok(),
        ));
        self.take(received.into_iter().map(event_of).collect());
    }

    /// The program before the first news.
    fn still(has_inputs: bool, glyphs: &'static Glyphs, theme: Theme) -> Self {
        let size = (80, 24);
        let board = Board {
            buffer: Buffer::empty(Rect::default()),
            size,
            frames: 0,
        };
        let desk = Desk {
            loader: None,
            wishes: Vec::new(),
        };
        let mut state = State::new(
            Look {
                theme,
                glyphs,
                face: TimeFace::default(),
            },
            size,
            has_inputs,
        );
        // Most pictures are of the list or of what it leads to: begin on page 2.
        if has_inputs {
            state.view = View::Calls;
            state.focus = Focus::Calls;
        }
        Self { state, board, desk }
    }

    /// A program that keeps things for the next time; who asks is answered by the test.
    pub(crate) fn keeping(mut self) -> Self {
        self.state.keeping.off = None;
        self
    }

    /// Another size, as after a resize.
    pub(crate) fn size(mut self, width: u16, height: u16) -> Self {
        self.board.size = (width, height);
        self.take(vec![Event::Resize(width, height)]);
        self
    }

    /// A limit set in place of the documented one, for all media.
    pub(crate) fn limit(mut self, name: &str, limit: f64) -> Self {
        let mut limits = self.state.store.limits().clone();
        assert!(limits.set(name, None, limit), "{name} has no limit");
        self.state.store.set_limits(limits);
        let (width, height) = self.board.size;
        self.event(Event::Resize(width, height))
    }

    /// Times shown in a zone of the user's own.
    pub(crate) fn zone(mut self, name: &str) -> Self {
        let zone = Zone::read(name).expect("a zone");
        callscope::app::clock::choose(&mut self.state, zone);
        let (width, height) = self.board.size;
        self.event(Event::Resize(width, height))
    }

    /// Keys: `jj<Enter>/410<Enter>`; names as in the command table.
    pub(crate) fn keys(mut self, keys: &str) -> Self {
        let events = keys_of(keys).into_iter().map(Event::Key).collect();
        self.take(events);
        self
    }

    /// A paste.
    pub(crate) fn paste(mut self, text: &str) -> Self {
        self.take(vec![Event::Paste(text.to_owned())]);
        self
    }

    /// News from outside.
    pub(crate) fn event(mut self, event: Event) -> Self {
        self.take(vec![event]);
        self
    }

    fn take(&mut self, events: Vec<Event>) {
        let (send, received) = channel();
        for event in events {
            send.send(News::Event(event)).expect("the receiver is held");
        }
        drop(send);
        run(
            &mut self.state,
            &mut self.board,
            &received,
            &mut self.desk,
            Pace::default(),
        )
        .expect("the board never fails");
    }

    /// The state, to be shown on another screen.
    pub(crate) fn into_state(self) -> State {
        self.state
    }

    /// The state, for what a picture cannot show.
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// Wishes to the outside so far.
    pub(crate) fn wishes(&self) -> &[Effect] {
        &self.desk.wishes
    }

    /// Frames drawn so far.
    pub(crate) fn frames(&self) -> usize {
        self.board.frames
    }

    /// The screen as text, trailing blanks cut.
    pub(crate) fn text(&self) -> String {
        self.rows(|cell| cell.symbol().to_owned())
    }

    /// The line that holds a text.
    pub(crate) fn line(&self, needle: &str) -> Option<String> {
        self.text()
            .lines()
            .find(|line| line.contains(needle))
            .map(str::to_owned)
    }

    /// Text and style, for snapshots.
    pub(crate) fn picture(&self) -> String {
        format!(
            "{}\n{}\n{}",
            self.text(),
            "-".repeat(20),
            self.rows(|cell| letter(cell).to_string())
        )
    }

    fn rows(&self, sign: impl Fn(&Cell) -> String) -> String {
        let area = self.board.buffer.area;
        let row = |y| {
            let cells = (0..area.width).map(|x| {
                self.board
                    .buffer
                    .cell((x, y))
                    .map(&sign)
                    .unwrap_or_default()
            });
            cells.collect::<String>().trim_end().to_owned()
        };
        (0..area.height).map(row).collect::<Vec<_>>().join("\n")
    }
}

/// One letter a style: `s` reversed, `u` underlined, `d` dim, `b` bold, a colour's number, a blank for plain.
fn letter(cell: &Cell) -> char {
    let style = [
        (Modifier::REVERSED, 's'),
        (Modifier::UNDERLINED, 'u'),
        (Modifier::DIM, 'd'),
    ];
    if let Some((_, letter)) = style
        .iter()
        .find(|(modifier, _)| cell.modifier.contains(*modifier))
    {
        return *letter;
    }
    match (
        format!("{:?}", cell.fg).as_str(),
        cell.modifier.contains(Modifier::BOLD),
    ) {
        ("Reset", true) => 'b',
        ("Reset", false) => ' ',
        (name, true) => name.chars().next().unwrap_or('?').to_ascii_uppercase(),
        (name, false) => name.chars().next().unwrap_or('?').to_ascii_lowercase(),
    }
}

fn event_of(progress: Progress) -> Event {
    match progress {
        Progress::Files {
            names,
            skipped,
            bytes,
        } => Event::Files(names, skipped, bytes),
        Progress::Batch { batch, read } => Event::Batch(batch, read),
        Progress::Done { cancelled } => Event::Loaded(cancelled),
    }
}

/// The keys of a string: `jj<Enter>`.
pub(crate) fn keys_of(text: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let named = rest
            .strip_prefix('<')
            .and_then(|inner| inner.split_once('>'));
        if let Some((key, after)) = named.and_then(|(name, after)| Some((Key::parse(name)?, after)))
        {
            keys.push(key);
            rest = after;
        } else {
            keys.push(Key::Char(first));
            rest = &rest[first.len_utf8()..];
        }
    }
    keys
}
