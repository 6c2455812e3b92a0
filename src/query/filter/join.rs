//! Texts of filters put together so that each keeps its meaning.

use super::tree::Node;
use super::{Clock, Filter, Reading};

/// A text as one part of a longer one: several conditions stand in brackets.
pub(super) fn operand(text: &str, clock: Clock) -> String {
    let Reading { filter, problems } = Filter::read(text, &clock);
    let is_several = filter.is_some_and(|filter| is_several(&filter.root));
    if is_several && problems.is_empty() {
        format!("({text})")
    } else {
        text.to_owned()
    }
}

/// The text of a filter with another one behind it. Both must hold, each by itself: the second is about whichever stream,
/// leg or operation of the call it likes. A second time the same says nothing new.
pub fn both(text: &str, more: &str, clock: &Clock) -> String {
    let understood = |text: &str| {
        let Reading { filter, problems } = Filter::read(text, clock);
        // What cannot be read would read on into what stands behind it.
        let text = match &filter {
            Some(filter) if !problems.is_empty() => filter.to_string(),
            _ => text.trim().to_owned(),
        };
        filter.map(|filter| (filter, text))
    };
    let (Some((before, text)), Some((after, more))) = (understood(text), understood(more)) else {
        return format!("{} {}", text.trim(), more.trim()).trim().to_owned();
    };
    let own = format!("({more})");
    let ends_with = |part: &str| text == part || text.ends_with(&format!(" {part}"));
    if ends_with(&more) || ends_with(&own) {
        return text;
    }
    let shares = before.shares_part(&after);
    let (tail, nodes) = match (&after.root, shares) {
        // Brackets with `or` are about the same part as what stands beside them; `not` is about the call.
        (Node::Or(_), true) => {
            let twice = Node::Not(Box::new(Node::Not(Box::new(after.root.clone()))));
            (format!("not not {own}"), vec![twice])
        }
        (Node::Or(_), false) => (own, vec![after.root.clone()]),
        (_, true) => (own, vec![Node::And(parts(&after.root))]),
        (_, false) => (more, parts(&after.root)),
    };
    let mut wanted = parts(&before.root);
    wanted.extend(nodes);
    let joined = format!("{text} {tail}");
    let is_bracketed = !is_several(&before.root) && text.starts_with('(');
    let reads = || {
        Filter::read(&joined, clock)
            .filter
            .map(|filter| filter.root)
    };
    if is_bracketed || reads() == Some(Node::And(wanted)) {
        joined
    } else {
        // Alternatives, and what would take up the beginning of the other.
        format!("({text}) {tail}")
    }
}

fn parts(root: &Node) -> Vec<Node> {
    match root {
        Node::And(parts) => parts.clone(),
        one => vec![one.clone()],
    }
}

const fn is_several(root: &Node) -> bool {
    matches!(root, Node::And(_) | Node::Or(_))
}
