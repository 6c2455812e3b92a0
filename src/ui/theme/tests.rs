//! Which tier an environment gets, and what a theme may and may not do.

use super::*;

const EVERY_TIER: [Tier; 5] = [
    Tier::None,
    Tier::Ansi8,
    Tier::Ansi16,
    Tier::Indexed,
    Tier::True,
];

fn detect(choice: ColorChoice, variables: &[(&str, &str)]) -> Tier {
    Tier::detect(choice, |name| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    })
}

#[test]
fn tier_by_terminal() {
    let table = [
        ("", Tier::None),
        ("dumb", Tier::None),
        ("vt100", Tier::None),
        ("vt220", Tier::None),
        ("xterm-mono", Tier::None),
        ("no-such-terminal", Tier::None),
        ("linux", Tier::Ansi8),
        ("ansi", Tier::Ansi8),
        ("xterm-color", Tier::Ansi16),
        ("eterm-color", Tier::Ansi8),
        ("xterm", Tier::Ansi16),
        ("linux-16color", Tier::Ansi16),
        ("xterm-256color", Tier::Indexed),
        ("screen", Tier::Indexed),
        ("screen-256color", Tier::Indexed),
        ("tmux-direct", Tier::Indexed),
        ("xterm-direct", Tier::True),
        ("xterm-kitty", Tier::True),
    ];
    for (term, tier) in table {
        assert_eq!(detect(ColorChoice::Auto, &[("TERM", term)]), tier, "{term}");
    }
    assert_eq!(detect(ColorChoice::Auto, &[]), Tier::None);
}

type Wish = (ColorChoice, &'static [(&'static str, &'static str)], Tier);

#[test]
fn tier_by_wish() {
    use ColorChoice::{Always, Auto, Never};
    const XTERM: (&str, &str) = ("TERM", "xterm-256color");
    const DUMB: (&str, &str) = ("TERM", "dumb");
    const NO: (&str, &str) = ("NO_COLOR", "1");
    const FORCE: (&str, &str) = ("CLICOLOR_FORCE", "1");
    const TRUE: (&str, &str) = ("COLORTERM", "truecolor");
    let table: &[Wish] = &[
        (Never, &[XTERM, FORCE], Tier::None),
        (Always, &[XTERM, NO], Tier::Indexed),
        (Always, &[DUMB], Tier::Ansi8),
        (Auto, &[XTERM, NO], Tier::None),
        (Auto, &[XTERM, NO, FORCE], Tier::None),
        (Auto, &[XTERM, ("NO_COLOR", "")], Tier::Indexed),
        (Auto, &[DUMB, FORCE], Tier::Ansi8),
        (Auto, &[DUMB, ("CLICOLOR_FORCE", "0")], Tier::None),
        (Auto, &[XTERM, ("CLICOLOR", "0")], Tier::None),
        (Auto, &[XTERM, TRUE], Tier::True),
        (Auto, &[XTERM, TRUE, ("TMUX", "/tmp/x")], Tier::Indexed),
        (Auto, &[("TERM", "screen"), TRUE], Tier::Indexed),
        (Auto, &[DUMB, TRUE], Tier::None),
    ];
    for (choice, variables, tier) in table {
        assert_eq!(detect(*choice, variables), *tier, "{variables:?}");
    }
}

#[test]
fn codes_of_colours() {
    let table = [
        (Tier::None, Color::Red, "39"),
        (Tier::Ansi8, Color::Red, "31"),
        (Tier::Ansi8, Color::LightRed, "31"),
        (Tier::Ansi16, Color::LightRed, "91"),
        (Tier::Ansi16, Color::Indexed(15), "97"),
        (Tier::Ansi16, Color::Indexed(200), "39"),
        (Tier::Ansi16, Color::Rgb(1, 2, 3), "39"),
        (Tier::Indexed, Color::Red, "31"),
        (Tier::Indexed, Color::Indexed(200), "38;5;200"),
        (Tier::Indexed, Color::Rgb(255, 0, 255), "38;5;201"),
        (Tier::True, Color::Rgb(1, 2, 3), "38;2;1;2;3"),
        (Tier::True, Color::Reset, "39"),
    ];
    for (tier, color, code) in table {
        assert_eq!(tier.sgr(color, 30), code, "{tier:?} {color:?}");
    }
    assert_eq!(Tier::Ansi16.sgr(Color::LightRed, 40), "101");
    assert_eq!(Tier::Ansi8.sgr(Color::Reset, 40), "49");
}

#[test]
fn every_role_has_one_look() {
    for (at, look) in LOOKS.iter().enumerate() {
        let before = LOOKS.iter().take(at);
        assert!(before.into_iter().all(|other| other.role != look.role));
    }
    assert_eq!(LOOKS.len(), Role::TimeCursor as usize + 1);
}

#[test]
fn no_colour_fails_on_a_light_or_a_dark_background() {
    let allowed = [Color::Red, Color::Magenta, Color::Cyan];
    for color in LOOKS.iter().filter_map(|look| look.color) {
        assert!(allowed.contains(&color), "{color:?}");
    }
}

#[test]
fn without_colour_there_are_only_attributes() {
    let bare = [Theme::terminal(Tier::None), Theme::mono()];
    for look in LOOKS {
        for theme in bare {
            let style = theme.style(look.role);
            assert_eq!((style.fg, style.bg), (None, None));
        }
    }
    assert!(
        Theme::named("mono", Tier::True).is_some_and(|mono| mono.style(Role::Bad).fg.is_none())
    );
}

#[test]
fn only_the_selection_reverses() {
    for tier in EVERY_TIER {
        let theme = Theme::terminal(tier);
        for look in LOOKS {
            let reversed = theme
                .style(look.role)
                .add_modifier
                .contains(Modifier::REVERSED);
            assert_eq!(reversed, look.role == Role::Selected);
        }
    }
}

#[test]
fn themes_are_found_by_name() {
    for name in Theme::NAMES {
        assert_eq!(
            Theme::named(name, Tier::Ansi16).map(Theme::name),
            Some(*name)
        );
    }
    assert_eq!(Theme::named("neon", Tier::True), None);
}
