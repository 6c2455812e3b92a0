//! What is billed: the minutes of each leg, phones as phones.

use std::io;

use crate::around::established;
use crate::build::MINUTE;
use crate::plan::{Call, Endpoint};
use crate::records::Writer;
use crate::rng::Rng;
use crate::sink::Category;
use crate::summary::participant;

/// Writes one record for each leg of the customer that was connected.
pub(crate) fn write(out: &mut Writer<'_>, rng: &mut Rng, call: &Call) -> io::Result<()> {
    for leg in established(call) {
        let kind = match leg.endpoint {
            Endpoint::Client => "VoIP",
            Endpoint::Pstn => "PSTN",
            Endpoint::Bot | Endpoint::Foreign => continue,
        };
        let place = (Category::Usage, leg.leave + rng.range(MINUTE, 9 * MINUTE));
        let line = out.envelope(place, "Usage", Some(&call.id));
        line.text("recordId", &rng.guid());
        line.text("usageType", kind);
        line.text("unitType", "minutes");
        line.fixed("quantity", (leg.leave - leg.join) / 600, 2, false);
        line.time("startTime", leg.join);
        line.time("endTime", leg.leave);
        participant(line, call, leg);
        if leg.endpoint == Endpoint::Pstn {
            line.text(
                "userIdA",
                &format!("4:+4144{}", rng.range(1_000_000, 9_999_999)),
            );
        } else {
            line.text("userIdA", &leg.identifier);
        }
        line.null("userIdB");
        out.send(place, 1)?;
    }
    Ok(())
}
