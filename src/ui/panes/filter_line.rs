//! The filter line: what is typed, what of it means nothing, how many calls it keeps, and what Tab offers.
//!
//! ```text
//!  filter> loss.max>5% medai=video_  48 calls 61 streams, 114 have no value
//!                      ^^^^^
//!                      media    audio, video or screen
//! ```
//!
//! Without colours or signs beyond ASCII a line of carets stands under what is wrong.

#[cfg(test)]
mod tests;

use crate::query::filter::Problem;
use crate::query::kept::KeptCalls;
use crate::safe::{self, Charset};
use crate::ui::context::{Context, Motion};
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::widgets::editor::{Edit, Editor};
use crate::ui::widgets::list::List;
use crate::ui::widgets::marks;
use std::ops::Range;

/// Lines of the menu at most.
const MENU: u16 = 8;
/// Columns of the menu at most.
const MENU_WIDTH: u16 = 64;

/// A word that Tab puts in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// What is put in.
    pub text: String,
    /// What it is.
    pub about: String,
}

/// Words to choose from; the chosen one stands in the text.
#[derive(Default)]
struct Menu {
    /// The text before the first was put in, and its cursor.
    typed: (String, usize),
    /// From this byte on the word takes the place of the text.
    from: usize,
    offers: Vec<Offer>,
    list: List,
}

/// What the bar says besides the text.
#[derive(Clone, Copy, Default)]
pub struct Bar<'a> {
    /// The filter as it applies.
    pub text: &'a str,
    /// True while it is switched off.
    pub is_off: bool,
    /// True while the calls are asked.
    pub is_running: bool,
    /// What of it means nothing.
    pub problems: &'a [Problem],
}

/// The state of the line.
#[derive(Default)]
pub struct FilterLine {
    editor: Editor,
    menu: Option<Menu>,
    /// How many filters back, and what was typed before.
    recalled: Option<(usize, String)>,
    /// How the list of calls stood when it was opened.
    standing: List,
}

impl FilterLine {
    /// Opens it with a text, over a list that stands so.
    pub fn open(&mut self, text: &str, standing: List) {
        *self = Self::default();
        self.editor.set(text);
        self.standing = standing;
    }

    /// How the list stood then.
    pub fn standing(&self) -> &List {
        &self.standing
    }

    /// What stands in it.
    pub fn text(&self) -> String {
        self.editor.text()
    }

    /// The same with the byte before which the cursor stands.
    pub fn typed(&self) -> (String, usize) {
        (self.editor.text(), self.editor.cursor())
    }

    /// True when nothing does.
    pub fn is_empty(&self) -> bool {
        self.editor.is_empty()
    }

    /// True while words are offered.
    pub fn has_menu(&self) -> bool {
        self.menu.is_some()
    }

    /// Types; the word put in by Tab stays.
    pub fn type_text(&mut self, edit: Edit) {
        self.settle();
        self.editor.apply(edit);
    }

    /// Puts a paste in.
    pub fn paste(&mut self, text: &str) {
        self.settle();
        self.editor.paste(text);
    }

    fn settle(&mut self) {
        self.menu = None;
        self.recalled = None;
    }

    /// Where words would be put in: the text and the byte of the cursor; none while some are offered.
    pub fn wants_offers(&self) -> Option<(String, usize)> {
        let is_open = self.menu.is_some();
        (!is_open).then(|| self.typed())
    }

    /// Offers words for the text from a byte on. A single one is put in at once; false without any.
    pub fn offer(&mut self, from: usize, offers: Vec<Offer>) -> bool {
        if offers.is_empty() {
            return false;
        }
        self.recalled = None;
        let mut menu = Menu {
            typed: (self.editor.text(), self.editor.cursor()),
            from,
            offers,
            list: List::default(),
        };
        menu.list.set_height(usize::from(MENU));
        menu.list.set_len(menu.offers.len());
        let is_only = menu.offers.len() == 1;
        self.menu = Some(menu);
        self.put_in();
        if is_only {
            self.menu = None;
        }
        true
    }

    /// The next or previous of the words offered, round and round.
    pub fn turn(&mut self, forward: bool) {
        let Some(menu) = &mut self.menu else { return };
        let last = menu.offers.len().saturating_sub(1);
        match (forward, menu.list.cursor()) {
            (true, at) if at == last => menu.list.go_to(0),
            (false, 0) => menu.list.go_to(last),
            (true, at) => menu.list.go_to(at + 1),
            (false, at) => menu.list.go_to(at - 1),
        }
        self.put_in();
    }

    /// The word under the cursor of the menu takes the place of what was typed.
    fn put_in(&mut self) {
        let Some(menu) = &self.menu else { return };
        let (text, cursor) = &menu.typed;
        let parts = (text.get(..menu.from), text.get(*cursor..));
        let offer = menu.offers.get(menu.list.cursor());
        if let ((Some(before), Some(after)), Some(offer)) = (parts, offer) {
            let cursor = before.len() + offer.text.len();
            let text = format!("{before}{}{after}", offer.text);
            self.editor.set_at(&text, cursor);
        }
    }

    /// Closes the menu with the text as it was typed; false when none is open.
    pub fn give_up_menu(&mut self) -> bool {
        let Some(menu) = self.menu.take() else {
            return false;
        };
        self.editor.set_at(&menu.typed.0, menu.typed.1);
        true
    }

    /// Up and Down: through the words offered, else through earlier texts (the newest last) and back to what was typed.
    /// False when there is no further one.
    pub fn step(&mut self, motion: Motion, recent: &[String]) -> bool {
        if self.menu.is_some() {
            self.turn(motion == Motion::Down);
            return true;
        }
        let (back, typed) = match self.recalled.take() {
            Some(recalled) => recalled,
            None => (0, self.editor.text()),
        };
        let wanted = match motion {
            Motion::Up => back + 1,
            _ => back.saturating_sub(1),
        };
        let earlier = recent.len().checked_sub(wanted);
        let found = match wanted {
            0 => Some(typed.as_str()),
            _ => earlier.and_then(|at| recent.get(at)).map(String::as_str),
        };
        let has_found = found.is_some() && wanted != back;
        if let Some(text) = found.filter(|_| has_found) {
            self.editor.set(text);
        }
        let stays = if has_found { wanted } else { back };
        self.recalled = (stays > 0).then_some((stays, typed));
        has_found
    }

    /// Draws the bar into the first line, and what hangs below it while it is open.
    pub fn draw(&self, painter: &mut Painter, context: &Context, bar: Bar, is_open: bool) {
        let counts = counts(context, &bar);
        let width = painter.width();
        painter.part(0, 0, width, 1).clear();
        let name = if bar.is_off {
            " filter off> "
        } else {
            " filter> "
        };
        let x = painter.text(0, 0, name, Role::Key);
        let used = safe::width(&counts) as u16 + 1;
        // What is typed has a third of the line whatever there is to count.
        let room = width.saturating_sub(x + used + 1).max(width / 3);
        let right = (x + room + 1, 0, width.saturating_sub(x + room + 2));
        painter.field(right, &counts, Role::Text, Align::Right, Cut::End);
        let wrong: Vec<Range<usize>> = bar.problems.iter().map(|of| of.span.clone()).collect();
        let mut text = painter.part(x, 0, room, 1);
        if !is_open {
            draw_text(&mut text, bar.text, &wrong);
            return;
        }
        let seen = self.editor.draw_marked(&mut text, 0, 0, &wrong);
        if let Some(menu) = &self.menu {
            let before = menu.typed.0.get(..menu.from).unwrap_or_default();
            menu.draw(painter, x + (safe::width(before) as u16).min(room));
        } else if needs_carets(painter) {
            draw_carets(painter, x, &seen);
        }
    }
}

impl Menu {
    fn draw(&self, painter: &mut Painter, x: u16) {
        let columns = |text: &str| safe::width(text).min(usize::from(MENU_WIDTH)) as u16;
        let widest = |of: fn(&Offer) -> &str| {
            let widths = self.offers.iter().map(|offer| columns(of(offer)));
            widths.max().unwrap_or_default()
        };
        let word = widest(|offer| &offer.text).min(MENU_WIDTH / 2);
        let width = word + widest(|offer| &offer.about) + 7;
        let width = width.min(MENU_WIDTH).min(painter.width());
        let x = x.saturating_sub(2).min(painter.width() - width);
        let rows = self.list.visible();
        let mut part = painter.part(x, 1, width, rows.len() as u16);
        part.clear();
        part.divider(0);
        part.divider(width - 1);
        let mut part = part.part(1, 0, width.saturating_sub(2), rows.len() as u16);
        let rest = part.width().saturating_sub(word + 3);
        for (y, row) in (0..).zip(rows) {
            let Some(offer) = self.offers.get(row) else {
                break;
            };
            let fields = [
                ((1, y, word), &offer.text, Role::Text, Cut::Middle),
                ((word + 3, y, rest), &offer.about, Role::Dim, Cut::End),
            ];
            for (field, text, role, cut) in fields {
                part.field(field, text, role, Align::Left, cut);
            }
            if row == self.list.cursor() {
                marks::cursor(&mut part, y, true);
            }
        }
    }
}

/// The text of a closed line.
fn draw_text(painter: &mut Painter, text: &str, wrong: &[Range<usize>]) {
    let mut x = 0;
    let mut from = 0;
    for span in wrong {
        let parts = (text.get(from..span.start), text.get(span.clone()));
        if let (Some(before), Some(part)) = parts {
            x = painter.pieces(x, 0, &[(before, Role::Notice), (part, Role::Wrong)]);
            from = span.end;
        }
    }
    painter.text(x, 0, text.get(from..).unwrap_or_default(), Role::Notice);
}

/// True where an underline alone may not be seen.
fn needs_carets(painter: &Painter) -> bool {
    let look = painter.look();
    look.glyphs.charset == Charset::Ascii || !look.theme.is_colored()
}

fn draw_carets(painter: &mut Painter, x: u16, seen: &[Range<u16>]) {
    let Some(end) = seen.last().map(|span| span.end) else {
        return;
    };
    let mut line = painter.part(0, 1, x + end + 1, 1);
    line.clear();
    for span in seen {
        let carets = "^".repeat(usize::from(span.end - span.start));
        line.text(x + span.start, 0, &carets, Role::Wrong);
    }
}

/// `48 of 1,284 calls, 61 streams, 114 have no value`.
fn counts(context: &Context, bar: &Bar) -> String {
    let all = context.store.call_count() as u64;
    let Some(kept) = context.kept else {
        let more = if bar.is_running {
            context.look.glyphs.ellipsis
        } else {
            ""
        };
        return format!("{}{more}", format::counted(all, "call"));
    };
    let words = kept_words(kept);
    if bar.is_running {
        return format!("{words}{}", context.look.glyphs.ellipsis);
    }
    words
}

fn kept_words(kept: &KeptCalls) -> String {
    let count = kept.count;
    let mut words = format::counted(count.kept as u64, "call");
    if let Some(streams) = kept.streams {
        words.push(' ');
        words.push_str(&format::counted(streams as u64, "stream"));
    }
    if count.no_value > 0 {
        let missing = format::count(count.no_value as u64);
        words = format!("{words}, {missing} have no value");
    }
    words
}

/// What the message line says of a text: `not understood: "medai"; expected a field`.
pub fn problem_words(text: &str, problems: &[Problem]) -> Option<String> {
    let problem = problems.first()?;
    let token = text.get(problem.span.clone()).unwrap_or_default().trim();
    let more = match problems.len() {
        1 => String::new(),
        count => format!("; {} more", count - 1),
    };
    let expected = &problem.expected;
    Some(if token.is_empty() {
        format!("expected {expected}{more}")
    } else {
        format!("\"{token}\" means nothing here: expected {expected}{more}")
    })
}
