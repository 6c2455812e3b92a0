//! How well something with a name answers what was typed: exact words first, beginnings, parts, then letters in order.
//!
//! For short lists that people wrote (commands, columns): what is typed is cut, and so is what is looked at.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// What can be found by a name.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// Its name, as programs write it: `filter-off`.
    pub name: &'a str,
    /// What it does, in a sentence.
    pub title: &'a str,
    /// Its keys, blanks between.
    pub keys: &'a str,
    /// What else it is called; a word may have blanks.
    pub words: &'a [&'a str],
}

/// Characters that are looked at of what is typed.
const LONGEST: usize = 64;
/// Shorter than this letters in order are found in everything.
const SHORTEST_FUZZY: usize = 3;
/// From here on the match is by words, not by single letters.
pub const BY_WORDS: u32 = 300;

const WHOLE_NAME: u32 = 1_000;
const WHOLE_WORD: u32 = 950;
const WORD_OF_NAME: u32 = 900;
const KEY: u32 = 880;
const WORD_OF_WORDS: u32 = 750;
const START_OF_NAME: u32 = 700;
const START_OF_WORD: u32 = 650;
const WORD_OF_TITLE: u32 = 600;
const START_IN_TITLE: u32 = 450;
const PART: u32 = BY_WORDS;
const FUZZY: u32 = 200;

/// Ranks what was typed against many things.
pub struct Ranker {
    typed: String,
    matcher: SkimMatcherV2,
}

impl Ranker {
    /// Takes what was typed.
    pub fn new(typed: &str) -> Self {
        let typed: String = typed.trim().chars().take(LONGEST).collect();
        Self {
            typed: typed.to_lowercase(),
            matcher: SkimMatcherV2::default(),
        }
    }

    /// True when nothing was typed: everything answers that.
    pub fn is_empty(&self) -> bool {
        self.typed.is_empty()
    }

    /// How well it fits, the higher the better; none when it does not.
    pub fn rank(&self, named: Named) -> Option<u32> {
        if self.is_empty() {
            return Some(0);
        }
        let whole = self.of(&self.typed, named);
        let mut parts = self.typed.split_whitespace();
        let (Some(first), Some(second)) = (parts.next(), parts.next()) else {
            return whole;
        };
        // Several words: all must fit, the worst of them tells how well.
        let each = [first, second].into_iter().chain(parts);
        let each = each.map(|part| self.of(part, named));
        let each = each.min().flatten().map(|rank| rank.saturating_sub(1));
        whole.max(each)
    }

    fn of(&self, typed: &str, named: Named) -> Option<u32> {
        let title = named.title.to_lowercase();
        let ranks = [
            (named.name == typed).then_some(WHOLE_NAME),
            named
                .keys
                .split(' ')
                .any(|key| key.to_lowercase() == typed)
                .then_some(KEY),
            named
                .words
                .iter()
                .filter_map(|word| of_word(typed, word))
                .max(),
            of_name(typed, named.name),
            of_title(typed, &title),
        ];
        let best = ranks.into_iter().flatten().max();
        best.or_else(|| self.fuzzy(typed, named))
    }

    fn fuzzy(&self, typed: &str, named: Named) -> Option<u32> {
        if typed.chars().count() < SHORTEST_FUZZY {
            return None;
        }
        let texts = named.words.iter().chain([&named.name, &named.title]);
        let score = texts
            .filter_map(|text| self.matcher.fuzzy_match(text, typed))
            .max()?;
        Some(u32::try_from(score).unwrap_or(0).min(FUZZY))
    }
}

fn of_word(typed: &str, word: &str) -> Option<u32> {
    let mut parts = word.split(' ');
    if word == typed {
        Some(WHOLE_WORD)
    } else if parts.any(|part| part == typed) {
        Some(WORD_OF_WORDS)
    } else if word.starts_with(typed) {
        Some(START_OF_WORD)
    } else {
        word.contains(typed).then_some(PART)
    }
}

fn of_name(typed: &str, name: &str) -> Option<u32> {
    if name.split('-').any(|part| part == typed) {
        Some(WORD_OF_NAME)
    } else if name.starts_with(typed) {
        Some(START_OF_NAME)
    } else {
        name.contains(typed).then_some(PART)
    }
}

fn of_title(typed: &str, title: &str) -> Option<u32> {
    let mut words = title.split(|c: char| !c.is_alphanumeric());
    if words.clone().any(|word| word == typed) {
        Some(WORD_OF_TITLE)
    } else if words.any(|word| word.starts_with(typed)) {
        Some(START_IN_TITLE)
    } else {
        title.contains(typed).then_some(PART)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILTER: Named = Named {
        name: "filter-off",
        title: "filter off / on again",
        keys: "\\ X",
        words: &["unfilter", "show all"],
    };

    fn rank(typed: &str) -> Option<u32> {
        Ranker::new(typed).rank(FILTER)
    }

    #[test]
    fn the_nearer_the_word_the_higher() {
        let falling = [
            "filter-off",
            "unfilter",
            "off",
            "\\",
            "show",
            "filt",
            "unfi",
            "again",
            "agai",
            "filte",
        ];
        for typed in falling {
            assert!(rank(typed).is_some(), "{typed}");
        }
        let order = [
            "filter-off",
            "unfilter",
            "off",
            "\\",
            "show",
            "filt",
            "unfi",
            "again",
            "agai",
        ];
        for pair in order.windows(2) {
            assert!(rank(pair[0]) > rank(pair[1]), "{pair:?}");
        }
        assert!(rank("ufltr") < Some(BY_WORDS));
        assert_eq!(rank("zzz"), None);
        assert_eq!(rank(""), Some(0));
    }

    #[test]
    fn several_words_must_all_fit_and_a_phrase_fits_best() {
        assert!(rank("all show").is_some());
        assert!(rank("show all") > rank("all show"));
        assert_eq!(rank("show zzz"), None);
        assert_eq!(rank("SHOW ALL"), rank("show all"));
    }

    #[test]
    fn any_text_is_survived() {
        for typed in ["\u{1b}[2J", "é", "　", &"x".repeat(100_000)] {
            let _ = rank(typed);
        }
    }
}
