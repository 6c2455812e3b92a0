//! Which of a few words somebody meant.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// Bytes of a word that are looked at; the matcher's work grows with the product of both lengths.
const LONGEST: usize = 64;

/// The word most like the one that was typed; none where nothing is like it.
pub fn most_like<'a>(typed: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let matcher = SkimMatcherV2::default().ignore_case();
    let typed: String = typed.chars().take(LONGEST).collect();
    // The matcher finds what was left out; looked for the other way about, what was typed too much.
    let score = |word: &str| {
        let word: String = word.chars().take(LONGEST).collect();
        let left_out = matcher.fuzzy_match(&word, &typed);
        let too_much = matcher.fuzzy_match(&typed, &word);
        left_out
            .max(too_much)
            .or_else(|| wrong_letters(&word, &typed))
    };
    let scored = words.filter_map(|word| Some((score(word)?, word)));
    scored
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, word)| word)
}

/// Letters that were hit wrong or turned about: a few more equal ones than others.
fn wrong_letters(word: &str, typed: &str) -> Option<i64> {
    let mut rest: Vec<char> = word.to_lowercase().chars().collect();
    let length = rest.len().max(typed.chars().count());
    for letter in typed.to_lowercase().chars() {
        if let Some(at) = rest.iter().position(|&other| other == letter) {
            rest.swap_remove(at);
        }
    }
    let equal = word.chars().count() - rest.len();
    (equal * 3 > length * 2).then(|| equal as i64 - length as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_too_much_or_wrong_is_found() {
        let words = ["sdk", "system", "weekday", "code", "codec", "endpoint"];
        for (typed, wanted) in [
            ("sdks", Some("sdk")),
            ("wekday", Some("weekday")),
            ("SYS", Some("system")),
            ("edpoint", Some("endpoint")),
            ("endpoitn", Some("endpoint")),
            ("zzz", None),
            ("", None),
        ] {
            let found = most_like(typed, words.into_iter());
            assert_eq!(found.filter(|_| !typed.is_empty()), wanted, "{typed}");
        }
    }
}
