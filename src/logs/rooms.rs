//! Rooms: requests to rooms; the correlation id is the request's, so they never make a call (docs: rooms-logs).

use super::{Category, Fields};
use crate::model::batch::Batch;
use crate::model::rooms::RoomRow;

fields! {
    CORRELATION = "correlationId";
    NAME = "operationName";
    LEVEL = "level";
    RESULT = "resultType";
    SIGNATURE = "resultSignature";
    ROOM = "roomId";
    LIFESPAN = "roomLifespan";
    ADDED = "addedRoomParticipantsCount";
    UPSERTED = "upsertedRoomParticipantsCount";
    REMOVED = "removedRoomParticipantsCount";
    DIAL_OUT = "pstnDialOutEnabled";
}

pub(super) const CATEGORY: Category = Category {
    name: "RoomsOperational",
    aliases: &["ACSRoomsIncomingOperations"],
    updates: None,
    fields: FIELDS,
    signs: &[&["roomId"], &["addedRoomParticipantsCount"]],
    read,
    #[cfg(test)]
    samples: tests::SAMPLES,
    #[cfg(test)]
    check: tests::check,
};

fn read(fields: &Fields, batch: &mut Batch) {
    let row = RoomRow {
        correlation: fields.id(CORRELATION, batch),
        room: fields.id(ROOM, batch),
        name: fields.text(NAME, batch),
        result: fields.text(RESULT, batch),
        signature: fields.text(SIGNATURE, batch),
        lifespan_min: fields.num(LIFESPAN),
        added: fields.num(ADDED),
        upserted: fields.num(UPSERTED),
        removed: fields.num(REMOVED),
        has_dial_out: fields.flag(DIAL_OUT),
        level: fields.text(LEVEL, batch),
        generated: fields.generated(),
        hash: fields.hash(),
        source: fields.source(),
    };
    batch.side.rooms.push(row);
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const SAMPLES: &[&str] = &[
        r#"{"time":"2023-05-25T17:43:25.7460000Z","resourceId":"/SUBSCRIPTIONS/0A1B/RESOURCEGROUPS/RG1/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/ACS1","operationName":"CreateRoom","operationVersion":"1.0","category":"RoomsOperational","correlationId":"Y4x6ZabFE0+E8ERwMpd68w","level":"Informational","resultType":"Succeeded","resultSignature":200,"properties":{"roomId":"99466898241024408","roomLifespan":61,"addedRoomParticipantsCount":4,"upsertedRoomParticipantsCount":null,"removedRoomParticipantsCount":null,"pstnDialOutEnabled":true}}"#,
        r#"{"TimeGenerated":"2023-05-25T17:43:25.746Z","OperationName":"CreateRoom","Level":"Informational","CorrelationId":"Y4x6ZabFE0+E8ERwMpd68w","ResultType":"Succeeded","ResultSignature":"200","RoomId":"99466898241024408","RoomLifespan":61,"AddedRoomParticipantsCount":4,"UpsertedRoomParticipantsCount":null,"RemovedRoomParticipantsCount":null,"PstnDialOutEnabled":"True","RoomLifeSpan":"61","Type":"ACSRoomsIncomingOperations"}"#,
        r#"{"TimeGenerated [UTC]":"5/25/2023, 5:43:25.746 PM","CorrelationId":"Y4x6ZabFE0+E8ERwMpd68w","OperationName":"CreateRoom","Level":"Informational","ResultType":"Succeeded","ResultSignature":"200","RoomId":"99466898241024408","RoomLifespan":"61","AddedRoomParticipantsCount":"4","PstnDialOutEnabled":"TRUE"}"#,
    ];

    pub(super) fn check(batch: &Batch) {
        let row = batch.side.rooms.get(0);
        let id = |id: crate::model::id::IdRef| batch.ids.get(id.0).to_ascii_lowercase();
        let text = |text: crate::model::id::TextRef| batch.texts.get(text.0);
        assert_eq!(batch.ids.get(row.correlation.0), "Y4x6ZabFE0+E8ERwMpd68w");
        assert_eq!(id(row.room), "99466898241024408");
        let words = [row.name, row.result, row.signature, row.level].map(text);
        assert_eq!(words, ["CreateRoom", "Succeeded", "200", "Informational"]);
        assert_eq!(
            (row.lifespan_min.known(), row.added.known()),
            (Some(61.0), Some(4.0))
        );
        assert!(row.upserted.known().is_none() && row.removed.known().is_none());
        assert_eq!(row.has_dial_out, Some(true));
    }
}
