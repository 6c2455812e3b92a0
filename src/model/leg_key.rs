//! Which leg a row belongs to: the identity rules of the answers' contract.
//!
//! A leg is a participant id. Where there is none, or in a P2P call, it is the endpoint, else the user's identifier.
//! The portal asks for the identifier before the endpoint, and makes a key up for redacted ids (call-diagnostics-rules,
//! *participant key*); by its order two devices of one user would be one leg, so the contract's order is kept.

use super::id::{IdRef, TextRef};
use super::rows::CallKind;

/// The identity of a leg within its call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LegKey {
    /// A participant, endpoint or user identifier.
    Id(IdRef),
    /// A row without any usable id stands for itself by its endpoint type.
    Nameless(TextRef),
}

/// The ids of a row that can name its leg.
#[derive(Clone, Copy, Debug, Default)]
pub struct LegIds {
    /// `participantId`.
    pub participant: IdRef,
    /// `endpointId`.
    pub endpoint: IdRef,
    /// `identifier`.
    pub identifier: IdRef,
    /// `endpointType`.
    pub endpoint_type: TextRef,
}

impl LegIds {
    /// The leg of a service row; none when the row is no participant (its id is the call's, log-schemas gotcha 13).
    pub fn key(&self, kind: CallKind, call: IdRef) -> Option<LegKey> {
        if self.is_call_itself(call) {
            return None;
        }
        let order = match kind {
            CallKind::P2p => [self.endpoint, self.identifier, self.participant],
            _ => [self.participant, self.endpoint, self.identifier],
        };
        let id = order.into_iter().find(|id| id.is_known());
        Some(id.map_or(LegKey::Nameless(self.endpoint_type), LegKey::Id))
    }

    /// True when the participant id is the call id.
    pub fn is_call_itself(&self, call: IdRef) -> bool {
        self.participant.is_known() && self.participant == call
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: IdRef = IdRef(99);
    const P: IdRef = IdRef(101);
    const E: IdRef = IdRef(102);
    const U: IdRef = IdRef(103);
    const NO: IdRef = IdRef::MISSING;

    #[test]
    fn a_leg_is_named_by_the_first_usable_id_in_the_order_of_its_kind_of_call() {
        // Kind, participant, endpoint, identifier, key; the call's own id and redacted ones are none.
        #[rustfmt::skip]
        let table = [
            (CallKind::Group, P, E, U, Some(P)), (CallKind::Group, NO, E, U, Some(E)), (CallKind::Group, NO, NO, U, Some(U)),
            (CallKind::Group, IdRef::REDACTED, E, U, Some(E)), (CallKind::Group, CALL, E, U, None),
            (CallKind::P2p, P, E, U, Some(E)), (CallKind::P2p, P, NO, U, Some(U)), (CallKind::P2p, P, NO, NO, Some(P)),
            (CallKind::P2p, CALL, E, U, None), (CallKind::Unknown, P, E, U, Some(P)),
        ];
        for (kind, participant, endpoint, identifier, wanted) in table {
            let ids = LegIds {
                participant,
                endpoint,
                identifier,
                ..LegIds::default()
            };
            let key = ids.key(kind, CALL);
            assert_eq!(key, wanted.map(LegKey::Id), "{kind:?} {ids:?}");
        }
        let nameless = LegIds::default().key(CallKind::Group, CALL);
        assert_eq!(nameless, Some(LegKey::Nameless(TextRef::MISSING)));
    }
}
