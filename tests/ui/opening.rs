//! What a call shows as soon as it is opened, and what is made only when its own page asks for it.

use crate::support::ui::Ui;

/// The strip over a call knows its findings; the lines of their page are made when that page is shown.
#[test]
fn findings_are_those_of_the_call_under_the_strip_after_stepping_to_it() {
    let wide = |keys: &str| Ui::demo().size(160, 50).keys(keys);
    let stepped = wide("<Enter>w<Esc>]");
    let count = stepped.state().panes.why.count();
    assert!(count > 0);
    let strip = format!("Why: {count} finding");
    assert!(stepped.line(&strip).is_some(), "{}", stepped.text());
    let straight = wide("j<Enter>w");
    assert_eq!(stepped.keys("w").text(), straight.text());
    assert!(straight.line(&strip).is_some(), "{}", straight.text());
    let first = wide("<Enter>w");
    assert_ne!(straight.text(), first.text());
}
