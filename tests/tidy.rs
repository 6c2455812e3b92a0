//! The rules of the house, as tests: who may use whom, how long things may be, which words stay outside.
//!
//! The rules are tables in `tidy/house.rs`; `tidy/rules.rs` applies them; every rule carries a bad example that it must
//! report and a good one that it must accept, so a rule that can no longer fail is noticed. The scanner reads text, not
//! syntax trees: it is fast, needs no crate, and understands exactly the forms the formatter leaves behind.

#[path = "tidy/arrows.rs"]
mod arrows;
#[path = "tidy/house.rs"]
mod house;
#[path = "tidy/paths.rs"]
mod paths;
#[path = "tidy/rules.rs"]
mod rules;
#[path = "tidy/source.rs"]
mod source;

use rules::{RULES, readme_block};
use source::{Source, Tree};

#[test]
fn the_house_is_tidy() {
    let tree = Tree::of_this_crate();
    assert!(
        !tree.files.is_empty(),
        "no source found: the scanner looks in the wrong place"
    );
    let mut found: Vec<String> = RULES
        .iter()
        .flat_map(|rule| (rule.check)(&tree))
        .map(|offence| offence.to_string())
        .collect();
    // The same thing twice in a line is one thing to mend.
    found.dedup();
    assert!(
        found.is_empty(),
        "{} offences:\n{}",
        found.len(),
        found.join("\n")
    );
}

#[test]
fn every_rule_reports_its_bad_example_and_accepts_its_good_one() {
    for rule in RULES {
        assert!(
            !rule.bad.is_empty(),
            "rule '{}' has no bad example",
            rule.name
        );
        for example in rule.bad {
            let found = (rule.check)(&Tree::of_example(example));
            assert!(
                found.iter().any(|o| o.rule == rule.name),
                "rule '{}' overlooks {example:?}",
                rule.name
            );
        }
        for example in rule.good {
            let found = (rule.check)(&Tree::of_example(example));
            assert!(
                found.is_empty(),
                "rule '{}' wrongly reports {:?} in {example:?}",
                rule.name,
                found[0].to_string()
            );
        }
    }
}

#[test]
fn load_and_app_meet_only_in_the_shell() {
    let both =
        |room: &&house::Room| room.may_use.contains(&"load") && room.may_use.contains(&"app");
    let names: Vec<&str> = house::ROOMS
        .iter()
        .filter(both)
        .map(|room| room.name)
        .collect();
    assert_eq!(
        names,
        ["shell"],
        "the table of rooms lets load and app meet elsewhere"
    );
}

#[test]
fn the_allowed_arrows_have_no_cycle() {
    let arrows = house::ROOMS
        .iter()
        .flat_map(|room| room.may_use.iter().map(|to| (room.name, *to)));
    assert_eq!(arrows::cycle(&arrows.collect::<Vec<_>>()), None);
}

#[test]
fn offences_name_file_line_rule_and_remedy() {
    let tree = Tree::of_example(&[(
        "src/ui/a.rs",
        "//! A.\nfn a() {\n    std::fs::read(x);\n}\n",
    )]);
    let found: Vec<String> = RULES
        .iter()
        .flat_map(|rule| (rule.check)(&tree))
        .map(|o| o.to_string())
        .collect();
    assert!(
        found.iter().any(|line| line.starts_with("src/ui/a.rs:3 ")),
        "{found:?}"
    );
}

/// The README's key table must be the command table's own text.
fn key_table_offence(readme: &str, expected: &str) -> Option<String> {
    let Some(found) = readme_block(readme, "keys") else {
        return Some(
            "README.md: no block between <!-- keys:begin --> and <!-- keys:end -->".to_owned(),
        );
    };
    let (found, expected) = (found.trim(), expected.trim());
    let differing = || {
        let pairs = found.lines().map(Some).chain(std::iter::repeat(None));
        let mut lines = expected.lines().map(Some).chain([None]).zip(pairs);
        lines.find(|(want, have)| want != have)
    };
    (found != expected).then(|| {
        let (want, have) = differing().unwrap_or_default();
        format!(
            "README.md: the key table differs from the command table; first line that differs:\n  table:  {}\n  readme: {}\n\
             the whole block should be:\n{expected}",
            want.unwrap_or("(end)"),
            have.unwrap_or("(end)")
        )
    })
}

const KEYS_BEGIN: &str = "<!-- keys:begin -->";
const KEYS_END: &str = "<!-- keys:end -->";

/// `WRITE_README=1 cargo test --test tidy` brings the table up to date.
#[test]
fn the_readme_key_table_is_the_command_table() {
    let readme = source::read("README.md").expect("README.md is part of the crate");
    let table = callscope::app::command::readme_table();
    if std::env::var_os("WRITE_README").is_some() {
        let (head, rest) = readme
            .split_once(KEYS_BEGIN)
            .expect("the README has a place for the table");
        let (_, tail) = rest
            .split_once(KEYS_END)
            .expect("the table's place has an end");
        let written = format!("{head}{KEYS_BEGIN}\n{table}{KEYS_END}{tail}");
        std::fs::write("README.md", written).expect("the README can be written");
        return;
    }
    assert_eq!(key_table_offence(&readme, &table), None);
}

#[test]
fn a_key_table_that_differs_is_reported_with_the_first_line_that_does() {
    let readme = "# x\n<!-- keys:begin -->\n| q | quit |\n| j | down |\n<!-- keys:end -->\n";
    assert_eq!(
        key_table_offence(readme, "| q | quit |\n| j | down |\n"),
        None
    );
    let offence = key_table_offence(readme, "| q | quit |\n| k | up |").unwrap_or_default();
    assert!(
        offence.contains("table:  | k | up |") && offence.contains("readme: | j | down |"),
        "{offence}"
    );
    assert!(
        key_table_offence(readme, "| q | quit |").is_some(),
        "a line too many must be noticed"
    );
    assert!(
        key_table_offence(readme, "| q | quit |\n| j | down |\n| k | up |").is_some(),
        "a line too few as well"
    );
    assert!(
        key_table_offence("# x\n", "").is_some(),
        "a missing block must be noticed"
    );
}

#[test]
fn the_readme_says_how_to_test() {
    // The CI script runs what stands between the markers, so that both cannot say different things.
    let Some(readme) = source::read("README.md") else {
        return;
    };
    let block = readme_block(&readme, "test").unwrap_or_default();
    assert!(
        block.contains("cargo test"),
        "README.md: no `cargo test` between <!-- test:begin --> and <!-- test:end -->"
    );
}

#[test]
fn examples_are_read_like_files() {
    let file = Source::new(
        "src/load/x.rs",
        "//! X.\n#[cfg(test)]\nmod tests {\n    fn a() { b.unwrap(); }\n}\nfn c() {}\n",
    );
    assert!(
        !file.production.contains("unwrap"),
        "test modules are not production code"
    );
    assert!(
        file.production.contains("fn c()"),
        "what follows a test module still is"
    );
    assert!(
        Source::new("src/load/x/tests.rs", "//! T.\nfn a() {}\n")
            .production
            .trim()
            .is_empty()
    );
}
