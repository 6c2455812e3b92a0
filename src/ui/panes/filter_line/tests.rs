//! The line without its filter: offers, earlier texts, what is drawn.

use super::*;

fn offers(words: &[&str]) -> Vec<Offer> {
    let offer = |word: &&str| Offer {
        text: (*word).to_owned(),
        about: String::new(),
    };
    words.iter().map(offer).collect()
}

fn typed(text: &str) -> FilterLine {
    let mut line = FilterLine::default();
    line.open("", List::default());
    line.paste(text);
    line
}

#[test]
fn a_single_offer_is_put_in_and_several_are_turned_through() {
    let mut line = typed("bad sd");
    assert!(line.offer(4, offers(&["sdk="])));
    assert_eq!((line.text().as_str(), line.has_menu()), ("bad sdk=", false));
    assert!(line.offer(8, offers(&["1.27", "1.31"])));
    assert_eq!(
        (line.text().as_str(), line.has_menu()),
        ("bad sdk=1.27", true)
    );
    line.turn(true);
    assert_eq!(line.text(), "bad sdk=1.31");
    line.turn(true);
    assert_eq!(line.text(), "bad sdk=1.27");
    line.turn(false);
    assert_eq!(line.text(), "bad sdk=1.31");
    line.type_text(Edit::Insert('x'));
    assert_eq!(
        (line.text().as_str(), line.has_menu()),
        ("bad sdk=1.31x", false)
    );
}

#[test]
fn an_offer_goes_to_the_cursor_and_giving_up_brings_back_what_was_typed() {
    let mut line = typed("ver media=video");
    line.type_text(Edit::Home);
    for _ in 0..3 {
        line.type_text(Edit::Right);
    }
    assert!(line.offer(0, offers(&["verdict", "version"])));
    assert_eq!(line.text(), "verdict media=video");
    line.type_text(Edit::Insert(':'));
    assert_eq!(line.text(), "verdict: media=video");
    assert!(line.offer(8, offers(&["bad", "ok"])));
    assert!(line.give_up_menu() && !line.give_up_menu());
    assert_eq!(line.text(), "verdict: media=video");
    assert!(!line.offer(0, Vec::new()));
}

#[test]
fn up_goes_back_through_earlier_filters_and_down_to_what_was_typed() {
    let recent = ["one".to_owned(), "two".to_owned()];
    let mut line = typed("new");
    let texts: Vec<(bool, String)> = [
        Motion::Down,
        Motion::Up,
        Motion::Up,
        Motion::Up,
        Motion::Down,
        Motion::Down,
        Motion::Down,
    ]
    .into_iter()
    .map(|motion| (line.step(motion, &recent), line.text()))
    .collect();
    let wanted = [
        (false, "new"),
        (true, "two"),
        (true, "one"),
        (false, "one"),
        (true, "two"),
        (true, "new"),
        (false, "new"),
    ];
    assert_eq!(texts, wanted.map(|(found, text)| (found, text.to_owned())));
}

#[test]
fn a_problem_names_the_token_and_what_was_expected() {
    let problem = |span, expected: &str| Problem {
        span,
        expected: expected.to_owned(),
    };
    let words = |problems: &[Problem]| problem_words("a medai=x", problems);
    assert_eq!(words(&[]), None);
    let one = [problem(2..7, "a field such as media")];
    let said = "\"medai\" means nothing here: expected a field such as media";
    assert_eq!(words(&one).as_deref(), Some(said));
    let two = [problem(9..9, "a value"), problem(2..7, "a field")];
    assert_eq!(words(&two).as_deref(), Some("expected a value; 1 more"));
    // A span that is none of this text is no reason to fall.
    assert_eq!(
        words(&[problem(50..60, "x")]).as_deref(),
        Some("expected x")
    );
}
