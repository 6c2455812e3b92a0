//! Who uses whom: arrows between rooms, crates a room never names, no way back to where one came from.

use std::ops::Range;

use crate::house::{ROOMS, Room};
use crate::paths::{Named, inline_modules, paths};
use crate::rules::{ARROWS, CRATES, CYCLE, Offence, UNKNOWN_ROOM, at, production};
use crate::source::{Source, Tree};

fn room(name: &str) -> Option<&'static Room> {
    ROOMS.iter().find(|room| room.name == name)
}

/// The room a path leads to, when it leads out of the file's own.
fn target(file: &Source, inline: &[Range<usize>], named: &Named) -> Option<String> {
    let segments = &named.segments;
    let first = segments.first()?.as_str();
    if matches!(first, "crate" | "callscope") {
        return segments.get(1).cloned();
    }
    let ups = segments
        .iter()
        .take_while(|segment| *segment == "super")
        .count();
    let depth = file.modules().len()
        + inline
            .iter()
            .filter(|body| body.contains(&named.offset))
            .count();
    if ups == 0 || ups < depth {
        None
    } else {
        segments.get(ups).cloned()
    }
}

/// All arrows out of a file: the room named and where.
fn uses(file: &Source) -> Vec<(usize, String)> {
    let inline = inline_modules(&file.production);
    let all = paths(&file.production).into_iter();
    let leading = all.filter_map(|named| Some((named.offset, target(file, &inline, &named)?)));
    leading
        .filter(|(_, to)| {
            Some(to.as_str()) != file.room() && to.starts_with(|c: char| c.is_ascii_lowercase())
        })
        .collect()
}

pub(crate) fn arrows(tree: &Tree) -> Vec<Offence> {
    let mut found = Vec::new();
    for (file, from) in production(tree) {
        let Some(room) = room(from) else { continue };
        for (offset, to) in uses(file)
            .into_iter()
            .filter(|(_, to)| !room.may_use.contains(&to.as_str()))
        {
            let allowed = room.may_use.join(", ");
            found.push(at(
                file,
                offset,
                ARROWS,
                format!("`{from}` may use [{allowed}], not `{to}` ({})", room.reason),
            ));
        }
    }
    found
}

pub(crate) fn unknown_rooms(tree: &Tree) -> Vec<Offence> {
    let strangers = production(tree).filter(|(_, name)| *name != "lib" && room(name).is_none());
    strangers
        .map(|(file, name)| {
            at(
                file,
                0,
                UNKNOWN_ROOM,
                format!(
                    "`{name}` is no room of the house: put the file into one, or add a row to ROOMS"
                ),
            )
        })
        .collect()
}

pub(crate) fn crates(tree: &Tree) -> Vec<Offence> {
    let mut found = Vec::new();
    for (file, name) in production(tree) {
        let Some(room) = room(name) else { continue };
        for named in paths(&file.production) {
            if let Some(never) = room
                .never
                .iter()
                .find(|never| begins(&named.segments, never))
            {
                found.push(at(
                    file,
                    named.offset,
                    CRATES,
                    format!("`{name}` never names `{never}`: {}", room.reason),
                ));
            }
        }
    }
    found
}

/// Whether a path begins with another; crossterm counts as itself also where it comes through ratatui.
pub(crate) fn begins(segments: &[String], start: &str) -> bool {
    let wanted: Vec<&str> = start.split("::").collect();
    let starts = |path: &[String]| {
        path.len() >= wanted.len() && wanted.iter().zip(path).all(|(a, b)| a == b)
    };
    starts(segments) || (segments[0] == "ratatui" && starts(&segments[1..]))
}

pub(crate) fn cycles(tree: &Tree) -> Vec<Offence> {
    let used: Vec<(&str, String)> = production(tree)
        .flat_map(|(file, from)| uses(file).into_iter().map(move |(_, to)| (from, to)))
        .collect();
    let arrows: Vec<(&str, &str)> = used.iter().map(|(from, to)| (*from, to.as_str())).collect();
    let round =
        cycle(&arrows).map(|way| format!("{}: turn one of these arrows round", way.join(" → ")));
    round
        .into_iter()
        .map(|remedy| Offence {
            place: "src:1".to_owned(),
            rule: CYCLE,
            remedy,
        })
        .collect()
}

/// A way from a room back to itself.
pub(crate) fn cycle<'a>(arrows: &[(&'a str, &'a str)]) -> Option<Vec<&'a str>> {
    // Rooms from which no arrow leads on cannot be part of a cycle; what is left after taking them away again and again is one.
    let mut left = arrows.to_vec();
    while let Some(at) = left
        .iter()
        .position(|(_, to)| !left.iter().any(|(from, _)| from == to))
    {
        left.swap_remove(at);
    }
    let mut way = vec![left.first()?.0];
    while let Some((_, to)) = left.iter().find(|(from, _)| Some(from) == way.last()) {
        let seen = way.iter().position(|room| room == to);
        way.push(to);
        if let Some(start) = seen {
            return Some(way.split_off(start));
        }
    }
    None
}
