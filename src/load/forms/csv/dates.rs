//! Day or month first: no single date tells, the first one with a part above 12 does (file-forms, "Portal CSV").

use crate::load::DateOrder;

/// What the times of a table said so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Dates {
    /// The order, once a date told it.
    pub(super) order: Option<DateOrder>,
    /// True when dates were met that could be either.
    pub(super) is_open: bool,
    /// True when times were met whose year stands first.
    pub(super) is_iso: bool,
}

impl Dates {
    /// Looks at one cell.
    pub(super) fn look(&mut self, cell: &[u8]) {
        let text = cell.trim_ascii();
        let (first, rest) = number(text);
        let Some((&separator, rest)) = rest.split_first() else {
            return;
        };
        let (second, rest) = number(rest);
        match (first, second) {
            (Some(first), _) if first > 999 => self.is_iso = true,
            (Some(first), Some(second)) if b"/.-".contains(&separator) => {
                let is_date = rest.first() == Some(&separator);
                match (first > 12, second > 12) {
                    _ if !is_date => {}
                    (true, _) => self.order = Some(DateOrder::DayFirst),
                    (_, true) => self.order = Some(DateOrder::MonthFirst),
                    // Dots are written where the day stands first.
                    _ if separator == b'.' => self.order = Some(DateOrder::DayFirst),
                    _ => self.is_open = true,
                }
            }
            _ => {}
        }
    }
}

/// Up to four digits at the start.
fn number(text: &[u8]) -> (Option<u32>, &[u8]) {
    let length = text
        .iter()
        .take(4)
        .take_while(|b| b.is_ascii_digit())
        .count();
    let (digits, rest) = text.split_at(length);
    let value = digits
        .iter()
        .fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
    ((length > 0).then_some(value), rest)
}

/// A day-first date with its year first, what follows it unchanged; `None` for anything else.
pub(super) fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '/' | '.' | '-') {
        return None;
    }
    let mut parts = text.splitn(3, separator);
    let (day, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    let (year, time) = rest.split_at(end);
    let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let is_date = matches!(day.len(), 1 | 2)
        && matches!(month.len(), 1 | 2)
        && year.len() == 4
        && is_number(day)
        && is_number(month);
    let time = time.trim_start_matches([',', ' ']);
    let gap = if time.is_empty() { "" } else { " " };
    is_date.then(|| format!("{year}-{month}-{day}{gap}{time}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Time;

    #[test]
    fn one_date_with_a_part_above_twelve_tells() {
        let order = |cells: &[&str]| {
            let mut dates = Dates::default();
            for cell in cells {
                dates.look(cell.as_bytes());
            }
            (dates.order, dates.is_open, dates.is_iso)
        };
        assert_eq!(order(&["5/9/2024, 5:06 PM"]), (None, true, false));
        assert_eq!(
            order(&["05/09/2024", "13/9/2024"]),
            (Some(DateOrder::DayFirst), true, false)
        );
        assert_eq!(
            order(&["5/13/2024"]),
            (Some(DateOrder::MonthFirst), false, false)
        );
        assert_eq!(order(&["2024-05-13T01:00:00Z"]), (None, false, true));
        assert_eq!(
            order(&["05.09.2024 20:26"]),
            (Some(DateOrder::DayFirst), false, false)
        );
        assert_eq!(order(&["", "x", "17:06", "1.5"]), (None, false, false));
    }

    #[test]
    fn a_day_first_date_becomes_one_that_nobody_can_misread() {
        for (text, wanted) in [
            ("05/09/2024 20:26:12.030", Some("2024-09-05T20:26:12.030Z")),
            ("5/9/2024, 8:26:12 PM", Some("2024-09-05T20:26:12.000Z")),
            ("05.09.2024 20:26", Some("2024-09-05T20:26:00.000Z")),
            ("5-9-2024", Some("2024-09-05T00:00:00.000Z")),
            ("2024-05-09T01:00:00Z", None),
            ("12", None),
        ] {
            let read = iso(text).and_then(|text| Time::parse(&text).iso());
            assert_eq!(read.as_deref(), wanted, "{text}");
        }
    }
}
