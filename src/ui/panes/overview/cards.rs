//! The boxes with numbers: what rows they have, and which calls stand behind each.

use crate::model::chance::FEW;
use crate::model::end_reason;
use crate::model::facts::code_words;
use crate::model::finding::words::number;
use crate::model::metric::{Dimension, METRICS, Metric, PoorWhen, Statistic};
use crate::model::repeats::Habit;
use crate::model::rows::{CallKind, Media};
use crate::model::store::Store;
use crate::model::survey::Rating;
use crate::model::system::system_name;
use crate::model::verdict::CallClass;
use crate::query::overview::{Count, Group, Overview, Part};
use crate::ui::format;

/// A part of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Card {
    /// The worst calls.
    #[default]
    First,
    Calls,
    Due,
    Ends,
    /// Calls over time.
    Hours,
    Sdks,
    Systems,
    Users,
}

impl Card {
    /// In the order of Tab.
    pub(super) const ALL: [Self; 8] = [
        Self::First,
        Self::Calls,
        Self::Due,
        Self::Ends,
        Self::Hours,
        Self::Sdks,
        Self::Systems,
        Self::Users,
    ];

    /// How many are boxes with rows of their own.
    pub(super) const SHELVES: usize = 6;

    /// What stands side by side above the hours on a narrow screen.
    pub(super) const STRIPS: [&'static [Self]; 3] = [
        &[Self::Calls, Self::Due, Self::Ends],
        &[Self::Sdks, Self::Systems],
        &[Self::Users],
    ];

    /// The boxes of clients, a row of their own on a wide screen.
    pub(super) const CLIENTS: &'static [Self] = &[Self::Sdks, Self::Systems, Self::Users];

    pub(super) fn next(self, forward: bool) -> Self {
        let at = self as usize + if forward { 1 } else { Self::ALL.len() - 1 };
        Self::ALL[at % Self::ALL.len()]
    }

    /// The number of its rows among those of all boxes.
    pub(super) const fn shelf(self) -> Option<usize> {
        match self {
            Self::First | Self::Hours => None,
            Self::Calls => Some(0),
            Self::Due => Some(1),
            Self::Ends => Some(2),
            Self::Sdks => Some(3),
            Self::Systems => Some(4),
            Self::Users => Some(5),
        }
    }

    pub(super) fn is_client(self) -> bool {
        Self::CLIENTS.contains(&self)
    }

    /// The strip it stands in.
    pub(super) fn strip(self) -> Option<usize> {
        Self::STRIPS.iter().position(|strip| strip.contains(&self))
    }

    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::First => "Look at these first",
            Self::Calls => "Calls",
            Self::Due => "Poor due to (calls)",
            Self::Ends => "How legs ended (calls)",
            Self::Hours => "Calls per hour",
            Self::Sdks => "By SDK: bad calls",
            Self::Systems => "By system: bad calls",
            Self::Users => "Repeat users: bad calls",
        }
    }
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    /// `x ! . ?` or a blank.
    pub(super) mark: char,
    pub(super) label: String,
    /// What it means, where there is room.
    pub(super) words: String,
    /// `41`, `6 of 6`.
    pub(super) count: String,
    /// `3.2%`.
    pub(super) share: String,
    /// `?12`: so many were not judged.
    pub(super) not_judged: String,
    /// Of the longest bar of its box.
    pub(super) bar: Option<f64>,
    /// The calls behind it; none for a remark.
    pub(super) part: Option<Part>,
}

/// The rows of a box; the list and the hours have none.
pub(super) fn lines(of: Card, store: &Store, overview: &Overview) -> Vec<Line> {
    match of {
        Card::First | Card::Hours => Vec::new(),
        Card::Calls => calls(overview),
        Card::Due => due(store, overview),
        Card::Ends => ends(store, overview),
        Card::Sdks => clients(store, overview.all, &overview.sdks),
        Card::Systems => clients(store, overview.all, &overview.systems),
        Card::Users => users(store, overview.all, &overview.users),
    }
}

fn calls(overview: &Overview) -> Vec<Line> {
    let all = &overview.all;
    let line = |mark, label: &str, count: u64, part| Line {
        mark,
        label: label.to_owned(),
        count: format::count(count),
        share: if part == Part::All {
            String::new()
        } else {
            format::share(count, all.calls)
        },
        part: Some(part),
        ..Line::default()
    };
    let class =
        |class: CallClass, label, count| line(class.mark(), label, count, Part::Class(class));
    let mut lines = vec![
        line(' ', "all", all.calls, Part::All),
        class(CallClass::Bad, "bad", all.bad),
        class(CallClass::Burst, "bursts only", all.burst),
        class(CallClass::Ok, "in limits", all.ok()),
        class(CallClass::NotJudged, "not judged", all.not_judged),
        line(' ', "leg dropped", overview.dropped, Part::Dropped),
        line(' ', "to know of", overview.noted, Part::Noted),
        line(' ', "group", overview.kinds[0], Part::Kind(CallKind::Group)),
        line(' ', "P2P", overview.kinds[1], Part::Kind(CallKind::P2p)),
    ];
    if let Some([half, most, nearly]) = overview.durations {
        let shown = |seconds: f64| format::duration(seconds as i64);
        lines.push(remark(&format!(
            "p50/90/99 {} {} {}",
            shown(half),
            shown(most),
            shown(nearly)
        )));
    }
    if overview.ratings == [0; 3] {
        lines.push(remark("no survey loaded"));
    } else {
        let ratings = [Rating::Good, Rating::Average, Rating::Poor];
        lines.extend(
            ratings
                .into_iter()
                .zip(overview.ratings)
                .map(|(rating, count)| {
                    line(
                        ' ',
                        &format!("rated {}", rating.name()),
                        count,
                        Part::Rated(rating),
                    )
                }),
        );
    }
    lines
}

fn remark(text: &str) -> Line {
    Line {
        mark: ' ',
        label: text.to_owned(),
        ..Line::default()
    }
}

fn due(store: &Store, overview: &Overview) -> Vec<Line> {
    let most = overview
        .due
        .iter()
        .map(|(_, count)| *count)
        .max()
        .unwrap_or(1);
    let lines = overview.due.iter().map(|&(dimension, count)| Line {
        mark: ' ',
        label: rule(store, dimension),
        count: format::count(count),
        bar: Some(count as f64 / most as f64),
        part: Some(Part::Due(dimension)),
        ..Line::default()
    });
    or_remark(lines.collect(), "no call passes a limit")
}

/// A limit in words: `RTT >500 ms`.
fn rule(store: &Store, dimension: Dimension) -> String {
    let is_judged = |metric: &&Metric| {
        metric.dimension == Some(dimension)
            && matches!(metric.statistic, Statistic::Average | Statistic::Single)
    };
    let Some(at) = METRICS.iter().position(|metric| is_judged(&metric)) else {
        return "network report".to_owned();
    };
    let metric = &METRICS[at];
    let sign = match metric.poor_when {
        PoorWhen::Above => '>',
        PoorWhen::Below => '<',
    };
    let judged = [Media::Audio, Media::Video, Media::Screen]
        .into_iter()
        .find_map(|media| Some((store.limits().of(at, media)?, media)));
    let is_set = judged.is_some_and(|(_, media)| store.limits().is_changed(at, media));
    let limit = judged.map_or_else(String::new, |(limit, _)| number(metric, limit));
    // `fps <7 fps` says the unit twice.
    let limit = match limit.split_once(' ') {
        Some((number, unit)) if metric.title.eq_ignore_ascii_case(unit) => number,
        _ => &limit,
    };
    let set = if is_set { " (set)" } else { "" };
    format!("{} {sign}{limit}{set}", metric.title)
}

fn ends(store: &Store, overview: &Overview) -> Vec<Line> {
    let line = |group: &Group| {
        let Part::End(code, subcode) = group.part else {
            return Line::default();
        };
        let meaning = end_reason::meaning(store.text(code), store.text(subcode));
        let is_drop = end_reason::is_drop(
            end_reason::lookup(store.text(code), store.text(subcode)).map(|reason| reason.category),
            store.text(code),
        );
        Line {
            mark: if is_drop { CallClass::Bad.mark() } else { ' ' },
            label: code_words(store, code, subcode),
            words: meaning.unwrap_or_default(),
            count: format::count(group.count.calls),
            part: Some(group.part),
            ..Line::default()
        }
    };
    or_remark(
        overview.ends.iter().map(line).collect(),
        "no summary names an end",
    )
}

fn clients(store: &Store, all: Count, groups: &[Group]) -> Vec<Line> {
    let line = |group: &Group| {
        let name = match group.part {
            Part::Sdk(sdk) => store.text(sdk).to_owned(),
            Part::System(system) => system_name(store.text(system)),
            _ => String::new(),
        };
        Line {
            label: if name.is_empty() {
                "not logged".to_owned()
            } else {
                name
            },
            ..counted(all, group)
        }
    };
    or_remark(groups.iter().map(line).collect(), "no call is loaded")
}

/// Count and share of the judged calls of a group; marked when it does worse than chance would have it at the rate of all calls.
fn counted(all: Count, group: &Group) -> Line {
    let Count {
        bad, not_judged, ..
    } = group.count;
    let judged = group.count.judged();
    Line {
        mark: if group.count.stands_out(all) {
            CallClass::Bad.mark()
        } else {
            ' '
        },
        count: format!("{} of {}", format::count(bad), format::count(judged)),
        share: if judged < FEW {
            String::new()
        } else {
            format::share(bad, judged)
        },
        not_judged: if not_judged > 0 {
            format!("?{}", format::count(not_judged))
        } else {
            String::new()
        },
        part: Some(group.part),
        ..Line::default()
    }
}

fn users(store: &Store, all: Count, groups: &[Group]) -> Vec<Line> {
    let line = |group: &Group| {
        let Part::User(user) = group.part else {
            return Line::default();
        };
        let words = Habit::of(group.count.bad, group.count.judged()).words();
        Line {
            label: store.id(user).to_owned(),
            words: words.to_owned(),
            share: String::new(),
            ..counted(all, group)
        }
    };
    or_remark(
        groups.iter().map(line).collect(),
        "no user has two bad calls",
    )
}

fn or_remark(lines: Vec<Line>, text: &str) -> Vec<Line> {
    if lines.is_empty() {
        vec![remark(text)]
    } else {
        lines
    }
}

/// What the list of calls says when it is empty.
pub(super) fn nothing_bad(count: &Count) -> String {
    match (count.calls, count.not_judged) {
        (0, _) => "no call in what was loaded; the load report says why".to_owned(),
        (_, 0) => "no call passes a limit".to_owned(),
        (_, not_judged) => format!(
            "no call passes a limit; {} could not be judged",
            format::count(not_judged)
        ),
    }
}

/// The title of the list: how many are bad, how many have bursts, of how many others something is to be told.
pub(super) fn first_title(overview: &Overview) -> String {
    let all = &overview.all;
    format!(
        "{}: {} bad, {} with bursts, {} more to know of",
        Card::First.title(),
        format::count(all.bad),
        format::count(all.burst),
        format::count(overview.noted)
    )
}

/// `12 calls, 3 bad 25.0%, 1 not judged`.
pub(super) fn count_words(count: &Count) -> String {
    let share = match count.judged() {
        0..FEW => String::new(),
        judged => format!(" {}", format::share(count.bad, judged)),
    };
    let words = format!(
        "{}, {} bad{share}",
        format::counted(count.calls, "call"),
        count.bad
    );
    match count.not_judged {
        0 => words,
        not_judged => format!("{words}, {} not judged", format::count(not_judged)),
    }
}

/// The share of bad calls of a bar without its sign; nothing where it would be one of few.
pub(super) fn share_of(count: &Count) -> String {
    match count.judged() {
        0..FEW => String::new(),
        judged => format!("{:.0}", count.bad as f64 * 100.0 / judged as f64),
    }
}
