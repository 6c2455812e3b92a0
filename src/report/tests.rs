//! Words of formats, the error line, and what is usable.

use super::fixture::Record::Summary;
use super::fixture::{batch, store, store_of, written};
use super::*;
use crate::model::batch::Batch;
use crate::model::id::FileIx;
use crate::model::source::Skipped;

#[test]
fn formats_are_read_by_their_words() {
    for (word, format) in Format::ALL {
        assert_eq!(word.parse::<Format>().ok(), Some(format));
    }
    assert!("yaml".parse::<Format>().is_err());
}

fn line(error: &Error) -> String {
    written(|out| write_error(out, error).map(|()| 0)).0
}

#[test]
fn errors_are_one_escaped_line_and_a_closed_output_is_none() {
    let text = line(&Error::Usage("bad \u{1b}[31m\nname".to_owned()));
    assert!(text.starts_with("callscope: bad ") && !text.contains('\u{1b}'));
    assert_eq!(text.lines().count(), 1);
    let closed = Error::Output(io::ErrorKind::BrokenPipe.into());
    assert_eq!(line(&closed), "");
}

#[test]
fn one_record_is_usable_and_none_names_the_first_trouble() {
    assert!(usable(&store(&[Summary(&[("call", "c")])])).is_ok());
    let mut nothing = store_of(&[batch(0, &[])]);
    nothing.files[0].error = Some("gzip ends early".to_owned());
    let error = usable(&nothing).err().map(|error| error.to_string());
    assert!(error.is_some_and(|text| text.contains("a.jsonl: gzip ends early")));
    let mut skipped = store_of(&[]);
    skipped.skipped.push(Skipped {
        path: "notes.txt".to_owned(),
        reason: "no JSON or CSV".to_owned(),
    });
    let error = usable(&skipped).err().map(|error| error.to_string());
    assert!(error.is_some_and(|text| text.contains("notes.txt: no JSON or CSV")));
    assert!(usable(&store_of(&[Batch::new(FileIx(0), 0)])).is_err());
}
