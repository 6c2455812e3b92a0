//! Which leg a row belongs to: the identity rules of the answers' contract.
//!
//! A leg is a participant id. Where there is none, or in a P2P call, it is the endpoint, else the user's identifier.

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
