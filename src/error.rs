//! Everything that can stop the program, each with what happened, where, and what to do.
//!
//! A record that cannot be read is no error but an issue (see `model::source::Issue`). The texts may quote paths and
//! arguments; whoever prints them escapes them.

use std::io;
use std::ops::Range;
use std::path::PathBuf;
use thiserror::Error as ThisError;

/// Why the program stops. The message is one line.
#[derive(Debug, ThisError)]
pub enum Error {
    /// The command line makes no sense; the text says what to write instead.
    #[error("{0}")]
    Usage(String),
    /// A filter or time on the command line that does not read.
    #[error("{option}: expected {expected}")]
    Filter {
        /// The option it was given to.
        option: &'static str,
        /// As given.
        text: String,
        /// The wrong token: bytes of the text.
        span: Range<usize>,
        /// What was expected there.
        expected: String,
    },
    /// Not one record could be read from what was given.
    #[error("nothing usable in {inputs}: {reason}; 'callscope check PATH' tells more")]
    NothingUsable {
        /// The paths as given.
        inputs: String,
        /// The first thing that was wrong.
        reason: String,
    },
    /// A file or stream could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A settings file that does not fit.
    #[error("{}:{line}: {reason}; mend the line or start with another --config", path.display())]
    Config {
        /// The file.
        path: PathBuf,
        /// 1-based line.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// An identifier that several calls share.
    #[error("'{id}' fits {count} calls: {}; give more of it", listed(candidates, *count))]
    Ambiguous {
        /// As given.
        id: String,
        /// Call ids, the first few.
        candidates: Vec<String>,
        /// How many there are.
        count: usize,
    },
    /// An identifier that no loaded call has.
    #[error(
        "no call '{id}'{}; 'callscope find {id} PATH' searches every identifier",
        near(nearest)
    )]
    NotFound {
        /// As given.
        id: String,
        /// Call ids that look like it, nearest first.
        nearest: Vec<String>,
    },
    /// The terminal cannot show the screen.
    #[error("terminal: {source}; 'callscope calls' and the other commands need none")]
    Terminal {
        /// What the system said.
        source: io::Error,
    },
    /// Standard output failed; closed early is no trouble.
    #[error("standard output: {0}")]
    Output(#[from] io::Error),
}

impl Error {
    /// The terminal failed.
    pub fn terminal(source: io::Error) -> Self {
        Self::Terminal { source }
    }

    /// The exit code: 2, save for an output that was closed early, which ends the program quietly.
    pub fn exit_code(&self) -> u8 {
        if self.is_quiet() { 0 } else { 2 }
    }

    /// True when there is nobody left to read a message.
    pub fn is_quiet(&self) -> bool {
        matches!(self, Self::Output(source) if source.kind() == io::ErrorKind::BrokenPipe)
    }
}

fn listed(candidates: &[String], count: usize) -> String {
    let mut text = candidates.join(", ");
    if count > candidates.len() {
        text.push_str(" …");
    }
    text
}

fn near(nearest: &[String]) -> String {
    if nearest.is_empty() {
        String::new()
    } else {
        format!("; nearest: {}", nearest.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_output_is_quiet_and_everything_else_is_two() {
        let closed = Error::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!((closed.exit_code(), closed.is_quiet()), (0, true));
        let full = Error::from(io::Error::from(io::ErrorKind::StorageFull));
        assert_eq!((full.exit_code(), full.is_quiet()), (2, false));
        assert_eq!(Error::Usage(String::new()).exit_code(), 2);
    }

    #[test]
    fn candidates_and_near_ids_are_named() {
        let both = Error::Ambiguous {
            id: "7f".to_owned(),
            candidates: vec!["7f3c".to_owned(), "7fab".to_owned()],
            count: 3,
        };
        assert_eq!(
            both.to_string(),
            "'7f' fits 3 calls: 7f3c, 7fab …; give more of it"
        );
        let none = Error::NotFound {
            id: "x1".to_owned(),
            nearest: vec!["y1".to_owned()],
        };
        assert!(none.to_string().starts_with("no call 'x1'; nearest: y1;"));
    }
}
