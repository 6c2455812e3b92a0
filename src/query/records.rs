//! Every record that was loaded, heap by heap: what no page of its own shows can still be listed and looked at raw.

use crate::model::id::{IdRef, TextRef};
use crate::model::metric::{METRICS, Statistic};
use crate::model::side::{SideKind, SideRow, tell};
use crate::model::source::Source;
use crate::model::store::Store;
use crate::model::value::{Num32, Time};

/// A table of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// Call summary and updates.
    Summary,
    /// Call diagnostics and updates.
    Stream,
    /// Client operations.
    Operation,
    /// Media statistics.
    Sample,
    /// Surveys, automation, recording, captions.
    Side(SideKind),
    /// Billing.
    Usage,
    /// Daily figures.
    Daily,
    /// Rooms.
    Room,
    /// Service request and outcome.
    Service,
    /// A category that is only kept raw, by its name.
    Other(TextRef),
}

/// Records of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heap {
    /// Their kind in words; not sanitized.
    pub name: String,
    /// Where they are.
    pub table: Table,
    /// How many.
    pub count: usize,
}

/// A record in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordLine {
    /// Where it stands.
    pub source: Source,
    /// When it was made, or when it happened.
    pub time: Time,
    /// The call it names.
    pub call: IdRef,
    /// What it says, in a few words; not sanitized.
    pub words: String,
}

/// The tables with their names, in the order of lists.
const TABLES: [(&str, Table); 15] = [
    ("call summary", Table::Summary),
    ("call diagnostics", Table::Stream),
    ("client operations", Table::Operation),
    ("media statistics", Table::Sample),
    ("surveys", Table::Side(SideKind::Survey)),
    ("automation requests", Table::Side(SideKind::Request)),
    ("automation media outcomes", Table::Side(SideKind::Outcome)),
    ("automation streaming", Table::Side(SideKind::Streaming)),
    ("recordings", Table::Side(SideKind::Recording)),
    (
        "recording requests",
        Table::Side(SideKind::RecordingRequest),
    ),
    ("captions", Table::Side(SideKind::Captions)),
    ("usage", Table::Usage),
    ("daily figures", Table::Daily),
    ("rooms", Table::Room),
    ("service requests", Table::Service),
];

/// All heaps that hold something.
pub fn heaps(store: &Store) -> Vec<Heap> {
    let known = TABLES.iter().map(|&(name, table)| {
        let count = sources(store, table).len();
        Heap {
            name: if table == Table::Sample && store.is_summarised() {
                format!("{name}, summarised")
            } else {
                name.to_owned()
            },
            table,
            count,
        }
    });
    let mut heaps: Vec<Heap> = known.filter(|heap| heap.count > 0).collect();
    heaps.extend(other_heaps(store));
    heaps
}

/// A heap for each category that is only kept raw, by name.
fn other_heaps(store: &Store) -> Vec<Heap> {
    let mut counts: Vec<(TextRef, usize)> = Vec::new();
    for &category in store.others.category() {
        match counts.iter_mut().find(|(known, _)| *known == category) {
            Some((_, count)) => *count += 1,
            None => counts.push((category, 1)),
        }
    }
    counts.sort_by_key(|(category, _)| store.text(*category));
    let name = |category: TextRef| match category.known() {
        Some(category) => store.text(category).to_owned(),
        None => "(no category)".to_owned(),
    };
    counts
        .into_iter()
        .map(|(category, count)| Heap {
            name: name(category),
            table: Table::Other(category),
            count,
        })
        .collect()
}

/// The sources of a table; of all raw records for any of their categories.
fn sources(store: &Store, table: Table) -> &[Source] {
    match table {
        Table::Summary => store.summaries.source(),
        Table::Stream => store.streams.source(),
        Table::Operation => store.operations.source(),
        Table::Sample => store.sample_heads().source(),
        Table::Side(kind) => kind.sources(&store.side),
        Table::Usage => store.side.usage.source(),
        Table::Daily => store.side.daily.source(),
        Table::Room => store.side.rooms.source(),
        Table::Service => store.side.service.source(),
        Table::Other(_) => store.others.source(),
    }
}

/// The rows of a heap in the order in which they stand in the files.
pub fn rows(store: &Store, heap: &Heap) -> Vec<u32> {
    let sources = sources(store, heap.table);
    let is_in = |row: &u32| match heap.table {
        Table::Other(category) => store.others.category()[*row as usize] == category,
        _ => true,
    };
    let mut rows: Vec<u32> = (0..sources.len() as u32).filter(is_in).collect();
    rows.sort_unstable_by_key(|&row| sources[row as usize]);
    rows
}

/// A row of a table in a line.
pub fn line(store: &Store, table: Table, row: u32) -> RecordLine {
    let at = row as usize;
    let (time, call, words) = match table {
        Table::Summary => summary(store, at),
        Table::Stream => stream(store, at),
        Table::Operation => operation(store, at),
        Table::Sample => sample(store, at),
        Table::Side(kind) => side(store, kind, row),
        Table::Usage => usage(store, at),
        Table::Daily => daily(store, at),
        Table::Room => room(store, at),
        Table::Service => service(store, at),
        Table::Other(_) => {
            let other = store.others.get(at);
            (
                other.generated,
                other.call,
                format!("{} bytes", other.source.length),
            )
        }
    };
    RecordLine {
        source: sources(store, table)[at],
        time,
        call,
        words,
    }
}

type Parts = (Time, IdRef, String);

fn joined(words: &[&str]) -> String {
    let words: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !word.is_empty())
        .collect();
    words.join("  ")
}

fn summary(store: &Store, at: usize) -> Parts {
    let row = store.summaries.get(at);
    let update = if row.is_update { "update" } else { "" };
    let end = crate::model::facts::code_words(store, row.end_code, row.end_subcode);
    let words = [
        store.text(row.endpoint_type),
        store.id(row.identifier),
        &end,
        update,
    ];
    (row.leg_start.or(row.call_start), row.call, joined(&words))
}

fn stream(store: &Store, at: usize) -> Parts {
    let row = store.streams.get(at);
    let means = METRICS
        .iter()
        .zip(row.values)
        .filter(|(metric, _)| metric.statistic == Statistic::Average);
    let measures: Vec<String> = means
        .filter_map(|(metric, value)| {
            Some(format!(
                "{} {} {}",
                metric.title,
                metric.shown(value.known()?),
                metric.unit.label()
            ))
        })
        .collect();
    let words = [
        row.direction.name(),
        row.media.name(),
        store.text(row.stream_id),
        &measures.join("  "),
    ];
    (row.generated, row.call, joined(&words))
}

fn operation(store: &Store, at: usize) -> Parts {
    let row = store.operations.get(at);
    let quality = if row.diagnostic.is_known() {
        row.quality.name()
    } else {
        ""
    };
    let words = [
        store.text(row.name),
        store.text(row.diagnostic),
        quality,
        store.text(row.result),
        store.text(row.detail),
    ];
    (row.time, row.call, joined(&words))
}

/// A sample, or the summary of a series behind its first.
fn sample(store: &Store, at: usize) -> Parts {
    let row = store.sample_heads().get(at);
    let shown = |value: Num32| {
        let value = value.known();
        value.map_or_else(|| "-".to_owned(), |value| value.to_string())
    };
    let values = match store.sample_sum(at) {
        None => shown(row.average),
        Some(sum) => format!(
            "{} samples  {} .. {}  mean {}",
            sum.samples,
            shown(sum.least),
            shown(sum.most),
            shown(sum.mean())
        ),
    };
    let words = [
        store.text(row.metric),
        row.direction.name(),
        row.media.name(),
        &values,
    ];
    (row.time, row.call, joined(&words))
}

fn side(store: &Store, kind: SideKind, row: u32) -> Parts {
    let at = row as usize;
    let (from, to) = kind.extent(&store.side, at);
    let source = kind.sources(&store.side)[at];
    let told = tell(
        store,
        &SideRow {
            kind,
            row,
            leg: None,
            from,
            to,
            source,
        },
    );
    (
        from,
        kind.calls(&store.side)[at],
        joined(&[&told.name, &told.result, &told.text]),
    )
}

fn usage(store: &Store, at: usize) -> Parts {
    let row = store.side.usage.get(at);
    let quantity = row
        .quantity
        .known()
        .map_or_else(|| "-".to_owned(), |quantity| quantity.to_string());
    let words = joined(&[store.text(row.kind), &quantity, store.text(row.unit)]);
    (row.start.or(row.generated), IdRef::MISSING, words)
}

fn daily(store: &Store, at: usize) -> Parts {
    let row = store.side.daily.get(at);
    let value = row
        .value
        .known()
        .map_or_else(|| "-".to_owned(), |value| value.to_string());
    let dimensions: Vec<&str> = row
        .dimensions
        .iter()
        .map(|&text| store.text(text))
        .filter(|text| !text.is_empty())
        .collect();
    let words = joined(&[
        store.text(row.metric),
        &value,
        store.text(row.unit),
        &dimensions.join(" "),
    ]);
    (row.day, IdRef::MISSING, words)
}

fn room(store: &Store, at: usize) -> Parts {
    let row = store.side.rooms.get(at);
    let words = joined(&[
        store.text(row.name),
        store.id(row.room),
        store.text(row.result),
        store.text(row.signature),
    ]);
    (row.generated, IdRef::MISSING, words)
}

fn service(store: &Store, at: usize) -> Parts {
    let row = store.side.service.get(at);
    let signature = row
        .signature
        .known()
        .map_or_else(String::new, |signature| signature.to_string());
    (
        row.generated,
        IdRef::MISSING,
        joined(&[store.text(row.name), store.text(row.result), &signature]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::batch::Batch;
    use crate::model::id::FileIx;
    use crate::model::rows::{OtherRow, SampleRow};

    #[test]
    fn every_record_is_in_one_heap_in_the_order_of_the_files() {
        let mut batch = Batch::new(FileIx(0), 0);
        for (offset, category) in [(30, "Chat"), (10, ""), (20, "Chat")] {
            let row = OtherRow {
                category: batch.text(category),
                source: Source {
                    offset,
                    ..Source::default()
                },
                ..OtherRow::default()
            };
            batch.others.push(row);
        }
        batch.samples.push(SampleRow::default());
        let mut store = Store::new();
        store.absorb(&batch);
        let heaps = heaps(&store);
        let told: Vec<(&str, usize)> = heaps
            .iter()
            .map(|heap| (heap.name.as_str(), heap.count))
            .collect();
        assert_eq!(
            told,
            [("media statistics", 1), ("(no category)", 1), ("Chat", 2)]
        );
        let chat: Vec<u64> = rows(&store, &heaps[2])
            .into_iter()
            .map(|row| line(&store, heaps[2].table, row).source.offset)
            .collect();
        assert_eq!(chat, [20, 30]);
    }
}
