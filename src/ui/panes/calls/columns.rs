//! All columns that the call list can show: those with a look of their own here, one row each; every other field of
//! `query::calls` has a plain one, so that a new field or measure is a column at once.
//!
//! A column has two forms: for narrow lists, and for those of 120 columns and more.

use super::cells::{self, Show};
use super::like;
use crate::model::id::CallIx;
use crate::model::metric::{METRICS, PoorWhen, Statistic};
use crate::model::store::Store;
use crate::query::calls::{CallField, FieldKind};
use crate::query::filter::Field;
use crate::ui::context::Context;
use crate::ui::widgets::table::columns::{Offer, Offers};
use crate::ui::widgets::table::{Cell, Column};
use std::borrow::Cow;
use std::sync::LazyLock;

/// A column of the list.
#[derive(Clone)]
pub(super) struct ListColumn {
    /// Its name, by which a choice is kept.
    pub(super) name: &'static str,
    /// Head and width in a narrow and in a wide list.
    shapes: [Column; 2],
    /// The field it sorts by (`query::calls`).
    pub(super) field: &'static str,
    /// Its name in a sentence.
    pub(super) words: Cow<'static, str>,
    /// True when the first sort shows high values first.
    pub(super) worst_is_high: bool,
    /// The text of a cell in a narrow and in a wide list.
    looks: [Show; 2],
}

/// From here on a list is wide.
const WIDE_FROM: u16 = 120;

/// Which of its two forms a column has in a list so wide.
fn form(width: u16) -> usize {
    usize::from(width >= WIDE_FROM)
}

impl ListColumn {
    /// What stands in a call's cell of a width, in a list so wide.
    pub(super) fn cell(&self, context: &Context, call: CallIx, (width, list): (u16, u16)) -> Cell {
        self.looks[form(list)].cell(context, call, width)
    }

    /// The conditions that calls like this one in this column fulfil.
    pub(super) fn tokens(&self, store: &Store, call: CallIx) -> Vec<String> {
        like::tokens(self.field, store, call)
    }
}

/// The columns shown where the user chose none: in a narrow and in a wide list.
const DEFAULTS: [&[&str]; 2] = [
    &[
        "verdict",
        "start",
        "duration_s",
        "type",
        "legs",
        "streams",
        "jitter_max",
        "rtt_max",
        "loss_max",
        "end_codes",
        "reason",
        "call_id",
    ],
    &[
        "verdict",
        "start",
        "duration_s",
        "type",
        "legs",
        "endpoints",
        "streams",
        "jitter",
        "rtt",
        "loss",
        "poor_due_to",
        "end_codes",
        "sdk",
        "reason",
        "call_id",
    ],
];

/// Mark and start stay where the user does not say which columns do.
const STAY: usize = 2;

/// What a list so wide can show.
pub(super) fn offers(list: u16) -> Offers {
    let offer = |column: &'static ListColumn| Offer {
        name: column.name,
        sorts: column.field,
        words: &column.words,
        shape: column.shapes[form(list)],
    };
    Offers {
        all: all().iter().map(offer).collect(),
        program: DEFAULTS[form(list)].to_vec(),
        stay: STAY,
        last: Some("call_id"),
    }
}

/// All columns: those with a look of their own, then the others in the order of the fields.
pub(super) fn all() -> &'static [ListColumn] {
    static ALL: LazyLock<Vec<ListColumn>> = LazyLock::new(|| {
        let is_special = |field: &&CallField| SPECIAL.iter().any(|known| known.name == field.name);
        let plain = CallField::all().iter().filter(|field| !is_special(field));
        SPECIAL
            .iter()
            .cloned()
            .chain(plain.map(plain_column))
            .collect()
    });
    &ALL
}

/// The column of a name.
pub(super) fn named(name: &str) -> Option<&'static ListColumn> {
    all().iter().find(|column| column.name == name)
}

/// What a field is called in a sentence: every field has a column of its name.
pub(super) fn words_of(field: &str) -> &'static str {
    named(field).map_or("", |column| &column.words)
}

/// Least width of a plain column of numbers, and the widths of the other kinds.
const NUMBERS: u16 = 5;
const MEASURE: u16 = 6;
const MOMENT: u16 = 19;
const WORDS: u16 = 14;
const ID: u16 = 20;

/// A field without a look of its own.
fn plain_column(field: &'static CallField) -> ListColumn {
    // Room for the sign of a sorted column and its rank.
    let title = field.title.len() as u16 + 2;
    let shape = match field.kind() {
        FieldKind::Number => Column::numbers(field.title, title.max(NUMBERS), 0),
        FieldKind::Measure(_) => Column::numbers(field.title, title.max(MEASURE), 0),
        FieldKind::Moment => Column::words(field.title, MOMENT, 0),
        FieldKind::Words => Column::words(field.title, title.max(WORDS), 0),
        FieldKind::Id => Column::ids(field.title, ID, 0),
    };
    let (words, worst_is_high, look) = match field.kind() {
        FieldKind::Measure(at) => (
            measure_words(at),
            METRICS[at].poor_when == PoorWhen::Above,
            Show::Worst(std::slice::from_ref(&field.name)),
        ),
        kind => (
            told(field.name),
            matches!(kind, FieldKind::Number | FieldKind::Moment),
            Show::Field(field),
        ),
    };
    ListColumn {
        name: field.name,
        shapes: [shape; 2],
        field: field.name,
        words: words.into(),
        worst_is_high,
        looks: [look; 2],
    }
}

/// What a field is, by the filter language; else its name.
fn told(name: &str) -> String {
    match Field::named(name) {
        Some(known) => known.about.split(',').next().unwrap_or_default().to_owned(),
        None => name.replace('_', " "),
    }
}

/// `worst average of jitter buffer (ms)`.
fn measure_words(at: usize) -> String {
    let metric = &METRICS[at];
    let title = metric.title.strip_suffix(" max").unwrap_or(metric.title);
    let which = match (metric.statistic, metric.poor_when) {
        (Statistic::Average, _) => "worst average of",
        (Statistic::Maximum, _) | (_, PoorWhen::Above) => "highest",
        (_, PoorWhen::Below) => "lowest",
    };
    format!("{which} {title} ({})", metric.unit.label())
}

/// The same in narrow and wide lists.
const fn same(
    name: &'static str,
    shape: Column,
    words: (&'static str, bool),
    look: Show,
) -> ListColumn {
    both(name, [shape, shape], words, [look, look])
}

const fn both(
    name: &'static str,
    shapes: [Column; 2],
    (words, worst_is_high): (&'static str, bool),
    looks: [Show; 2],
) -> ListColumn {
    of(name, name, shapes, (words, worst_is_high), looks)
}

const fn of(
    name: &'static str,
    field: &'static str,
    shapes: [Column; 2],
    (words, worst_is_high): (&'static str, bool),
    looks: [Show; 2],
) -> ListColumn {
    ListColumn {
        name,
        shapes,
        field,
        words: Cow::Borrowed(words),
        worst_is_high,
        looks,
    }
}

/// The average and the highest maximum of a measure in one column.
const fn pair(
    name: &'static str,
    field: &'static str,
    shape: Column,
    words: &'static str,
    names: &'static [&'static str],
) -> ListColumn {
    of(
        name,
        field,
        [shape, shape],
        (words, true),
        [Show::Worst(names), Show::Worst(names)],
    )
}

use Show::{Flag, Of, Sized, Worst};

/// Columns with a look of their own. The rank in a shape says which go first where the program's own choice does not fit.
#[rustfmt::skip]
static SPECIAL: [ListColumn; 22] = [
    same("verdict", Column::words("", 1, 0), ("verdict", false), Of(cells::mark)),
    both("start", [Column::words("START", 8, 0), Column::words("START", 19, 0)], ("start", true), [Sized(cells::start_in), Sized(cells::start_in)]),
    both("duration_s", [Column::numbers("DUR", 6, 5), Column::numbers("DUR", 7, 5)], ("duration", true), [Of(cells::duration), Of(cells::duration)]),
    same("type", Column::words("TYPE", 5, 6), ("type", false), Of(cells::kind)),
    both("legs", [Column::numbers("LEG", 3, 8), Column::numbers("LEGS", 4, 8)], ("legs", true), [Of(cells::legs), Of(cells::legs)]),
    same("endpoints", Column::numbers("END", 3, 9), ("endpoints", true), Of(cells::endpoints)),
    same("streams", Column::numbers("STR", 3, 9), ("streams", true), Of(cells::streams)),
    pair("jitter", "jitter_max", Column::numbers("JITTER a/m", 10, 3), "worst average and highest jitter", &["jitter_avg", "jitter_max"]),
    pair("rtt", "rtt_max", Column::numbers("RTT a/m", 10, 3), "worst average and highest round trip time", &["rtt_avg", "rtt_max"]),
    pair("loss", "loss_max", Column::numbers("LOSS % a/m", 11, 3), "worst average and highest loss", &["loss_avg", "loss_max"]),
    both("jitter_max", [Column::numbers("JIT", 4, 3), Column::numbers("JITTER MAX", 11, 3)], ("highest jitter", true), [Worst(&["jitter_max"]), Worst(&["jitter_max"])]),
    both("rtt_max", [Column::numbers("RTT", 4, 3), Column::numbers("RTT MAX", 8, 3)], ("highest round trip time", true), [Worst(&["rtt_max"]), Worst(&["rtt_max"])]),
    both("loss_max", [Column::numbers("LOSS", 5, 3), Column::numbers("LOSS MAX", 9, 3)], ("highest loss", true), [Worst(&["loss_max"]), Worst(&["loss_max"])]),
    same("poor_due_to", Column::words("POOR DUE TO", 13, 4), ("cause", false), Of(cells::due)),
    both("end_codes", [Column::words("ENDS", 9, 4), Column::words("ENDS", 10, 4)], ("end code", false), [Of(cells::ends), Of(cells::ends)]),
    same("sdk", Column::words("CLIENTS", 10, 7), ("SDK", false), Of(cells::clients)),
    both("reason", [Column::words("WORST", 11, 1).growing(), Column::words("WHY", 16, 1).growing()], ("reason", false), [Of(cells::brief), Of(cells::why)]),
    same("call_id", Column::words("CALL", 8, 0), ("call id", false), Sized(cells::id_in)),
    same("impacted", Column::words("IMPACTED", 9, 0), ("impacted", true), Flag(|facts| facts.verdict.is_impacted())),
    same("orphan", Column::words("ORPHAN", 7, 0), ("orphan", true), Flag(|facts| facts.is_orphan)),
    same("final", Column::words("FINAL", 6, 0), ("final", true), Flag(|facts| facts.is_final)),
    same("issues", Column::numbers("ISSUES", 8, 0), ("issues as the portal counts them", true), Of(cells::issues)),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_field_and_measure_is_a_column_with_head_and_words() {
        let names: HashSet<&str> = all().iter().map(|column| column.name).collect();
        assert_eq!(names.len(), all().len(), "a name is there twice");
        for field in CallField::all() {
            assert!(names.contains(field.name), "{}", field.name);
        }
        for metric in &METRICS {
            assert!(names.contains(metric.name), "{}", metric.name);
        }
        for column in all() {
            assert!(CallField::named(column.field).is_some(), "{}", column.name);
            assert!(!column.words.is_empty(), "{}", column.name);
            let heads = column.shapes.map(|shape| shape.title);
            assert!(column.name == "verdict" || heads.iter().all(|head| !head.is_empty()));
            for shape in column.shapes {
                assert!(
                    usize::from(shape.width) >= shape.title.len(),
                    "{}",
                    column.name
                );
            }
        }
    }

    #[test]
    fn the_program_chooses_columns_that_there_are() {
        for names in DEFAULTS {
            assert!(names.iter().all(|name| named(name).is_some()));
        }
    }
}
