//! Call diagnostics: one row per media stream of a leg (docs: call-diagnostics-log-schema).

use super::{Category, Fields};
use crate::model::batch::Batch;
use crate::model::metric::STREAM_VALUES;
use crate::model::rows::{Direction, Media, StreamRow};
use crate::model::value::Num;

fields! {
    CALL = "correlationId";
    PARTICIPANT = "participantId";
    IDENTIFIER = "identifier";
    ENDPOINT = "endpointId";
    ENDPOINT_TYPE = "endpointType";
    MEDIA = "mediaType";
    STREAM = "streamId";
    TRANSPORT = "transportType";
    DIRECTION = "streamDirection";
    CODEC = "codecName";
    VERSION = "callUpdatesVersion";
    JITTER_AVG = "jitterAvg";
    JITTER_MAX = "jitterMax";
    RTT_AVG = "roundTripTimeAvg";
    RTT_MAX = "roundTripTimeMax";
    LOSS_AVG = "packetLossRateAvg";
    LOSS_MAX = "packetLossRateMax";
    BUFFER_AVG = "jitterBufferSizeAvg";
    BUFFER_MAX = "jitterBufferSizeMax";
    HEALED_AVG = "healedDataRatioAvg";
    HEALED_MAX = "healedDataRatioMax";
    FRAME_RATE = "videoFrameRateAvg";
    RESOLUTION = "recvResolutionHeight";
    FREEZE = "recvFreezeDurationPerMinuteInMs";
    PACKETS = "packetUtilization";
    BITRATE_AVG = "videoBitRateAvg";
    BITRATE_MAX = "videoBitRateMax";
}

/// The measures in the order of the model's table; a test holds the two together.
const VALUES: [usize; STREAM_VALUES] = [
    JITTER_AVG,
    JITTER_MAX,
    RTT_AVG,
    RTT_MAX,
    LOSS_AVG,
    LOSS_MAX,
    BUFFER_AVG,
    BUFFER_MAX,
    HEALED_AVG,
    HEALED_MAX,
    FRAME_RATE,
    RESOLUTION,
    FREEZE,
    PACKETS,
    BITRATE_AVG,
    BITRATE_MAX,
];

pub(super) const CATEGORY: Category = Category {
    name: "CallDiagnostics",
    aliases: &["ACSCallDiagnostics", "CallDiagnostic"],
    updates: Some("CallDiagnosticsUpdates"),
    fields: FIELDS,
    signs: &[
        &["mediaType", "streamId"],
        &["mediaType", "transportType"],
        &["mediaType", "roundTripTimeAvg"],
    ],
    read: |fields, batch| read(fields, batch, false),
    #[cfg(test)]
    samples: tests::SAMPLES,
    #[cfg(test)]
    check: tests::check,
};

/// The updates log has the same columns and a version.
pub(super) fn read(fields: &Fields, batch: &mut Batch, is_update: bool) {
    let media = fields.shown(MEDIA);
    let mut values = [Num::MISSING; STREAM_VALUES];
    for (value, field) in values.iter_mut().zip(VALUES) {
        *value = fields.num(field);
    }
    let row = StreamRow {
        call: fields.id(CALL, batch),
        participant: fields.id(PARTICIPANT, batch),
        endpoint: fields.id(ENDPOINT, batch),
        identifier: fields.id(IDENTIFIER, batch),
        endpoint_type: fields.text(ENDPOINT_TYPE, batch),
        media: Media::parse(&media),
        media_word: batch.text(&media),
        stream_id: fields.text(STREAM, batch),
        direction: direction(fields),
        transport: fields.text(TRANSPORT, batch),
        codec: fields.text(CODEC, batch),
        values,
        is_update,
        version: fields.num(VERSION),
        generated: fields.generated(),
        hash: fields.hash(),
        source: fields.source(),
    };
    batch.streams.push(row);
}

/// Old rows have no direction: what the server measured is what the leg was sent.
fn direction(fields: &Fields) -> Direction {
    match Direction::parse(&fields.shown(DIRECTION)) {
        Direction::Unknown
            if fields
                .shown(ENDPOINT_TYPE)
                .trim()
                .eq_ignore_ascii_case("server") =>
        {
            Direction::Inbound
        }
        Direction::Unknown => Direction::Outbound,
        own => own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::metric::{METRICS, position};

    pub(super) const SAMPLES: &[&str] = &[
        r#"{"time":"2021-07-19T18:46:50.188Z","resourceId":"SUBSCRIPTIONS/X","operationName":"CallDiagnostics","operationVersion":"1.0","category":"CallDiagnostics","correlationId":"8d1a8374-344d-4502-b54b-ba2d6daaf0ae","properties":{"identifier":null,"participantId":"04cc26f5-a86d-481c-b9f9-7a40be4d6fba","endpointId":null,"endpointType":"Server","mediaType":"VBSS","streamId":"2804","transportType":"UDP","roundTripTimeAvg":"103","roundTripTimeMax":"143","jitterAvg":"0","jitterMax":"4","packetLossRateAvg":"3.146336E-05","packetLossRateMax":"1e999"}}"#,
        r#"{"TimeGenerated":"2021-07-19T18:46:50.188Z","CorrelationId":"8d1a8374-344d-4502-b54b-ba2d6daaf0ae","ParticipantId":"04cc26f5-a86d-481c-b9f9-7a40be4d6fba","EndpointType":"Server","MediaType":"VBSS","StreamId":2804,"TransportType":"UDP","RoundTripTimeAvg":103,"RoundTripTimeMax":143,"JitterAvg":0,"JitterMax":4,"PacketLossRateAvg":3.146336E-05,"PacketLossRateMax":1e999,"StreamDirection":"Inbound","Type":"ACSCallDiagnostics"}"#,
        r#"{"time":"2021-07-19T18:46:50.188Z","category":"calldiagnostics","correlationId":"8d1a8374-344d-4502-b54b-ba2d6daaf0ae","properties":{"ParticipantId":"04CC26F5-a86d-481c-b9f9-7a40be4d6fba","EndpointType":"Server","MediaType":"VBSS","StreamId":"2804","TransportType":"UDP","RoundTripTimeAvg":103.0,"RoundTripTimeMax":" 143 ","JitterAvg":0,"JitterMax":4,"PacketLossRateAvg":"3.146336e-05","PacketLossRateMax":"NaN"}}"#,
        r#"{"time":"2021-07-19T18:46:50.188Z","correlationId":"8d1a8374-344d-4502-b54b-ba2d6daaf0ae","participantId":"04cc26f5-a86d-481c-b9f9-7a40be4d6fba","endpointType":"Server","mediaType":"VBSS","streamId":2804,"transportType":"UDP","roundTripTimeAvg":103,"roundTripTimeMax":143,"jitterAvg":0,"jitterMax":4,"packetLossRateAvg":3.146336E-05,"packetLossRateMax":true}"#,
    ];

    pub(super) fn check(batch: &Batch) {
        let row = batch.streams.get(0);
        let value = |name| row.values[position(name).unwrap_or(usize::MAX)];
        assert_eq!(
            batch.ids.get(row.call.0),
            "8d1a8374-344d-4502-b54b-ba2d6daaf0ae"
        );
        assert!(!row.endpoint.is_known() && row.participant.is_known());
        assert_eq!(
            (row.media, row.direction),
            (Media::Screen, Direction::Inbound)
        );
        assert_eq!(batch.texts.get(row.media_word.0), "VBSS");
        assert_eq!(batch.texts.get(row.stream_id.0), "2804");
        assert_eq!(batch.texts.get(row.transport.0), "UDP");
        assert_eq!(value("rtt_avg").known(), Some(103.0));
        assert_eq!(value("rtt_max").known(), Some(143.0));
        assert_eq!(value("jitter_avg").known(), Some(0.0));
        assert_eq!(value("loss_avg").known(), Some(3.146_336e-05));
        assert_eq!(value("loss_max"), Num::UNREADABLE);
        assert_eq!(value("healed_avg"), Num::MISSING);
    }

    #[test]
    fn the_values_stand_in_the_order_of_the_model() {
        for (metric, field) in METRICS.iter().zip(VALUES) {
            assert_eq!(FIELDS[field][0], metric.wire);
        }
    }
}
