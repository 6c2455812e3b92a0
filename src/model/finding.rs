//! Why a call was bad: ranked causes with the side at fault, numbers, limits, and the records that prove it.
//!
//! One engine for the list's line, the call's first line, `w` and `call ID`. Each family of rules is a file of its own;
//! what a rule is called, what it weighs and which logs it needs stands in [`rules`]. Findings never change a verdict.
//! Nothing is said that no record says: what was not loaded is named, and makes a cause *possible* at most.

mod audio;
mod camera;
mod clocks;
mod common_path;
mod device;
mod encoder;
mod ends;
mod failed;
mod frozen;
mod link;
mod measured;
mod network;
mod no_media;
mod page;
pub mod rules;
mod scene;
mod service;
mod speech;
mod streams;
mod survey;
mod transport;
pub mod words;

use super::call::{CallDetail, LegNo};
use super::clock::ClockOffset;
use super::source::Source;
use super::store::Store;
use super::value::Time;
pub use rules::{Log, Rule};
use scene::Scene;

/// How sure a cause is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// The records say so themselves.
    Certain,
    /// Several records point to it, none against.
    Likely,
    /// It fits, but what would decide it is not there: "cannot tell".
    Possible,
}

impl Certainty {
    /// The word of answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::Possible => "possible",
        }
    }
}

/// Who or what a cause lies with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Party {
    /// The uplink of the leg that sent.
    Sender,
    /// The downlink of the leg that received.
    Receiver,
    /// The service.
    Server,
    /// Camera, microphone, speaker or machine.
    Device,
    /// What a person did.
    User,
    /// The customer's program or bot.
    Application,
    /// The access network of a leg, both ways, or a firewall.
    Network,
    /// What many legs share: the service's side or a network between.
    CommonPath,
    /// The telephone network.
    Carrier,
    /// The loaded records do not tell.
    Unknown,
}

impl Party {
    /// The word of answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sender => "sender",
            Self::Receiver => "receiver",
            Self::Server => "server",
            Self::Device => "device",
            Self::User => "user",
            Self::Application => "application",
            Self::Network => "network",
            Self::CommonPath => "common_path",
            Self::Carrier => "carrier",
            Self::Unknown => "unknown",
        }
    }

    /// In words, for screens.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Sender => "sender's uplink",
            Self::Receiver => "receiver's downlink",
            Self::Server => "service",
            Self::Device => "device",
            Self::User => "user",
            Self::Application => "application",
            Self::Network => "access network",
            Self::CommonPath => "server side or common path",
            Self::Carrier => "SBC or carrier",
            Self::Unknown => "not known",
        }
    }
}

/// What a finding weighs, the worst first; a cause stands before the symptom it explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// A leg was lost.
    Dropped,
    /// No media from the start, or none one way.
    NoMedia,
    /// A network diagnostic that stayed.
    Lasting,
    /// What made pictures or sound bad.
    Cause,
    /// Pictures or sound were bad; why is not told.
    Symptom,
    /// An average beyond its limit.
    Average,
    /// Only a maximum beyond it.
    Burst,
    /// A network diagnostic that recovered.
    Passing,
    /// Something failed that need not have been heard or seen.
    Failure,
    /// Worth knowing; never the network, never bad.
    Hint,
}

/// A number that a rule looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// What was measured and where: `loss max, P2 out video`.
    pub name: String,
    /// With its unit: `31 %`.
    pub value: String,
    /// The limit with its unit; empty where there is none.
    pub limit: String,
}

/// A record that proves a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Where it stands.
    pub source: Source,
    /// What it says in few words; not sanitized.
    pub word: String,
}

/// A cause, a symptom or a hint, with its proofs. Texts are not sanitized.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Its rule: stable name, weight, document.
    pub rule: &'static Rule,
    /// How sure.
    pub certainty: Certainty,
    /// Whose side.
    pub party: Party,
    /// The rule's class, or a worse one where it explains something worse.
    pub class: Class,
    /// The legs it is about, in order.
    pub legs: Vec<LegNo>,
    /// From when to when, by the service's clock as far as that is known.
    pub span: Option<(Time, Time)>,
    /// One true sentence.
    pub line: String,
    /// A dozen columns for narrow lists: `P2 uplink`.
    pub brief: String,
    /// The numbers and their limits.
    pub numbers: Vec<Number>,
    /// The records that say so, the most telling first.
    pub evidence: Vec<Evidence>,
    /// What speaks against it.
    pub against: Vec<String>,
    /// What would have to be loaded to be sure.
    pub missing: Vec<String>,
    /// What to do, where the documents say it.
    pub next: Option<&'static str>,
}

impl Finding {
    fn new(rule: &'static Rule, certainty: Certainty, party: Party, line: String) -> Self {
        Self {
            rule,
            certainty,
            party,
            class: rule.class,
            legs: Vec::new(),
            span: None,
            line,
            brief: rule.title.to_owned(),
            numbers: Vec::new(),
            evidence: Vec::new(),
            against: Vec::new(),
            missing: Vec::new(),
            next: None,
        }
    }

    fn brief(mut self, brief: String) -> Self {
        self.brief = brief;
        self
    }

    fn legs(mut self, legs: impl IntoIterator<Item = LegNo>) -> Self {
        self.legs.extend(legs);
        self.legs.sort_unstable();
        self.legs.dedup();
        self
    }

    fn span(mut self, from: Time, to: Time) -> Self {
        if from.is_known() {
            self.span = Some((from, to));
        }
        self
    }

    fn number(mut self, number: Option<Number>) -> Self {
        self.numbers.extend(number);
        self
    }

    /// Adds records; one that is there already is not told twice.
    fn proofs(mut self, proofs: impl IntoIterator<Item = Evidence>) -> Self {
        for proof in proofs {
            if !self
                .evidence
                .iter()
                .any(|known| known.source == proof.source)
            {
                self.evidence.push(proof);
            }
        }
        self
    }

    fn against(mut self, words: impl IntoIterator<Item = String>) -> Self {
        self.against.extend(words);
        self
    }

    fn missing(mut self, words: impl IntoIterator<Item = String>) -> Self {
        self.missing.extend(words);
        self
    }

    /// Dropped before no media before causes …; what is only possible stands behind what is proven bad.
    fn rank(&self) -> (Class, Certainty, Class) {
        let is_weak = self.certainty == Certainty::Possible && self.class < Class::Passing;
        let place = if is_weak { Class::Passing } else { self.class };
        (place, self.certainty, self.class)
    }
}

/// A family of rules: what it finds in a call.
type Family = fn(&Scene) -> Vec<Finding>;

/// All families; of equal rank the earlier stands first.
const FAMILIES: [Family; 17] = [
    link::find,
    ends::find,
    no_media::find,
    common_path::find,
    transport::find,
    page::find,
    camera::find,
    device::find,
    audio::find,
    encoder::find,
    service::find,
    network::find,
    streams::find,
    failed::find,
    survey::find,
    speech::find,
    clocks::find,
];

/// Everything that is wrong with a call, worst first. Empty for a call inside every limit.
pub fn findings(store: &Store, detail: &CallDetail) -> Vec<Finding> {
    gather(&Scene::new(store, detail))
}

/// The same where the clocks are known already: every call is asked when it is loaded.
pub(super) fn with_clocks(
    store: &Store,
    detail: &CallDetail,
    clocks: &[ClockOffset],
) -> Vec<Finding> {
    gather(&Scene::with_clocks(store, detail, clocks))
}

fn gather(scene: &Scene) -> Vec<Finding> {
    let mut found: Vec<Finding> = FAMILIES.iter().flat_map(|find| find(scene)).collect();
    found.extend(frozen::find(scene, &found));
    found.retain(|finding| !finding.evidence.is_empty());
    found.sort_by_key(Finding::rank);
    found
}
