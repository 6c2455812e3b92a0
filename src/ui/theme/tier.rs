//! How many colours the terminal has, and which bytes ask for one.
//!
//! crossterm 0.29 writes every named colour as `38;5;n`, which a terminal with 8 or 16 colours reads as "blink, bold",
//! never looks at `TERM`, and takes bold and reverse away together with the colours under `NO_COLOR`. So both the
//! decision and the bytes are made here.

use ratatui::style::Color;

/// Colours a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// None: attributes only.
    None,
    /// 8 colours, codes 30–37.
    Ansi8,
    /// 16 colours, codes 30–37 and 90–97.
    Ansi16,
    /// 256 colours, codes `38;5;n`.
    Indexed,
    /// 16 million colours, codes `38;2;r;g;b`.
    True,
}

/// What the user asked for with `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColorChoice {
    /// As the environment says.
    #[default]
    Auto,
    /// Colours even if the environment says no.
    Always,
    /// No colours.
    Never,
}

/// Names of terminals (or parts of names, at the place the second field says) and their tier. The first match counts.
const TERMINALS: &[(&str, Part, Tier)] = &[
    ("", Part::Whole, Tier::None),
    ("dumb", Part::Start, Tier::None),
    ("vt", Part::Start, Tier::None),
    ("-mono", Part::End, Tier::None),
    ("-m", Part::End, Tier::None),
    ("-direct", Part::End, Tier::True),
    ("-truecolor", Part::End, Tier::True),
    ("-256color", Part::End, Tier::Indexed),
    ("-16color", Part::End, Tier::Ansi16),
    ("-8color", Part::End, Tier::Ansi8),
    ("linux", Part::Start, Tier::Ansi8),
    ("ansi", Part::Start, Tier::Ansi8),
    ("cygwin", Part::Start, Tier::Ansi8),
    ("xterm-kitty", Part::Start, Tier::True),
    ("xterm-ghostty", Part::Start, Tier::True),
    ("alacritty", Part::Start, Tier::True),
    ("wezterm", Part::Start, Tier::True),
    ("foot", Part::Start, Tier::True),
    ("screen", Part::Start, Tier::Indexed),
    ("tmux", Part::Start, Tier::Indexed),
    ("konsole", Part::Start, Tier::Indexed),
    ("gnome", Part::Start, Tier::Indexed),
    ("iterm", Part::Start, Tier::Indexed),
    ("xterm", Part::Start, Tier::Ansi16),
    ("rxvt", Part::Start, Tier::Ansi16),
    ("putty", Part::Start, Tier::Ansi16),
    ("st", Part::Whole, Tier::Ansi16),
    ("color", Part::Anywhere, Tier::Ansi8),
];

#[derive(Clone, Copy)]
enum Part {
    Whole,
    Start,
    End,
    Anywhere,
}

impl Part {
    fn found(self, name: &str, part: &str) -> bool {
        match self {
            Self::Whole => name == part,
            Self::Start => name.starts_with(part),
            Self::End => name.ends_with(part),
            Self::Anywhere => name.contains(part),
        }
    }
}

impl Tier {
    /// The tier for what the user asked and what the environment (`env` looks a variable up) says.
    ///
    /// `--color` beats `NO_COLOR`, which beats `CLICOLOR_FORCE`, which beats the terminal's name.
    pub fn detect(choice: ColorChoice, env: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| env(name).filter(|value| !value.is_empty());
        let forced = set("CLICOLOR_FORCE").is_some_and(|value| value != "0");
        let refused = set("NO_COLOR").is_some() || (!forced && set("CLICOLOR") == Some("0".into()));
        match choice {
            ColorChoice::Never => Self::None,
            ColorChoice::Always => Self::of_terminal(&set).max(Self::Ansi8),
            ColorChoice::Auto if refused => Self::None,
            ColorChoice::Auto if forced => Self::of_terminal(&set).max(Self::Ansi8),
            ColorChoice::Auto => Self::of_terminal(&set),
        }
    }

    fn of_terminal(set: &impl Fn(&str) -> Option<String>) -> Self {
        let name = set("TERM").unwrap_or_default().to_ascii_lowercase();
        let by_name = TERMINALS
            .iter()
            .find(|(part, place, _)| place.found(&name, part))
            .map_or(Self::None, |&(_, _, tier)| tier);
        // A multiplexer hands COLORTERM of the terminal it was started in to terminals it is attached to later.
        let inside =
            set("TMUX").is_some() || ["screen", "tmux"].iter().any(|m| name.starts_with(m));
        let promised =
            set("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit");
        match by_name {
            Self::None => Self::None,
            tier if inside => tier.min(Self::Indexed),
            _ if promised => Self::True,
            tier => tier,
        }
    }

    /// `color` as this tier can show it: never a colour the terminal does not know.
    pub fn nearest(self, color: Color) -> Color {
        match (self, palette_index(color), color) {
            (_, _, Color::Reset) | (Self::None, ..) => Color::Reset,
            (Self::Ansi8, Some(index), _) => Color::Indexed(index % 8),
            (_, Some(index), _) => Color::Indexed(index),
            (Self::True, None, _) | (Self::Indexed, None, Color::Indexed(_)) => color,
            (Self::Indexed, None, Color::Rgb(red, green, blue)) => {
                let step = |level: u8| (u16::from(level) * 5 + 127) / 255;
                Color::Indexed((16 + 36 * step(red) + 6 * step(green) + step(blue)) as u8)
            }
            (_, None, _) => Color::Reset,
        }
    }

    /// The SGR parameters for `color` as text (`base` 30) or background (`base` 40).
    pub fn sgr(self, color: Color, base: u8) -> String {
        match self.nearest(color) {
            Color::Indexed(index @ 0..=7) => (base + index).to_string(),
            Color::Indexed(index @ 8..=15) => (base + 52 + index).to_string(),
            Color::Indexed(index) => format!("{};5;{index}", base + 8),
            Color::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", base + 8),
            _ => (base + 9).to_string(),
        }
    }
}

/// Place in the terminal's own palette of 16.
fn palette_index(color: Color) -> Option<u8> {
    const PALETTE: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    match color {
        Color::Indexed(index) if index < 16 => Some(index),
        named => (0_u8..)
            .zip(PALETTE)
            .find(|(_, p)| *p == named)
            .map(|(index, _)| index),
    }
}
