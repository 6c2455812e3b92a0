//! The filter language told: one table for help and README, so that they cannot differ.

use super::built_in::{BUILT_IN, BuiltIn};
use super::fields::{Field, Level};

/// A form of the language.
pub struct Rule {
    /// What is typed.
    pub form: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// An example.
    pub example: &'static str,
}

const fn rule(form: &'static str, meaning: &'static str, example: &'static str) -> Rule {
    Rule {
        form,
        meaning,
        example,
    }
}

/// The forms of the language, the simplest first.
#[rustfmt::skip]
pub static GRAMMAR: &[Rule] = &[
    rule("word", "any identifier or text of the call, as the search box reads it; quotes keep blanks", "CameraFreeze \"page hidden\""),
    rule("field=value", "equal, in any case of letters", "sdk=1.31.2 os=\"Windows 11\""),
    rule("field!=value", "not equal; alone the same as `not field=value`", "media=video codec!=H264"),
    rule("field:value", "forgiving: equal as it is shown, or a beginning", "sdk:1.27 end:410 rtt_max:1840"),
    rule("field:a..b", "from a to b; either may be left out", "legs:3..5 start:02:00..02:40"),
    rule("field~value", "contains, in any case", "reason~uplink"),
    rule("< <= > >=", "numbers, times, and words with numbers in them", "loss.max>5% dur<10s sdk<1.31"),
    rule("a,b", "one of several values", "verdict:bad,burst"),
    rule("ms s m h % kbps", "units; a plain number is in the log's own unit: ms, s, share of 1, bit/s", "rtt.avg>=500ms bitrate<150kbps"),
    rule("a b, a and b", "both; conditions on streams (legs, operations) that stand together are about one stream (leg, operation)", "media=video loss.max>5%"),
    rule("a or b", "one of them", "jitter>30 or loss>10%"),
    rule("not a", "the call is not so", "not redacted"),
    rule("( )", "brackets; conditions in brackets of their own are about another stream (leg, operation)", "(media=video freeze>6s) (media=audio jitter>30)"),
    rule("redacted, missing", "the value is hidden, or not there, of some leg (stream, operation)", "sdk=redacted tenant=missing"),
    rule("none", "no leg (stream, operation) of the call has a value; in quotes the word itself", "codec=none tag=none"),
    rule("02:00", "a time of day on any day loaded, in the zone that is shown", "start>=20:00 verdict:bad"),
    rule("2026-11-18", "the whole day; a weekday fits any", "day:2026-11-18 day:mon..fri"),
    rule("2026-11-18T02:00Z", "a moment; without a zone that which is shown", "start<2026-11-18T02:00+01:00"),
    rule("-3h", "before the newest moment loaded (s, m, h, d)", "start>-3h"),
    rule("02:00@Zurich", "in that zone: a place, CET, +01:00, Z; behind dates, days, hours and rough times, too", "start:02:00..02:40@Zurich hour:14@CET"),
    rule("~02:10/5m", "about a time, in the zone behind it or the one that is shown, 15 minutes by default; the call need only overlap", "~02:10 Zurich ~tue 14:00"),
    rule("docs/name", "a sample query of the documents; Tab puts its text in, in brackets where something stands beside it", "docs/poor-rtt"),
];

/// The README's part on the language, between its markers.
pub fn readme() -> String {
    const LEVELS: [(Level, &str); 4] = [
        (Level::Call, "Of the call"),
        (Level::Stream, "Of a stream"),
        (Level::Leg, "Of a leg"),
        (
            Level::Operation,
            "Of an operation of a client or a request of call automation",
        ),
    ];
    let rules = GRAMMAR.iter().map(|rule| {
        format!(
            "| `{}` | {} | `{}` |\n",
            rule.form, rule.meaning, rule.example
        )
    });
    let head = "| typed | means | example |\n|---|---|---|\n".to_owned();
    let fields = LEVELS.into_iter().flat_map(|(level, title)| {
        let head = format!("\n{title}:\n\n| field | is | also read as |\n|---|---|---|\n");
        let of_level = Field::all()
            .iter()
            .filter(move |field| field.get.level() == level);
        std::iter::once(head).chain(of_level.map(field_line))
    });
    std::iter::once(head).chain(rules).chain(fields).collect()
}

fn field_line(field: &Field) -> String {
    let aliases = field.aliases.iter().map(|alias| format!("`{alias}`"));
    let aliases = aliases.collect::<Vec<_>>().join(" ");
    format!("| `{}` | {} | {aliases} |\n", field.name, field.about)
}

/// The README's table of the documents' sample queries.
pub fn samples() -> String {
    let line = |row: &BuiltIn| {
        let answer = match row.filter() {
            Some(filter) => format!("filter `{filter}`"),
            None => row.answer_words(),
        };
        format!(
            "| {} | {} | {answer} | `{}` |\n",
            row.query, row.source, row.name
        )
    };
    let head = "| sample query | table | here | name |\n|---|---|---|---|\n".to_owned();
    std::iter::once(head)
        .chain(BUILT_IN.iter().map(line))
        .collect()
}
