//! The screen program from start to end: terminal, threads, loop, and the last word.

use super::guard::{Modes, install_panic_hook, take_worker_panics};
use super::intake::{self, Gate};
use super::keeper::Keeper;
use super::run::{Ending, News, Outside, Pace, run};
use super::screen::{Options, Screen};
use super::signals::{exit_code, spawn_signals};
use super::{Input as TerminalInput, rehearsal, spawn_input};
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::keeping;
use crate::app::key::from_terminal;
use crate::app::state::State;
use crate::error::Error;
use crate::load::{Input, LoadOptions, Loader, RecordReader};
use crate::model::limits::Limits;
use crate::model::recall::Recall;
use crate::model::source::Source;
use crate::query::filter::Clock;
use crate::ui::context::Look;
use crate::ui::theme::Tier;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

/// How the screen program is to run.
pub(super) struct Session {
    /// What to read; empty = the start page.
    pub(super) inputs: Vec<Input>,
    /// The filter to begin with.
    pub(super) filter: Option<String>,
    /// How to read.
    pub(super) load: LoadOptions,
    /// Styles and signs.
    pub(super) look: Look,
    /// Beyond which a stream is poor.
    pub(super) limits: Limits,
    /// Where marks, notes and views are kept, or why they are not.
    pub(super) state_folder: Result<PathBuf, &'static str>,
    /// True when the command line names the zone of times.
    pub(super) has_own_zone: bool,
    /// What is to be told first.
    pub(super) notice: Option<String>,
    /// Colours of the terminal.
    pub(super) tier: Tier,
    /// True when the terminal moves lines within a region.
    pub(super) can_scroll: bool,
    /// True over a remote link: fewer progress frames.
    pub(super) is_remote: bool,
}

/// Runs it; gives the exit code.
pub(super) fn run_screen(session: Session) -> Result<u8, Error> {
    install_panic_hook(|_| None);
    let (news, received) = channel();
    let forward = sender(&news);
    spawn_signals(forward).map_err(Error::terminal)?;
    let options = Options {
        tier: session.tier,
        modes: Modes {
            mouse: false,
            paste: true,
        },
        can_scroll: session.can_scroll,
    };
    let mut screen = Screen::open(options).map_err(Error::terminal)?;
    let size = screen.size();
    spawn_input(sender(&news)).map_err(Error::terminal)?;
    let mut state = State::new(
        session.look,
        (size.width, size.height),
        !session.inputs.is_empty(),
    );
    begin_with(
        &mut state,
        (&session.load, session.limits),
        (session.filter, session.notice, session.has_own_zone),
    );
    let keeper = start_keeper(&mut state, session.state_folder, &news);
    let gate = Gate::default();
    let loader = (!session.inputs.is_empty())
        .then(|| intake::start(session.inputs, session.load, news.clone(), gate.clone()));
    rehearse_worker_panic(&news);
    let mut outside = RealOutside {
        loader,
        keeper,
        news,
        gate,
        recall_stop: Arc::default(),
    };
    let mut pace = Pace::default();
    if session.is_remote {
        pace.between_progress = Duration::from_secs(1);
    }
    let ended = run(&mut state, &mut screen, &received, &mut outside, pace);
    outside.gate.open();
    drop(received);
    if let Some(loader) = &outside.loader {
        loader.cancel();
    }
    // A closed terminal is no failure: there is nobody to tell.
    let _ = screen.close();
    leave(outside.keeper, &state);
    match ended {
        Ok(Ending::Quit) => Ok(0),
        Ok(Ending::Signal(signal)) => Ok(exit_code(signal)),
        Ok(Ending::HangUp) => Ok(exit_code(signal_hook::consts::SIGHUP)),
        Err(error) => Err(Error::terminal(error)),
    }
}

/// What the state begins with beside its looks.
fn begin_with(
    state: &mut State,
    (load, limits): (&LoadOptions, Limits),
    (filter, notice, has_own_zone): (Option<String>, Option<String>, bool),
) {
    state.is_following = load.follows;
    state.store.set_cap(load.cap.unwrap_or(usize::MAX));
    state.store.set_limits(limits);
    state.filters.set_clock(Clock {
        zone: state.look.face.zone,
    });
    if let Some(text) = filter {
        state.filters.take(text);
    }
    if let Some(text) = notice {
        state.say(text);
    }
    state.keeping.has_own_zone = has_own_zone;
}

/// Keeps where the user was, and waits until all is written.
fn leave(keeper: Option<Keeper>, state: &State) {
    let Some(keeper) = keeper else { return };
    if let Some(place) = keeping::last_place(state) {
        keeper.keep(place);
    }
    keeper.finish();
}

/// What keeps things for the next time; where nothing is kept the state knows why.
fn start_keeper(
    state: &mut State,
    folder: Result<PathBuf, &'static str>,
    news: &Sender<News>,
) -> Option<Keeper> {
    let started = folder.and_then(|folder| {
        Keeper::start(folder, news.clone()).map_err(|_| "no thread could be started for it")
    });
    state.keeping.off = started.as_ref().err().copied();
    started.ok()
}

/// A way for terminal and signal threads to reach the loop; never blocks.
fn sender(news: &Sender<News>) -> impl Fn(TerminalInput) -> bool + Send + 'static {
    let news = news.clone();
    move |input| from_input(input).is_none_or(|item| news.send(item).is_ok())
}

fn from_input(input: TerminalInput) -> Option<News> {
    Some(match input {
        TerminalInput::Key(key) => News::Event(Event::Key(from_terminal(key)?)),
        TerminalInput::Paste(text) => News::Event(Event::Paste(text)),
        TerminalInput::Resize(width, height) => News::Event(Event::Resize(width, height)),
        TerminalInput::HangUp => News::End(Ending::HangUp),
        TerminalInput::Signal(signal) if signal == signal_hook::consts::SIGTSTP => News::Stop,
        TerminalInput::Signal(signal) => News::End(Ending::Signal(signal)),
        TerminalInput::Resume => News::Resumed,
        TerminalInput::Mouse(_) => return None,
    })
}

/// A panic on a thread beside the loop is told on the screen, which goes on.
fn rehearse_worker_panic(news: &Sender<News>) {
    let news = news.clone();
    // The thread is a test's own; when it cannot start the test fails by itself.
    let _ = std::thread::Builder::new()
        .name("rehearsal".into())
        .spawn(move || {
            let outcome = std::panic::catch_unwind(|| rehearsal::fail_here("worker"));
            if outcome.is_err() {
                let text = take_worker_panics().join(" ");
                // The loop may have ended meanwhile.
                let _ = news.send(News::Event(Event::Notice(text)));
            }
        });
}

/// Files and threads for the loop's wishes.
struct RealOutside {
    loader: Option<Loader>,
    keeper: Option<Keeper>,
    news: Sender<News>,
    gate: Gate,
    /// Ends the reading of samples that is under way.
    recall_stop: Arc<AtomicBool>,
}

/// Reads a text of a file again.
type Read = fn(&RecordReader, &Source, &AtomicBool) -> Result<String, String>;

impl RealOutside {
    /// Reads beside the loop: a packed file is read from its start, which takes time.
    fn read(&self, source: Source, read: Read) -> Option<Event> {
        let records = self.loader.as_ref()?.records();
        let news = self.news.clone();
        let work = move || {
            let text = read(&records, &source, &AtomicBool::new(false));
            // The loop may have ended meanwhile.
            let _ = news.send(News::Event(Event::Record(source, text)));
        };
        let started = std::thread::Builder::new()
            .name("record".into())
            .spawn(work);
        started
            .err()
            .map(|error| Event::Record(source, Err(error.to_string())))
    }
}

impl RealOutside {
    /// Reads the samples of a call again beside the loop; an earlier reading is given up.
    fn read_samples(&mut self, recall: Recall) -> Option<Event> {
        self.recall_stop.store(true, Ordering::Relaxed);
        let stop = Arc::new(AtomicBool::new(false));
        self.recall_stop = Arc::clone(&stop);
        let samples = self.loader.as_ref()?.samples();
        let news = self.news.clone();
        let work = move || {
            // The loop may have ended meanwhile.
            let tell = |event| drop(news.send(News::Event(event)));
            let told = |done, _| tell(Event::ReadingSamples(recall.call, done));
            if let Some(found) = samples.read(&recall, &stop, &told) {
                tell(Event::Samples(Box::new(found)));
            }
        };
        let started = std::thread::Builder::new()
            .name("samples".into())
            .spawn(work);
        let told = |error| Event::Notice(format!("samples cannot be read again: {error}"));
        started.err().map(told)
    }
}

impl Outside for RealOutside {
    fn carry_out(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::CancelLoading => {
                if let Some(loader) = &self.loader {
                    loader.cancel();
                }
            }
            Effect::Follow(on) => {
                if let Some(loader) = &self.loader {
                    loader.follow(on);
                }
            }
            Effect::LookAgain => {
                if let Some(loader) = &self.loader {
                    loader.look_again();
                }
            }
            Effect::ReadRecord(source) => return self.read(source, RecordReader::read),
            Effect::ReadRejected(source) => {
                return self.read(source, |records, source, cancel| {
                    records.read_lines(source.file, source.offset, source.length, cancel)
                });
            }
            Effect::ReadSamples(recall) => return self.read_samples(*recall),
            Effect::StopSamples => self.recall_stop.store(true, Ordering::Relaxed),
            Effect::Remember(change) => {
                if let Some(keeper) = &self.keeper {
                    keeper.keep(change);
                }
            }
            Effect::Recognise(names) => {
                if let Some(keeper) = &self.keeper {
                    keeper.recognise(names);
                }
            }
            Effect::Quit | Effect::Suspend | Effect::Repaint => {}
        }
        None
    }

    fn absorbed(&mut self) {
        self.gate.leave();
    }
}
