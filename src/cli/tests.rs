//! What is accepted, and what the one line says when it is not.

use super::*;

fn read(line: &str) -> Result<Cli, Stop> {
    let words = std::iter::once("callscope").chain(line.split_whitespace());
    Cli::parse_args(words.map(OsString::from))
}

fn ok(line: &str) -> Cli {
    match read(line) {
        Ok(cli) => cli,
        Err(stop) => unreachable!("{line}: {stop:?}"),
    }
}

/// The message of a refused line; always one line, exit code 2.
fn refused(line: &str) -> String {
    match read(line) {
        Err(Stop::Error(error)) => {
            let text = error.to_string();
            assert_eq!(error.exit_code(), 2);
            assert_eq!(text.lines().count(), 1, "{text}");
            text
        }
        other => unreachable!("{line}: {other:?}"),
    }
}

fn paths(words: &[&str]) -> Vec<PathBuf> {
    words.iter().map(PathBuf::from).collect()
}

#[test]
fn the_definitions_hold_together() {
    use clap::CommandFactory;
    Cli::command().debug_assert();
}

#[test]
fn paths_alone_open_the_screen() {
    assert_eq!(ok("").command, None);
    let cli = ok("a.jsonl ./calls -");
    assert_eq!(
        (cli.command, cli.paths),
        (None, paths(&["a.jsonl", "./calls", "-"]))
    );
    assert_eq!(ok("a.jsonl calls").paths, paths(&["a.jsonl", "calls"]));
    assert_eq!(ok("-- calls").paths, paths(&["calls"]));
}

#[test]
fn every_command_takes_its_paths() {
    for line in ["check", "calls", "problems", "call id", "find text"] {
        let command = ok(&format!("{line} a b")).command;
        let command = command.as_ref();
        assert_eq!(
            command.map(Command::paths),
            Some(paths(&["a", "b"]).as_slice())
        );
        assert_eq!(command.map(Command::name), line.split(' ').next());
    }
    assert_eq!(ok("demo").command, Some(Command::Demo));
}

#[test]
fn options_stand_before_or_after_the_command() {
    for line in [
        "--ascii --format json calls a",
        "calls a --format json --ascii",
        "calls --ascii --format=json a",
    ] {
        let cli = ok(line);
        assert_eq!(cli.options.format, Some(Format::Json), "{line}");
        assert!(
            cli.options.ascii == Some(true) && matches!(cli.command, Some(Command::Calls { .. }))
        );
    }
    let options =
        ok("problems --limit 3 --sort start:desc --threads 2 --color never --theme dark a").options;
    assert_eq!(
        (options.limit, options.sort.as_deref()),
        (Some(3), Some("start:desc"))
    );
    assert_eq!(options.threads.map(NonZeroUsize::get), Some(2));
    assert_eq!(
        (options.color, options.theme.as_deref()),
        (Some(ColorWhen::Never), Some("dark"))
    );
}

#[test]
fn what_a_command_cannot_use_is_refused() {
    assert_eq!(
        refused("check --format csv a"),
        "check cannot write csv; one of table, json"
    );
    assert!(refused("find x a --format md").contains("table, json, jsonl"));
    assert!(refused("--format json a.jsonl").contains("use it with check"));
    assert!(refused("call x a --limit 1").starts_with("--limit does nothing for call"));
    assert!(refused("check a --sort start").starts_with("--sort does nothing for check"));
    assert!(refused("check a --filter verdict:bad").starts_with("--filter does nothing for check"));
    assert!(refused("call x a --since -3h").starts_with("--since does nothing for call"));
    assert_eq!(
        ok("calls a --since -3h").options.since.as_deref(),
        Some("-3h")
    );
    assert_eq!(
        ok("a --filter legs=2").options.filter.as_deref(),
        Some("legs=2")
    );
    assert!(refused("a --ascii calls b").contains("write callscope calls a, or ./calls"));
}

#[test]
fn wrong_words_are_told_in_one_line_with_what_to_do() {
    assert!(refused("calls --nope a").contains("'--nope'"));
    assert!(refused("calls --formt json a").contains("--format"));
    assert!(refused("calls a --format yaml").contains("jsonl"));
    assert!(refused("call").contains("<ID>"));
    assert!(refused("calls --threads 0 a").contains("--threads"));
}

#[test]
fn help_and_version_are_answers() {
    for line in ["--help", "-h", "calls --help", "--version"] {
        assert!(
            matches!(read(line), Err(Stop::Answer(text)) if text.contains("callscope")),
            "{line}"
        );
    }
}

#[test]
fn without_a_path_the_pipe_is_read_and_without_a_pipe_it_is_wrong_usage() {
    assert_eq!(inputs(&[], true, "calls").ok(), Some(paths(&["-"])));
    assert_eq!(
        inputs(&paths(&["a"]), true, "calls").ok(),
        Some(paths(&["a"]))
    );
    let error = inputs(&[], false, "calls").err();
    assert!(
        error
            .is_some_and(|e| e.exit_code() == 2 && e.to_string().starts_with("calls needs a PATH"))
    );
    assert!(is_standard_input(Path::new("-")) && !is_standard_input(Path::new("./-")));
}
