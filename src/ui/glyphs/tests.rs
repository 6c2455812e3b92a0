//! Which table a locale gets, and that tables keep the rules of their signs.

use unicode_width::UnicodeWidthStr as _;

use super::*;

fn signs(glyphs: &Glyphs) -> Vec<&'static str> {
    let mut all = vec![
        glyphs.horizontal,
        glyphs.vertical,
        glyphs.top_left,
        glyphs.top_right,
        glyphs.bottom_left,
        glyphs.bottom_right,
        glyphs.tee_right,
        glyphs.tee_left,
        glyphs.tee_down,
        glyphs.tee_up,
        glyphs.cross,
        glyphs.closed,
        glyphs.open,
        glyphs.ellipsis,
        glyphs.arrow,
        glyphs.more_left,
        glyphs.more_right,
        glyphs.ascending,
        glyphs.descending,
        glyphs.bar,
        glyphs.times,
        glyphs.dot,
    ];
    all.extend(glyphs.levels);
    all
}

#[test]
fn one_column_each() {
    for glyphs in [UNICODE, ASCII] {
        assert!(signs(&glyphs).iter().all(|sign| sign.width() == 1));
        let tree = [glyphs.branch, glyphs.last_branch, glyphs.trunk];
        assert!(tree.iter().all(|sign| sign.width() == 2));
        assert_eq!(glyphs.ellipsis, glyphs.charset.ellipsis());
    }
    assert!(signs(&ASCII).iter().all(|sign| sign.is_ascii()));
}

#[test]
fn table_by_locale() {
    let table: &[(&[(&str, &str)], &Glyphs)] = &[
        (&[("LANG", "en_GB.UTF-8")], &UNICODE),
        (&[("LANG", "C.utf8")], &UNICODE),
        (&[("LANG", "C")], &ASCII),
        (&[], &ASCII),
        (&[("LC_ALL", "C"), ("LANG", "de_CH.UTF-8")], &ASCII),
        (&[("LC_ALL", ""), ("LANG", "de_CH.UTF-8")], &UNICODE),
        (&[("LC_CTYPE", "UTF-8"), ("LANG", "C")], &UNICODE),
        (&[("LANG", "en_GB.UTF-8"), ("TERM", "linux")], &ASCII),
        (&[("LANG", "en_GB.UTF-8"), ("TERM", "xterm")], &UNICODE),
    ];
    for (variables, expected) in table {
        let env = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        assert_eq!(Glyphs::detect(env), *expected, "{variables:?}");
    }
}

#[test]
fn levels_never_hide_a_value() {
    let table = [
        (0.0, " "),
        (-1.0, " "),
        (f64::NAN, " "),
        (0.001, "▁"),
        (0.5, "▄"),
        (1.0, "█"),
        (7.0, "█"),
        (f64::INFINITY, "█"),
    ];
    for (share, sign) in table {
        assert_eq!(UNICODE.level(share), sign, "{share}");
    }
}
