//! Keeps what the user wants kept from one run to the next: a thread beside the loop that reads and writes the forms.
//!
//! Nothing the user does waits for it; what it cannot do is told and the program goes on. Never in a folder of logs.

mod file;
mod logs;

pub(super) use file::place;

use super::run::News;
use crate::app::event::Event;
use crate::app::remembered::{CallNotes, Change, Form, Places, Remembered, Views};
use crate::query::filter::Marks;
use file::Folder;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, SystemTime};

/// How long the end of the program waits for what is still to be written.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// What the user has marked and noted on the screen, for an answer; nothing is written. Or why it cannot be told.
pub(super) fn marks(folder: PathBuf) -> Result<Marks, String> {
    let CallNotes { calls, .. } = Folder::new(folder).look()?;
    let mut marks = Marks::default();
    for (call, entry) in calls {
        if !entry.note.is_empty() {
            marks.notes.insert(call.clone(), entry.note);
        }
        if entry.marked {
            marks.marked.insert(call);
        }
    }
    Ok(marks)
}

/// What is asked of the thread.
enum Wish {
    Keep(Change),
    /// Tells the set of logs and the last place in it, by the names of the files.
    Recognise(Vec<String>),
}

/// The way to the thread.
pub(super) struct Keeper {
    wishes: Sender<Wish>,
    /// Nothing comes; it closes when all is written.
    written: Receiver<()>,
}

impl Keeper {
    /// Starts the thread; it reads what is kept first and tells it.
    pub(super) fn start(folder: PathBuf, news: Sender<News>) -> io::Result<Self> {
        let (wishes, asked) = channel();
        let (writing, written) = channel();
        let work = move || {
            let _writing: Sender<()> = writing;
            let desk = Desk {
                folder: Folder::new(folder),
                news,
            };
            desk.read();
            for wish in asked {
                desk.carry_out(wish);
            }
        };
        thread::Builder::new().name("state".into()).spawn(work)?;
        Ok(Self { wishes, written })
    }

    /// Keeps a change.
    pub(super) fn keep(&self, change: Change) {
        // When the thread is gone it has told why.
        let _ = self.wishes.send(Wish::Keep(change));
    }

    /// Asks which set of logs this is.
    pub(super) fn recognise(&self, names: Vec<String>) {
        let _ = self.wishes.send(Wish::Recognise(names));
    }

    /// Waits until all is written, at most a second: a disk that hangs must not keep the program.
    pub(super) fn finish(self) {
        drop(self.wishes);
        let ended = self.written.recv_timeout(LAST_WORDS);
        debug_assert!(matches!(
            ended,
            Err(RecvTimeoutError::Disconnected | RecvTimeoutError::Timeout)
        ));
    }
}

/// The thread's own.
struct Desk {
    folder: Folder,
    news: Sender<News>,
}

impl Desk {
    fn tell(&self, event: Event) {
        // The loop may have ended meanwhile.
        let _ = self.news.send(News::Event(event));
    }

    fn complain(&self, told: &[String]) {
        if !told.is_empty() {
            self.tell(Event::Notice(told.join("; ")));
        }
    }

    fn read(&self) {
        let mut told = Vec::new();
        let remembered = Remembered {
            calls: self.folder.read::<CallNotes>(&mut told),
            views: self.folder.read::<Views>(&mut told),
        };
        self.tell(Event::Remembered(Box::new(remembered)));
        self.complain(&told);
    }

    fn carry_out(&self, wish: Wish) {
        let mut told = Vec::new();
        match wish {
            Wish::Keep(change) => {
                let kept = match &change {
                    Change::Mark { .. } | Change::Note { .. } => {
                        self.keep::<CallNotes>(&change, &mut told)
                    }
                    Change::Place { .. } => self.keep::<Places>(&change, &mut told),
                    Change::Filter { .. } | Change::Columns { .. } | Change::Zone(_) => {
                        self.keep::<Views>(&change, &mut told)
                    }
                };
                if let Err(error) = kept {
                    told.push(format!("not kept for the next time: {error}"));
                }
            }
            Wish::Recognise(names) => {
                if let Some(set) = logs::set_of(&names) {
                    let places: Places = self.folder.read(&mut told);
                    let last = places.of(&set).cloned();
                    self.tell(Event::Recognised(set, last.map(Box::new)));
                }
            }
        }
        self.complain(&told);
    }

    fn keep<F: Form>(&self, change: &Change, told: &mut Vec<String>) -> io::Result<()> {
        self.folder
            .update::<F>(told, |form, lost| form.apply(change, now(), lost))
    }
}

/// Seconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs() as i64)
}
