//! Where an identifier or word occurs: one row a place, best first.

use super::left::Left;
use super::table::{Column, write_aligned};
use super::{Format, Look, exit, json, safe};
use crate::model::coverage::holders;
use crate::model::id::CallIx;
use crate::model::store::Store;
use crate::model::zone::Zone;
use crate::query::find::{Hit, search_where};
use crate::query::identifiers::{Index, Indexing};
use crate::query::near::{How, narrow};
use crate::query::nearest::nearest;
use crate::query::place::Place;
use crate::query::read::Query;
use crate::query::when::When;
use serde::Serialize;
use std::io::{self, Write};

/// How places are listed.
#[derive(Clone, Copy, Debug, Default)]
pub struct FindOptions<'a> {
    /// The form.
    pub format: Format,
    /// At most so many.
    pub limit: Option<usize>,
    /// The table's width and signs.
    pub look: Look,
    /// The only calls whose places are shown.
    pub left: Option<&'a Left>,
    /// The zone of a rough time that names none.
    pub zone: Zone,
}

/// A place as JSON shows it.
#[derive(Serialize)]
struct FindRow {
    kind: &'static str,
    value: String,
    call_id: Option<String>,
    time: Option<String>,
    verdict: Option<&'static str>,
    text: String,
    file: String,
    line: u64,
}

impl FindRow {
    fn of(store: &Store, hit: &Hit) -> Self {
        let call = hit.place.call();
        let (file, line) = store.place(&hit.place.source(store));
        Self {
            kind: hit.place.kind.name(),
            value: hit.value.text(store),
            call_id: call
                .map(|call| store.id(store.call_id(call)).to_owned())
                .filter(|id| !id.is_empty()),
            time: hit.place.time(store).iso(),
            verdict: call.map(|call| store.facts(call).verdict.class.name()),
            text: hit
                .value
                .meaning(store)
                .unwrap_or_else(|| hit.place.hint(store).to_owned()),
            file,
            line,
        }
    }
}

/// How the rough time of a search is understood, for answers that have no place for it: `~02:10: about 02:10 UTC …`.
pub fn understood(text: &str, zone: Zone) -> Option<String> {
    let query = Query::parse(text);
    let time = query.times().first()?;
    let when = When::parse(time, zone)?;
    Some(format!("{time}: {}", when.words()))
}

/// True when an answer is about all calls: a rough time without anything else.
pub fn is_of_all(text: &str) -> bool {
    let query = Query::parse(text);
    query.is_empty() && !query.times().is_empty()
}

/// The calls whose judgement [`write_find`] shows; no other has to be judged for it.
pub fn shown_calls(store: &Store, text: &str) -> Vec<CallIx> {
    Indexing::calls(store, &Query::parse(text))
}

/// Writes where a text occurs. With no place in a table it says what is like it and which log could hold it.
pub fn write_find(
    out: &mut impl Write,
    store: &Store,
    text: &str,
    options: &FindOptions,
) -> io::Result<u8> {
    let query = Query::parse(text);
    let index = Index::complete(store, Indexing::only_for(store, &query));
    let limit = options.limit.unwrap_or(usize::MAX);
    let is_left = |place: &Place| match (options.left, place.call()) {
        (None, _) => true,
        (Some(left), call) => call.is_some_and(|call| left.has(call)),
    };
    let found = search_where(store, &index, &query, usize::MAX, Some(&is_left));
    let how = How {
        limit,
        all_times: false,
        zone: options.zone,
    };
    let near = narrow(store, &query, found, how);
    let found = near.hits;
    let rows = found.hits.iter().map(|hit| FindRow::of(store, hit));
    match options.format {
        Format::Json => json::write_array(out, rows)?,
        Format::JsonLines => rows
            .into_iter()
            .try_for_each(|row| json::write_line(out, &row))?,
        _ if found.hits.is_empty() => write_nothing(out, store, &query)?,
        _ => {
            let cells: Vec<Vec<String>> = rows.map(cells).collect();
            write_aligned(out, &COLUMNS, &cells, options.look)?;
            if found.total > cells.len() {
                writeln!(
                    out,
                    "{} of {} places; --limit shows more",
                    cells.len(),
                    found.total
                )?;
            }
            write_notes(out, &query, &found.read_as, near.note.as_deref())?;
        }
    }
    Ok(exit::FINE)
}

/// Under a table: what was found of each identifier of a list, how a rough time was read, and what it hides.
fn write_notes(
    out: &mut impl Write,
    query: &Query,
    read_as: &[(String, String)],
    note: Option<&str>,
) -> io::Result<()> {
    let is_time = |word: &String| query.times().contains(word);
    for (word, meaning) in read_as {
        if query.is_list() || is_time(word) {
            writeln!(out, "{}: {}", safe::safe(word), safe::safe(meaning))?;
        }
    }
    note.map_or(Ok(()), |note| writeln!(out, "{note}"))
}

const COLUMNS: [Column; 6] = [
    Column::text("KIND"),
    Column::text("VALUE"),
    Column::text("CALL"),
    Column::text("TIME (UTC)"),
    Column::text("VERDICT"),
    Column::filling("FROM"),
];

fn cells(row: FindRow) -> Vec<String> {
    let call = row
        .call_id
        .as_deref()
        .map_or("-", |id| id.get(..8).unwrap_or(id))
        .to_owned();
    let time = row
        .time
        .as_deref()
        .map_or_else(|| "-".to_owned(), |time| time.chars().take(19).collect());
    let from = format!("{}:{}", row.file, row.line);
    vec![
        row.kind.to_owned(),
        row.value,
        call,
        time,
        row.verdict.unwrap_or("-").to_owned(),
        from,
    ]
}

fn write_nothing(out: &mut impl Write, store: &Store, query: &Query) -> io::Result<()> {
    writeln!(out, "nothing found")?;
    let index = Index::build(store);
    let near: Vec<String> = nearest(store, &index, query.main_needle(), 3)
        .into_iter()
        .map(|nearby| nearby.value.text(store))
        .collect();
    if !near.is_empty() {
        writeln!(out, "nearest: {}", safe::safe(&near.join(", ")))?;
    }
    let holders = holders(store);
    if !holders.is_empty() {
        writeln!(out, "logs that could have held it but are not loaded:")?;
    }
    for kind in holders {
        writeln!(out, "  {}: {}", kind.category, kind.holds)?;
    }
    Ok(())
}
