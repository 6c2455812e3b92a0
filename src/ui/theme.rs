//! Roles of text and the styles they get. The only place where a colour is named.
//!
//! The default theme uses the terminal's own foreground and background, palette colours and attributes, so that it
//! follows a light or a dark scheme. No yellow, white or dark blue text: one of the two schemes hides it. Bad and good
//! differ as red and cyan, not as red and green, and never by colour alone: the marks `x ! . ?` say it in letters.

mod tier;

#[cfg(test)]
mod tests;

use ratatui::style::{Color, Modifier, Style};

pub use tier::{ColorChoice, Tier};

/// What a piece of text is; a theme says how that looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// Second to other text; must not be the only place where something is said.
    Dim,
    /// Where am I: the first line, titles of panes.
    Title,
    /// Heads of columns.
    Header,
    /// The row under the cursor. The only role that reverses, in every theme.
    Selected,
    /// Judged bad, mark `x`.
    Bad,
    /// Bad for moments only, mark `!`.
    Burst,
    /// Judged and fine, mark `.`.
    Ok,
    /// Not judged, mark `?`. Never looks like [`Role::Ok`].
    NotJudged,
    /// A key to press.
    Key,
    /// The part of a text that a search found.
    Match,
    /// Something failed.
    Error,
    /// Something the user should know: a message, a warning.
    Notice,
    /// Lines between panes.
    Border,
    /// Title and lines of the pane that has the keys.
    Focus,
    /// What the user types.
    Prompt,
    /// A part of it that means nothing; where nothing is underlined it is said in words as well.
    Wrong,
    /// A row marked for comparison.
    Marked,
    /// Bars and curves.
    Chart,
    /// The cursor in time and its column.
    TimeCursor,
}

/// A role's look: a palette colour if the terminal has colours, attributes always.
struct Look {
    role: Role,
    color: Option<Color>,
    attributes: Modifier,
}

const fn look(role: Role, color: Option<Color>, attributes: Modifier) -> Look {
    Look {
        role,
        color,
        attributes,
    }
}

const PLAIN: Modifier = Modifier::empty();
const BOLD: Modifier = Modifier::BOLD;
const UNDERLINED: Modifier = Modifier::UNDERLINED;

/// The one table of looks. `mono` and terminals without colour use its attributes alone.
const LOOKS: &[Look] = &[
    look(Role::Text, None, PLAIN),
    look(Role::Dim, None, Modifier::DIM),
    look(Role::Title, None, BOLD),
    look(Role::Header, None, BOLD),
    look(Role::Selected, None, Modifier::REVERSED),
    look(Role::Bad, Some(Color::Red), BOLD),
    look(Role::Burst, Some(Color::Magenta), PLAIN),
    look(Role::Ok, Some(Color::Cyan), PLAIN),
    look(Role::NotJudged, None, PLAIN),
    look(Role::Key, None, BOLD),
    look(Role::Match, None, BOLD.union(UNDERLINED)),
    look(Role::Error, Some(Color::Red), BOLD),
    look(Role::Notice, Some(Color::Magenta), BOLD),
    look(Role::Border, None, Modifier::DIM),
    look(Role::Focus, None, BOLD),
    look(Role::Prompt, None, PLAIN),
    look(Role::Wrong, Some(Color::Red), UNDERLINED),
    look(Role::Marked, Some(Color::Magenta), BOLD),
    look(Role::Chart, Some(Color::Cyan), PLAIN),
    look(Role::TimeCursor, None, UNDERLINED),
];

/// Styles for all roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    name: &'static str,
    colored: bool,
}

impl Theme {
    /// Names that [`Theme::named`] knows, the default first.
    pub const NAMES: &'static [&'static str] = crate::config::THEMES;

    /// The theme called `name`, as far as a terminal of `tier` can show it. `None`: no such theme.
    pub fn named(name: &str, tier: Tier) -> Option<Self> {
        let name = Self::NAMES.iter().find(|known| **known == name)?;
        Some(Self {
            name,
            colored: *name != "mono" && tier != Tier::None,
        })
    }

    /// The default theme on a terminal of `tier`.
    pub fn terminal(tier: Tier) -> Self {
        Self {
            name: "terminal",
            colored: tier != Tier::None,
        }
    }

    /// Attributes only.
    pub const fn mono() -> Self {
        Self {
            name: "mono",
            colored: false,
        }
    }

    /// The theme's name.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// False where attributes alone tell roles apart.
    pub const fn is_colored(self) -> bool {
        self.colored
    }

    /// How text of this role looks. Styles are made to be laid over each other with `patch`.
    pub fn style(self, role: Role) -> Style {
        let Some(look) = LOOKS.iter().find(|look| look.role == role) else {
            return Style::new();
        };
        let style = Style::new().add_modifier(look.attributes);
        match look.color {
            Some(color) if self.colored => style.fg(color),
            _ => style,
        }
    }
}

/// Palette colour `number` for tests elsewhere, which must not name colours; from 16 on the terminal's own.
#[cfg(test)]
pub(crate) fn palette(number: u8) -> Color {
    match number {
        0..16 => Color::Indexed(number),
        _ => Color::Reset,
    }
}
