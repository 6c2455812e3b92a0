//! A question with one line for the answer, where messages stand: the text of a note, the name of a filter.

use super::effect::Effect;
use super::notes;
use super::saved;
use super::state::{Overlay, State};
use crate::model::id::CallIx;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;
use crate::ui::widgets::editor::Editor;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The note on a call.
    Note(CallIx),
    /// The name of a filter to save.
    Save,
    /// The name of a filter to forget.
    Forget,
}

/// The line.
#[derive(Default)]
pub struct Line {
    ask: Option<Ask>,
    /// What is typed.
    pub editor: Editor,
}

/// Asks, with a text to begin with.
pub(super) fn open(state: &mut State, ask: Ask, text: &str) {
    state.line.ask = Some(ask);
    state.line.editor.set(text);
    state.overlay = Overlay::Line;
}

/// Takes the answer.
pub(super) fn accept(state: &mut State) -> Vec<Effect> {
    state.overlay = Overlay::None;
    let text = state.line.editor.text();
    match state.line.ask.take() {
        Some(Ask::Note(call)) => notes::write(state, call, &text),
        // No name: it was thought better of.
        Some(Ask::Save | Ask::Forget) if text.trim().is_empty() => Vec::new(),
        Some(Ask::Save) => saved::save(state, &text),
        Some(Ask::Forget) => saved::forget(state, &text),
        None => Vec::new(),
    }
}

/// Draws question and answer.
pub(super) fn draw(state: &State, painter: &mut Painter) {
    let question = match state.line.ask {
        Some(Ask::Note(call)) => {
            let id = state.store.id(state.store.call_id(call));
            let short: String = id.chars().take(8).collect();
            format!("note on {short}: ")
        }
        Some(Ask::Save) => "save the filter as: ".to_owned(),
        Some(Ask::Forget) => "forget the filter saved as: ".to_owned(),
        None => return,
    };
    let x = painter.text(1, 0, &question, Role::Key);
    state.line.editor.draw(painter, x, 0);
}
