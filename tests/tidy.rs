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

/// A block of the README must be the program's own text.
fn block_offence(readme: &str, name: &str, expected: &str) -> Option<String> {
    let Some(found) = readme_block(readme, name) else {
        return Some(format!(
            "README.md: no block between <!-- {name}:begin --> and <!-- {name}:end -->"
        ));
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
            "README.md: the block '{name}' differs from the program's table; first line that differs:\n  table:  {}\n  readme: {}\n\
             the whole block should be:\n{expected}",
            want.unwrap_or("(end)"),
            have.unwrap_or("(end)")
        )
    })
}

/// The blocks of the README that the program writes.
fn readme_blocks() -> [(&'static str, String); 3] {
    use callscope::query::filter::grammar;
    [
        ("keys", callscope::app::command::readme_table()),
        ("filter", grammar::readme()),
        ("samples", grammar::samples()),
    ]
}

/// `WRITE_README=1 cargo test --test tidy` brings the tables up to date.
#[test]
fn the_readme_tables_are_those_of_the_program() {
    let mut readme = source::read("README.md").expect("README.md is part of the crate");
    for (name, table) in readme_blocks() {
        if std::env::var_os("WRITE_README").is_none() {
            assert_eq!(block_offence(&readme, name, &table), None);
            continue;
        }
        let (begin, end) = (
            format!("<!-- {name}:begin -->"),
            format!("<!-- {name}:end -->"),
        );
        let (head, rest) = readme
            .split_once(&begin)
            .expect("the README has a place for the table");
        let (_, tail) = rest.split_once(&end).expect("the table's place has an end");
        readme = format!("{head}{begin}\n{table}{end}{tail}");
        std::fs::write("README.md", &readme).expect("the README can be written");
    }
}

#[test]
fn a_key_table_that_differs_is_reported_with_the_first_line_that_does() {
    let readme = "# x\n<!-- keys:begin -->\n| q | quit |\n| j | down |\n<!-- keys:end -->\n";
    assert_eq!(
        block_offence(readme, "keys", "| q | quit |\n| j | down |\n"),
        None
    );
    let offence = block_offence(readme, "keys", "| q | quit |\n| k | up |").unwrap_or_default();
    assert!(
        offence.contains("table:  | k | up |") && offence.contains("readme: | j | down |"),
        "{offence}"
    );
    assert!(
        block_offence(readme, "keys", "| q | quit |").is_some(),
        "a line too many must be noticed"
    );
    assert!(
        block_offence(readme, "keys", "| q | quit |\n| j | down |\n| k | up |").is_some(),
        "a line too few as well"
    );
    assert!(
        block_offence("# x\n", "keys", "").is_some(),
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
