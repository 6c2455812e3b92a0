//! Where the text of each file can be had again after loading.

use super::archive::Member;
use super::shape::Shape;
use crate::logs::Hint;
use std::collections::HashMap;
use std::fs::File;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// The place of one file's text.
#[derive(Clone, Debug)]
pub(super) enum Origin {
    /// A file on disk, packed or not.
    Path(PathBuf),
    /// A pipe, whose decoded text is kept in a nameless temporary file.
    Spool(Arc<File>),
    /// Inside an archive.
    Member(Arc<Member>),
    /// Inside the program.
    Embedded(&'static [u8]),
    /// Nowhere: a pipe that could not be kept.
    Gone,
}

/// The places of all files, in the order of [`crate::model::id::FileIx`].
#[derive(Default)]
pub(super) struct Origins {
    places: Mutex<Vec<(Origin, Hint)>>,
    /// By file: from which offset on records have which shape; rising.
    shapes: Mutex<HashMap<usize, Vec<(u64, Shape)>>>,
}

impl Origins {
    /// Sets all places, with what the paths say of the records.
    pub(super) fn set_all(&self, places: Vec<(Origin, Hint)>) {
        *self.places.lock().unwrap_or_else(PoisonError::into_inner) = places;
    }

    /// Adds places behind the last.
    pub(super) fn add(&self, more: Vec<(Origin, Hint)>) {
        self.places
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(more);
    }

    /// Sets one place.
    pub(super) fn set(&self, at: usize, place: Origin) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = places.get_mut(at) {
            slot.0 = place;
        }
    }

    /// One place.
    pub(super) fn get(&self, at: usize) -> Option<Origin> {
        let places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.get(at).map(|(place, _)| place.clone())
    }

    /// What the path of a file says of its records.
    pub(super) fn hint(&self, at: usize) -> Hint {
        let places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.get(at).map_or(Hint::NONE, |&(_, hint)| hint)
    }

    /// From an offset on, the records of a file have this shape.
    pub(super) fn note_shape(&self, at: usize, offset: u64, shape: Shape) {
        let mut shapes = self.shapes.lock().unwrap_or_else(PoisonError::into_inner);
        shapes.entry(at).or_default().push((offset, shape));
    }

    /// The shape of the record at an offset; plain JSON unless something else was noted.
    pub(super) fn shape(&self, at: usize, offset: u64) -> Shape {
        let shapes = self.shapes.lock().unwrap_or_else(PoisonError::into_inner);
        let found = shapes
            .get(&at)
            .and_then(|all| all.iter().rev().find(|(from, _)| *from <= offset));
        found.map_or(Shape::Json, |(_, shape)| shape.clone())
    }
}
