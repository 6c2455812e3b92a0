//! Which side lost it: in a group call each leg is measured alone, against the server between them.
//!
//! Sender bad and the others' received streams clean = lost before the server; receiver bad and the others' sent streams
//! clean = after it. Of a P2P call only outbound streams are logged, so the two ends cannot be told apart by them.

use super::common_path;
use super::ends::{self, rejoin_words};
use super::measured::Still;
use super::rules::{ACCESS_NETWORK, DOWNLINK, Log, P2P_PATH, Rule, UPLINK};
use super::scene::{Scene, is_near};
use super::transport;
use super::words;
use super::{Certainty, Class, Evidence, Finding, Party};
use crate::model::call::{DiagnosticRange, LegNo, Stream};
use crate::model::metric::{Dimension, DimensionSet, METRICS};
use crate::model::rows::{CallKind, Direction, Media};
use crate::model::value::Time;
use crate::model::verdict::StreamClass;

/// What a network can be poor in; the rest may have other causes.
pub(super) const NETWORK: [Dimension; 5] = [
    Dimension::Loss,
    Dimension::Rtt,
    Dimension::Jitter,
    Dimension::JitterBuffer,
    Dimension::Healed,
];

const SENDING: &[&str] = &["NetworkSendQuality", "NetworkReconnect", "NoNetwork"];
const RECEIVING: &[&str] = &["NetworkReceiveQuality", "NetworkReconnect", "NoNetwork"];

/// Streams named as proofs, and clean ones beside them.
const STREAMS_NAMED: usize = 4;

/// The streams of a leg in one direction.
#[derive(Default)]
pub(super) struct Way<'a> {
    pub(super) clean: Vec<&'a Stream>,
    pub(super) poor: Vec<&'a Stream>,
    pub(super) burst: Vec<&'a Stream>,
}

impl Way<'_> {
    pub(super) fn is_judged(&self) -> bool {
        !(self.clean.is_empty() && self.poor.is_empty() && self.burst.is_empty())
    }
}

/// The streams of all legs, told apart by what their network measures say.
pub(super) struct Ways<'a> {
    legs: Vec<[Way<'a>; 2]>,
}

const OUT: usize = 0;
const IN: usize = 1;

impl<'a> Ways<'a> {
    pub(super) fn of(scene: &Scene<'a>) -> Self {
        let mut legs: Vec<[Way; 2]> = Vec::new();
        legs.resize_with(scene.detail.legs.len(), Default::default);
        for stream in &scene.detail.streams {
            let at = match stream.direction {
                Direction::Outbound => OUT,
                Direction::Inbound => IN,
                Direction::Unknown => continue,
            };
            let Some(leg) = stream.leg.and_then(|leg| legs.get_mut(leg.0 as usize)) else {
                continue;
            };
            let way = &mut leg[at];
            let verdict = &stream.verdict;
            match verdict.class {
                StreamClass::NotJudged => {}
                _ if has_network(verdict.poor) => way.poor.push(stream),
                _ if has_network(verdict.burst) => way.burst.push(stream),
                _ => way.clean.push(stream),
            }
        }
        Self { legs }
    }

    pub(super) fn of_leg(&self, leg: LegNo) -> Option<&[Way<'a>; 2]> {
        self.legs.get(leg.0 as usize)
    }

    /// True when no stream of a leg is poor in its network measures, and one is judged.
    pub(super) fn is_clean(&self, leg: LegNo) -> bool {
        self.of_leg(leg).is_some_and(|ways| {
            ways.iter().all(|way| way.poor.is_empty()) && ways.iter().any(Way::is_judged)
        })
    }

    /// One direction of all legs but one.
    fn others(&self, leg: LegNo, at: usize) -> impl Iterator<Item = (LegNo, &Way<'a>)> {
        let numbered = self.legs.iter().zip(0..);
        numbered
            .filter(move |(_, no)| *no != leg.0)
            .map(move |(ways, no)| (LegNo(no), &ways[at]))
    }
}

fn has_network(set: DimensionSet) -> bool {
    NETWORK.iter().any(|&dimension| set.contains(dimension))
}

pub(super) fn find(scene: &Scene) -> Vec<Finding> {
    let verdict = &scene.detail.verdict;
    if verdict.poor_streams == 0 && verdict.burst_streams == 0 {
        return Vec::new();
    }
    let ways = Ways::of(scene);
    let shared = common_path::shared(scene, &ways);
    let is_shared = |leg: LegNo| {
        shared
            .as_ref()
            .is_some_and(|shared| shared.legs.contains(&leg))
    };
    scene
        .leg_numbers()
        .filter(|&leg| !is_shared(leg) && !transport::is_told(scene, &ways, leg))
        .filter_map(|leg| told(scene, &ways, leg))
        .collect()
}

/// A burst counts when the client complained too, or the leg was lost.
fn is_bad(scene: &Scene, leg: LegNo, way: &Way, complaints: &[&DiagnosticRange]) -> bool {
    !way.poor.is_empty()
        || (!way.burst.is_empty() && (!complaints.is_empty() || ends::is_lost(scene, leg)))
}

fn told(scene: &Scene, ways: &Ways, leg: LegNo) -> Option<Finding> {
    let [out, inbound] = ways.of_leg(leg)?;
    let sending: Vec<&DiagnosticRange> = scene.ranges_named(leg, SENDING).collect();
    let receiving: Vec<&DiagnosticRange> = scene.ranges_named(leg, RECEIVING).collect();
    let is_out = is_bad(scene, leg, out, &sending);
    let is_in = is_bad(scene, leg, inbound, &receiving);
    match (scene.detail.kind, is_out, is_in) {
        (_, false, false) => None,
        (CallKind::P2p, true, _) => p2p(scene, leg, out, &sending),
        (_, true, true) => Link::new(scene, ways, leg, Both).finding([sending, receiving].concat()),
        (_, true, false) => Link::new(scene, ways, leg, Sent).finding(sending),
        (_, false, true) => Link::new(scene, ways, leg, Received).finding(receiving),
    }
}

/// Which way a leg was bad.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Sent,
    Received,
    Both,
}
use Side::{Both, Received, Sent};

impl Side {
    const fn rule(self) -> (&'static Rule, Party, &'static str) {
        match self {
            Sent => (&UPLINK, Party::Sender, "uplink"),
            Received => (&DOWNLINK, Party::Receiver, "downlink"),
            Both => (&ACCESS_NETWORK, Party::Network, "network, both ways"),
        }
    }
}

/// A bad link of one leg, in the making.
struct Link<'s, 'a> {
    scene: &'s Scene<'a>,
    ways: &'s Ways<'a>,
    leg: LegNo,
    side: Side,
}

impl<'s, 'a> Link<'s, 'a> {
    const fn new(scene: &'s Scene<'a>, ways: &'s Ways<'a>, leg: LegNo, side: Side) -> Self {
        Self {
            scene,
            ways,
            leg,
            side,
        }
    }

    fn bad(&self) -> Vec<&'a Stream> {
        let ways = self.ways.of_leg(self.leg).into_iter().flatten();
        let ways = ways.zip([Sent, Received]);
        let ways = ways.filter(|(_, side)| self.side == Both || self.side == *side);
        let (mut poor, mut burst): (Vec<&Stream>, Vec<&Stream>) = (Vec::new(), Vec::new());
        for (way, _) in ways {
            poor.extend(&way.poor);
            burst.extend(&way.burst);
        }
        poor.extend(burst);
        poor
    }

    fn finding(&self, mut complaints: Vec<&DiagnosticRange>) -> Option<Finding> {
        complaints.sort_by_key(|range| (range.start, range.row));
        complaints.dedup_by_key(|range| range.row);
        let (scene, leg) = (self.scene, self.leg);
        let (rule, party, side) = self.side.rule();
        let bad = self.bad();
        let (stream, worst) = worst(scene, &bad)?;
        let (number_words, number) = scene.told(stream, worst);
        let stills = self.stills(&complaints);
        let mut effects: Vec<String> = stills
            .iter()
            .map(|still| scene.still_words(still, Some(leg)))
            .collect();
        let is_lost = ends::is_lost(scene, leg);
        if is_lost {
            effects.push(self.lost_words());
        }
        if effects.is_empty() {
            effects.extend(complaints.first().map(|range| complaint(scene, range)));
        }
        let (certainty, against, missing, clean) = self.compared(!complaints.is_empty());
        let line = [
            format!("{} {side}, {number_words}", scene.name(leg)),
            effects.join(", "),
        ];
        let line = line.join(": ").trim_end_matches([':', ' ']).to_owned();
        let (from, to) = self.span(&stills, &complaints);
        let mut finding = Finding::new(rule, certainty, party, line)
            .brief(format!("{} {}", scene.name(leg), rule.title))
            .legs([leg])
            .span(from, to)
            .number(Some(number))
            .proofs(
                bad.iter()
                    .take(STREAMS_NAMED)
                    .map(|stream| scene.stream_proof(stream)),
            )
            .proofs(scene.range_proofs(complaints.iter().copied()))
            .proofs(still_proofs(scene, &stills))
            .proofs(clean)
            .against(against)
            .missing(missing)
            .missing(scene.lacks(Log::Operations, &[leg]));
        if is_lost {
            finding.class = Class::Dropped;
            finding = finding.proofs(ends::end_proofs(scene, leg));
        }
        Some(finding)
    }

    fn lost_words(&self) -> String {
        let end = self
            .scene
            .detail
            .leg(self.leg)
            .map(crate::model::call::Leg::end);
        let at = words::clock(end.unwrap_or_default());
        let code = crate::model::facts::end_words(self.scene.store, self.scene.detail, self.leg);
        let code = code.split(' ').next().unwrap_or_default().to_owned();
        format!("dropped {at} {code}{}", rejoin_words(self.scene, self.leg))
    }

    /// Pictures that stood still for others (or, of a bad downlink, for this leg) while its client complained.
    fn stills(&self, complaints: &[&DiagnosticRange]) -> Vec<Still> {
        let scene = self.scene;
        if scene
            .detail
            .streams
            .iter()
            .all(|stream| stream.media != Media::Video)
        {
            return Vec::new();
        }
        let spans: Vec<(Time, Time)> = complaints
            .iter()
            .map(|range| scene.range_span(range))
            .collect();
        let is_of = |still: &Still| match self.side {
            Sent => still.sender == Some(self.leg),
            Received => still.receiver == self.leg,
            Both => still.sender == Some(self.leg) || still.receiver == self.leg,
        };
        let is_when = |still: &Still| {
            spans.is_empty()
                || spans
                    .iter()
                    .any(|&span| is_near((still.from, still.to), span))
        };
        let all = scene.stills().iter();
        all.filter(|still| is_of(still) && is_when(still))
            .take(STREAMS_NAMED)
            .cloned()
            .collect()
    }

    fn span(&self, stills: &[Still], complaints: &[&DiagnosticRange]) -> (Time, Time) {
        if let Some(still) = stills.first() {
            return (still.from, still.to);
        }
        complaints
            .first()
            .map_or_else(Default::default, |range| self.scene.range_span(range))
    }

    /// What the other legs say: how sure it makes, what speaks against, what is missing, and clean streams as proofs.
    fn compared(
        &self,
        has_complained: bool,
    ) -> (Certainty, Option<String>, Option<String>, Vec<Evidence>) {
        let (scene, detail) = (self.scene, self.scene.detail);
        // What a leg sends badly the others would receive well, as the server stands between.
        let at = if self.side == Received { OUT } else { IN };
        let (mut judged, mut poor, mut clean) = (0, Vec::new(), Vec::new());
        for (leg, way) in self.ways.others(self.leg, at) {
            judged += usize::from(way.is_judged());
            if !way.poor.is_empty() {
                poor.push(leg);
            }
            clean.extend(way.clean.first());
        }
        let word = if at == OUT { "out" } else { "in" };
        let against = (!poor.is_empty())
            .then(|| format!("{} {word} is poor as well", words::names(detail, &poor)));
        let missing = (judged == 0).then(|| format!("{} of the other legs", Log::Streams.words()));
        let is_compared = judged > 0 && poor.is_empty();
        let certainty = match (is_compared, has_complained) {
            (true, true) => Certainty::Certain,
            (false, false) => Certainty::Possible,
            _ => Certainty::Likely,
        };
        let clean = clean.into_iter().take(2).map(|stream| Evidence {
            word: format!("{}, clean", words::stream_words(detail, stream)),
            ..scene.stream_proof(stream)
        });
        (certainty, against, missing, clean.collect())
    }
}

/// `NetworkSendQuality Bad 36 s from 02:13:06`.
pub(super) fn complaint(scene: &Scene, range: &DiagnosticRange) -> String {
    let (from, _) = scene.range_span(range);
    let name = scene.store.text(range.name);
    let length = match range.end.ms_since(range.start) {
        Some(ms) if range.has_recovered => format!(" {}", words::length(ms)),
        _ => String::new(),
    };
    format!(
        "{name} {}{length} from {}",
        range.worst.name(),
        words::clock(from)
    )
}

/// The first and the last sample of each picture that stood still.
pub(super) fn still_proofs<'s>(
    scene: &Scene,
    stills: impl IntoIterator<Item = &'s Still>,
) -> Vec<Evidence> {
    let rows = stills
        .into_iter()
        .flat_map(|still| [still.rows.first(), still.rows.last()]);
    rows.flatten().map(|&row| scene.sample_proof(row)).collect()
}

/// The stream and the number that is farthest beyond its limit.
fn worst<'a>(scene: &Scene, bad: &[&'a Stream]) -> Option<(&'a Stream, (usize, f64))> {
    let number = |stream| {
        let loss = scene.worst_of(stream, &[Dimension::Loss]);
        loss.or_else(|| scene.worst_of(stream, &NETWORK))
    };
    let numbers = bad
        .iter()
        .filter_map(|stream| Some((*stream, number(stream)?)));
    // Poor streams come first and win over bursts.
    let numbers: Vec<_> = numbers.collect();
    let has_poor = bad.iter().any(|stream| has_network(stream.verdict.poor));
    // Lost packets tell most; the others come with them.
    let is_loss = |at: usize| METRICS[at].dimension == Some(Dimension::Loss);
    numbers
        .into_iter()
        .filter(|(stream, _)| !has_poor || has_network(stream.verdict.poor))
        .max_by(|(a, (a_at, a_value)), (b, (b_at, b_value))| {
            let excess = scene.excess(*a_at, *a_value, a);
            let other = scene.excess(*b_at, *b_value, b);
            is_loss(*a_at)
                .cmp(&is_loss(*b_at))
                .then(excess.total_cmp(&other))
        })
}

/// A poor stream of a P2P call: nothing stands between the two.
fn p2p(scene: &Scene, leg: LegNo, out: &Way, sending: &[&DiagnosticRange]) -> Option<Finding> {
    let bad: Vec<&Stream> = out.poor.iter().chain(&out.burst).copied().collect();
    let (stream, worst) = worst(scene, &bad)?;
    let other = scene.leg_numbers().find(|&no| no != leg);
    let receiving: Vec<&DiagnosticRange> = other
        .into_iter()
        .flat_map(|other| scene.ranges_named(other, RECEIVING))
        .collect();
    let to = other.map_or_else(|| "the other end".to_owned(), |other| scene.name(other));
    let (party, certainty, side) = match (sending.is_empty(), receiving.is_empty()) {
        (false, true) => (
            Party::Sender,
            Certainty::Likely,
            format!("{} uplink", scene.name(leg)),
        ),
        (true, false) => (Party::Receiver, Certainty::Likely, format!("{to} downlink")),
        _ => (
            Party::Network,
            Certainty::Possible,
            format!("path from {} to {to}", scene.name(leg)),
        ),
    };
    let (words, number) = scene.told(stream, worst);
    let line = format!("{side}: {words} (P2P: only outbound streams are logged)");
    let complaints: Vec<&DiagnosticRange> = sending.iter().copied().chain(receiving).collect();
    let silent: Vec<LegNo> = [Some(leg), other].into_iter().flatten().collect();
    Some(
        Finding::new(&P2P_PATH, certainty, party, line)
            .brief(format!("{} path", scene.name(leg)))
            .legs(silent.iter().copied())
            .number(Some(number))
            .proofs(
                bad.iter()
                    .take(STREAMS_NAMED)
                    .map(|stream| scene.stream_proof(stream)),
            )
            .proofs(scene.range_proofs(complaints.iter().copied()))
            .missing(scene.lacks(Log::Operations, &silent)),
    )
}
