//! Makes coherent calling logs of a made-up customer, of any size, always the same for the same arguments.
//!
//! ```text
//! cargo run --release --example generate_logs -- --out DIR --size 1GB [--seed N] [--shuffle] [--shuffle-keys]
//!     [--extra-columns] [--odd-lines 0.05] [--form array]
//! cargo run --release --example generate_logs -- --demo assets/demo/logs.jsonl.gz
//! ```
//!
//! Standard output gets one line per planted story: its name and the ids of its calls; standard error the number of
//! records of each category and of odd lines of each kind.

mod around;
mod automation;
mod background;
mod build;
mod changed;
mod daily;
mod diagnostics;
mod form;
mod line;
mod members;
mod odd;
mod operations;
mod plan;
mod population;
mod recording;
mod records;
mod rng;
mod rooms;
mod run;
mod sink;
mod stats;
mod stories;
mod stories_media;
mod stories_more;
mod stories_network;
mod summary;
mod survey;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod truth;
mod usage;

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Parser;
use flate2::{Compression, GzBuilder};

use crate::changed::{Changed, Changes};
use crate::form::{Finish, Form};
use crate::odd::KINDS;
use crate::run::{Made, Size, Wanted, make};
use crate::sink::{BlobTree, Memory, Sink};
use crate::stories::{FIRST_DAY, STORIES};

/// What to make and where to put it.
#[derive(Parser)]
#[command(about = "Makes coherent calling logs of a made-up customer")]
struct Arguments {
    /// Folder that gets one `insights-logs-*` container per category
    #[arg(long, value_name = "DIR", required_unless_present = "demo")]
    out: Option<PathBuf>,
    /// Bytes to make: 1MB to 10GB (the stories alone weigh some 2.5 MB)
    #[arg(long, default_value = "20MB", value_parser = size)]
    size: u64,
    /// Another seed gives other calls
    #[arg(long, default_value_t = run::SEED)]
    seed: u64,
    /// Mix the lines within each file
    #[arg(long)]
    shuffle: bool,
    #[command(flatten)]
    changes: Changes,
    /// Form of the files
    #[arg(long, value_enum, default_value_t = Form::Lines)]
    form: Form,
    /// Share of calls that are one of the bad stories again
    #[arg(long, default_value_t = 0.03, value_name = "F")]
    bad_fraction: f64,
    /// No other calls than the stories, each once
    #[arg(long)]
    stories_only: bool,
    /// Everyday calls without any trouble, and no stories: what no finding may be raised in
    #[arg(long, conflicts_with = "stories_only")]
    healthy: bool,
    /// Write the small demo set to this file instead
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    demo: Option<PathBuf>,
}

/// `250MB`, `1GB`, `64KB` or plain bytes; powers of ten.
fn size(text: &str) -> Result<u64, String> {
    const UNITS: [(&str, u64); 4] = [
        ("GB", 1_000_000_000),
        ("MB", 1_000_000),
        ("KB", 1000),
        ("", 1),
    ];
    let upper = text.trim().to_ascii_uppercase();
    UNITS
        .iter()
        .find_map(|(unit, factor)| {
            let number: u64 = upper.strip_suffix(unit)?.trim().parse().ok()?;
            number.checked_mul(*factor)
        })
        .ok_or_else(|| format!("'{text}' is no size such as 250MB or 1GB"))
}

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let size = if arguments.healthy {
        Size::HealthyOf(arguments.size)
    } else if arguments.stories_only {
        Size::StoriesOf(arguments.size)
    } else {
        Size::Bytes(arguments.size)
    };
    let wanted = Wanted {
        size,
        seed: arguments.seed,
        bad: arguments.bad_fraction,
    };
    let made = match (&arguments.demo, &arguments.out) {
        (Some(file), _) => demo(file)?,
        (None, Some(folder)) => corpus(&arguments, folder, wanted)?,
        (None, None) => return Ok(()),
    };
    report(&mut io::stdout().lock(), &made)
}

fn corpus(arguments: &Arguments, folder: &Path, wanted: Wanted) -> io::Result<Made> {
    let by_line = matches!(arguments.form, Form::Lines | Form::Gzip);
    if arguments.changes.odd > 0.0 && !by_line {
        let text = "odd lines can be made in the forms lines and gzip only";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, text));
    }
    let finish = Finish {
        form: arguments.form,
        mixed: arguments.shuffle.then_some(wanted.seed),
    };
    let tree = BlobTree::new(
        folder.to_owned(),
        population::RESOURCE_ID,
        FIRST_DAY,
        finish,
    )?;
    let mut sink = Changed::new(tree, wanted.seed, arguments.changes);
    let made = make(wanted, &mut sink)?;
    sink.finish()?;
    let mut errors = io::stderr().lock();
    for (kind, count) in KINDS.iter().zip(sink.odd).filter(|(_, count)| *count > 0) {
        let still = if kind.is_record {
            "a record"
        } else {
            "damaged"
        };
        writeln!(errors, "{count} lines {}, {still}", kind.name)?;
    }
    Ok(made)
}

/// The demo set: all stories and some forty other calls, in the order of arrival, one gzip stream.
fn demo(file: &Path) -> io::Result<Made> {
    let (made, memory) = demo_records()?;
    // No name and no time in the gzip header: the same records give the same file.
    let mut gzip = GzBuilder::new().write(File::create(file)?, Compression::best());
    for (_, _, line) in &memory.records {
        gzip.write_all(line)?;
    }
    gzip.finish()?.flush()?;
    Ok(made)
}

fn demo_records() -> io::Result<(Made, Memory)> {
    let mut memory = Memory::default();
    let wanted = Wanted {
        size: Size::Demo,
        seed: run::SEED,
        bad: 0.0,
    };
    let made = make(wanted, &mut memory)?;
    memory.finish()?;
    Ok((made, memory))
}

fn report(out: &mut impl Write, made: &Made) -> io::Result<()> {
    for (story, calls) in STORIES.iter().zip(&made.story_calls) {
        writeln!(out, "{}\t{}", story.name, calls.join(" "))?;
    }
    let mut errors = io::stderr().lock();
    for (name, count) in sink::CATEGORIES.iter().zip(made.counts) {
        writeln!(errors, "{name}: {count} records")?;
    }
    writeln!(errors, "{} calls, {} bytes", made.calls, made.bytes)
}
