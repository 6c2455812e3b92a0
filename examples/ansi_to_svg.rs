//! Turns a screen captured by `tmux capture-pane -p -e -N` into a small SVG: how the pictures in `screenshots/` are made.
//!
//! `ansi_to_svg COLUMNS ROWS [TITLE] < screen > picture.svg`. Text stays text (selectable, a few kB); each run of equal
//! style is one element, stretched to its exact width so that every font keeps the columns aligned.

use std::fmt::Write as _;
use std::io::{self, Read as _, Write as _};
use std::process::ExitCode;

use unicode_width::UnicodeWidthChar;

/// Width and height of a cell, and where in it the letters stand.
const CELL: (f32, f32) = (8.4, 18.0);
const BASELINE: f32 = 13.5;
const MARGIN: f32 = 10.0;
const BACKGROUND: &str = "#16181d";
const FOREGROUND: &str = "#d4d7dd";
/// The sixteen colours a theme of a dark terminal gives to the names.
const PALETTE: [&str; 16] = [
    "#23262d", "#e0685f", "#7fb56b", "#d8b25c", "#5b9fe0", "#b98ad6", "#55b5b5", "#c3c7cf",
    "#6b717d", "#f08a80", "#9ccf88", "#ecca7c", "#80b9f2", "#cfa6e8", "#7ccfcf", "#f2f4f7",
];

/// Colours and attributes of a cell; no colour is the terminal's own.
#[derive(Clone, Default, PartialEq)]
struct Style {
    foreground: Option<String>,
    background: Option<String>,
    attributes: Attributes,
}

/// Bits, as the sequence numbers 1 to 9 set them.
#[derive(Clone, Copy, Default, PartialEq)]
struct Attributes(u16);

const BOLD: u16 = 1 << 1;
const DIM: u16 = 1 << 2;
const ITALIC: u16 = 1 << 3;
const UNDERLINE: u16 = 1 << 4;
const REVERSE: u16 = 1 << 7;

impl Attributes {
    fn has(self, bit: u16) -> bool {
        self.0 & bit != 0
    }
}

impl Style {
    /// Foreground and background as they are seen.
    fn seen(&self) -> (String, Option<String>) {
        let own = self
            .foreground
            .clone()
            .unwrap_or_else(|| FOREGROUND.to_owned());
        if self.attributes.has(REVERSE) {
            (
                self.background
                    .clone()
                    .unwrap_or_else(|| BACKGROUND.to_owned()),
                Some(own),
            )
        } else {
            (own, self.background.clone())
        }
    }

    /// Applies the parameters of one `CSI … m`.
    fn apply(&mut self, parameters: &str) {
        let numbers: Vec<u16> = parameters
            .split([';', ':'])
            .map(|number| number.parse().unwrap_or(0))
            .collect();
        let mut rest = numbers.as_slice();
        while let [code, behind @ ..] = rest {
            rest = behind;
            match code {
                0 => *self = Self::default(),
                1..=9 => self.attributes.0 |= 1 << code,
                22 => self.attributes.0 &= !(BOLD | DIM),
                23..=29 => self.attributes.0 &= !(1 << (code - 20)),
                30..=37 => self.foreground = Some(palette(code - 30)),
                90..=97 => self.foreground = Some(palette(code - 82)),
                40..=47 => self.background = Some(palette(code - 40)),
                100..=107 => self.background = Some(palette(code - 92)),
                39 => self.foreground = None,
                49 => self.background = None,
                38 | 48 => {
                    let (colour, behind) = extended(rest);
                    rest = behind;
                    if *code == 38 {
                        self.foreground = colour;
                    } else {
                        self.background = colour;
                    }
                }
                _ => {}
            }
        }
    }
}

/// One of the 256 colours: names, a cube of 6x6x6, greys.
fn palette(index: u16) -> String {
    let step = |level: u16| if level == 0 { 0 } else { 55 + 40 * level };
    match index {
        0..=15 => PALETTE[usize::from(index)].to_owned(),
        16..=231 => {
            let cube = index - 16;
            rgb(step(cube / 36), step(cube / 6 % 6), step(cube % 6))
        }
        _ => {
            let grey = 8 + 10 * (index.min(255) - 232);
            rgb(grey, grey, grey)
        }
    }
}

fn rgb(red: u16, green: u16, blue: u16) -> String {
    format!(
        "#{:02x}{:02x}{:02x}",
        red.min(255),
        green.min(255),
        blue.min(255)
    )
}

/// The colour behind 38 or 48, and what follows it.
fn extended(numbers: &[u16]) -> (Option<String>, &[u16]) {
    match numbers {
        [5, index, rest @ ..] => (Some(palette(*index)), rest),
        [2, red, green, blue, rest @ ..] => (Some(rgb(*red, *green, *blue)), rest),
        _ => (None, &[]),
    }
}

/// Characters of equal style beside each other.
struct Run {
    column: usize,
    width: usize,
    text: String,
    style: Style,
}

/// Splits a line into runs; the style goes on from line to line, as tmux writes it.
fn runs(line: &str, style: &mut Style) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    let (mut column, mut chars) = (0, line.chars());
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            escape(&mut chars, style);
            continue;
        }
        let Some(width) = c.width() else { continue };
        match found.last_mut() {
            Some(run) if run.style == *style => {
                run.text.push(c);
                run.width += width;
            }
            _ => found.push(Run {
                column,
                width,
                text: c.to_string(),
                style: style.clone(),
            }),
        }
        column += width;
    }
    found
}

/// Reads what follows an ESC: `CSI … m` changes the style, another sequence is skipped.
fn escape(chars: &mut std::str::Chars<'_>, style: &mut Style) {
    match chars.next() {
        Some('[') => {
            let mut parameters = String::new();
            for c in chars.by_ref() {
                if ('@'..='~').contains(&c) {
                    if c == 'm' {
                        style.apply(&parameters);
                    }
                    return;
                }
                parameters.push(c);
            }
        }
        Some(']') => {
            // A string ends with BEL or ESC \.
            let mut last = ' ';
            for c in chars.by_ref() {
                if c == '\u{7}' || (last == '\u{1b}' && c == '\\') {
                    return;
                }
                last = c;
            }
        }
        Some('(' | ')') => drop(chars.next()),
        _ => {}
    }
}

/// The picture of a screen of so many columns and rows.
fn svg(screen: &str, (columns, rows): (usize, usize), title: &str) -> String {
    let width = columns as f32 * CELL.0 + 2.0 * MARGIN;
    let height = rows as f32 * CELL.1 + 2.0 * MARGIN;
    let title = escaped(title);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" role=\"img\" aria-label=\"{title}\">\n\
         <title>{title}</title>\n<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{BACKGROUND}\"/>\n\
         <g font-family=\"ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace\" font-size=\"14\" fill=\"{FOREGROUND}\" \
         xml:space=\"preserve\" style=\"white-space:pre\">\n"
    );
    let mut style = Style::default();
    for (row, line) in screen.lines().take(rows).enumerate() {
        for run in runs(line, &mut style) {
            draw(&mut out, &run, row);
        }
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// Adds the background and the letters of a run.
fn draw(out: &mut String, run: &Run, row: usize) {
    let (foreground, background) = run.style.seen();
    let (x, y) = (
        run.column as f32 * CELL.0 + MARGIN,
        row as f32 * CELL.1 + MARGIN,
    );
    let wide = run.width as f32 * CELL.0;
    if let Some(background) = background {
        let _ = writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"{:.1}\" fill=\"{background}\"/>",
            CELL.1
        );
    }
    let attributes = run.style.attributes;
    let blank = run.text.trim().is_empty();
    if blank && !attributes.has(UNDERLINE) {
        return;
    }
    // Blanks at the ends say nothing, and some viewers collapse them.
    let text = if attributes.has(UNDERLINE) {
        run.text.as_str()
    } else {
        run.text.trim_end()
    };
    let shown = text.trim_start_matches(if attributes.has(UNDERLINE) { '\0' } else { ' ' });
    let x = x + (text.chars().count() - shown.chars().count()) as f32 * CELL.0;
    let length = shown
        .chars()
        .filter_map(UnicodeWidthChar::width)
        .sum::<usize>() as f32
        * CELL.0;
    let mut extra = String::new();
    if foreground != FOREGROUND {
        let _ = write!(extra, " fill=\"{foreground}\"");
    }
    for (bit, attribute) in [
        (BOLD, " font-weight=\"bold\""),
        (DIM, " opacity=\"0.6\""),
        (ITALIC, " font-style=\"italic\""),
        (UNDERLINE, " text-decoration=\"underline\""),
    ] {
        if attributes.has(bit) {
            extra.push_str(attribute);
        }
    }
    let y = y + BASELINE;
    let shown = escaped(shown);
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\"{extra}>{shown}</text>"
    );
}

/// Text as it may stand in XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |i: usize| {
        arguments
            .get(i)
            .and_then(|argument| argument.parse::<usize>().ok())
    };
    let (Some(columns), Some(rows)) = (number(0), number(1)) else {
        let _ = writeln!(
            io::stderr(),
            "usage: ansi_to_svg COLUMNS ROWS [TITLE] < screen > picture.svg"
        );
        return ExitCode::from(2);
    };
    let mut screen = String::new();
    let read = io::stdin().read_to_string(&mut screen);
    let title = arguments.get(2).map_or("callscope", String::as_str);
    let written =
        read.and_then(|_| io::stdout().write_all(svg(&screen, (columns, rows), title).as_bytes()));
    if let Err(error) = written {
        let _ = writeln!(io::stderr(), "ansi_to_svg: {error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

#[cfg(test)]
mod tests {
    use super::{BACKGROUND, FOREGROUND, Style, palette, runs, svg};

    fn seen(line: &str) -> Vec<(usize, String, String, Option<String>)> {
        let found = runs(line, &mut Style::default());
        found
            .into_iter()
            .map(|run| {
                (
                    run.column,
                    run.text.clone(),
                    run.style.seen().0,
                    run.style.seen().1,
                )
            })
            .collect()
    }

    #[test]
    fn runs_of_equal_style_stay_together() {
        let plain = FOREGROUND.to_owned();
        let expected = vec![
            (0, "ab".to_owned(), plain.clone(), None),
            (2, "cd".to_owned(), palette(1), None),
            (4, "e".to_owned(), plain, None),
        ];
        assert_eq!(
            seen("a\u{1b}[0mb\u{1b}[31mc\u{1b}[38;5;1md\u{1b}[me"),
            expected
        );
    }

    #[test]
    fn reverse_swaps_and_wide_characters_take_two_columns() {
        let expected = vec![
            (0, "漢".to_owned(), BACKGROUND.to_owned(), Some(palette(9))),
            (2, "x".to_owned(), FOREGROUND.to_owned(), None),
        ];
        assert_eq!(seen("\u{1b}[7;91m漢\u{1b}[27;39mx"), expected);
    }

    #[test]
    fn colours_are_those_of_xterm() {
        assert_eq!(
            (palette(16), palette(196), palette(231)),
            ("#000000".into(), "#ff0000".into(), "#ffffff".into())
        );
        assert_eq!(
            (palette(232), palette(255)),
            ("#080808".into(), "#eeeeee".into())
        );
        assert_eq!(seen("\u{1b}[38;2;1;2;3;48;5;16mx")[0].2, "#010203");
        assert_eq!(
            seen("\u{1b}[38;2;1;2;3;48;5;16mx")[0].3,
            Some("#000000".into())
        );
    }

    #[test]
    fn other_sequences_are_skipped_and_text_is_escaped() {
        assert_eq!(
            seen("\u{1b}]8;;http://x\u{1b}\\a\u{1b}(Bb\u{1b}[2Kc")[0].1,
            "abc"
        );
        let picture = svg("  <a & b>\n", (20, 1), "\"t\"");
        assert!(
            picture.contains(">&lt;a &amp; b&gt;</text>")
                && picture.contains("<title>&quot;t&quot;</title>")
        );
        assert!(
            picture.contains("x=\"26.8\""),
            "leading blanks become a place: {picture}"
        );
    }
}
