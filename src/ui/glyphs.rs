//! The signs that are drawn, in a Unicode and an ASCII table, and which of the two the terminal can show.
//!
//! No emoji, no private use, no braille (screen readers read it aloud), no sign of ambiguous width (two columns wide
//! in East Asian locales). Verdict marks are plain letters in both tables, so that they can be searched and spoken.

#[cfg(test)]
mod tests;

use crate::safe::Charset;

/// One table of signs. Every one is one column wide, bars included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    /// Which data characters go with this table.
    pub charset: Charset,
    /// A rule across: `─`.
    pub horizontal: &'static str,
    /// A rule down: `│`.
    pub vertical: &'static str,
    /// Corner `┌`.
    pub top_left: &'static str,
    /// Corner `┐`.
    pub top_right: &'static str,
    /// Corner `└`.
    pub bottom_left: &'static str,
    /// Corner `┘`.
    pub bottom_right: &'static str,
    /// Tee `├`: an axis mark, a branch with brothers below.
    pub tee_right: &'static str,
    /// Tee `┤`.
    pub tee_left: &'static str,
    /// Tee `┬`.
    pub tee_down: &'static str,
    /// Tee `┴`.
    pub tee_up: &'static str,
    /// Crossing `┼`.
    pub cross: &'static str,
    /// A tree branch with more below: `├ `.
    pub branch: &'static str,
    /// The last tree branch: `└ `.
    pub last_branch: &'static str,
    /// A tree line passing by: `│ `.
    pub trunk: &'static str,
    /// A closed tree node.
    pub closed: &'static str,
    /// An open tree node.
    pub open: &'static str,
    /// Something was cut.
    pub ellipsis: &'static str,
    /// From here to there.
    pub arrow: &'static str,
    /// More to the left, as of hidden columns.
    pub more_left: &'static str,
    /// More to the right.
    pub more_right: &'static str,
    /// Ascending order.
    pub ascending: &'static str,
    /// Descending order.
    pub descending: &'static str,
    /// Heights from nothing to full, for bars and sparklines; the first is blank.
    pub levels: [&'static str; 9],
    /// A piece of a bar lying on its side.
    pub bar: &'static str,
    /// The mean of a curve.
    pub heavy: &'static str,
    /// The band around it.
    pub shade: &'static str,
    /// A limit across.
    pub dashed: &'static str,
    /// A multiplication sign or "times".
    pub times: &'static str,
    /// A middle dot between parts of a line.
    pub dot: &'static str,
}

/// Verdict mark of what is bad.
pub const MARK_BAD: &str = "x";
/// Verdict mark of what is bad for moments.
pub const MARK_BURST: &str = "!";
/// Verdict mark of what was judged and is fine.
pub const MARK_OK: &str = ".";
/// Verdict mark of what could not be judged.
pub const MARK_NOT_JUDGED: &str = "?";
/// Sign in the first column of the row under the cursor.
pub const SELECTOR: &str = ">";

/// For terminals that show UTF-8.
pub const UNICODE: Glyphs = Glyphs {
    charset: Charset::Unicode,
    horizontal: "─",
    vertical: "│",
    top_left: "┌",
    top_right: "┐",
    bottom_left: "└",
    bottom_right: "┘",
    tee_right: "├",
    tee_left: "┤",
    tee_down: "┬",
    tee_up: "┴",
    cross: "┼",
    branch: "├ ",
    last_branch: "└ ",
    trunk: "│ ",
    closed: ">",
    open: "v",
    ellipsis: "…",
    arrow: "→",
    more_left: "‹",
    more_right: "›",
    ascending: "^",
    descending: "v",
    levels: [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    bar: "█",
    heavy: "━",
    shade: "░",
    dashed: "╌",
    times: "x",
    dot: "·",
};

/// For every other terminal.
pub const ASCII: Glyphs = Glyphs {
    charset: Charset::Ascii,
    horizontal: "-",
    vertical: "|",
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    tee_right: "+",
    tee_left: "+",
    tee_down: "+",
    tee_up: "+",
    cross: "+",
    branch: "+ ",
    last_branch: "` ",
    trunk: "| ",
    closed: ">",
    open: "v",
    ellipsis: "~",
    arrow: ">",
    more_left: "<",
    more_right: ">",
    ascending: "^",
    descending: "v",
    levels: [" ", "_", "_", ".", ".", "-", "=", "=", "#"],
    bar: "#",
    heavy: "=",
    shade: ":",
    dashed: "-",
    times: "x",
    dot: "-",
};

impl Glyphs {
    /// The table for a locale and terminal; `env` looks a variable up. `--ascii` is the caller's to ask first.
    ///
    /// The first of `LC_ALL`, `LC_CTYPE`, `LANG` that is set and not empty decides, as in the C library. The Linux
    /// console decodes UTF-8 but its fonts lack most signs.
    pub fn detect(env: impl Fn(&str) -> Option<String>) -> &'static Self {
        let set = |name: &&str| env(name).filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(set);
        let locale = locale.unwrap_or_default().to_ascii_lowercase();
        let utf8 = locale.contains("utf-8") || locale.contains("utf8");
        let console = env("TERM").is_some_and(|term| term.starts_with("linux"));
        if utf8 && !console { &UNICODE } else { &ASCII }
    }

    /// The sign for `share` (0 to 1) of a full height. Anything above nothing shows; what is no number does not.
    pub fn level(&self, share: f64) -> &'static str {
        let steps = self.levels.len() - 1;
        let step = if share > 0.0 {
            ((share * steps as f64).round() as usize).clamp(1, steps)
        } else {
            0
        };
        self.levels.get(step).copied().unwrap_or(" ")
    }
}
