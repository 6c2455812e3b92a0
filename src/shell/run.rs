//! The one loop: news in, state changed, at most one frame out.
//!
//! It waits for news, applies what is queued within a time budget, judges changed calls in bounded turns, and draws
//! once if anything changed. A key is answered at once, many keys by few frames; rows that arrive while loading are
//! drawn a few times a second, and judged in a small part of the time; a large preview follows the cursor when the keys
//! rest. Nothing queued means nothing sent.

use super::screen::{Screen, Suspended};
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::state::State;
use crate::app::update::Later;
use crate::app::{screen, update};
use crate::model::usual;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// What reaches the loop.
pub enum News {
    /// Something for the state.
    Event(Event),
    /// The program shall stop until `fg`.
    Stop,
    /// The program goes on after it was stopped from outside.
    Resumed,
    /// The program must end.
    End(Ending),
}

/// Why the loop ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The user quit, or nobody sends news any more.
    Quit,
    /// The terminal is gone.
    HangUp,
    /// A signal.
    Signal(i32),
}

/// What the loop needs of a screen.
pub trait Display {
    /// Draws the state and sends what changed.
    fn show(&mut self, state: &State) -> io::Result<()>;
    /// Sends every cell with the next frame.
    fn repaint(&mut self) -> io::Result<()>;
    /// Stops the job and takes the terminal again.
    fn suspend(&mut self) -> io::Result<Suspended>;
    /// Takes the terminal again after a stop from outside.
    fn resume(&mut self) -> io::Result<Suspended>;
    /// Columns and rows.
    fn size(&self) -> io::Result<(u16, u16)>;
}

impl<W: Write> Display for Screen<W> {
    fn show(&mut self, state: &State) -> io::Result<()> {
        self.draw(|buffer| {
            super::rehearsal::fail_here("draw");
            screen::draw(state, buffer);
            None
        })
    }

    fn repaint(&mut self) -> io::Result<()> {
        Screen::repaint(self);
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<Suspended> {
        Screen::suspend(self)
    }

    fn resume(&mut self) -> io::Result<Suspended> {
        Screen::resume(self)
    }

    fn size(&self) -> io::Result<(u16, u16)> {
        let size = Screen::size(self);
        Ok((size.width, size.height))
    }
}

/// Who carries out wishes that are none of the screen's. What is known at once is returned as news.
pub trait Outside {
    /// Carries out a wish.
    fn carry_out(&mut self, effect: Effect) -> Option<Event>;
    /// Told after each batch was absorbed, so that the loader may send another.
    fn absorbed(&mut self) {}
}

/// How often the screen is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Least time between two frames that take up new rows; longer when such a frame costs more than a twentieth of it.
    pub between_progress: Duration,
    /// Least time between two frames that keys ask for. One key finds it over and is answered at once.
    pub between_keys: Duration,
    /// How long the keys must rest before a large preview follows the cursor.
    pub rest: Duration,
    /// Longest time spent on queued news before a frame.
    pub turn: Duration,
    /// Longest time spent on judging, searching and counting in a turn when there are no news.
    pub idle_work: Duration,
    /// The same while news wait, so that reading goes on.
    pub busy_work: Duration,
    /// While files are read, judging rests for so many times as long as it took: the calls grow on, and what was judged
    /// of them is judged again.
    pub judging_rest: u32,
}

/// A frame that takes up new rows may take this part of the time.
const SHARE: u32 = 20;

impl Default for Pace {
    fn default() -> Self {
        Self {
            between_progress: Duration::from_millis(250),
            between_keys: Duration::from_millis(12),
            rest: Duration::from_millis(120),
            turn: Duration::from_millis(15),
            idle_work: Duration::from_millis(5),
            busy_work: Duration::from_millis(1),
            judging_rest: 10,
        }
    }
}

/// How far judging is.
#[derive(Default)]
struct Judging {
    /// Changed calls wait to be judged.
    is_behind: bool,
    /// When they may be, while files are read.
    due: Option<Instant>,
}

/// What the next turn of the loop owes.
struct Loop<'a, D, O> {
    state: &'a mut State,
    display: &'a mut D,
    outside: &'a mut O,
    pace: Pace,
    last_frame: Option<Instant>,
    /// The last frame that took up new rows, and what it cost.
    last_full: Option<Instant>,
    full_cost: Duration,
    last_key: Option<Instant>,
    /// What the last frame left for a later one.
    left: Later,
    /// Something changed since the last frame.
    is_changed: bool,
    /// A key or a resize asks for a frame at once.
    is_urgent: bool,
    /// A search, a filter or a count goes on.
    has_work: bool,
    judging: Judging,
    /// Longest time for that in this turn.
    work_limit: Duration,
    ending: Option<Ending>,
}

/// Runs until the user quits, the terminal goes, a signal comes, or nobody can send news any more.
pub fn run<D: Display, O: Outside>(
    state: &mut State,
    display: &mut D,
    news: &Receiver<News>,
    outside: &mut O,
    pace: Pace,
) -> io::Result<Ending> {
    let mut turn = Loop {
        state,
        display,
        outside,
        pace,
        last_frame: None,
        last_full: None,
        full_cost: Duration::ZERO,
        last_key: None,
        left: Later::default(),
        is_changed: true,
        is_urgent: true,
        has_work: false,
        judging: Judging::default(),
        work_limit: pace.idle_work,
        ending: None,
    };
    turn.frame()?;
    loop {
        let is_open = turn.take(news)?;
        if let Some(ending) = turn.ending {
            return Ok(ending);
        }
        turn.work(is_open);
        if !is_open {
            // Nothing will come that a frame could wait for.
            (turn.last_frame, turn.last_full, turn.last_key) = (None, None, None);
        }
        if turn.until_frame().is_some_and(|left| left.is_zero()) {
            turn.frame()?;
        }
        if !is_open {
            return Ok(Ending::Quit);
        }
    }
}

impl<D: Display, O: Outside> Loop<'_, D, O> {
    /// Waits for news and applies all that is queued, within the turn; false when no more can come.
    fn take(&mut self, news: &Receiver<News>) -> io::Result<bool> {
        let first = match self.patience() {
            None => news.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(patience) => news.recv_timeout(patience),
        };
        match first {
            Ok(first) => self.apply(first)?,
            Err(RecvTimeoutError::Timeout) => {
                self.work_limit = self.pause_work();
                return Ok(true);
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(false),
        }
        let until = Instant::now() + self.pace.turn;
        self.work_limit = self.pace.busy_work;
        while self.ending.is_none() && Instant::now() < until {
            let Ok(next) = news.try_recv() else {
                self.work_limit = self.pause_work();
                break;
            };
            self.apply(next)?;
        }
        Ok(true)
    }

    /// Longest time for judging while no news wait; the threads that read need the processors more than it does.
    fn pause_work(&self) -> Duration {
        if self.state.loading.is_running {
            self.pace.busy_work
        } else {
            self.pace.idle_work
        }
    }

    /// How long to wait for news: not at all while there is work, until the next frame when one is owed, else for ever.
    fn patience(&self) -> Option<Duration> {
        if self.has_work {
            return Some(Duration::ZERO);
        }
        let until_judging = self.judging.is_behind.then(|| self.until_judging());
        until_judging.into_iter().chain(self.until_frame()).min()
    }

    /// How long until changed calls may be judged: once all files are read, at once.
    fn until_judging(&self) -> Duration {
        let loading = &self.state.loading;
        let due = self
            .judging
            .due
            .filter(|_| loading.is_running && !loading.is_ending);
        due.map_or(Duration::ZERO, |due| {
            due.saturating_duration_since(Instant::now())
        })
    }

    /// How long until the next frame; none when none is owed.
    fn until_frame(&self) -> Option<Duration> {
        let has_rows = self.is_changed || self.left.rows;
        [
            (self.is_urgent, self.last_frame, self.pace.between_keys),
            (has_rows, self.last_full, self.between_full()),
            (self.left.preview, self.last_key, self.pace.rest),
        ]
        .into_iter()
        .filter(|(is_owed, ..)| *is_owed)
        .map(|(_, last, least)| least.saturating_sub(since(last)))
        .min()
    }

    /// Least time between two frames that take up new rows; the last rows of a load need not wait.
    fn between_full(&self) -> Duration {
        if !self.state.loading.is_running {
            return self.pace.between_keys;
        }
        self.pace.between_progress.max(self.full_cost * SHARE)
    }

    fn apply(&mut self, news: News) -> io::Result<()> {
        match news {
            News::End(ending) => self.ending = Some(ending),
            News::Stop => self.suspend()?,
            News::Resumed => {
                let back = self.display.resume()?;
                self.came_back(back)?;
            }
            News::Event(event) => self.event(event)?,
        }
        Ok(())
    }

    fn event(&mut self, event: Event) -> io::Result<()> {
        let is_batch = matches!(event, Event::Batch(..));
        let is_key = matches!(event, Event::Key(_) | Event::Paste(_));
        let is_quiet = is_batch || matches!(event, Event::Files(..) | Event::ReadingSamples(..));
        let effects = update::apply(self.state, event);
        self.is_changed = true;
        if is_batch {
            super::rehearsal::fail_here("ui");
            self.outside.absorbed();
        }
        // A key may have opened a page that is to be counted, and rows may have changed calls.
        self.has_work = true;
        self.judging.is_behind = true;
        self.is_urgent |= !is_quiet;
        for effect in effects {
            self.effect(effect)?;
        }
        if is_key {
            self.last_key = Some(Instant::now());
            // The next key may depend on what this one moved.
            update::arrange_for_key(self.state);
        }
        Ok(())
    }

    fn effect(&mut self, effect: Effect) -> io::Result<()> {
        match effect {
            Effect::Quit => self.ending = Some(Ending::Quit),
            Effect::Suspend => self.suspend()?,
            Effect::Repaint => self.display.repaint()?,
            other => {
                if let Some(event) = self.outside.carry_out(other) {
                    self.event(event)?;
                }
            }
        }
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<()> {
        let back = self.display.suspend()?;
        self.came_back(back)
    }

    fn came_back(&mut self, back: Suspended) -> io::Result<()> {
        match back {
            Suspended::AndBack => self.state.size = self.display.size()?,
            Suspended::NoShell => self
                .state
                .say("there is no shell to come back from; nothing was stopped"),
            Suspended::Ending => self.ending = Some(Ending::HangUp),
        }
        self.is_changed = true;
        self.is_urgent = true;
        Ok(())
    }

    /// Judges changed calls and searches on; to the end when no more news can come.
    fn work(&mut self, is_open: bool) {
        let is_due =
            |turn: &Self| turn.judging.is_behind && (!is_open || turn.until_judging().is_zero());
        if !self.has_work && !is_due(self) && is_open {
            return;
        }
        let begun = Instant::now();
        loop {
            let before = self.state.stamp();
            if is_due(self) {
                self.judge();
            }
            self.has_work = update::work(self.state);
            let has_answer = self.state.take_news();
            self.is_changed |= has_answer || self.state.stamp() != before;
            self.is_urgent |= has_answer;
            let is_done = !self.has_work && !is_due(self);
            if is_done || (is_open && begun.elapsed() >= self.work_limit) {
                break;
            }
        }
    }

    fn judge(&mut self) {
        let begun = Instant::now();
        self.judging.is_behind = update::judge(self.state);
        self.judging.due = Some(Instant::now() + begun.elapsed() * self.pace.judging_rest);
    }

    fn frame(&mut self) -> io::Result<()> {
        let begun = Instant::now();
        let is_full = since(self.last_full) >= self.between_full();
        let later = Later {
            rows: !is_full,
            preview: since(self.last_key) < self.pace.rest,
        };
        self.left = update::arrange(self.state, later);
        // What is drawn may have asked for more.
        self.has_work |= usual::is_left(&self.state.store);
        self.display.show(self.state)?;
        let now = Instant::now();
        if is_full {
            self.last_full = Some(now);
            self.full_cost = now - begun;
        }
        self.last_frame = Some(now);
        self.is_changed = false;
        self.is_urgent = false;
        Ok(())
    }
}

/// Time since a moment; endless when there was none.
fn since(moment: Option<Instant>) -> Duration {
    moment.map_or(Duration::MAX, |moment| moment.elapsed())
}
