//! The command line: commands, options, and what makes no sense together.
//!
//! Plain values only; the shell turns them into what the other rooms understand. The help is made from these texts.

use crate::config::Zone;
use crate::config::{self, ColorWhen, Dates};
use crate::error::Error;
use clap::error::ErrorKind;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// What was asked for.
#[derive(Debug, Parser)]
#[command(
    name = "callscope",
    version,
    about = "Explore Azure Communication Services calling logs: which calls were bad, why, for whom, and what proves it",
    after_help = "Exit codes: 0 fine; 1 problems found or records rejected; 2 nothing usable or wrong usage.",
    disable_help_subcommand = true
)]
pub struct Cli {
    /// The command; none = the screen.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Files or folders (read recursively) to show; '-' = standard input. A path named like a command: ./calls
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What all commands share.
    #[command(flatten)]
    pub options: Options,
}

/// A command. Without one the screen opens.
#[expect(
    clippy::doc_markdown,
    reason = "the help shows these texts as they are"
)]
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// The screen, on example logs that are inside the program
    Demo,
    /// The load report: what was read of each file, what was not and why
    Check {
        /// Files or folders; '-' = standard input
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// The call list
    Calls {
        /// Files or folders; '-' = standard input
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// One call: legs, streams, verdict with proofs, timeline
    Call {
        /// Call id, the beginning of one, or any identifier that occurs in one call only
        #[arg(value_name = "ID")]
        id: String,
        /// Files or folders; '-' = standard input
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Where an identifier or text occurs
    Find {
        /// What to look for
        #[arg(value_name = "TEXT")]
        text: String,
        /// Files or folders; '-' = standard input
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Share of bad calls by SDK, system, code, hour, user … with how that may be by chance
    Groups {
        /// One or two dimensions: sdk, system, os, type, verdict, due, code, category, user, endpoint, endpoint_type,
        /// participant_type, tenant, tag, day, hour, weekday, legs, media, direction, transport, codec, diagnostic,
        /// finding, operation, result, file
        #[arg(long, value_name = "DIM[,DIM]")]
        by: String,
        /// The measure of p50 … p99, a name of `calls` without its unit [default: rtt_avg]
        #[arg(long, value_name = "NAME")]
        metric: Option<String>,
        /// Count calls with a value instead of bad ones: --by user --count code=410/3112
        #[arg(long, value_name = "DIM=VALUE")]
        count: Option<String>,
        /// Files or folders; '-' = standard input
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Bad calls, worst first, one reason each
    Problems {
        /// Files or folders; '-' = standard input
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
}

/// Options of all commands; [`Cli::parse`] refuses those a command cannot use.
#[derive(Debug, Clone, Args)]
pub struct Options {
    /// How an answer is written: check, call: table, json; find: table, json, jsonl; calls, groups, problems: all
    #[arg(long, global = true, value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// At most N rows
    #[arg(long, global = true, value_name = "N")]
    pub limit: Option<usize>,
    /// Only calls that fit, as on the filter line of the screen, e.g. 'loss.max>5% media=video': screen, calls, find, groups, problems
    #[arg(long, global = true, value_name = "EXPR", allow_hyphen_values = true)]
    pub filter: Option<String>,
    /// Only calls that lasted until then or later: 2026-11-18, 2026-11-18T02:00+01:00, 02:00 of any day, -3h before the newest loaded
    #[arg(long, global = true, value_name = "TIME", allow_hyphen_values = true)]
    pub since: Option<String>,
    /// Only calls that had begun by then
    #[arg(long, global = true, value_name = "TIME", allow_hyphen_values = true)]
    pub until: Option<String>,
    /// Order of the list; FIELD is a name of the JSON answer; for groups: n, share, p50 to p99, unlikely, name, met, burst, ok and more
    #[arg(long, global = true, value_name = "FIELD[:desc]")]
    pub sort: Option<String>,
    /// Colours
    #[arg(long, global = true, value_enum, value_name = "WHEN")]
    pub color: Option<ColorWhen>,
    /// Draw with ASCII characters only; --ascii=false undoes that of the settings
    #[arg(long, global = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL")]
    pub ascii: Option<bool>,
    /// Zone in which the screen shows times and in which times without one are meant: UTC, local, +02:00, Europe/Zurich
    /// [default: UTC], and by whose days and hours groups are; times in answers are always in UTC
    #[arg(long, global = true, value_name = "ZONE", allow_hyphen_values = true, value_parser = Zone::read)]
    pub zone: Option<Zone>,
    /// Threads that read files [default: one for each processor]
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Longest record that is read, in MiB; a longer one is rejected as one [default: 64]
    #[arg(long, global = true, value_name = "MIB", value_parser = clap::value_parser!(u32).range(1..=i64::from(config::MOST_MIB)))]
    pub max_line: Option<u32>,
    /// What stands first in the dates of tables, where a column could be read both ways [default: what its dates tell]
    #[arg(long, global = true, value_enum, value_name = "FIRST")]
    pub dates: Option<Dates>,
    /// Memory that what is loaded may take, e.g. 500M, 2GB, 1.5GiB; beyond it media statistics are summarised and
    /// those of one call read again [default: half of what is free]
    #[arg(long, global = true, value_name = "SIZE", value_parser = config::size)]
    pub mem: Option<u64>,
    /// Keep reading files that grow and take up new ones, on the screen
    #[arg(long, global = true, action = ArgAction::SetTrue)]
    pub follow: bool,
    /// Keep no marks, notes, filters and places of the screen for the next time, and use none of before, nor in --filter
    #[arg(long, global = true, action = ArgAction::SetTrue)]
    pub no_state: bool,
    /// Colours by name, for the screen
    #[arg(long, global = true, value_name = "NAME")]
    pub theme: Option<String>,
    /// Settings in JSON, instead of those of the user
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned text
    Table,
    /// One JSON text
    Json,
    /// One JSON object a line
    Jsonl,
    /// Comma separated
    Csv,
    /// Markdown
    Md,
}

impl Format {
    /// The word of the option.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Md => "md",
        }
    }
}

/// Why there is nothing to carry out.
#[derive(Debug)]
pub enum Stop {
    /// The help or version that was asked for; belongs to standard output, exit code 0.
    Answer(String),
    /// Wrong usage.
    Error(Error),
}

/// What a command can do with the options about answers.
struct Rules {
    formats: &'static [Format],
    has_order: bool,
    has_limit: bool,
    /// Calls can be left out.
    has_filter: bool,
}

use Format::{Csv, Json, Jsonl, Md, Table};

impl Command {
    /// The word on the command line.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::Check { .. } => "check",
            Self::Calls { .. } => "calls",
            Self::Call { .. } => "call",
            Self::Find { .. } => "find",
            Self::Groups { .. } => "groups",
            Self::Problems { .. } => "problems",
        }
    }

    /// The paths given to it.
    pub fn paths(&self) -> &[PathBuf] {
        match self {
            Self::Demo => &[],
            Self::Check { paths }
            | Self::Calls { paths }
            | Self::Call { paths, .. }
            | Self::Find { paths, .. }
            | Self::Groups { paths, .. }
            | Self::Problems { paths } => paths,
        }
    }

    const fn rules(&self) -> Rules {
        let (formats, has_order, has_limit): (&'static [Format], bool, bool) = match self {
            Self::Demo => (&[], false, false),
            Self::Check { .. } | Self::Call { .. } => (&[Table, Json], false, false),
            Self::Find { .. } => (&[Table, Json, Jsonl], false, true),
            Self::Calls { .. } | Self::Groups { .. } | Self::Problems { .. } => {
                (&[Table, Json, Jsonl, Csv, Md], true, true)
            }
        };
        Rules {
            formats,
            has_order,
            has_limit,
            has_filter: !matches!(self, Self::Check { .. } | Self::Call { .. }),
        }
    }
}

impl Cli {
    /// Reads the arguments, the program's name first.
    pub fn parse_args(args: impl IntoIterator<Item = OsString>) -> Result<Self, Stop> {
        let cli = Self::try_parse_from(args).map_err(|error| told(&error))?;
        cli.check().map_err(Stop::Error)?;
        Ok(cli)
    }

    fn check(&self) -> Result<(), Error> {
        let none = Rules {
            formats: &[],
            has_order: false,
            has_limit: false,
            has_filter: true,
        };
        let (name, rules) = match &self.command {
            Some(command) => (command.name(), command.rules()),
            None => ("the screen", none),
        };
        if let (Some(command), Some(path)) = (&self.command, self.paths.first()) {
            return Err(Error::Usage(format!(
                "'{}' stands before the command '{}'; write callscope {1} {0}, or ./{1} if that is a path",
                path.display(),
                command.name()
            )));
        }
        match self.options.format {
            Some(format) if !rules.formats.contains(&format) => {
                return Err(unfit(name, "--format", format.name(), rules.formats));
            }
            _ => {}
        }
        let refused = [
            ("--sort", self.options.sort.is_some() && !rules.has_order),
            ("--limit", self.options.limit.is_some() && !rules.has_limit),
            (
                "--filter",
                self.options.filter.is_some() && !rules.has_filter,
            ),
            ("--since", self.options.since.is_some() && !rules.has_filter),
            ("--until", self.options.until.is_some() && !rules.has_filter),
            ("--follow", self.options.follow && self.command.is_some()),
            ("--no-state", self.options.no_state && !rules.has_filter),
        ];
        match refused.iter().find(|(_, is_refused)| *is_refused) {
            Some((option, _)) => Err(Error::Usage(format!(
                "{option} does nothing for {name}; leave it out"
            ))),
            None => Ok(()),
        }
    }
}

fn unfit(name: &str, option: &str, word: &str, formats: &[Format]) -> Error {
    let words: Vec<&str> = formats.iter().map(|format| format.name()).collect();
    Error::Usage(if words.is_empty() {
        format!(
            "{option} {word} does nothing for {name}; use it with check, calls, call, find, groups or problems"
        )
    } else {
        format!("{name} cannot write {word}; one of {}", words.join(", "))
    })
}

/// The paths to read: those given, else standard input where something is piped in.
pub fn inputs(paths: &[PathBuf], is_piped: bool, command: &str) -> Result<Vec<PathBuf>, Error> {
    match (paths, is_piped) {
        ([], true) => Ok(vec![PathBuf::from("-")]),
        ([], false) => Err(Error::Usage(format!(
            "{command} needs a PATH (file, folder, or '-' for standard input)"
        ))),
        _ => Ok(paths.to_vec()),
    }
}

/// True for the path that means standard input.
pub fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Help and version are answers; everything else becomes one line.
fn told(error: &clap::Error) -> Stop {
    let text = error.render().to_string();
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        return Stop::Answer(text);
    }
    let head = text.split("\n\n").next().unwrap_or_default();
    let head: Vec<&str> = head.lines().map(str::trim).collect();
    let head = head.join(" ");
    let head = head.strip_prefix("error: ").unwrap_or(&head);
    let tips = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("tip: "));
    let mut words: Vec<&str> = vec![head];
    words.extend(tips);
    words.push("see callscope --help");
    Stop::Error(Error::Usage(words.join("; ")))
}

#[cfg(test)]
mod tests;
