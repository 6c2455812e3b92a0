//! Which letter an operation gets on the timeline, and when it failed.

/// Letters in the order in which they win a column; the last stands for every other operation.
const ORDER: &str = "XHJVvMmp";
/// The letter of a failed operation.
pub(super) const FAILED: char = 'X';
/// The letter of an operation without one of its own.
const POINT: char = 'p';

/// Operations with a letter (docs: call-client-operations-log-schema).
const LETTERS: [(&str, char); 8] = [
    ("Join", 'J'),
    ("StartCall", 'J'),
    ("AcceptIncomingCall", 'J'),
    ("Hangup", 'H'),
    ("StartVideo", 'V'),
    ("StopVideo", 'v'),
    ("MuteMicrophone", 'M'),
    ("UnmuteMicrophone", 'm'),
];

/// The letter of an operation.
pub(super) fn letter(name: &str, is_failed: bool) -> char {
    if is_failed {
        return FAILED;
    }
    LETTERS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map_or(POINT, |&(_, letter)| letter)
}

/// What a letter stands for, in ten columns at most.
pub(super) fn word(letter: char) -> &'static str {
    const WORDS: [(char, &str); 8] = [
        (FAILED, "failed"),
        ('J', "join"),
        ('H', "hangup"),
        ('V', "video on"),
        ('v', "video off"),
        ('M', "mute"),
        ('m', "unmute"),
        (POINT, "operation"),
    ];
    let found = WORDS.iter().find(|(known, _)| *known == letter);
    found.map_or("operation", |(_, word)| word)
}

/// What the signs on the lanes mean, from the longest form to the shortest.
pub(super) const LEGEND: [&str; 3] = [
    "b Poor  B Bad  s muted speech or hint  x dropped  H hangup  J join  V v video on, off  M m mute, unmute  X failed  p other operation",
    "b Poor  B Bad  s hint  x dropped  H hangup  J join  V v video  M m mute  X failed  p other",
    "b Poor B Bad s hint x dropped H hangup J join Vv video Mm mute X failed p op",
];

/// The letter that is shown where two fall into one column.
pub(super) fn winner(a: char, b: char) -> char {
    let rank = |letter: char| ORDER.find(letter).unwrap_or(ORDER.len());
    if rank(b) < rank(a) { b } else { a }
}

/// A letter as text.
pub(super) fn sign(letter: char) -> &'static str {
    let at = ORDER.find(letter).unwrap_or(ORDER.len() - 1);
    ORDER.get(at..=at).unwrap_or("p")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_wins_and_unlisted_operations_are_points() {
        assert_eq!(letter("join", false), 'J');
        assert_eq!(letter("Join", true), 'X');
        assert_eq!(letter("RoleChanged", false), 'p');
        assert_eq!(winner('J', 'X'), 'X');
        assert_eq!(winner('H', 'p'), 'H');
        assert!(
            LETTERS
                .iter()
                .all(|(_, letter)| sign(*letter).starts_with(*letter))
        );
    }
}
