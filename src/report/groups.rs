//! Calls in groups, in every format.

use super::calls::ListOptions;
use super::table::{Column, write_aligned, write_csv_line, write_markdown};
use super::value::Value;
use super::{Format, Look, exit, json};
use crate::error::Error;
use crate::model::chance::wilson;
use crate::model::metric::{METRICS, position};
use crate::model::store::Store;
use crate::model::zone::Zone;
use crate::query::group::{Facet, GroupRow, Grouping, Groups, Key, Order, OrderBy, Spread, Unit};
use crate::query::like::most_like;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::io::{self, Write};

/// The measure that is told when none is named.
const METRIC: &str = "rtt_avg";

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Request {
    by: &'static Facet,
    then: Option<&'static Facet>,
    metric: usize,
    order: Order,
}

impl Request {
    /// Reads `sdk` or `sdk,os`, the name of a measure, and an order (`share`, `share:asc`, `share:desc`). Fails for a
    /// word that is none, with the one that was meant.
    pub fn read(by: &str, metric: Option<&str>, sort: Option<&str>) -> Result<Self, Error> {
        let mut facets = by.split(',').map(str::trim).map(facet);
        let first = facets.next().unwrap_or_else(|| facet(""))?;
        let second = facets.next().transpose()?;
        if facets.next().is_some() {
            return Err(Error::Usage(format!(
                "--by {by}: one or two dimensions, not more"
            )));
        }
        let name = metric.unwrap_or(METRIC);
        let metric = position(name.strip_suffix("_ms").unwrap_or(name))
            .ok_or_else(|| unknown("measure", name, METRICS.iter().map(|metric| metric.name)))?;
        Ok(Self {
            by: first,
            then: second.filter(|second| *second != first),
            metric,
            order: sort.map_or(Ok(Order::default()), order)?,
        })
    }
}

fn facet(name: &str) -> Result<&'static Facet, Error> {
    let names = || Facet::all().iter().map(|facet| facet.name);
    Facet::named(name).ok_or_else(|| unknown("dimension", name, names()))
}

fn order(text: &str) -> Result<Order, Error> {
    let (name, way) = text.split_once(':').unwrap_or((text, ""));
    let Some(by) = OrderBy::of_word(name) else {
        let names = OrderBy::ALL.iter().map(|(word, _)| *word);
        return Err(unknown("order", name, names));
    };
    // The first of a name is the lowest, the first of everything else the highest.
    let usual = if by == OrderBy::Name { "asc" } else { "desc" };
    match way {
        "" | "asc" | "desc" => Ok(Order {
            by,
            is_reversed: !way.is_empty() && way != usual,
        }),
        _ => Err(Error::Usage(format!(
            "'{way}' is no order; write --sort {name} or --sort {name}:asc"
        ))),
    }
}

/// `no dimension 'sdks'; did you mean sdk? One of …`.
fn unknown<'a>(what: &str, word: &str, names: impl Iterator<Item = &'a str> + Clone) -> Error {
    let meant = most_like(word, names.clone()).filter(|_| !word.is_empty());
    let meant = meant.map_or_else(String::new, |meant| format!(" did you mean {meant}?"));
    let names: Vec<&str> = names.collect();
    Error::Usage(format!(
        "no {what} '{word}';{meant} one of {}",
        names.join(", ")
    ))
}

/// Reads `code=410/3112`: what is counted instead of bad calls; days and hours are of a zone. Fails where no call has it, with what comes nearest.
pub fn counted(store: &Store, text: &str, zone: Zone) -> Result<(&'static Facet, Key), Error> {
    let Some((name, value)) = text.split_once('=') else {
        return Err(Error::Usage(format!(
            "--count {text}: write a dimension and a value, like --count code=410/3112"
        )));
    };
    let by = facet(name.trim())?;
    let grouping = Grouping {
        by,
        then: None,
        metric: 0,
        counted: None,
        zone: Zone::Utc,
    }
    .in_zone(zone);
    let groups = Groups::of(store, grouping);
    let words: Vec<(String, Key)> = groups
        .rows
        .iter()
        .filter_map(|row| Some((row.keys[0].value(store, by)?, row.keys[0])))
        .collect();
    let value = value.trim();
    let found = words
        .iter()
        .find(|(word, _)| word.eq_ignore_ascii_case(value));
    found.map(|&(_, key)| (by, key)).ok_or_else(|| {
        let meant = most_like(value, words.iter().map(|(word, _)| word.as_str()));
        let meant = meant.map_or_else(String::new, |meant| format!("; did you mean {meant}?"));
        Error::Usage(format!(
            "--count {text}: no call has this {}{meant}",
            by.title
        ))
    })
}

/// How groups are written.
#[derive(Clone, Copy, Default)]
pub struct GroupOptions<'a> {
    /// The form, how many groups at most, and which calls a filter left; their order is none of groups.
    pub list: ListOptions<'a>,
    /// What is counted beside bad calls.
    pub counted: Option<(&'static Facet, Key)>,
    /// The zone of days and hours.
    pub zone: Zone,
}

/// Writes the groups of the calls that the filter left.
pub fn write_groups(
    out: &mut impl Write,
    store: &Store,
    (request, options): (&Request, &GroupOptions),
) -> io::Result<u8> {
    let ListOptions {
        format,
        limit,
        look,
        left,
        ..
    } = options.list;
    let grouping = Grouping {
        by: request.by,
        then: request.then,
        metric: request.metric,
        counted: options.counted,
        zone: Zone::Utc,
    }
    .in_zone(options.zone);
    let mut keeps = |call| left.is_none_or(|left| left.has(call));
    let mut groups = Groups::of_kept(store, grouping, &mut keeps);
    groups.sort(store, &[request.order]);
    let count = groups.rows.len().min(limit.unwrap_or(usize::MAX));
    let head = |facet: &Facet| {
        if facet.has_clock() {
            format!("{} ({})", facet.name, groups.grouping.zone.name())
        } else {
            facet.name.to_owned()
        }
    };
    let answer = Answer {
        store,
        groups: &groups,
        count,
        heads: groups.grouping.facets().map(head).collect(),
    };
    match format {
        Format::Json => json::write_line(out, &answer)?,
        Format::JsonLines => {
            for row in &groups.rows[..count] {
                json::write_line(out, &answer.row(row, true))?;
            }
        }
        Format::Csv => answer.write_csv(out)?,
        Format::Markdown => {
            let columns = answer.columns();
            let titles: Vec<&str> = columns.iter().map(|column| column.title).collect();
            write_markdown(out, &titles, &answer.cells())?;
        }
        Format::Table => answer.write_table(out, look)?,
    }
    Ok(exit::FINE)
}

/// The ranks of a table.
const RANKS: [fn(&Spread) -> f64; 4] = [|s| s.p50, |s| s.p90, |s| s.p95, |s| s.p99];

/// Groups as they are written.
struct Answer<'a> {
    store: &'a Store,
    groups: &'a Groups,
    count: usize,
    /// What the dimensions are called: `sdk`, `hour (Europe/Zurich)`.
    heads: Vec<String>,
}

impl<'a> Answer<'a> {
    fn row(&self, row: &'a GroupRow, has_keys: bool) -> Row<'a> {
        Row {
            store: self.store,
            groups: self.groups,
            group: row,
            has_keys,
        }
    }

    fn shown(&self) -> &'a [GroupRow] {
        &self.groups.rows[..self.count]
    }

    fn columns(&self) -> Vec<Column<'_>> {
        let grouping = &self.groups.grouping;
        let heads = self.heads.iter();
        let mut columns: Vec<Column> = heads.map(|head| Column::text(head)).collect();
        if let Some(first) = columns.first_mut() {
            first.is_filling = true;
        }
        let met = if grouping.counted.is_some() {
            "with"
        } else {
            "bad"
        };
        columns.extend(
            [
                "calls",
                met,
                "share",
                "range 95%",
                "by chance",
                "not judged",
            ]
            .map(Column::number),
        );
        columns.extend(["p50", "p90", "p95", "p99"].map(Column::number));
        if self.groups.unit != Unit::Call {
            columns.push(Column::number(self.groups.unit.fault()));
        }
        columns
    }

    /// The rows of a table, all calls together last.
    fn cells(&self) -> Vec<Vec<String>> {
        let grouping = &self.groups.grouping;
        let line = |row: &GroupRow, mut cells: Vec<String>| {
            cells.extend([
                row.count.calls.to_string(),
                row.met_words(),
                row.share_words(),
                row.range_words(),
                row.chance_words(),
                row.not_judged_words(),
            ]);
            let ranks = |of: fn(&Spread) -> f64| {
                let value = row.spread.as_ref().map(of);
                value.map_or_else(
                    || "-".to_owned(),
                    |value| Spread::words(grouping.metric, value),
                )
            };
            cells.extend(RANKS.map(ranks));
            if self.groups.unit != Unit::Call {
                cells.push(format!("{} of {}", row.items_bad, row.items));
            }
            cells
        };
        let mut lines: Vec<Vec<String>> = self
            .shown()
            .iter()
            .map(|row| {
                let facets = grouping.facets().zip(row.keys);
                let keys = facets.map(|(facet, key)| {
                    let words = key.words(self.store, facet);
                    match key.meaning(self.store, facet) {
                        Some(meaning) => format!("{words} {meaning}"),
                        None => words,
                    }
                });
                line(row, keys.collect())
            })
            .collect();
        let all = grouping.facets().enumerate();
        let all = all.map(|(at, _)| if at == 0 { "all calls" } else { "" }.to_owned());
        lines.push(line(&self.groups.all, all.collect()));
        lines
    }

    fn write_table(&self, out: &mut impl Write, look: Look) -> io::Result<()> {
        if self.groups.rows.is_empty() {
            return writeln!(out, "no calls");
        }
        if let Some(habits) = self.groups.habits() {
            writeln!(out, "{habits}")?;
        }
        write_aligned(out, &self.columns(), &self.cells(), look)?;
        for note in self.notes() {
            writeln!(out, "{}", super::safe::safe(&note))?;
        }
        Ok(())
    }

    /// What a reader of the table has to know.
    fn notes(&self) -> Vec<String> {
        let groups = self.groups;
        let metric = &METRICS[groups.grouping.metric];
        let (share, of) = if groups.grouping.counted.is_some() {
            (groups.grouping.counted_words(self.store), "all calls")
        } else {
            ("that are bad".to_owned(), "those judged")
        };
        let mut notes = vec![format!(
            "share: calls {share}, of {of}; p50 … p99: {} in {} of the worst stream of a call",
            metric.title,
            metric.unit.label()
        )];
        if groups.is_shared {
            notes.push(format!(
                "a call is in the group of each of its {0}s and counts once in each; {1}: of the {0}s",
                groups.unit.name(),
                groups.unit.fault()
            ));
        }
        if self.count < groups.rows.len() {
            notes.push(format!(
                "{} of {} groups; --limit shows more",
                self.count,
                groups.rows.len()
            ));
        }
        notes
    }

    fn write_csv(&self, out: &mut impl Write) -> io::Result<()> {
        let grouping = &self.groups.grouping;
        let mut names: Vec<Value> = grouping
            .facets()
            .zip(&self.heads)
            .map(|(facet, head)| match grouping.zone {
                // Programs that read it know the name.
                Zone::Utc => Value::text(facet.name),
                _ => Value::text(head),
            })
            .collect();
        let fields = fields(grouping.counted.is_some());
        names.extend(fields.iter().map(|field| Value::text(field.name)));
        write_csv_line(out, &names)?;
        for row in self.shown() {
            let row = self.row(row, true);
            let mut values: Vec<Value> = row
                .keys()
                .map(|key| key.map_or(Value::Missing, |key| Value::Text(key.into())))
                .collect();
            values.extend(fields.iter().map(|field| (field.value)(&row)));
            write_csv_line(out, &values)?;
        }
        Ok(())
    }
}

impl Serialize for Answer<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let grouping = &self.groups.grouping;
        let by: Vec<&str> = grouping.facets().map(|facet| facet.name).collect();
        let counted = grouping.counted.map(|(facet, key)| {
            let value = key.value(self.store, facet).unwrap_or_default();
            format!("{}={value}", facet.name)
        });
        let rows: Vec<Row> = self.shown().iter().map(|row| self.row(row, true)).collect();
        let mut map = out.serialize_map(None)?;
        map.serialize_entry("by", &by)?;
        map.serialize_entry("unit", self.groups.unit.name())?;
        map.serialize_entry("counted", &counted)?;
        map.serialize_entry("zone", &grouping.has_clock().then(|| grouping.zone.name()))?;
        map.serialize_entry("groups", &rows)?;
        map.serialize_entry("groups_omitted", &(self.groups.rows.len() - self.count))?;
        map.serialize_entry("overall", &self.row(&self.groups.all, false))?;
        map.end()
    }
}

/// A group with what its fields are taken from.
struct Row<'a> {
    store: &'a Store,
    groups: &'a Groups,
    group: &'a GroupRow,
    has_keys: bool,
}

impl Row<'_> {
    fn keys(&self) -> impl Iterator<Item = Option<String>> {
        let facets = self.groups.grouping.facets().zip(self.group.keys);
        facets.map(|(facet, key)| key.value(self.store, facet))
    }

    fn bad_range(&self) -> Option<(f64, f64)> {
        wilson(self.group.count.bad, self.group.count.judged())
    }

    fn spread(&self, of: fn(&Spread) -> f64) -> Value<'static> {
        number(self.group.spread.as_ref().map(of))
    }

    fn range(&self, of: fn((f64, f64)) -> f64) -> Value<'static> {
        number(self.bad_range().map(of))
    }
}

fn number(value: Option<f64>) -> Value<'static> {
    value.map_or(Value::Missing, Value::Number)
}

fn count(value: u64) -> Value<'static> {
    Value::Count(u32::try_from(value).unwrap_or(u32::MAX))
}

/// A field of a group: its name in JSON and CSV, and where its value comes from.
struct Field {
    name: &'static str,
    value: for<'a> fn(&Row<'a>) -> Value<'static>,
}

/// All fields; the last four stand only where something is counted beside bad calls.
#[rustfmt::skip]
const FIELDS: [Field; 22] = [
    Field { name: "calls", value: |row| count(row.group.count.calls) },
    Field { name: "bad", value: |row| count(row.group.count.bad) },
    Field { name: "burst", value: |row| count(row.group.count.burst) },
    Field { name: "ok", value: |row| count(row.group.count.ok()) },
    Field { name: "not_judged", value: |row| count(row.group.count.not_judged) },
    Field { name: "bad_share", value: |row| number(share(row.group.count.bad, row.group.count.judged())) },
    Field { name: "low", value: |row| row.range(|(low, _)| low) },
    Field { name: "high", value: |row| row.range(|(_, high)| high) },
    Field { name: "not_judged_share", value: |row| number(share(row.group.count.not_judged, row.group.count.calls)) },
    Field { name: "chance_log10", value: chance },
    Field { name: "units", value: |row| count(row.group.items) },
    Field { name: "units_bad", value: |row| count(row.group.items_bad) },
    Field { name: "metric", value: |row| Value::text(METRICS[row.groups.grouping.metric].name) },
    Field { name: "values", value: |row| count(row.group.spread.map_or(0, |spread| spread.count as u64)) },
    Field { name: "p50", value: |row| row.spread(|spread| spread.p50) },
    Field { name: "p90", value: |row| row.spread(|spread| spread.p90) },
    Field { name: "p95", value: |row| row.spread(|spread| spread.p95) },
    Field { name: "p99", value: |row| row.spread(|spread| spread.p99) },
    Field { name: "met", value: |row| count(row.group.met) },
    Field { name: "met_share", value: |row| number(row.group.share()) },
    Field { name: "met_low", value: |row| number(row.group.range().map(|(low, _)| low)) },
    Field { name: "met_high", value: |row| number(row.group.range().map(|(_, high)| high)) },
];

/// Fields that tell of what is counted beside bad calls.
const OF_COUNTED: usize = 4;

fn fields(is_counted: bool) -> &'static [Field] {
    let omitted = if is_counted { 0 } else { OF_COUNTED };
    &FIELDS[..FIELDS.len() - omitted]
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The power of ten of the chance; none where it cannot be by chance at all, as nothing can be at a rate of 0.
fn chance(row: &Row) -> Value<'static> {
    let power = row.group.ln_chance / std::f64::consts::LN_10;
    number(power.is_finite().then_some(power))
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(None)?;
        if self.has_keys {
            let keys: Vec<Option<String>> = self.keys().collect();
            map.serialize_entry("keys", &keys)?;
            let facets = || self.groups.grouping.facets().zip(self.group.keys);
            if facets().any(|(facet, _)| facet.has_meanings()) {
                let meanings = facets().map(|(facet, key)| key.meaning(self.store, facet));
                map.serialize_entry("meanings", &meanings.collect::<Vec<_>>())?;
            }
        }
        for field in fields(self.groups.grouping.counted.is_some()) {
            map.serialize_entry(field.name, &(field.value)(self))?;
        }
        map.end()
    }
}
