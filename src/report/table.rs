//! Rows as aligned text, CSV and Markdown.

use super::Look;
use super::safe::{fit, safe, width};
use super::value::Value;
use std::io::{self, Write};

/// A column of an aligned table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column<'t> {
    pub(super) title: &'t str,
    /// Numbers stand at the right.
    pub(super) is_number: bool,
    /// Takes what is left of the width, and is cut to it.
    pub(super) is_filling: bool,
}

impl<'t> Column<'t> {
    pub(super) const fn text(title: &'t str) -> Self {
        Self {
            title,
            is_number: false,
            is_filling: false,
        }
    }

    pub(super) const fn number(title: &'t str) -> Self {
        Self {
            is_number: true,
            ..Self::text(title)
        }
    }

    pub(super) const fn filling(title: &'t str) -> Self {
        Self {
            is_filling: true,
            ..Self::text(title)
        }
    }
}

/// A filling column is never narrower than this; then lines grow beyond the width instead.
const LEAST_FILL: usize = 12;

/// Writes rows aligned under their titles; cells are sanitized here. Trailing blanks are left out.
pub(super) fn write_aligned(
    out: &mut impl Write,
    columns: &[Column],
    rows: &[Vec<String>],
    look: Look,
) -> io::Result<()> {
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| plain(cell, look)).collect())
        .collect();
    let widths = widths(columns, &rows, look);
    let titles: Vec<String> = columns.iter().map(|c| c.title.to_owned()).collect();
    for row in std::iter::once(&titles).chain(&rows) {
        let mut line = String::new();
        for ((cell, column), &room) in row.iter().zip(columns).zip(&widths) {
            let cell = fit(cell, room, look.is_ascii);
            let blanks = " ".repeat(room.saturating_sub(width(&cell)));
            let parts = if column.is_number {
                [blanks.as_str(), &cell]
            } else {
                [cell.as_str(), &blanks]
            };
            line.extend(parts);
            line.push_str(gap(look));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Between columns; a narrow screen has none to give away.
const fn gap(look: Look) -> &'static str {
    if look.is_narrow() { " " } else { "  " }
}

/// Sanitized, and in ASCII where nothing else can be shown.
pub(super) fn plain(text: &str, look: Look) -> String {
    let text = safe(text);
    if !look.is_ascii || text.is_ascii() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '…' => out.push('~'),
            c if c.is_ascii() => out.push(c),
            c => out.extend(c.escape_unicode()),
        }
    }
    out
}

fn widths(columns: &[Column], rows: &[Vec<String>], look: Look) -> Vec<usize> {
    let mut widths: Vec<usize> = columns.iter().map(|column| width(column.title)).collect();
    for row in rows {
        for (room, cell) in widths.iter_mut().zip(row) {
            *room = (*room).max(width(cell));
        }
    }
    let gap = gap(look).len();
    let all = widths.iter().map(|room| room + gap).sum::<usize>();
    if let Some(at) = columns.iter().position(|column| column.is_filling) {
        let others = all - widths[at];
        let left = look.width.saturating_add(gap).saturating_sub(others);
        let left = left.max(LEAST_FILL);
        widths[at] = widths[at].min(left);
    }
    widths
}

/// Writes one line of CSV. Words of the log that a spreadsheet would take for a formula get a leading apostrophe.
pub(super) fn write_csv_line(out: &mut impl Write, cells: &[Value]) -> io::Result<()> {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.write_all(b",")?;
        }
        let mut words = cell.words();
        if cell.is_foreign() && words.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
            words.insert(0, '\'');
        }
        let words = safe(&words);
        if words.contains([',', '"']) {
            write!(out, "\"{}\"", words.replace('"', "\"\""))?;
        } else {
            out.write_all(words.as_bytes())?;
        }
    }
    out.write_all(b"\n")
}

/// Writes a Markdown table; everything that Markdown or HTML would act on is escaped.
pub(super) fn write_markdown(
    out: &mut impl Write,
    titles: &[&str],
    rows: &[Vec<String>],
) -> io::Result<()> {
    writeln!(out, "| {} |", titles.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(titles.len()))?;
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| markdown(cell)).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

fn markdown(cell: &str) -> String {
    let mut out = String::new();
    for c in safe(cell).chars() {
        if matches!(
            c,
            '\\' | '|' | '<' | '>' | '`' | '*' | '_' | '[' | ']' | '&' | '#'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).expect("a vector takes all");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn the_filling_column_is_cut_to_the_width() {
        let columns = [
            Column::text("A"),
            Column::filling("WHY"),
            Column::number("N"),
        ];
        let rows = [vec!["x".to_owned(), "w".repeat(99), "7".to_owned()]];
        let shown = text(|out| {
            write_aligned(
                out,
                &columns,
                &rows,
                Look {
                    width: 30,
                    is_ascii: true,
                },
            )
        });
        assert_eq!(
            shown,
            format!("A WHY{} N\nx {}~ 7\n", " ".repeat(23), "w".repeat(25))
        );
    }

    #[test]
    fn no_cell_reaches_the_terminal_raw() {
        let rows = [vec!["\u{1b}[2J\n".to_owned()]];
        let shown = text(|out| write_aligned(out, &[Column::text("A")], &rows, Look::default()));
        assert!(!shown.contains('\u{1b}') && shown.lines().count() == 2);
    }

    #[test]
    fn formulas_are_words_and_numbers_stay_numbers() {
        let cells = [
            Value::Text("=1+1".into()),
            Value::Text("@a,\"b\"".into()),
            Value::List(vec!["-2".into(), "3".into()]),
            Value::Number(-2.5),
            Value::Missing,
            Value::Text("\tx".into()),
        ];
        assert_eq!(
            text(|out| write_csv_line(out, &cells)),
            "'=1+1,\"'@a,\"\"b\"\"\",'-2;3,-2.5,,'\\tx\n"
        );
    }

    #[test]
    fn markdown_cannot_break_out_of_its_cell() {
        let rows = [vec!["a|b<img>\n".to_owned()]];
        let shown = text(|out| write_markdown(out, &["A"], &rows));
        assert_eq!(shown, "| A |\n| --- |\n| a\\|b\\<img\\>\\\\n |\n");
    }
}
