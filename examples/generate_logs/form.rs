//! Puts finished blobs into another order of lines or another form of file.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use clap::ValueEnum;
use flate2::{Compression, GzBuilder};

use crate::members::{members, parts};
use crate::rng::Rng;

/// The forms of file that can be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Form {
    /// One record a line
    Lines,
    /// One JSON array
    Array,
    /// `{"records":[…]}`, as storage had it once
    Records,
    /// One CSV table of the columns of Log Analytics
    Csv,
    /// One record a line, packed by gzip
    Gzip,
}

/// What is done with a finished blob.
#[derive(Clone, Copy)]
pub(crate) struct Finish {
    pub(crate) form: Form,
    /// Seed of the order of lines, if they are to be mixed within each file.
    pub(crate) mixed: Option<u64>,
}

impl Finish {
    /// Rewrites the blob at `path`, the `number`th of its tree.
    pub(crate) fn file(self, path: &Path, number: u64) -> io::Result<()> {
        if self.form == Form::Lines && self.mixed.is_none() {
            return Ok(());
        }
        let bytes = fs::read(path)?;
        let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
        if let Some(seed) = self.mixed {
            let rng = &mut Rng::keyed(seed, number);
            for last in (1..lines.len()).rev() {
                lines.swap(last, rng.range(0, last as i64 + 1) as usize);
            }
        }
        let out = match self.form {
            Form::Csv => path.with_extension("csv"),
            Form::Gzip => path.with_extension("json.gz"),
            _ => path.to_owned(),
        };
        let mut file = BufWriter::new(File::create(&out)?);
        match self.form {
            Form::Lines => lines.iter().try_for_each(|line| file.write_all(line))?,
            Form::Array => elements(&mut file, &lines, ("[\n", "\n]\n"))?,
            Form::Records => elements(&mut file, &lines, ("{\"records\":[\n", "\n]}\n"))?,
            Form::Csv => table(&mut file, &lines)?,
            Form::Gzip => {
                let mut gzip = GzBuilder::new().write(&mut file, Compression::fast());
                lines.iter().try_for_each(|line| gzip.write_all(line))?;
                gzip.finish()?;
            }
        }
        file.flush()?;
        if out == path {
            Ok(())
        } else {
            fs::remove_file(path)
        }
    }
}

fn elements(
    out: &mut impl Write,
    lines: &[&[u8]],
    (before, after): (&str, &str),
) -> io::Result<()> {
    out.write_all(before.as_bytes())?;
    for (place, line) in lines.iter().enumerate() {
        if place > 0 {
            out.write_all(b",\n")?;
        }
        out.write_all(line.trim_ascii_end())?;
    }
    out.write_all(after.as_bytes())
}

/// One row a record; columns in the order in which they are first seen.
fn table(out: &mut impl Write, lines: &[&[u8]]) -> io::Result<()> {
    let mut columns: Vec<String> = Vec::new();
    let mut known: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut rows: Vec<Vec<(usize, &[u8])>> = Vec::with_capacity(lines.len());
    for line in lines {
        let mut row = Vec::with_capacity(32);
        for (key, value) in cells(line) {
            let column = if let Some(column) = known.get(key) {
                *column
            } else {
                let name = column_name(key);
                let same = columns.iter().position(|column| *column == name);
                let column = same.unwrap_or(columns.len());
                if same.is_none() {
                    columns.push(name);
                }
                known.insert(key.to_vec(), column);
                column
            };
            row.push((column, value));
        }
        rows.push(row);
    }
    writeln!(out, "{}", columns.join(","))?;
    let mut cells: Vec<&[u8]> = Vec::new();
    for row in rows {
        cells.clear();
        cells.resize(columns.len(), b"");
        for (column, value) in row {
            cells[column] = value;
        }
        for (place, value) in cells.iter().enumerate() {
            if place > 0 {
                out.write_all(b",")?;
            }
            cell(out, value)?;
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The members in and outside of `properties`.
fn cells(line: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let outer = members(line.trim_ascii_end()).into_iter().map(parts);
    outer.flat_map(|(key, value)| {
        if key == b"properties" {
            members(value).into_iter().map(parts).collect()
        } else {
            vec![(key, value)]
        }
    })
}

/// Columns begin with a capital; the time of a record has its own name in a table.
fn column_name(key: &[u8]) -> String {
    if key == b"time" {
        return "TimeGenerated".to_owned();
    }
    let mut name = String::from_utf8_lossy(key).into_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
}

fn cell(out: &mut impl Write, value: &[u8]) -> io::Result<()> {
    if value == b"null" {
        return Ok(());
    }
    if value.first() != Some(&b'"') {
        return out.write_all(value);
    }
    let text: String = serde_json::from_slice(value).map_err(io::Error::other)?;
    if text.contains([',', '"', '\n', '\r']) {
        write!(out, "\"{}\"", text.replace('"', "\"\""))
    } else {
        out.write_all(text.as_bytes())
    }
}
