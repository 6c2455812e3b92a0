//! The filter of calls: its text, what it means, and the calls it keeps, asked a bounded number a turn.
//!
//! The last answer stays until a newer one is ready. A key about what is listed waits for the answer
//! ([`Filters::finish`]); typing never does.

use crate::model::store::Store;
use crate::query::filter::{
    Clock, Completion, Field, Filter, Marks, Named, Problem, Reading, Sifting, Word, complete_with,
};
use crate::query::kept::KeptCalls;
use crate::ui::panes::filter_line::Offer;
use std::ops::Range;
use std::sync::Arc;

/// Calls asked in one go; one takes from 50 ns to, where it has to be built, 20 µs.
const ASKED_AT_ONCE: usize = 500;
/// While files are read they are asked anew only after so many more.
const GROWTH: usize = 4;
/// Filters remembered for Up.
const RECENT: usize = 200;

/// What the user chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// As typed; empty = no filter.
    pub text: String,
    /// True while it is switched off.
    pub is_off: bool,
}

impl Chosen {
    /// What was done when it became so.
    pub fn words(&self) -> String {
        match (self.text.trim(), self.is_off) {
            ("", _) => "no filter".to_owned(),
            (text, false) => format!("filter {text}"),
            (text, true) => format!("filter off {text}"),
        }
    }
}

/// The calls kept, and the revision of the store that was asked.
type Answer = (Option<Arc<KeptCalls>>, u64);

/// The filter and its answer.
#[derive(Default)]
pub struct Filters {
    chosen: Chosen,
    /// What it was before the line was opened.
    before: Option<(Chosen, Answer)>,
    /// Where in the text is being typed.
    cursor: Option<usize>,
    filter: Option<Filter>,
    problems: Vec<Problem>,
    clock: Clock,
    marks: Marks,
    running: Option<Sifting>,
    /// True when the answer is to another filter.
    is_stale: bool,
    kept: Option<Arc<KeptCalls>>,
    /// Of the store that was asked.
    revision: u64,
    number: u64,
    has_news: bool,
    recent: Vec<String>,
    saved: Vec<Named>,
}

impl Filters {
    /// The text and whether it applies.
    pub fn chosen(&self) -> &Chosen {
        &self.chosen
    }

    /// The same, as it was before the line was opened.
    pub fn settled(&self) -> Chosen {
        let before = self.before.as_ref().map(|(chosen, _)| chosen);
        before.unwrap_or(&self.chosen).clone()
    }

    /// True when some calls may be left out.
    pub fn is_on(&self) -> bool {
        self.active().is_some()
    }

    /// True when there is a text, switched off or not.
    pub fn is_given(&self) -> bool {
        !self.chosen.text.trim().is_empty()
    }

    /// What typed times mean.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The tokens that mean nothing.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The calls kept by the last answer; none when all are.
    pub fn kept(&self) -> Option<&Arc<KeptCalls>> {
        self.kept.as_ref()
    }

    /// Changes with every answer.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// True while the answer to the text is not there yet.
    pub fn is_running(&self) -> bool {
        self.running.is_some() || (self.is_stale && self.is_on())
    }

    /// True once after an answer came.
    pub fn take_news(&mut self) -> bool {
        std::mem::take(&mut self.has_news)
    }

    fn active(&self) -> Option<&Filter> {
        self.filter.as_ref().filter(|_| !self.chosen.is_off)
    }

    /// Takes another filter.
    pub fn choose(&mut self, chosen: Chosen) {
        let before = self.active().cloned();
        self.chosen = chosen;
        self.read();
        if self.active() != before.as_ref() {
            self.ask_again();
        }
    }

    fn read(&mut self) {
        let text = &self.chosen.text;
        let open = self.cursor.and_then(|cursor| unfinished(text, cursor));
        let Reading { filter, problems } = match open {
            None => Filter::read(text, &self.clock),
            Some(span) => {
                // Blanks in its place: what is said of the rest keeps its place.
                let mut rest = text.clone();
                rest.replace_range(span.clone(), &" ".repeat(span.len()));
                Filter::read(&rest, &self.clock)
            }
        };
        (self.filter, self.problems) = (filter, problems);
    }

    /// Takes the text being typed, the cursor before one of its bytes; one that is switched off is on again with it.
    pub fn type_text(&mut self, text: &str, cursor: usize) {
        self.cursor = Some(cursor);
        let is_off = self.chosen.is_off && text == self.chosen.text;
        self.choose(Chosen {
            text: text.to_owned(),
            is_off,
        });
    }

    /// What typed times mean from now on.
    pub fn set_clock(&mut self, clock: Clock) {
        if self.clock != clock {
            self.clock = clock;
            self.read();
            self.ask_again();
        }
    }

    /// What the user marked and noted, for filters that ask for it.
    pub fn set_marks(&mut self, marks: Marks) {
        if self.marks != marks {
            self.marks = marks;
            if self.is_on() {
                self.ask_again();
            }
        }
    }

    fn ask_again(&mut self) {
        self.running = None;
        self.is_stale = true;
        if !self.is_on() {
            self.is_stale = false;
            self.kept = None;
            self.answered();
        }
    }

    fn answered(&mut self) {
        self.number += 1;
        self.has_news = true;
    }

    /// Bounded work; true while some is left.
    pub fn advance(&mut self, store: &Store, is_loading: bool) -> bool {
        self.step(store, is_loading, ASKED_AT_ONCE)
    }

    /// Ends the work for a key that is about what is listed.
    pub fn finish(&mut self, store: &Store) {
        if self.is_running() {
            self.step(store, true, usize::MAX);
        }
    }

    fn step(&mut self, store: &Store, is_loading: bool, most: usize) -> bool {
        if self.running.is_none() && self.is_due(store, is_loading) {
            let calls = || store.calls().collect();
            let begun = |filter: &Filter| filter.sifting(store, &self.marks, calls());
            self.running = self.active().map(begun);
            self.revision = store.revision();
            self.is_stale = false;
        }
        let Some(running) = &mut self.running else {
            return false;
        };
        while running.advance(store, most) {
            if most < usize::MAX {
                return true;
            }
        }
        if let Some(done) = self.running.take() {
            let kept = KeptCalls::of(&done.finish(), self.number + 1);
            self.kept = Some(Arc::new(kept));
            self.answered();
        }
        self.is_due(store, is_loading)
    }

    fn is_due(&self, store: &Store, is_loading: bool) -> bool {
        match &self.kept {
            _ if !self.is_on() => false,
            _ if self.is_stale => true,
            Some(kept) if is_loading => store.call_count() > kept.count.of + kept.count.of / GROWTH,
            _ => self.revision != store.revision(),
        }
    }

    /// The zone of typed times and the filter of the command line, before anything else.
    pub fn begin_with(&mut self, clock: Clock, text: Option<String>) {
        self.set_clock(clock);
        if let Some(text) = text {
            self.take(text);
        }
    }

    /// Takes a filter that nobody typed: of the command line, of a row of another page.
    pub fn take(&mut self, text: String) {
        self.remember(&text);
        self.choose(Chosen {
            text,
            is_off: false,
        });
    }

    /// The line is opened: what is typed from now on can be given up.
    pub fn begin(&mut self) {
        let is_answered = !self.is_running();
        let kept = self.kept.clone().filter(|_| is_answered);
        self.before = Some((self.chosen.clone(), (kept, self.revision)));
    }

    /// The line is closed with what is typed (true), or with what was before.
    pub fn end(&mut self, accept: bool) {
        let before = self.before.take();
        self.cursor = None;
        if accept {
            let text = self.chosen.text.trim().to_owned();
            self.remember(&text);
            self.choose(Chosen {
                text,
                is_off: false,
            });
        } else if let Some((before, (kept, revision))) = before {
            self.choose(before);
            if kept.is_some() && self.is_on() {
                (self.kept, self.revision) = (kept, revision);
                (self.running, self.is_stale) = (None, false);
                self.has_news = true;
            }
        }
    }

    /// Puts a text among those that Up brings back.
    pub fn remember(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.recent.retain(|known| known != text);
        self.recent.push(text.to_owned());
        if self.recent.len() > RECENT {
            self.recent.remove(0);
        }
    }

    /// Texts accepted before, the newest last.
    pub fn recent(&self) -> &[String] {
        &self.recent
    }

    /// Filters with names, for Tab.
    pub fn saved(&self) -> &[Named] {
        &self.saved
    }

    /// Takes the filters that were saved in an earlier session.
    pub fn set_saved(&mut self, saved: Vec<Named>) {
        self.saved = saved;
    }

    /// Saves the filter that is chosen under a name, in place of one of that name; says why not.
    pub fn save(&mut self, name: &str) -> Result<(), &'static str> {
        let text = self.chosen.text.trim();
        match (text, name.trim()) {
            ("", _) => Err("there is no filter to save"),
            (_, "") => Err("a name is missing"),
            (text, name) => {
                let saved = Named {
                    name: name.to_owned(),
                    text: text.to_owned(),
                };
                self.saved.retain(|known| known.name != saved.name);
                self.saved.push(saved);
                self.saved.sort_by(|a, b| a.name.cmp(&b.name));
                Ok(())
            }
        }
    }

    /// What may stand at a byte of a text: from where on it is replaced, and the words.
    pub fn offers(&self, store: &Store, text: &str, cursor: usize) -> (usize, Vec<Offer>) {
        let Completion { from, words } = complete_with(store, text, cursor, &self.saved);
        let offer = |Word { text, about }| Offer { text, about };
        (from, words.into_iter().map(offer).collect())
    }
}

/// The word before the cursor while it may yet become a field, `and`, `or` or `not`: looking for it in every text, as
/// bare words are, would be an answer to nobody's question.
fn unfinished(text: &str, cursor: usize) -> Option<Range<usize>> {
    const JOINS: [&str; 3] = ["and", "or", "not"];
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    let (before, after) = text.split_at_checked(cursor)?;
    let start = before.rfind(|c| !is_part(c)).map_or(0, |at| at + 1);
    let word = before.get(start..)?.to_ascii_lowercase();
    let is_between = |c: char| c.is_whitespace() || matches!(c, '(' | ')');
    let stands_alone = before[..start].chars().next_back().is_none_or(is_between)
        && after.chars().next().is_none_or(is_between);
    let names = Field::all().iter().map(|field| field.name).chain(JOINS);
    let is_open = !word.is_empty() && names.into_iter().any(|name| name.starts_with(&word));
    let is_flag = Field::named(&word).is_some_and(Field::is_flag);
    (stands_alone && is_open && !is_flag).then_some(start..cursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_unfinished_while_it_may_become_a_field() {
        for (text, wanted) in [
            ("verd|", Some("verd")),
            ("verdict|", Some("verdict")),
            ("verdict:|", None),
            ("verdict:ba|", None),
            ("media=video no|", Some("no")),
            ("(o| verdict:bad", Some("o")),
            ("orphan|", None),
            ("7f3c9a12|", None),
            ("sd |x", None),
            ("sd|k=1", None),
            ("\u{fc}sd|", None),
            ("|", None),
        ] {
            let cursor = text.find('|').expect("a cursor");
            let text = text.replace('|', "");
            let found = unfinished(&text, cursor).map(|span| text[span].to_owned());
            assert_eq!(found.as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn giving_up_brings_back_the_answer_before_and_accepting_asks_for_all_that_was_typed() {
        let store = Store::new();
        let mut filters = Filters::default();
        filters.begin();
        filters.type_text("verd", 4);
        assert!(!filters.is_on(), "not yet a word to look for");
        filters.end(true);
        assert!(filters.is_on());
        filters.finish(&store);
        let number = filters.number();
        filters.begin();
        filters.type_text("verd type=P2P", 13);
        filters.end(false);
        assert_eq!(filters.settled().text, "verd");
        assert!(!filters.is_running() && filters.kept().is_some_and(|kept| kept.number == number));
    }

    #[test]
    fn a_filter_is_saved_under_a_name_once() {
        let mut filters = Filters::default();
        assert!(filters.save("x").is_err());
        for text in ["type=P2P", "verdict=bad"] {
            filters.choose(Chosen {
                text: text.to_owned(),
                is_off: false,
            });
            assert_eq!(filters.save("x"), Ok(()));
        }
        assert_eq!(filters.saved().len(), 1);
        assert_eq!(filters.saved()[0].text, "verdict=bad");
        assert!(filters.save(" ").is_err());
    }
}
