//! The record walked last, by which the next one is walked: values that are met again under their key are as valid as
//! before and say the same, in whatever order the keys come.

use super::json::{Cursor, Fault};
use super::keys::KeyReader;
use super::layout::{Layout, Past, Scene};
use super::template::{TEXT_LIMIT, Template};

/// A record that was walked, and what was made of it.
#[derive(Default)]
pub(super) struct Walked {
    pub(super) template: Template,
    /// The record at hand.
    next: Layout,
    /// Can the next record be read by this one?
    is_known: bool,
    is_forgetful: bool,
}

impl Walked {
    /// Each record is walked as if it were the first.
    pub(super) fn forgetful() -> Self {
        Self {
            is_forgetful: true,
            ..Self::default()
        }
    }

    /// Walks the object under the cursor.
    pub(super) fn read<'t>(
        &mut self,
        cursor: &mut Cursor<'t>,
        text: &'t str,
        keys: &mut KeyReader,
    ) -> Result<&mut Layout, Fault> {
        let past = Past {
            text: &self.template.text,
            layout: &self.template.layout,
        };
        let past = self.is_known.then_some(past);
        self.next.read(&mut Scene {
            cursor,
            text,
            keys,
            past,
        })?;
        Ok(&mut self.next)
    }

    /// Goes on to the record that was just walked. Answers whether values made of the one before hold for it.
    pub(super) fn take(&mut self, text: &str, batch: u64) -> bool {
        std::mem::swap(&mut self.template.layout, &mut self.next);
        let template = &mut self.template;
        let was_known = self.is_known;
        self.is_known =
            !self.is_forgetful && template.layout.is_whole() && text.len() <= TEXT_LIMIT;
        if !self.is_known {
            return false;
        }
        text.as_bytes().clone_into(&mut template.text);
        if was_known {
            template.enter(batch);
            template.forget_changed();
        } else {
            template.class = None;
            template.start(batch);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logs::keys::REGISTRY;

    #[test]
    fn only_what_differs_from_the_record_before_is_read_anew() {
        let lines: [(&str, &[&str]); 8] = [
            (
                r#"{"time":"t","category":"c","properties":{"callId":"a","count":1}}"#,
                &["time", "category", "callId", "count"],
            ),
            (
                r#"{"category":"c","properties":{"count":1,"callId":"a"},"time":"t"}"#,
                &[],
            ),
            (
                r#"{"properties":{"count":12,"callId":"a"},"category":"c"}"#,
                &["count", "time"],
            ),
            (
                r#"{"category":"c","properties":{"count":1,"callId":"a","callId":"a"}}"#,
                &["count", "callId"],
            ),
            (
                r#"{"category":"c","properties":{"callId":"a","count":1}}"#,
                &[],
            ),
            (
                r#"{"callId":"a","category":"c","properties":{"count":1}}"#,
                &["callId", "callId"],
            ),
            (
                r#"{"CallId":"a", "category" : "c","properties":{"count":1 }}"#,
                &["callId", "count"],
            ),
            (
                r#"{"properties":{"count":1},"properties":{"count":1}}"#,
                &["callId", "category"],
            ),
        ];
        let (mut walked, mut keys) = (Walked::default(), KeyReader::default());
        for (text, changed) in lines {
            let mut cursor = Cursor::new(text);
            cursor.peek();
            let layout = walked.read(&mut cursor, text, &mut keys);
            let told = layout.map(|layout| layout.changed().to_vec());
            let wanted = changed.iter().map(|name| REGISTRY.key(name)).collect();
            assert_eq!(told, Ok(wanted), "{text}");
            walked.take(text, 1);
        }
        assert!(!walked.is_known);
    }
}
