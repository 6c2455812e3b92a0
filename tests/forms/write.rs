//! The same records in every form a user may hold (file-forms, a to h).

use crate::calls::{CATEGORIES, Cell, ISO, Record, moment};
use serde_json::{Map, Value, json};

/// A file: its path below the folder, and its bytes.
pub(crate) type File = (String, Vec<u8>);

fn object(members: &[(&'static str, Option<String>)]) -> Value {
    let members = members
        .iter()
        .map(|(name, text)| ((*name).to_owned(), json!(text)));
    Value::Object(members.collect())
}

/// A value with the type it has in a table.
fn typed(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Text(text) => json!(text),
        Cell::Number(digits) => serde_json::from_str(digits).unwrap_or_default(),
        Cell::Time(ms) => json!(moment(*ms, ISO)),
        Cell::Object(members) => json!(object(members).to_string()),
    }
}

/// As storage writes it: numbers as text, objects as objects.
fn stored(cell: &Cell) -> Value {
    match cell {
        Cell::Number(digits) => json!(digits),
        Cell::Object(members) => object(members),
        Cell::Null => json!("null"),
        other => typed(other),
    }
}

fn camel(name: &str) -> String {
    name[..1].to_ascii_lowercase() + &name[1..]
}

fn table(category: &str) -> String {
    format!("ACS{category}")
}

/// A record as storage and Event Hubs hold it.
pub(crate) fn storage(record: &Record) -> Value {
    let outer = ["TimeGenerated", "CorrelationId", "OperationName"];
    let inner = record
        .cells
        .iter()
        .filter(|(name, _)| !outer.contains(name));
    let properties: Map<String, Value> = inner
        .map(|(name, cell)| (camel(name), stored(cell)))
        .collect();
    let operation = match record.cell("OperationName") {
        Cell::Text(name) => name.clone(),
        _ => record.category.to_owned(),
    };
    let call = match record.cell("CorrelationId") {
        Cell::Null => record.cell("CallId"),
        cell => cell,
    };
    json!({"time": typed(record.cell("TimeGenerated")), "operationName": operation, "operationVersion": "1.0",
        "category": record.category, "correlationId": typed(call), "properties": properties})
}

/// A row as a workspace exports it.
pub(crate) fn flat(record: &Record) -> Value {
    let cells = record
        .cells
        .iter()
        .map(|(name, cell)| ((*name).to_owned(), typed(cell)));
    let mut row: Map<String, Value> = cells.collect();
    row.insert("Type".to_owned(), json!(table(record.category)));
    Value::Object(row)
}

/// What Python's `str` makes of a cell.
fn python(cell: &Cell) -> String {
    match cell {
        Cell::Null => "None".to_owned(),
        Cell::Object(members) => {
            let text = |text: &Option<String>| match text {
                None => "None".to_owned(),
                Some(text) if text.contains('\'') && !text.contains('"') => format!("\"{text}\""),
                Some(text) => format!("'{}'", text.replace('\'', "\\'").replace('\n', "\\n")),
            };
            let members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("'{name}': {}", text(value)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
        other => match typed(other) {
            Value::String(text) => text,
            value => value.to_string(),
        },
    }
}

/// A row as `az monitor log-analytics query` prints it.
pub(crate) fn az(record: &Record) -> Value {
    let cells = record
        .cells
        .iter()
        .map(|(name, cell)| ((*name).to_owned(), json!(python(cell))));
    let mut row: Map<String, Value> = cells.collect();
    row.insert("TableName".to_owned(), json!("PrimaryResult"));
    row.insert("Type".to_owned(), json!(table(record.category)));
    Value::Object(row)
}

/// The records of each category.
pub(crate) fn by_category(records: &[Record]) -> Vec<(&'static str, Vec<&Record>)> {
    let of = |category| {
        records
            .iter()
            .filter(move |record| record.category == category)
            .collect()
    };
    CATEGORIES
        .iter()
        .map(|&category| (category, of(category)))
        .collect()
}

fn rows(records: &[&Record]) -> Vec<Value> {
    let row =
        |record: &&Record| Value::Array(record.cells.iter().map(|(_, cell)| typed(cell)).collect());
    records.iter().map(row).collect()
}

fn columns(records: &[&Record], key: &str) -> Vec<Value> {
    let first = records.first().map_or(&[][..], |record| &record.cells);
    first
        .iter()
        .map(|(name, _)| json!({key: name, "type": "string"}))
        .collect()
}

/// A table of the query API; without `Type`, so that the columns must tell.
pub(crate) fn rest(records: &[&Record]) -> Value {
    json!({"name": "PrimaryResult", "columns": columns(records, "name"), "rows": rows(records)})
}

/// A table of Kusto.
pub(crate) fn kusto(records: &[&Record]) -> Value {
    json!({"TableName": "Table_0", "Columns": columns(records, "ColumnName"), "Rows": rows(records)})
}

/// A frame of Kusto's second form.
pub(crate) fn frame(records: &[&Record], kind: &str) -> Value {
    json!({"FrameType": "DataTable", "TableId": 1, "TableKind": kind, "TableName": kind,
        "Columns": columns(records, "ColumnName"), "Rows": rows(records)})
}

/// How a table of cells is written.
#[derive(Clone, Copy)]
pub(crate) struct Dialect {
    pub(crate) separator: char,
    pub(crate) line_end: &'static str,
    /// The times, as a pattern of [`moment`].
    pub(crate) time: &'static str,
    /// Behind the names of times.
    pub(crate) zone: &'static str,
    pub(crate) decimal: char,
    pub(crate) quotes_all: bool,
    /// In front of the names.
    pub(crate) head: &'static str,
}

fn cell_text(cell: &Cell, dialect: &Dialect) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Number(digits) => digits.replace('.', &dialect.decimal.to_string()),
        Cell::Time(ms) => moment(*ms, dialect.time),
        Cell::Object(members) => serde_json::to_string_pretty(&object(members)).unwrap_or_default(),
        Cell::Text(text) => text.clone(),
    }
}

/// Delimited text of one category.
pub(crate) fn csv(records: &[&Record], dialect: &Dialect) -> String {
    let quoted = |text: String| {
        let must = dialect.quotes_all || text.contains(['"', '\n', dialect.separator]);
        if must {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text
        }
    };
    let line = |cells: Vec<String>| {
        let cells: Vec<String> = cells.into_iter().map(quoted).collect();
        cells.join(&dialect.separator.to_string()) + dialect.line_end
    };
    let first = records.first().map_or(&[][..], |record| &record.cells);
    let name = |(name, cell): &(&str, Cell)| match cell {
        Cell::Time(_) => format!("{name}{}", dialect.zone),
        _ => (*name).to_owned(),
    };
    let mut text = dialect.head.to_owned() + &line(first.iter().map(name).collect());
    for record in records {
        text += &line(
            record
                .cells
                .iter()
                .map(|(_, cell)| cell_text(cell, dialect))
                .collect(),
        );
    }
    text
}

/// As documentation prints it: shared fields once above the blocks, a comma missing here and too many there.
pub(crate) fn pasted(records: &[Record]) -> String {
    let mut text = String::new();
    let mut above = (Value::Null, "");
    for (at, record) in records.iter().enumerate() {
        let whole = storage(record);
        let envelope = (whole["correlationId"].clone(), record.category);
        if envelope != above {
            for key in ["time", "correlationId", "operationName", "category"] {
                text.extend(["\"", key, "\":      ", &whole[key].to_string(), ",\n"]);
            }
            above = envelope;
        }
        let block = serde_json::to_string_pretty(&whole["properties"]).unwrap_or_default();
        let block = match at % 4 {
            0 => block.replacen(",\n", "   \n", 1),
            1 => block.replace("\n}", ",\n}"),
            _ => block,
        };
        let colon = if at % 3 == 0 { "" } else { ":" };
        text.extend(["\n\"properties\"", colon, " ", &block, "\n"]);
    }
    text
}

/// As PowerShell's redirection writes a text.
pub(crate) fn utf16(text: &str) -> Vec<u8> {
    let marked = format!("\u{feff}{text}");
    marked.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// As a spreadsheet on Windows writes a text of Western letters.
pub(crate) fn windows_1252(text: &str) -> Vec<u8> {
    text.chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?'))
        .collect()
}
