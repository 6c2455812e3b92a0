//! The whole state of the program. One owner, changed only by [`super::update`].

use super::action::View;
use super::clock::Clocks;
use super::comparing::Comparisons;
use super::filters::Filters;
use super::finding::{Answer, Finding};
use super::groupings::Groupings;
use super::keeping::Keeping;
use super::line::Line;
use super::overviews::Overviews;
use super::place::{Focus, Place};
use super::recall::Recalling;
use super::trail::Trail;
use super::view_state::ViewHistory;
use crate::model::call::CallDetail;
use crate::model::id::{CallIx, IdRef, TextRef};
use crate::model::selection::Selection;
use crate::model::source::Source;
use crate::model::store::Store;
use crate::model::usual;
use crate::query::marked::Marked;
use crate::ui::context::{Context, Look};
use crate::ui::panes::Pane;
use crate::ui::panes::calls::Calls;
use crate::ui::panes::chart::ChartPane;
use crate::ui::panes::columns::ColumnsPane;
use crate::ui::panes::compare::ComparePane;
use crate::ui::panes::filter_line::FilterLine;
use crate::ui::panes::find::{FindAnswer, FindPane};
use crate::ui::panes::groups::GroupsPane;
use crate::ui::panes::help::HelpPane;
use crate::ui::panes::legs::Legs;
use crate::ui::panes::load_report::LoadPane;
use crate::ui::panes::overview::OverviewPane;
use crate::ui::panes::palette::PalettePane;
use crate::ui::panes::record::RecordPane;
use crate::ui::panes::records::RecordsPane;
use crate::ui::panes::start::StartPane;
use crate::ui::panes::streams::Streams;
use crate::ui::panes::timeline::Timeline;
use crate::ui::panes::why::Why;
use crate::ui::widgets::message::Message;

/// What lies over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Overlay {
    /// Nothing.
    #[default]
    None,
    /// The find box.
    Find,
    /// Help.
    Help,
    /// The commands by name.
    Palette,
    /// The choice of columns.
    Columns,
    /// A line to be typed where messages stand.
    Line,
    /// The filter line, open.
    Filter,
    /// A dimension or the measure of the groups, looked for by typing beside their table.
    Choice,
}

/// How far reading is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loading {
    /// True while files are read.
    pub is_running: bool,
    /// True when all is read, but not yet all judged.
    pub is_ending: bool,
    /// True when it was stopped before the end.
    pub was_stopped: bool,
    /// Bytes of all files on disk; 0 when not known.
    pub bytes_total: u64,
    /// Bytes of them read so far.
    pub bytes_read: u64,
}

/// All panes; each keeps its cursor while it is not shown.
#[derive(Default)]
pub struct Panes {
    /// All calls at once.
    pub overview: OverviewPane,
    /// The call list.
    pub calls: Calls,
    /// Participants, legs, streams.
    pub legs: Legs,
    /// Metrics of streams.
    pub streams: Streams,
    /// Operations over time.
    pub timeline: Timeline,
    /// Findings of a call.
    pub why: Why,
    /// Statistics over time.
    pub chart: ChartPane,
    /// The find box.
    pub find: FindPane,
    /// The filter line.
    pub filter: FilterLine,
    /// Calls in groups.
    pub groups: GroupsPane,
    /// Two sides next to each other.
    pub compare: ComparePane,
    /// All records by kind.
    pub records: RecordsPane,
    /// A record's text.
    pub record: RecordPane,
    /// The load report.
    pub load: LoadPane,
    /// Help.
    pub help: HelpPane,
    /// The commands by name.
    pub palette: PalettePane,
    /// The choice of columns.
    pub columns: ColumnsPane,
    /// The start page.
    pub start: StartPane,
}

impl Panes {
    /// A pane by its focus.
    pub fn of(&self, focus: Focus) -> &dyn Pane {
        match focus {
            Focus::Overview => &self.overview,
            Focus::Calls => &self.calls,
            Focus::Legs => &self.legs,
            Focus::Streams => &self.streams,
            Focus::Timeline => &self.timeline,
            Focus::Why => &self.why,
            Focus::Chart => &self.chart,
            Focus::Compare => &self.compare,
            Focus::Load => &self.load,
            Focus::Groups => &self.groups,
            Focus::Records => &self.records,
            Focus::Record => &self.record,
            Focus::Start => &self.start,
        }
    }

    /// The same, to be changed.
    pub fn of_mut(&mut self, focus: Focus) -> &mut dyn Pane {
        match focus {
            Focus::Overview => &mut self.overview,
            Focus::Calls => &mut self.calls,
            Focus::Legs => &mut self.legs,
            Focus::Streams => &mut self.streams,
            Focus::Timeline => &mut self.timeline,
            Focus::Why => &mut self.why,
            Focus::Chart => &mut self.chart,
            Focus::Compare => &mut self.compare,
            Focus::Load => &mut self.load,
            Focus::Groups => &mut self.groups,
            Focus::Records => &mut self.records,
            Focus::Record => &mut self.record,
            Focus::Start => &mut self.start,
        }
    }
}

/// The last search: where `n` and `N` go.
#[derive(Default)]
pub struct LastHits {
    /// What each row of the answer points to.
    pub rows: Vec<HitPlace>,
    /// The row last opened.
    pub at: usize,
}

/// What of a call a found value names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// The call, no leg of it.
    Call,
    /// Someone: of several legs of theirs the dropped one is meant.
    Person,
    /// A leg, or something that a leg did.
    Leg,
}

/// What a hit points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HitPlace {
    /// The call; none for records that belong to none.
    pub call: Option<CallIx>,
    /// The record that names it.
    pub source: Source,
    /// The participant of that record.
    pub participant: IdRef,
    /// The endpoint of that record.
    pub endpoint: IdRef,
    /// What of the call the value names.
    pub names: Names,
    /// The value, where it is how a leg ended: code and subcode.
    pub code: Option<(TextRef, TextRef)>,
}

/// The state.
pub struct State {
    /// All that is loaded.
    pub store: Store,
    /// All calls counted.
    pub overviews: Overviews,
    /// Calls in groups.
    pub groupings: Groupings,
    /// Two sides compared.
    pub comparisons: Comparisons,
    /// Which calls are shown.
    pub filters: Filters,
    /// View changes that can be taken back.
    pub view_history: ViewHistory,
    /// What is selected.
    pub selection: Selection,
    /// The page.
    pub view: View,
    /// The pane that has the keys.
    pub focus: Focus,
    /// What lies over the page.
    pub overlay: Overlay,
    /// True when the focused pane has the screen alone.
    pub is_zoomed: bool,
    /// True when the timeline shows the selected leg alone.
    pub is_one_leg: bool,
    /// True while files that grow are read on.
    pub is_following: bool,
    /// The pages behind this one.
    pub history: Vec<Place>,
    /// The places jumped from.
    pub trail: Trail,
    /// What is marked and noted.
    pub marked: Marked,
    /// What is kept for the next time.
    pub keeping: Keeping,
    /// The line that is typed where messages stand.
    pub line: Line,
    /// All panes.
    pub panes: Panes,
    /// How far reading is.
    pub loading: Loading,
    /// The line above the keys.
    pub message: Option<Message>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// Styles, signs and the zone of times; see [`State::look`].
    pub look: Look,
    /// The ways to show times that `t` goes through.
    pub clocks: Clocks,
    /// The last search.
    pub hits: LastHits,
    /// The commands in the order in which help lists them.
    pub help_order: Vec<usize>,
    /// The samples that are being read again.
    pub recalling: Option<Recalling>,
    /// The call of the hit under the cursor, for the preview beside the find box.
    pub glance: Option<(CallIx, CallDetail)>,
    detail: Option<(CallIx, u64, CallDetail)>,
    finding: Finding,
}

impl State {
    /// The state before the first event. `has_inputs`: whether there is anything to read.
    pub fn new(look: Look, size: (u16, u16), has_inputs: bool) -> Self {
        let (view, focus) = if has_inputs {
            (View::Overview, Focus::Overview)
        } else {
            (View::Start, Focus::Start)
        };
        Self {
            store: Store::new(),
            overviews: Overviews::default(),
            groupings: Groupings::default(),
            comparisons: Comparisons::default(),
            filters: Filters::default(),
            view_history: ViewHistory::default(),
            selection: Selection::default(),
            view,
            focus,
            overlay: Overlay::None,
            is_zoomed: false,
            is_one_leg: false,
            is_following: false,
            history: Vec::new(),
            trail: Trail::default(),
            marked: Marked::default(),
            keeping: Keeping::default(),
            line: Line::default(),
            panes: Panes::default(),
            loading: Loading {
                is_running: has_inputs,
                ..Loading::default()
            },
            message: None,
            size,
            look,
            clocks: Clocks::new(look.face.zone),
            hits: LastHits::default(),
            help_order: Vec::new(),
            recalling: None,
            glance: None,
            detail: None,
            finding: Finding::default(),
        }
    }

    /// What panes may look at.
    pub fn context(&self) -> Context<'_> {
        Context {
            store: &self.store,
            selection: &self.selection,
            detail: self.detail(),
            overview: self.overviews.shown(),
            groups: self.groupings.shown(),
            comparison: self.comparisons.shown(),
            kept: self.filters.kept().map(AsRef::as_ref),
            time: self.panes.timeline.view(),
            marked: &self.marked,
            look: self.look(),
            is_loading: self.loading.is_running,
        }
    }

    /// How panes look now: on the pages of a call times may be told from its start.
    pub fn look(&self) -> Look {
        let is_from_start = self.clocks.is_from_start && self.view.is_of_call();
        let start = self.detail().filter(|_| is_from_start);
        let mut look = self.look;
        look.face.origin = start.and_then(|detail| detail.start.ticks());
        look
    }

    /// The selected call in full.
    pub fn detail(&self) -> Option<&CallDetail> {
        let wanted = self.selection.call?;
        self.detail
            .as_ref()
            .filter(|(call, ..)| *call == wanted)
            .map(|(.., detail)| detail)
    }

    /// The call that was selected when the keys last rested, in full: while the cursor of the list moves, the preview
    /// stays behind.
    pub fn last_detail(&self) -> Option<&CallDetail> {
        self.selection.call?;
        self.detail.as_ref().map(|(.., detail)| detail)
    }

    /// Builds the selected call when it is not at hand or its rows changed.
    pub fn build_detail(&mut self) {
        let revision = self.store.shown_revision();
        let Some(call) = self.selection.call else {
            return;
        };
        if !matches!(&self.detail, Some((known, at, _)) if *known == call && *at == revision) {
            self.detail = Some((call, revision, self.store.detail(call)));
        }
    }

    /// Begins to search for what stands in the find box, in place of the search before; [`State::seek`] carries it out.
    pub fn ask(&mut self) {
        let text = self.panes.find.editor.text();
        let how = (self.panes.find.all_times, self.look.face.zone);
        if self.finding.ask(&self.store, &text, how) {
            return;
        }
        self.hits = LastHits::default();
        if text.is_empty() {
            self.panes.find.clear_answer();
        } else {
            self.panes.find.set_answer(FindAnswer::default());
        }
    }

    /// Goes on with the search and what it needs; true while there is more to do.
    pub fn seek(&mut self) -> bool {
        if self.overlay == Overlay::Find && !self.loading.is_running {
            self.finding.catch_up(&self.store);
        }
        if self.finding.is_busy() {
            let answer = self.finding.step(&self.store);
            self.take_answer(answer);
        }
        self.finding.is_busy()
    }

    /// True while a search or its index is under way.
    pub fn is_seeking(&self) -> bool {
        self.finding.is_busy()
    }

    /// Ends the search under way, for a key that is about what it finds.
    pub fn finish_search(&mut self) {
        let answer = self.finding.finish(&self.store);
        self.take_answer(answer);
    }

    /// True once after an answer came.
    pub fn take_news(&mut self) -> bool {
        let has_kept = self.filters.take_news();
        let has_groups = self.groupings.take_news() || self.comparisons.take_news();
        std::mem::take(&mut self.finding.has_news) || has_kept || has_groups
    }

    fn take_answer(&mut self, answer: Option<Answer>) {
        let Some((answer, rows)) = answer else { return };
        let opened = self.hits.rows.get(self.hits.at).copied();
        let at = |opened| rows.iter().position(|row| Some(*row) == opened);
        self.hits.at = at(opened).unwrap_or_default();
        self.hits.rows = rows;
        self.panes.find.set_answer(answer);
        self.finding.has_news = true;
    }

    /// The record behind the row under the cursor of the focused pane.
    pub fn record_under_cursor(&self) -> Option<Source> {
        let detail = self.detail();
        let leg_source = |leg| {
            detail
                .and_then(|detail| detail.leg(leg))
                .and_then(|leg| leg.source)
        };
        let stream_source = |stream: crate::model::call::StreamNo| {
            let row = detail?.streams.get(stream.0 as usize)?.row;
            Some(self.store.streams.source()[row.at()])
        };
        match self.focus {
            Focus::Calls | Focus::Overview => {
                let detail = detail?;
                detail
                    .legs
                    .iter()
                    .find_map(|leg| leg.source)
                    .or_else(|| self.any_source(detail))
            }
            Focus::Legs => match self.panes.legs.selected()? {
                (_, Some(stream)) => stream_source(stream),
                (leg, None) => leg_source(leg),
            },
            Focus::Streams => stream_source(self.panes.streams.selected()?),
            Focus::Timeline => self.panes.timeline.selected_source(),
            Focus::Why => self.panes.why.selected_source(),
            Focus::Chart => self.panes.chart.selected_source(&self.context()),
            Focus::Records => self.panes.records.selected_source(&self.context()),
            Focus::Compare => self.panes.compare.selected_source(&self.context()),
            Focus::Groups | Focus::Load | Focus::Record | Focus::Start => None,
        }
    }

    /// The rejected bytes under the cursor of the load report.
    pub fn rejected_under_cursor(&self) -> Option<Source> {
        if self.focus != Focus::Load {
            return None;
        }
        let (file, issue) = self.panes.load.selected_issue(&self.store)?;
        Some(Source {
            file,
            offset: issue.offset,
            length: issue.length,
            line_in_chunk: issue.line as u32,
        })
    }

    fn any_source(&self, detail: &CallDetail) -> Option<Source> {
        let operation = detail
            .operations
            .first()
            .map(|operation| self.store.operations.source()[operation.row.at()]);
        let stream = detail
            .streams
            .first()
            .map(|stream| self.store.streams.source()[stream.row.at()]);
        stream.or(operation)
    }

    /// Says something to the user: what was done, or why a key did nothing.
    pub fn say(&mut self, text: impl Into<String>) {
        self.message = Some(Message::Notice(text.into()));
    }

    /// Tells of a failure.
    pub fn fail(&mut self, text: impl Into<String>) {
        self.message = Some(Message::Error(text.into()));
    }

    /// What the work between events changes: the loop draws when it differs.
    pub fn stamp(&self) -> (u64, Option<(u64, Option<u64>)>, u64) {
        let counted = self.overviews.shown();
        let counted = counted.map(|shown| (shown.revision, shown.kept));
        let usual = usual::answers(&self.store);
        (self.store.revision(), counted, usual)
    }

    /// Where the user is.
    pub fn place(&self) -> Place {
        Place {
            view: self.view,
            selection: self.selection,
            focus: self.focus,
            filter: None,
            list_line: self.panes.calls.cursor_line(),
        }
    }
}
