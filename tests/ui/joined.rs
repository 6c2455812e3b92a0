//! Filters that are put together: by a row of the overview, and by Tab.

use crate::support::ui::Ui;
use callscope::app::action::View;

fn text(ui: &Ui) -> String {
    ui.state().filters.chosen().text.clone()
}

#[test]
fn a_row_of_the_overview_beside_a_filter_of_legs_is_readable() {
    // From the box of ends: calls with a leg of an SDK, and a leg that ended so.
    let ui = Ui::overview().keys("fsdk:1.31<Enter>");
    let mut opened = Vec::new();
    for tabs in 1..8 {
        let ui = Ui::overview()
            .keys("fsdk:1.31<Enter>")
            .keys(&"<Tab>".repeat(tabs))
            .keys("<Enter>");
        if ui.state().view == View::Calls {
            opened.push(text(&ui));
        }
    }
    assert!(text(&ui) == "sdk:1.31" && opened.len() > 3, "{opened:?}");
    assert!(
        opened.iter().all(|text| !text.contains("not not")),
        "{opened:?}"
    );
    assert!(
        opened.iter().any(|text| text.starts_with("sdk:1.31 (end=")),
        "{opened:?}"
    );
}

#[test]
fn a_saved_filter_with_or_keeps_its_meaning_beside_others() {
    let saved = || {
        Ui::overview()
            .keys("2f")
            .paste("verdict:bad or legs>=5")
            .keys("<Enter>:save mine<Enter>f")
            .keys(&"<Backspace>".repeat("verdict:bad or legs>=5".len()))
    };
    let alone = saved().keys("min<Tab><Enter>");
    assert_eq!(text(&alone), "verdict:bad or legs>=5");
    let beside = saved().paste("type=P2P min").keys("<Tab><Enter>");
    assert_eq!(text(&beside), "type=P2P (verdict:bad or legs>=5)");
}
