//! One row of delimited text: where it ends and where its cells are, by RFC 4180 and what spreadsheets make of it.

/// A cell as a span of its row, without its quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Quotes inside are written twice.
    pub(super) is_doubled: bool,
}

/// What the start of a text turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// A row of so many bytes, its line end included; its cells are in [`Cells`].
    Whole(usize),
    /// A quote opened at this byte is not closed where a cell may end.
    Open(usize),
    /// The text ends first; inside a quote opened at this byte, if there is one.
    More(Option<usize>),
}

/// The cells of the row read last.
#[derive(Default)]
pub(in crate::load) struct Cells {
    spans: Vec<Cell>,
}

/// Where a cell ended.
enum Behind {
    Cell(usize),
    Row(usize),
}

impl Cells {
    pub(super) fn count(&self) -> usize {
        self.spans.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Cell> + '_ {
        self.spans.iter().copied()
    }

    /// Finds the end and the cells of the row at the start of a text.
    pub(super) fn split(&mut self, text: &[u8], separator: u8, is_end: bool) -> Row {
        self.spans.clear();
        let mut at = 0;
        loop {
            let behind = if text.get(at) == Some(&b'"') {
                self.quoted(text, at, separator, is_end)
            } else {
                self.bare(text, at, separator, is_end)
            };
            match behind {
                Ok(Behind::Cell(next)) => at = next,
                Ok(Behind::Row(end)) => return Row::Whole(end),
                Err(row) => return row,
            }
        }
    }

    fn push(&mut self, start: usize, end: usize, is_doubled: bool) {
        self.spans.push(Cell {
            start: start as u32,
            end: end as u32,
            is_doubled,
        });
    }

    fn bare(
        &mut self,
        text: &[u8],
        start: usize,
        separator: u8,
        is_end: bool,
    ) -> Result<Behind, Row> {
        let found = memchr::memchr2(separator, b'\n', &text[start..]).map(|at| start + at);
        let Some(end) = found else {
            if !is_end {
                return Err(Row::More(None));
            }
            self.push(start, without_return(text, start, text.len()), false);
            return Ok(Behind::Row(text.len()));
        };
        if text[end] == separator {
            self.push(start, end, false);
            return Ok(Behind::Cell(end + 1));
        }
        self.push(start, without_return(text, start, end), false);
        Ok(Behind::Row(end + 1))
    }

    fn quoted(
        &mut self,
        text: &[u8],
        quote: usize,
        separator: u8,
        is_end: bool,
    ) -> Result<Behind, Row> {
        let (mut at, mut is_doubled) = (quote + 1, false);
        let end = loop {
            let Some(found) = memchr::memchr(b'"', &text[at..]) else {
                return Err(Row::More(Some(quote)));
            };
            at += found;
            match text.get(at + 1) {
                Some(b'"') => is_doubled = true,
                None if !is_end => return Err(Row::More(Some(quote))),
                _ => break at,
            }
            at += 2;
        };
        self.push(quote + 1, end, is_doubled);
        let mut behind = end + 1;
        while text
            .get(behind)
            .is_some_and(|&byte| byte == b' ' && byte != separator)
        {
            behind += 1;
        }
        match (text.get(behind), text.get(behind + 1)) {
            (Some(&byte), _) if byte == separator => Ok(Behind::Cell(behind + 1)),
            (Some(b'\n'), _) => Ok(Behind::Row(behind + 1)),
            (Some(b'\r'), Some(b'\n')) => Ok(Behind::Row(behind + 2)),
            (None, _) | (Some(b'\r'), None) if is_end => Ok(Behind::Row(text.len())),
            (None, _) | (Some(b'\r'), None) => Err(Row::More(None)),
            _ => Err(Row::Open(quote)),
        }
    }
}

fn without_return(text: &[u8], start: usize, end: usize) -> usize {
    end - usize::from(end > start && text[end - 1] == b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str, separator: u8) -> Result<(usize, Vec<&str>), Row> {
        let mut cells = Cells::default();
        match cells.split(text.as_bytes(), separator, true) {
            Row::Whole(end) => {
                let shown = cells
                    .iter()
                    .map(|c| &text[c.start as usize..c.end as usize]);
                Ok((end, shown.collect()))
            }
            other => Err(other),
        }
    }

    #[test]
    fn rows_end_outside_quotes() {
        assert_eq!(cells("a,b\r\nc", b','), Ok((5, vec!["a", "b"])));
        assert_eq!(
            cells("\"a,\n\",\"\" \r\nx", b','),
            Ok((11, vec!["a,\n", ""]))
        );
        assert_eq!(cells("a;\"b\"\"c\"", b';'), Ok((8, vec!["a", "b\"\"c"])));
        assert_eq!(cells(",\n", b','), Ok((2, vec!["", ""])));
        assert_eq!(cells("a\"b,c", b','), Ok((5, vec!["a\"b", "c"])));
        assert_eq!(cells("a,\"b\nc", b','), Err(Row::More(Some(2))));
        assert_eq!(cells("a,\"b\"c,d\n", b','), Err(Row::Open(2)));
    }

    #[test]
    fn a_row_that_may_go_on_is_not_cut() {
        let mut cells = Cells::default();
        for text in ["a,b", "a,\"b\"", "a,\"b\"\r", "a,b\r"] {
            assert!(
                matches!(cells.split(text.as_bytes(), b',', false), Row::More(_)),
                "{text}"
            );
        }
    }
}
