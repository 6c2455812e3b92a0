//! From the arguments to the screen or to an answer; the only place that knows both faces of the engine.

use super::judging;
use super::memory;
use super::session::{Session, run_screen};
use super::settings::settings;
use super::sifted;
use crate::cli::{self, Cli, Command, Options, Stop};
use crate::config::{ColorWhen, Config, Dates};
use crate::error::Error;
use crate::load::{self, DateOrder, Input, LoadOptions, Progress, SampleReader};
use crate::model::id::CallIx;
use crate::model::store::{SamplesKept, Store};
use crate::model::zone::Zone;
use crate::query::filter::{Clock, Filter, Marks};
use crate::report::left::{Left, Limits, write_left_out};
use crate::report::{self, Format, Sort};
use crate::ui::context::Look;
use crate::ui::glyphs::{ASCII, Glyphs};
use crate::ui::theme::{ColorChoice, Theme, Tier};
use crate::ui::time_face::TimeFace;
use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::sync_channel;
use std::time::Instant;

/// The example logs (see `examples/generate_logs`), in the order in which the service would have delivered them.
pub(super) const DEMO: &[u8] = include_bytes!("../../assets/demo/logs.jsonl.gz");

/// Runs the program; gives its exit code.
pub fn start(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let outcome = match Cli::parse_args(arguments) {
        Ok(cli) => carry_out(&cli),
        Err(Stop::Answer(text)) => io::stdout()
            .lock()
            .write_all(text.as_bytes())
            .map(|()| 0)
            .map_err(Error::from),
        Err(Stop::Error(error)) => Err(error),
    };
    outcome.unwrap_or_else(|error| {
        // Nobody is left to tell when standard error is closed, too.
        let _ = report::write_error(&mut io::stderr().lock(), &error);
        error.exit_code()
    })
}

fn carry_out(cli: &Cli) -> Result<u8, Error> {
    let (config, notice) = settings(&cli.options)?;
    let filter = limits(&cli.options).read(&Clock { zone: config.zone })?;
    let inputs = match &cli.command {
        None => screen_inputs(&cli.paths),
        Some(Command::Demo) => vec![demo()],
        Some(command) => {
            if let Some(text) = &notice {
                // Standard error may be closed; the answer still counts.
                let _ = report::write_notice(&mut io::stderr().lock(), text);
            }
            return answer(command, filter.as_ref(), (&cli.options, &config));
        }
    };
    let start = Start {
        inputs,
        follows: cli.options.follow,
        filter: filter.map(|filter| filter.to_string()),
        state_folder: state_folder(&cli.options),
        has_own_zone: cli.options.zone.is_some(),
    };
    screen(start, (config, notice))
}

/// What the screen begins with.
struct Start {
    inputs: Vec<Input>,
    follows: bool,
    filter: Option<String>,
    state_folder: Result<PathBuf, &'static str>,
    has_own_zone: bool,
}

fn limits(options: &Options) -> Limits<'_> {
    Limits {
        filter: options.filter.as_deref(),
        since: options.since.as_deref(),
        until: options.until.as_deref(),
    }
}

fn demo() -> Input {
    Input::Embedded("demo".to_owned(), DEMO)
}

/// The paths given, else what is piped in, else nothing: the start page.
fn screen_inputs(paths: &[PathBuf]) -> Vec<Input> {
    if paths.is_empty() && is_piped() {
        vec![Input::Stdin]
    } else {
        paths.iter().map(|path| input(path)).collect()
    }
}

fn input(path: &Path) -> Input {
    Input::from_argument(path.as_os_str().to_owned())
}

fn is_piped() -> bool {
    !io::stdin().is_terminal()
}

fn environment(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

/// The screen. Without a terminal to draw on, and on one that cannot place text, there is a word and no screen.
fn screen(start: Start, (config, notice): (Config, Option<String>)) -> Result<u8, Error> {
    if !io::stdout().is_terminal() {
        let hint = "standard output is no terminal; for a pipe or file use callscope calls, call, find, groups, problems or check";
        return Err(Error::Usage(hint.to_owned()));
    }
    let term = environment("TERM").unwrap_or_default();
    if term.is_empty() || term == "dumb" {
        let hint = "TERM names no terminal that can show the screen; set TERM, or use callscope calls, call, find or check";
        return Err(Error::Usage(hint.to_owned()));
    }
    let tier = Tier::detect(color_choice(config.color), environment);
    let Some(theme) = Theme::named(&config.theme, tier) else {
        return Err(Error::Usage(format!(
            "no theme '{}'; one of {}",
            config.theme,
            Theme::NAMES.join(", ")
        )));
    };
    run_screen(Session {
        inputs: start.inputs,
        filter: start.filter,
        load: LoadOptions {
            stays: true,
            follows: start.follows,
            ..load_options(&config)
        },
        look: Look {
            theme,
            glyphs: glyphs(&config),
            face: TimeFace {
                zone: config.zone,
                origin: None,
            },
        },
        limits: config.limits,
        state_folder: start.state_folder,
        has_own_zone: start.has_own_zone,
        notice,
        tier,
        can_scroll: super::backend::can_scroll(&term),
        is_remote: environment("SSH_CONNECTION").is_some(),
    })
}

/// Where marks, notes and views are kept, or why they are not.
fn state_folder(options: &Options) -> Result<PathBuf, &'static str> {
    if options.no_state {
        return Err("--no-state");
    }
    super::keeper::place().ok_or("there is no home folder")
}

fn color_choice(when: ColorWhen) -> ColorChoice {
    match when {
        ColorWhen::Auto => ColorChoice::Auto,
        ColorWhen::Always => ColorChoice::Always,
        ColorWhen::Never => ColorChoice::Never,
    }
}

fn glyphs(config: &Config) -> &'static Glyphs {
    if config.ascii {
        &ASCII
    } else {
        Glyphs::detect(environment)
    }
}

fn load_options(config: &Config) -> LoadOptions {
    LoadOptions {
        threads: config.threads.map_or(0, std::num::NonZero::get),
        max_line: (config.max_line as usize) << 20,
        dates: config.dates.map(|dates| match dates {
            Dates::Day => DateOrder::DayFirst,
            Dates::Month => DateOrder::MonthFirst,
        }),
        cap: config
            .mem
            .map(|bytes| usize::try_from(bytes).unwrap_or(usize::MAX))
            .or_else(memory::half_of_free),
        ..LoadOptions::default()
    }
}

/// An answer on standard output.
fn answer(
    command: &Command,
    filter: Option<&Filter>,
    (options, config): (&Options, &Config),
) -> Result<u8, Error> {
    let begun = Instant::now();
    let paths = cli::inputs(command.paths(), is_piped(), command.name())?;
    let (sort, groups) = orders(command, options)?;
    let inputs: Vec<Input> = paths.iter().map(|path| input(path)).collect();
    let (mut store, samples) = load_what_counts(command, inputs, (config, filter.is_some()))?;
    let left = filter.map(|filter| Left::of(&store, filter, &marks_for(filter, options)));
    let left = left.as_ref();
    // Standard error may be closed; the answer still counts.
    let _ = left.map(|left| write_left_out(&mut io::stderr().lock(), left));
    let (format, look) = (format(options), answer_look(config));
    let mut out = BufWriter::new(io::stdout().lock());
    let list = report::calls::ListOptions {
        format,
        sort,
        limit: options.limit,
        look,
        left,
    };
    let code = match command {
        Command::Check { .. } => report::check::write_check(
            &mut out,
            &store,
            begun.elapsed().as_secs_f64(),
            (format, look),
        )?,
        Command::Calls { .. } => report::calls::write_calls(&mut out, &store, &list)?,
        Command::Problems { .. } => report::calls::write_problems(&mut out, &store, &list)?,
        Command::Call { id, .. } => {
            let call = report::resolve_call(&store, id)?;
            if let Some(samples) = &samples {
                read_samples(&mut store, call, samples);
            }
            report::call::write_call(&mut out, &store, call, (format, look))?
        }
        Command::Find { text, .. } => write_found(&mut out, &store, text, (list, config.zone))?,
        Command::Groups { count, .. } => {
            let asked = (groups, count.as_deref(), config.zone);
            write_groups(&mut out, &store, asked, list)?
        }
        Command::Demo => 0,
    };
    out.flush()?;
    Ok(code)
}

/// What the user has marked and noted, where a filter asks for it; why it is unknown is told, the answer goes on.
fn marks_for(filter: &Filter, options: &Options) -> Marks {
    if !filter.asks_for_marks() {
        return Marks::default();
    }
    let folder = state_folder(options).map_err(str::to_owned);
    folder.and_then(super::keeper::marks).unwrap_or_else(|why| {
        let told = format!("no call counts as marked or noted: {why}");
        // Standard error may be closed; the answer still counts.
        let _ = report::write_notice(&mut io::stderr().lock(), &told);
        Marks::default()
    })
}

/// Where a text occurs. A form that has no place for how a rough time was read leaves it to standard error.
fn write_found(
    out: &mut impl Write,
    store: &Store,
    text: &str,
    (list, zone): (report::calls::ListOptions, Zone),
) -> Result<u8, Error> {
    let told = report::find::understood(text, zone);
    if let Some(told) = told.filter(|_| list.format != Format::Table) {
        // Standard error may be closed; the answer still counts.
        let _ = report::write_notice(&mut io::stderr().lock(), &told);
    }
    let find = report::find::FindOptions {
        format: list.format,
        limit: list.limit,
        look: list.look,
        left: list.left,
        zone,
    };
    Ok(report::find::write_find(out, store, text, &find)?)
}

/// The groups asked for; what is counted beside bad calls is looked up in what was loaded.
fn write_groups(
    out: &mut impl Write,
    store: &Store,
    (request, counted, zone): (Option<report::groups::Request>, Option<&str>, Zone),
    list: report::calls::ListOptions,
) -> Result<u8, Error> {
    let Some(request) = request else { return Ok(0) };
    let counted = counted.map(|text| report::groups::counted(store, text, zone));
    let how = report::groups::GroupOptions {
        list,
        counted: counted.transpose()?,
        zone,
    };
    Ok(report::groups::write_groups(out, store, (&request, &how))?)
}

/// What the answer is sorted by, and what a grouping is of: mistakes are told before anything is read.
fn orders(
    command: &Command,
    options: &Options,
) -> Result<(Option<Sort>, Option<report::groups::Request>), Error> {
    let sort = options.sort.as_deref();
    if let Command::Groups { by, metric, .. } = command {
        let request = report::groups::Request::read(by, metric.as_deref(), sort)?;
        return Ok((None, Some(request)));
    }
    Ok((sort_of(options)?, None))
}

fn sort_of(options: &Options) -> Result<Option<Sort>, Error> {
    let sort = options.sort.as_deref();
    sort.map(str::parse::<Sort>).transpose()
}

fn format(options: &Options) -> Format {
    match options.format.unwrap_or(cli::Format::Table) {
        cli::Format::Table => Format::Table,
        cli::Format::Json => Format::Json,
        cli::Format::Jsonl => Format::JsonLines,
        cli::Format::Csv => Format::Csv,
        cli::Format::Md => Format::Markdown,
    }
}

/// Reads and judges what an answer depends on, and tells on standard error what could not be read.
fn load_what_counts(
    command: &Command,
    inputs: Vec<Input>,
    (config, has_filter): (&Config, bool),
) -> Result<(Store, Option<SampleReader>), Error> {
    let load = load_options(config);
    let sifted = match command {
        // A filter may ask for what other records tell.
        Command::Find { text, .. } if !has_filter => sifted::load_for(text, &inputs, load),
        _ => None,
    };
    let looked_at = match sifted {
        Some(_) => "records that may hold it",
        None => "records",
    };
    let (mut store, samples) = match sifted {
        Some(store) => (store, None),
        None => load_all(inputs, load),
    };
    store.set_limits(config.limits.clone());
    judge(&mut store, command, has_filter, load.thread_count());
    if !matches!(command, Command::Check { .. }) {
        report::usable(&store)?;
        // Standard error may be closed; the answer still counts.
        let _ = report::write_troubles(&mut io::stderr().lock(), &store, looked_at);
        let _ = report::write_changed_limits(&mut io::stderr().lock(), &store);
    }
    Ok((store, samples))
}

/// A terminal has its width; in a file or pipe lines need not end.
fn answer_look(config: &Config) -> report::Look {
    let is_terminal = io::stdout().is_terminal();
    let width = if is_terminal {
        usize::from(super::tty::size_of(rustix::stdio::stdout()).width)
    } else {
        usize::MAX
    };
    report::Look {
        width,
        is_ascii: config.ascii || (is_terminal && *glyphs(config) == ASCII),
    }
}

/// Judges what the answer shows: for a search the calls found, else all; a filter may ask any call.
fn judge(store: &mut Store, command: &Command, has_filter: bool, threads: usize) {
    let one = match command {
        Command::Find { text, .. } if !has_filter && !report::find::is_of_all(text) => Some(text),
        _ => None,
    };
    if let Some(text) = one {
        store.join_loose_operations();
        let calls = report::find::shown_calls(store, text);
        store.refresh_only(&calls);
    } else {
        judging::settle(store, threads);
    }
}

/// Reads everything; with the way back to the samples of a call.
fn load_all(inputs: Vec<Input>, options: LoadOptions) -> (Store, Option<SampleReader>) {
    let (send, received) = sync_channel(8);
    let loader = load::start(inputs, options, move |progress| send.send(progress).is_ok());
    let mut store = Store::new();
    store.set_cap(options.cap.unwrap_or(usize::MAX));
    for progress in received {
        match progress {
            Progress::Files { names, skipped, .. } => store.note_inputs(names, skipped),
            Progress::Batch { batch, .. } => store.absorb(&batch),
            Progress::Done { .. } => break,
        }
    }
    let samples = loader.samples();
    loader.join();
    (store, Some(samples))
}

/// Reads the samples of a call again where only summaries are kept; what is missing is told, the answer goes on.
fn read_samples(store: &mut Store, call: CallIx, samples: &SampleReader) {
    if store.samples_kept(call) != SamplesKept::Summarised {
        return;
    }
    let never = Arc::new(AtomicBool::new(false));
    let recall = store.recall(call);
    let found = recall.and_then(|recall| samples.read(&recall, &never, &|_, _| {}));
    if let Some(found) = found {
        store.take_back(&found);
        store.refresh_only(&[call]);
        // Standard error may be closed; the answer still counts.
        let _ = report::write_lost_samples(&mut io::stderr().lock(), store, &found);
    }
}
