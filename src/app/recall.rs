//! The samples of the opened call, read again where only summaries are kept: asked for once, given up when the user
//! goes elsewhere; the newest call wins.

use super::action::View;
use super::comparing;
use super::effect::Effect;
use super::keymap;
use super::state::State;
use crate::model::id::CallIx;
use crate::model::recall::Recalled;
use crate::model::store::SamplesKept;
use crate::ui::format;

/// Samples that are being read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recalling {
    /// Of which call.
    pub call: CallIx,
    /// Bytes read.
    pub done: u64,
    /// Bytes to read.
    pub total: u64,
    /// True when the user stopped it.
    pub is_stopped: bool,
}

/// What to ask for after a turn.
pub(super) fn wish(state: &mut State) -> Option<Effect> {
    let opened = state.view.is_of_call() || state.view == View::Record;
    let call = match state.view {
        View::Compare => comparing::call_to_read(state),
        _ => state.selection.call.filter(|_| opened),
    };
    let wanted = call.filter(|&call| state.store.samples_kept(call) == SamplesKept::Summarised);
    let known = state.recalling.map(|recalling| recalling.call);
    if known == wanted {
        return None;
    }
    state.recalling = None;
    let Some(call) = wanted else {
        state.store.drop_recalled();
        return Some(Effect::StopSamples);
    };
    let recall = state.store.recall(call)?;
    state.recalling = Some(Recalling {
        call,
        done: 0,
        total: recall.bytes(),
        is_stopped: false,
    });
    Some(Effect::ReadSamples(Box::new(recall)))
}

/// Takes up how far it is.
pub(super) fn progress(state: &mut State, call: CallIx, done: u64) {
    if let Some(recalling) = &mut state.recalling
        && recalling.call == call
    {
        recalling.done = recalling.done.max(done);
    }
}

/// Takes up what was read; what was lost is told.
pub(super) fn take(state: &mut State, recalled: &Recalled) {
    if !state.store.take_back(recalled) {
        return;
    }
    state.recalling = None;
    comparing::retell(state);
    if let Some((file, trouble)) = recalled.troubles.first() {
        let name = state.store.file(*file).map_or("", |file| &file.name);
        let text = format!("statistics of this call, {name}: {trouble}");
        state.fail(text);
    } else if let SamplesKept::ReadAgain { lost } = state.store.samples_kept(recalled.call)
        && lost > 0
    {
        state.fail(lost_words(lost));
    }
}

/// True while samples are being read.
pub(super) fn is_running(state: &State) -> bool {
    state
        .recalling
        .is_some_and(|recalling| !recalling.is_stopped)
}

/// Stops it; the summaries stay.
pub(super) fn stop(state: &mut State) -> Vec<Effect> {
    if let Some(recalling) = &mut state.recalling {
        recalling.is_stopped = true;
    }
    state.say("stopped; the statistics of this call stay summarised");
    vec![Effect::StopSamples]
}

/// What there is to say of the samples of the opened call; empty while they are whole.
pub(super) fn words(state: &State) -> String {
    if let Some(recalling) = state.recalling.filter(|recalling| !recalling.is_stopped) {
        let share = format::share(recalling.done.min(recalling.total), recalling.total.max(1));
        let stop = keymap::label_of("interrupt");
        return format!("reading the statistics of this call again {share}; {stop} stops");
    }
    let kept = state
        .selection
        .call
        .map(|call| state.store.samples_kept(call));
    match (kept, state.store.cap()) {
        (Some(SamplesKept::Summarised), Some(cap)) => {
            format!("statistics summarised (cap {})", format::bytes(cap as u64))
        }
        (Some(SamplesKept::ReadAgain { lost }), _) if lost > 0 => lost_words(lost),
        _ => String::new(),
    }
}

fn lost_words(lost: u64) -> String {
    let samples = format::counted(lost, "sample");
    format!("{samples} of this call could not be read again: a file changed")
}
