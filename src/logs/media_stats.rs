//! Client media statistics: one row per metric, stream and 10 s; by far the largest log
//! (docs: call-client-media-statistics-log-schema).

use super::columns::columns;
use super::{Category, Fields};
use crate::model::batch::Batch;
use crate::model::rows::SampleRow;
use crate::model::value::Num;

fields! {
    CALL = "callId";
    ENVELOPE_CALL = "correlationId";
    TIME = "callClientTimeStamp";
    METRIC = "metricName";
    COUNT = "count";
    SUM = "sum";
    AVERAGE = "average";
    MINIMUM = "minimum";
    MAXIMUM = "maximum";
    DIRECTION = "mediaStreamDirection";
    MEDIA = "mediaStreamType";
    CODEC = "mediaStreamCodec";
    PARTICIPANT = "participantId";
    CLIENT = "clientInstanceId";
    REMOTE = "remoteParticipantId";
    INTERVAL = "aggregationIntervalSeconds";
}

pub(super) const CATEGORY: Category = Category {
    name: "CallClientMediaStatsTimeSeries",
    aliases: &["ACSCallClientMediaStatsTimeSeries", "CallClientMediaStats"],
    updates: None,
    fields: FIELDS,
    signs: &[
        &["metricName", "aggregationIntervalSeconds"],
        &["metricName", "average"],
        &["metricName", "mediaStreamType"],
    ],
    read,
    #[cfg(test)]
    samples: tests::SAMPLES,
    #[cfg(test)]
    check: tests::check,
};

columns! {
    SampleRow;
    call: [CALL, ENVELOPE_CALL] = |fields, batch| fields.id(call(fields), batch);
    participant: [PARTICIPANT] = |fields, batch| fields.id(PARTICIPANT, batch);
    remote: [REMOTE] = |fields, batch| fields.id(REMOTE, batch);
    client: [CLIENT] = |fields, batch| fields.id(CLIENT, batch);
    time: [TIME] = |fields, _batch| fields.time(TIME);
    metric: [METRIC] = |fields, batch| fields.text(METRIC, batch);
    media: [MEDIA] = |fields, _batch| fields.media(MEDIA);
    direction: [DIRECTION] = |fields, _batch| fields.direction(DIRECTION);
    codec: [CODEC] = |fields, batch| fields.text(CODEC, batch);
    count: [COUNT] = |fields, _batch| fields.num32(COUNT);
    sum: [SUM] = |fields, _batch| fields.num32(SUM);
    average: [AVERAGE] = |fields, _batch| fields.num32(AVERAGE);
    minimum: [MINIMUM] = |fields, _batch| fields.num32(MINIMUM);
    maximum: [MAXIMUM] = |fields, _batch| fields.num32(MAXIMUM);
    interval_s: [INTERVAL] = |fields, _batch| seconds(fields.num(INTERVAL));
}

fn call(fields: &Fields) -> usize {
    if fields.is_present(CALL) {
        CALL
    } else {
        ENVELOPE_CALL
    }
}

fn seconds(interval: Num) -> u16 {
    let seconds = interval.known().unwrap_or(0.0);
    seconds.clamp(0.0, f64::from(u16::MAX)) as u16
}

fn read(fields: &Fields, batch: &mut Batch) {
    COLUMNS.row(fields, batch, |row, batch| {
        (row.hash, row.source) = (fields.hash(), fields.source());
        batch.samples.push(*row);
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rows::{Direction, Media};

    pub(super) const SAMPLES: &[&str] = &[
        r#"{"time":"2024-05-09T17:06:50Z","operationName":"CallClientMediaStatsTimeSeries","category":"CallClientMediaStatsTimeSeries","correlationId":"another","properties":{"callClientTimeStamp":"2024-05-09T16:01:05.066Z","callId":"c1","metricName":"JitterInMs","count":2,"sum":34,"average":17.5,"minimum":10,"maximum":25,"mediaStreamDirection":"recv","mediaStreamType":"audio","mediaStreamCodec":"OPUS","participantId":"p1","clientInstanceId":"i1","endpointId":"","remoteParticipantId":"r1","aggregationIntervalSeconds":10}}"#,
        r#"{"TimeGenerated":"2024-05-09T17:06:50Z","CallClientTimeStamp":"2024-05-09T16:01:05.066Z","MetricName":"JitterInMs","Count":2,"Sum":34.0,"Average":17.5,"Minimum":10.0,"Maximum":25.0,"MediaStreamDirection":"receive","MediaStreamType":"audio","MediaStreamCodec":"OPUS","ParticipantId":"p1","ClientInstanceId":"i1","CallId":"c1","RemoteParticipantId":"r1","AggregationIntervalSeconds":10,"Type":"ACSCallClientMediaStatsTimeSeries"}"#,
        r#"{"properties":{"TimeGenerated":"2024-05-09T17:06:50Z","CallClientTimeStamp":"2024-05-09T16:01:05.066Z","MetricName":"JitterInMs","Count":"2","Sum":"34","Average":"17.5","Minimum":"10","Maximum":"25","MediaStreamDirection":"recv","MediaStreamType":"audio","MediaStreamCodec":"OPUS","ParticipantId":"p1","ClientInstanceId":"i1","CallId":"C1","RemoteParticipantId":"r1","AggregationIntervalSeconds":"10"}}"#,
        r#"{"correlationId":"c1","properties":{"callClientTimeStamp":"2024-05-09T16:01:05.066Z","metricName":"JitterInMs","count":2,"sum":34,"average":17.5,"minimum":10,"maximum":25,"mediaStreamDirection":"recv","mediaStreamType":"audio","mediaStreamCodec":"OPUS","participantId":"p1","clientInstanceId":"i1","remoteParticipantId":"r1","aggregationIntervalSeconds":10}}"#,
    ];

    pub(super) fn check(batch: &Batch) {
        let row = batch.samples.get(0);
        let id = |id: crate::model::id::IdRef| batch.ids.get(id.0).to_ascii_lowercase();
        assert_eq!(
            (id(row.call), id(row.participant)),
            ("c1".into(), "p1".into())
        );
        assert_eq!((id(row.remote), id(row.client)), ("r1".into(), "i1".into()));
        assert_eq!(row.time.iso().as_deref(), Some("2024-05-09T16:01:05.066Z"));
        assert_eq!(batch.texts.get(row.metric.0), "JitterInMs");
        assert_eq!(
            (row.media, row.direction),
            (Media::Audio, Direction::Inbound)
        );
        assert_eq!(batch.texts.get(row.codec.0), "OPUS");
        assert_eq!(row.count.known(), Some(2.0));
        assert_eq!(row.sum.known(), Some(34.0));
        assert_eq!(row.average.known(), Some(17.5));
        assert_eq!(row.minimum.known(), Some(10.0));
        assert_eq!(row.maximum.known(), Some(25.0));
        assert_eq!(row.interval_s, 10);
    }
}
