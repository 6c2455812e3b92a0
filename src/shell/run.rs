//! The one loop: news in, state changed, at most one frame out.
//!
//! It waits for news, applies what is queued within a time budget, judges changed calls in bounded turns, and draws
//! once if anything changed. A key is answered at once; rows that arrive while loading are drawn a few times a second.
//! Nothing queued means nothing sent.

use super::screen::{Screen, Suspended};
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::state::State;
use crate::app::{screen, update};
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
        self.draw(|frame| {
            super::rehearsal::fail_here("draw");
            screen::draw(state, frame.buffer_mut());
        })
    }

    fn repaint(&mut self) -> io::Result<()> {
        Screen::repaint(self)
    }

    fn suspend(&mut self) -> io::Result<Suspended> {
        Screen::suspend(self)
    }

    fn resume(&mut self) -> io::Result<Suspended> {
        Screen::resume(self)
    }

    fn size(&self) -> io::Result<(u16, u16)> {
        Screen::size(self).map(|size| (size.width, size.height))
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
    /// Least time between two frames that no key asked for.
    pub between_progress: Duration,
    /// Longest time spent on queued news before a frame.
    pub turn: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            between_progress: Duration::from_millis(250),
            turn: Duration::from_millis(15),
        }
    }
}

/// What the next turn of the loop owes.
struct Loop<'a, D, O> {
    state: &'a mut State,
    display: &'a mut D,
    outside: &'a mut O,
    pace: Pace,
    last_frame: Option<Instant>,
    /// Something changed since the last frame.
    is_changed: bool,
    /// A key or a resize asks for a frame at once.
    is_urgent: bool,
    /// Changed calls wait to be judged, or a search goes on.
    has_work: bool,
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
    let (last_frame, ending) = (None, None);
    let mut turn = Loop {
        state,
        display,
        outside,
        pace,
        last_frame,
        is_changed: true,
        is_urgent: true,
        has_work: false,
        ending,
    };
    turn.frame()?;
    loop {
        let is_open = turn.take(news)?;
        if let Some(ending) = turn.ending {
            return Ok(ending);
        }
        turn.work(is_open);
        if !is_open {
            turn.is_urgent = true;
        }
        turn.frame_if_due()?;
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
            Err(RecvTimeoutError::Timeout) => return Ok(true),
            Err(RecvTimeoutError::Disconnected) => return Ok(false),
        }
        let until = Instant::now() + self.pace.turn;
        while self.ending.is_none() && Instant::now() < until {
            match news.try_recv() {
                Ok(next) => self.apply(next)?,
                Err(_) => break,
            }
        }
        Ok(true)
    }

    /// How long to wait for news: not at all while there is work, until the next frame when one is owed, else for ever.
    fn patience(&self) -> Option<Duration> {
        if self.has_work {
            Some(Duration::ZERO)
        } else if self.is_changed {
            Some(self.until_frame())
        } else {
            None
        }
    }

    fn until_frame(&self) -> Duration {
        let since = self
            .last_frame
            .map_or(self.pace.between_progress, |last| last.elapsed());
        if self.is_urgent {
            Duration::ZERO
        } else {
            self.pace.between_progress.saturating_sub(since)
        }
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
        let is_quiet = is_batch || matches!(event, Event::Files(..));
        let effects = update::apply(self.state, event);
        self.is_changed = true;
        if is_batch {
            super::rehearsal::fail_here("ui");
            self.outside.absorbed();
        }
        // A key may have opened a page that is to be counted.
        self.has_work = true;
        self.is_urgent |= !is_quiet;
        for effect in effects {
            self.effect(effect)?;
        }
        if is_key {
            // The next key may depend on what this one moved.
            update::arrange(self.state);
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
        if !self.has_work && is_open {
            return;
        }
        loop {
            let before = self.state.stamp();
            self.has_work = update::work(self.state);
            let has_answer = self.state.take_news();
            self.is_changed |= has_answer || self.state.stamp() != before;
            self.is_urgent |= has_answer;
            if is_open || !self.has_work {
                break;
            }
        }
    }

    fn frame_if_due(&mut self) -> io::Result<()> {
        if self.is_changed && self.until_frame().is_zero() {
            self.frame()
        } else {
            Ok(())
        }
    }

    fn frame(&mut self) -> io::Result<()> {
        update::arrange(self.state);
        self.display.show(self.state)?;
        self.last_frame = Some(Instant::now());
        self.is_changed = false;
        self.is_urgent = false;
        Ok(())
    }
}
