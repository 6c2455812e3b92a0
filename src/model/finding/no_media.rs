//! Media that never came about: the relays could not be reached.
//!
//! One such call tells little; a user whose every call ends so sits behind a firewall or a wrong set-up, one who meets
//! it now and then does not (docs: troubleshooting guide of 410/3112).

use super::ends::end_proofs;
use super::rules::{Log, NO_MEDIA_PATH};
use super::scene::Scene;
use super::{Certainty, Class, Evidence, Finding, Party};
use crate::model::call::LegNo;
use crate::model::end_reason;
use crate::model::facts::end_words;
use crate::model::repeats::{Habit, NO_MEDIA};

/// Diagnostics that say the same.
const UNREACHABLE: &[&str] = &["NetworkRelaysNotReachable", "NoNetwork"];

/// Other calls of the user that are named as proofs.
const OTHERS_NAMED: usize = 3;

/// True when this family speaks of a leg's end.
pub(super) fn is_told(scene: &Scene, no: LegNo) -> bool {
    scene
        .detail
        .leg(no)
        .is_some_and(|leg| NO_MEDIA.contains(&scene.store.text(leg.end_subcode)))
}

pub(super) fn find(scene: &Scene) -> Vec<Finding> {
    let is_unreachable = |no: LegNo| {
        let mut ranges = scene.ranges_named(no, UNREACHABLE);
        ranges.any(|range| !range.has_recovered)
    };
    let legs = scene.leg_numbers();
    legs.filter_map(|no| {
        if is_told(scene, no) {
            Some(by_code(scene, no))
        } else if !scene.detail.ranges.is_empty() && is_unreachable(no) {
            Some(by_diagnostic(scene, no))
        } else {
            None
        }
    })
    .collect()
}

fn by_code(scene: &Scene, no: LegNo) -> Finding {
    let leg = scene.detail.leg(no);
    let is_dropped = leg.is_some_and(|leg| leg.is_dropped);
    let (code, subcode) = leg.map_or(("", ""), |leg| {
        (
            scene.store.text(leg.end_code),
            scene.store.text(leg.end_subcode),
        )
    });
    let verb = if is_dropped { " dropped" } else { "" };
    let meaning = end_reason::meaning(code, subcode).unwrap_or_default();
    let line = format!(
        "{}{verb} {}: {meaning}",
        scene.name(no),
        end_words(scene.store, scene.detail, no)
    );
    let mut finding = with_user(scene, no, &line, Certainty::Certain);
    if is_dropped {
        finding.class = Class::Dropped;
    }
    finding.next = end_reason::lookup(code, subcode)
        .map(|reason| reason.next_step)
        .filter(|next| !next.is_empty());
    finding
}

fn by_diagnostic(scene: &Scene, no: LegNo) -> Finding {
    let line = format!(
        "{}: no network or relay reachable, by its own diagnostics",
        scene.name(no)
    );
    with_user(scene, no, &line, Certainty::Likely)
}

fn with_user(scene: &Scene, no: LegNo, line: &str, certainty: Certainty) -> Finding {
    let user = scene.detail.leg(no).map(|leg| leg.identifier);
    let record = user.and_then(|user| scene.store.repeats().of(user));
    let (reading, against, missing) = record.map_or_else(
        || {
            (
                String::new(),
                None,
                Some("the user's other calls".to_owned()),
            )
        },
        |record| read(record.no_media, record.calls),
    );
    let diagnostics = scene.range_proofs(scene.ranges_named(no, UNREACHABLE));
    let own = scene.detail.leg(no).and_then(|leg| leg.source);
    let others = record.into_iter().flat_map(|record| &record.proofs);
    let others = others
        .filter(|&&source| Some(source) != own)
        .take(OTHERS_NAMED)
        .map(|&source| Evidence {
            source,
            word: "the same user, another call".to_owned(),
        });
    Finding::new(
        &NO_MEDIA_PATH,
        certainty,
        Party::Network,
        format!("{line}{reading}"),
    )
    .brief(format!("{} no relay", scene.name(no)))
    .legs([no])
    .proofs(end_proofs(scene, no))
    .proofs(diagnostics)
    .proofs(others)
    .against(against)
    .missing(missing)
    .missing(scene.lacks(Log::Operations, &[no]))
}

/// How the same end in several calls of a user is read: the words, what speaks against, what is missing.
fn read(bad: u32, calls: u32) -> (String, Option<String>, Option<String>) {
    let count = format!("this user {bad} of {calls} calls");
    let others = calls - bad;
    let against = (others > 0).then(|| format!("{others} of the user's calls did not end so"));
    let missing = || Some("more calls of this user".to_owned());
    let (met, of) = (u64::from(bad), u64::from(calls));
    match Habit::of(met, of) {
        Habit::OneCall => (String::new(), None, missing()),
        Habit::EveryCall => (format!("; {count}: firewall or set-up"), None, None),
        Habit::NowAndThen => (format!("; {count}: now and then"), against, None),
        Habit::Mostly => (
            format!("; {count}: most likely firewall or set-up"),
            against,
            None,
        ),
        Habit::Unclear => {
            let missing = missing().filter(|_| Habit::is_early(met, of));
            (format!("; {count}"), against, missing)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_a_users_calls_is_put_into_words() {
        let words = |bad, calls| read(bad, calls).0;
        assert_eq!(words(6, 6), "; this user 6 of 6 calls: firewall or set-up");
        assert_eq!(words(2, 196), "; this user 2 of 196 calls: now and then");
        assert_eq!(
            words(3, 4),
            "; this user 3 of 4 calls: most likely firewall or set-up"
        );
        assert_eq!(words(3, 5), "; this user 3 of 5 calls");
        assert_eq!(words(2, 2), "; this user 2 of 2 calls");
        assert!(read(2, 2).2.is_some(), "two calls are too few to tell");
        assert_eq!(words(1, 1), "");
    }
}
