//! The daily figures of the service, counted over the calls that were made.

use std::collections::BTreeMap;
use std::io;

use crate::build::{MINUTE, SECOND, World};
use crate::line::Line;
use crate::plan::{Call, Endpoint, Leg, Millis};
use crate::records::Writer;
use crate::rng::Rng;
use crate::sink::Category;

const DAY: Millis = 24 * 60 * MINUTE;

/// Legs by day, metric and platform.
#[derive(Default)]
pub(crate) struct Daily {
    bins: BTreeMap<(Millis, String, Platform), Bin>,
}

#[derive(Default)]
struct Bin {
    good: i64,
    failed: i64,
    calls: i64,
    /// The call counted last, so that it counts once.
    call: String,
    latest: Millis,
}

/// Platform, system, browser and its version, SDK, kind of call.
type Platform = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    bool,
);

/// Diagnostics whose legs are counted.
const COUNTED: [&str; 4] = [
    "NetworkReconnect",
    "NetworkReceiveQuality",
    "NetworkSendQuality",
    "SpeakingWhileMicrophoneIsMuted",
];

impl Daily {
    /// Counts the legs of `call` that the SDK ran.
    pub(crate) fn add(&mut self, call: &Call) {
        let first = call.legs.first().map(|leg| leg.id.as_str());
        let clients = call.legs.iter();
        for leg in clients.filter(|leg| leg.endpoint == Endpoint::Client) {
            let api = match (call.p2p, first == Some(leg.id.as_str())) {
                (true, true) => "StartCall",
                (true, false) => "AcceptIncomingCall",
                _ => "Join",
            };
            let expected = matches!(leg.end.2, "Success" | "ExpectedError");
            let good = leg.established || expected;
            self.count(call, leg, &format!("reliability/api/{api}"), good);
            if leg.established {
                self.count(call, leg, "reliability/api/Drop", expected);
                for name in COUNTED {
                    let bad = leg.ufds.iter().any(|ufd| ufd.name == name);
                    self.count(call, leg, &format!("reliability/leg/UFD/{name}"), !bad);
                }
            }
        }
    }

    fn count(&mut self, call: &Call, leg: &Leg, metric: &str, good: bool) {
        let day = call.start.div_euclid(DAY) * DAY;
        let key = (day, metric.to_owned(), platform(call, leg));
        let bin = self.bins.entry(key).or_default();
        if good {
            bin.good += 1;
        } else {
            bin.failed += 1;
        }
        if bin.call != call.id {
            bin.calls += 1;
            call.id.clone_into(&mut bin.call);
        }
        bin.latest = bin.latest.max(leg.leave);
    }
}

fn platform(call: &Call, leg: &Leg) -> Platform {
    let agent = leg.device.agent;
    let browser = [
        ("Edg/131", "Edge", "131"),
        ("Chrome/132", "Chrome", "132"),
        ("Chrome/131", "Chrome Mobile", "131"),
        ("Version/18", "Safari", "18"),
    ];
    let browser = browser
        .iter()
        .find(|(mark, _, _)| leg.device.web && agent.contains(mark));
    let (browser, version) = browser.map_or(("", ""), |(_, name, version)| (name, version));
    let systems = ["Windows", "Android", "iOS", "Mac OS X"];
    let os = systems
        .iter()
        .find(|system| leg.device.os.contains(**system));
    let os = os.copied().unwrap_or_default();
    let platform = if leg.device.web { "Web" } else { os };
    (platform, os, browser, version, leg.device.sdk, call.p2p)
}

/// Writes the figures of each day, in the night after it.
pub(crate) fn write(out: &mut Writer<'_>, world: World) -> io::Result<()> {
    let rng = &mut Rng::keyed(world.seed, 0xda11);
    let bins = std::mem::take(&mut out.daily.bins);
    for ((day, metric, platform), bin) in &bins {
        // Small sets are told of the frequent and of the troubled kinds of clients only.
        if world.sparse && bin.failed == 0 && bin.calls < 8 {
            continue;
        }
        let place = (
            Category::DailyMetrics,
            day + DAY + 2 * 60 * MINUTE + rng.range(0, 60 * SECOND),
        );
        // Neither a call nor a request: the hash of the dimensions.
        let hash = rng.guid().replace('-', "");
        let line = out.envelope(place, "CallingMetrics", Some(&hash));
        line.time("timestampMax", bin.latest);
        line.time("timestampBin", *day);
        line.text("metricName", metric);
        figures(line, bin);
        dimensions(line, platform, bin);
        out.send(place, 1)?;
    }
    Ok(())
}

fn figures(line: &mut Line, bin: &Bin) {
    let legs = bin.good + bin.failed;
    line.fixed("metricValueAvg", bin.good * 10_000 / legs.max(1), 2, false);
    line.text("unit", "percentage");
    line.text("goal", ">= 99.0");
    line.int("failedLegsDcount", bin.failed, false);
    line.int("successLegsDcount", bin.good, false);
    line.int("callsDcount", bin.calls, false);
    line.int("legsDcount", legs, false);
}

fn dimensions(line: &mut Line, platform: &Platform, bin: &Bin) {
    let (platform, os, browser, version, sdk, p2p) = *platform;
    line.int("subCode", 0, false);
    line.text("callType", if p2p { "1 to 1" } else { "Group" });
    line.text("platform", platform);
    let failed = bin.failed > bin.good;
    line.text("resultType", if failed { "Failed" } else { "Succeeded" });
    line.text("deviceModel", "");
    line.text("deviceBrand", "");
    line.text("deviceFamily", "Other");
    line.text("deviceOsName", os);
    line.text("deviceOsVersionMajor", "");
    line.text("deviceOsVersionMinor", "");
    line.text("deviceBrowser", browser);
    line.text("deviceBrowserVersionMajor", version);
    line.text("deviceBrowserVersionMinor", "0");
    line.text("sdkVersion", sdk);
}
