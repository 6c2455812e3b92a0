//! One call as readable text: head, why, legs with their streams, timeline.

use super::side::{survey_lines, usage_lines};
use crate::model::call::{CallDetail, LegNo, Stream};
use crate::model::diagnostic;
use crate::model::facts::{end_meaning, end_words};
use crate::model::finding::words::changes;
use crate::model::id::{IdRef, TextRef};
use crate::model::metric::{METRICS, STREAM_VALUES, Statistic};
use crate::model::store::Store;
use crate::model::value::{Num, Time};
use crate::report::Look;
use crate::report::calls::duration;
use crate::report::finding::findings;
use crate::report::safe::fit;
use crate::report::table::plain;
use crate::report::timeline::{Entry, entries, milliseconds};
use crate::report::value::Value;
use std::io::{self, Write};

/// The pen: every line of this answer goes through it, sanitized and fitted.
struct Page<'a, W: Write> {
    out: &'a mut W,
    look: Look,
}

impl<W: Write> Page<'_, W> {
    /// A line cut to the width.
    fn line(&mut self, text: &str) -> io::Result<()> {
        let text = plain(text, self.look);
        writeln!(
            self.out,
            "{}",
            fit(text.trim_end(), self.look.width, self.look.is_ascii)
        )
    }

    /// A line that must be complete: identifiers, proofs.
    fn whole(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", plain(text.trim_end(), self.look))
    }

    fn title(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "\n{text}")
    }
}

pub(super) fn write(
    out: &mut impl Write,
    store: &Store,
    detail: &CallDetail,
    look: Look,
) -> io::Result<()> {
    let page = &mut Page { out, look };
    write_head(page, store, detail)?;
    write_why(page, store, detail)?;
    let changed = changes(store.limits());
    if !changed.is_empty() {
        page.title("LIMITS CHANGED")?;
        for line in changed {
            page.line(&format!("! {line}"))?;
        }
    }
    page.title("LEGS")?;
    for at in 0..detail.legs.len() as u32 {
        write_leg(page, store, detail, LegNo(at))?;
    }
    let loose: Vec<&Stream> = detail.streams.iter().filter(|s| s.leg.is_none()).collect();
    if !loose.is_empty() {
        page.title("STREAMS OF THE SERVER WITHOUT A LEG")?;
        for stream in loose {
            page.line(&stream_line(store, stream))?;
        }
    }
    let sections = [
        ("SURVEYS", survey_lines(store, detail)),
        ("USAGE", usage_lines(store, detail)),
    ];
    for (title, lines) in sections.iter().filter(|(_, lines)| !lines.is_empty()) {
        page.title(title)?;
        for line in lines {
            page.line(line)?;
        }
    }
    page.title("TIMELINE (UTC)")?;
    for entry in entries(store, detail) {
        page.line(&timeline_line(detail, &entry))?;
    }
    Ok(())
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}

fn clock(time: Time, form: &str) -> String {
    time.utc()
        .map_or_else(|| "-".to_owned(), |utc| utc.format(form).to_string())
}

fn write_head<W: Write>(page: &mut Page<W>, store: &Store, detail: &CallDetail) -> io::Result<()> {
    let facts = store.facts(detail.call);
    page.whole(&format!(
        "CALL  {}",
        or_dash(store.id(store.call_id(detail.call)))
    ))?;
    page.line(&format!(
        "{}  {}  {}",
        detail.kind.name().unwrap_or("-"),
        clock(facts.shown_start(), "%Y-%m-%d %H:%M:%SZ"),
        detail
            .duration_s
            .known()
            .map_or_else(|| "-".to_owned(), duration),
    ))?;
    page.line(&format!(
        "{} legs / {} participants / {} endpoints / {} streams",
        detail.legs.len(),
        detail.participants.len(),
        detail.endpoints,
        detail.streams.len()
    ))?;
    if detail.thread.is_known() {
        page.whole(&format!("thread {}", store.id(detail.thread)))?;
    }
    if detail.is_orphan {
        page.line("no summary names this call: known only from other records")?;
    }
    if !detail.is_final {
        page.line("not final: a leg is known only from update rows")?;
    }
    Ok(())
}

fn write_why<W: Write>(page: &mut Page<W>, store: &Store, detail: &CallDetail) -> io::Result<()> {
    let facts = store.facts(detail.call);
    let class = facts.verdict.class;
    page.title(&format!(
        "{} {}",
        class.mark(),
        class.name().to_uppercase().replace('_', " ")
    ))?;
    let found = findings(store, detail);
    // Of a call with findings the first of them says why.
    if found.is_empty() && !facts.reason.line.is_empty() {
        page.whole(&facts.reason.line)?;
    }
    for finding in found {
        let places: Vec<String> = finding
            .evidence
            .iter()
            .map(|place| format!("{}:{}", place.file, place.line))
            .collect();
        let how = match finding.certainty {
            "certain" => "",
            "likely" => " likely:",
            _ => " possible:",
        };
        page.whole(&format!("-{how} {} ({})", finding.text, places.join(", ")))?;
        for (word, lines) in [
            ("against", &finding.against),
            ("to be sure", &finding.missing),
        ] {
            if !lines.is_empty() {
                page.whole(&format!("    {word}: {}", lines.join("; ")))?;
            }
        }
    }
    Ok(())
}

fn write_leg<W: Write>(
    page: &mut Page<W>,
    store: &Store,
    detail: &CallDetail,
    no: LegNo,
) -> io::Result<()> {
    let Some(leg) = detail.leg(no) else {
        return Ok(());
    };
    let word = |text: TextRef| or_dash(store.text(text)).to_owned();
    let mut end = end_words(store, detail, no);
    if let Some(meaning) = end_meaning(store, leg) {
        end = format!("{end}: {meaning}");
    }
    page.line(&format!(
        "{} {}  {}  {}  {}  SDK {}  {}  end {}",
        if leg.is_dropped { 'x' } else { ' ' },
        detail.leg_name(no),
        word(leg.endpoint_type.or(leg.participant_type)),
        clock(leg.start, "%H:%M:%S"),
        leg.duration_s
            .known()
            .map_or_else(|| "-".to_owned(), duration),
        word(leg.sdk),
        word(leg.os),
        or_dash(end.trim()),
    ))?;
    let ids: [(&str, IdRef); 3] = [
        ("participant", leg.participant),
        ("endpoint", leg.endpoint),
        ("identifier", leg.identifier),
    ];
    for (title, id) in ids {
        if id != IdRef::MISSING {
            page.whole(&format!("      {title:<12}{}", store.id(id)))?;
        }
    }
    for (_, stream) in detail.streams_of(no) {
        page.line(&stream_line(store, stream))?;
    }
    Ok(())
}

/// Mark, direction, medium, id, then every measure the log has, averages and maxima as `avg/max`.
fn stream_line(store: &Store, stream: &Stream) -> String {
    let values = store.streams.values()[stream.row.at()];
    let mut words = vec![format!(
        "    {} {:<8} {:<6} {:<4}",
        stream.verdict.class.mark(),
        stream.direction.name(),
        stream.media.name(),
        or_dash(store.text(stream.id)),
    )];
    words.extend((0..METRICS.len()).filter_map(|at| measure_words(&values, at)));
    if let Some(why) = stream.verdict.not_judged {
        words.push(format!("not judged: {}", why.words(store.limits())));
    }
    words.join("  ")
}

/// `RTT 310/1840 ms`; nothing for a measure the log does not have, nor for a maximum, which stands with its average.
fn measure_words(values: &[Num; STREAM_VALUES], at: usize) -> Option<String> {
    let metric = &METRICS[at];
    let shown = |at: usize| Some(metric.shown(values.get(at)?.known()?));
    let value = match metric.statistic {
        Statistic::Maximum => return None,
        Statistic::Single | Statistic::Count => shown(at)?,
        Statistic::Average => match (shown(at), shown(at + 1)) {
            (None, None) => return None,
            (Some(average), None) => average,
            (average, Some(most)) => format!("{}/{most}", average.as_deref().unwrap_or("-")),
        },
    };
    let unit = metric.unit.label();
    Some(if unit == metric.title {
        format!("{value} {unit}")
    } else {
        format!("{} {value} {unit}", metric.title)
    })
}

fn timeline_line(detail: &CallDetail, entry: &Entry) -> String {
    let time = match entry.time {
        Value::Moment(time) => clock(time, "%H:%M:%S%.3f"),
        _ => "-".to_owned(),
    };
    let leg = entry
        .leg
        .map_or_else(|| "-".to_owned(), |leg| detail.leg_name(leg));
    let took = milliseconds(&entry.duration_ms)
        .known()
        .map_or_else(String::new, |ms| format!("{ms:.0} ms"));
    let name = entry.name.words();
    let hint = if diagnostic::is_hint(&name) {
        "(hint)"
    } else {
        ""
    };
    let words = [
        entry.result.words(),
        hint.to_owned(),
        took,
        entry.text.words(),
    ];
    let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
    format!(
        "{time:<12} {leg:<5} {:<10} {name}  {}",
        entry.lane,
        words.join("  ")
    )
}
