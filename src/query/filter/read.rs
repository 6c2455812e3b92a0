//! Reads a filter: brackets, and, or, not, conditions, words. What it does not understand is left out and told.

mod value;

pub(super) use value::{expected, is_absence, operators};

use super::built_in;
use super::fields::{Field, Form, Level};
use super::text::{Token, TokenKind, needs_quotes, tokens, unquoted};
use super::tree::{Condition, Meaning, Node, Op, Typed, Value};
use super::{Clock, Filter, Problem, Reading};
use crate::query::read::Query;
use crate::query::when::{When, is_day, words_of_zone};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use std::ops::Range;

/// Brackets and `not` within each other.
const DEEPEST: usize = 32;
/// Conditions and words of one filter.
const MOST: usize = 64;
/// Bytes that are looked at.
const LONGEST: usize = 16 * 1024;

pub(super) fn read(text: &str, clock: Clock) -> Reading {
    let mut reader = Reader::new(text, clock);
    if text.len() > LONGEST {
        let span = reader.text.len()..text.len();
        reader.complain(span, format!("no more than {LONGEST} bytes"));
    }
    let root = reader.whole();
    let mut problems = reader.problems;
    problems.sort_by_key(|problem| (problem.span.start, problem.span.end));
    Reading {
        filter: root.map(|root| Filter { root }),
        problems,
    }
}

/// What a piece without quotes at its beginning is.
enum Bare<'a> {
    And,
    Or,
    Not,
    About,
    Flag(&'static Field),
    Field,
    Named(&'static built_in::BuiltIn),
    /// `docs/` and no name of a filter.
    Nameless,
    Condition(&'a str, Op),
    /// An operator without field.
    Operator,
    Word,
}

/// Heads of identifiers and addresses that look like a field with `:`.
const HEADS: [&str; 7] = [
    "acs",
    "orgid",
    "http",
    "https",
    "tel",
    "sip",
    "teamsvisitor",
];

fn bare(piece: &str) -> Bare<'_> {
    let is = |word: &str| piece.eq_ignore_ascii_case(word);
    if is("and") || is("or") || is("not") {
        return match piece.len() {
            2 => Bare::Or,
            _ if is("and") => Bare::And,
            _ => Bare::Not,
        };
    }
    if piece.starts_with('~') {
        return Bare::About;
    }
    if Op::split(piece).is_some() {
        return Bare::Operator;
    }
    if let Some(named) = built_in::named(piece) {
        return Bare::Named(named);
    }
    if piece.starts_with(built_in::PREFIX) {
        return Bare::Nameless;
    }
    // A note is asked for as a flag or by its words.
    let flag = if is("note") { "noted" } else { piece };
    if let Some(field) = Field::named(flag) {
        return if field.is_flag() {
            Bare::Flag(field)
        } else {
            Bare::Field
        };
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    let end = piece.find(|c| !is_name(c)).unwrap_or(piece.len());
    let (name, rest) = piece.split_at(end);
    let is_head = HEADS.iter().any(|head| head.eq_ignore_ascii_case(name)) && rest.starts_with(':');
    match Op::split(rest) {
        Some((op, _)) if name.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_head => {
            Bare::Condition(name, op)
        }
        _ => Bare::Word,
    }
}

/// True for a word that reads as itself without quotes.
pub(super) fn is_plain_word(word: &str) -> bool {
    !needs_quotes(word) && matches!(bare(word), Bare::Word)
}

/// A comparison that is being typed: its field, operator, and where the value begins.
pub(super) fn compared(piece: &str) -> Option<(&'static Field, Op, usize)> {
    let Bare::Condition(name, op) = bare(piece) else {
        return None;
    };
    let (_, value) = Op::split(&piece[name.len()..])?;
    Some((Field::named(name)?, op, piece.len() - value.len()))
}

struct Reader<'a> {
    text: &'a str,
    clock: Clock,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    count: usize,
    problems: Vec<Problem>,
}

/// An operand: there is none, it is left out because something is wrong with it, or it is good.
enum Operand {
    None,
    Bad,
    Good(Node),
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, clock: Clock) -> Self {
        let end = (0..=text.len().min(LONGEST))
            .rev()
            .find(|&at| text.is_char_boundary(at));
        let text = &text[..end.unwrap_or_default()];
        Self {
            text,
            clock,
            tokens: tokens(text),
            at: 0,
            depth: 0,
            count: 0,
            problems: Vec::new(),
        }
    }

    fn complain(&mut self, span: Range<usize>, expected: impl Into<String>) {
        self.problems.push(Problem {
            span,
            expected: expected.into(),
        });
    }

    fn token(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn slice(&self, span: &Range<usize>) -> &'a str {
        &self.text[span.clone()]
    }

    /// The piece at hand, when it is no bracket.
    fn piece(&self) -> Option<&'a str> {
        let token = self.token()?;
        let is_piece = matches!(token.kind, TokenKind::Atom | TokenKind::Unclosed);
        is_piece.then(|| self.slice(&token.span))
    }

    fn bare(&self) -> Option<Bare<'a>> {
        self.piece()
            .filter(|piece| !piece.starts_with('"'))
            .map(bare)
    }

    /// Everything; a bracket that closes nothing is passed over.
    fn whole(&mut self) -> Option<Node> {
        let mut parts = Vec::new();
        loop {
            parts.extend(self.any());
            let Some(token) = self.token() else { break };
            let span = token.span.clone();
            self.complain(span, "a ( before it");
            self.at += 1;
        }
        Node::all(parts)
    }

    /// Parts joined by or.
    fn any(&mut self) -> Option<Node> {
        let mut parts: Vec<Node> = Vec::new();
        let mut before: Option<Range<usize>> = None;
        loop {
            let has_any = self.all(&mut parts);
            let is_or = matches!(self.bare(), Some(Bare::Or));
            let span = self.token().map(|token| token.span.clone());
            match (before.take(), has_any, is_or) {
                (Some(or), false, _) => self.complain(or, "a condition after or"),
                (None, false, true) => {
                    let span = span.clone().unwrap_or_default();
                    self.complain(span, "a condition before or");
                }
                _ => {}
            }
            if !is_or {
                break;
            }
            before = span.filter(|_| has_any);
            self.at += 1;
        }
        if parts.len() > 1 {
            Some(Node::Or(parts.into_iter().map(Node::bare).collect()))
        } else {
            parts.pop()
        }
    }

    /// Parts joined by and, or by standing together; true when there were any, good or bad.
    fn all(&mut self, to: &mut Vec<Node>) -> bool {
        let (mut parts, mut has_any) = (Vec::new(), false);
        let mut after_and: Option<Range<usize>> = None;
        loop {
            if matches!(self.bare(), Some(Bare::And)) {
                let span = self
                    .token()
                    .map(|token| token.span.clone())
                    .unwrap_or_default();
                if !has_any || after_and.is_some() {
                    self.complain(span, "a condition before and");
                } else {
                    after_and = Some(span);
                }
                self.at += 1;
                continue;
            }
            match self.one() {
                Operand::None => break,
                Operand::Bad => {}
                Operand::Good(node) => parts.push(node),
            }
            (has_any, after_and) = (true, None);
        }
        if let Some(span) = after_and {
            self.complain(span, "a condition after and");
        }
        to.extend(Node::all(parts));
        has_any
    }

    /// One condition, word or bracket, with the `not` before it.
    fn one(&mut self) -> Operand {
        let Some(token) = self.token().cloned() else {
            return Operand::None;
        };
        let is_not = matches!(self.bare(), Some(Bare::Not));
        let is_open = token.kind == TokenKind::Open;
        if (is_not || is_open) && self.depth >= DEEPEST {
            self.complain(
                token.span,
                format!("no more than {DEEPEST} brackets and nots within each other"),
            );
            self.at = self.tokens.len();
            return Operand::Bad;
        }
        self.depth += 1;
        let operand = match token.kind {
            TokenKind::Close => Operand::None,
            TokenKind::Open => self.bracket(token.span),
            _ if is_not => self.negated(token.span),
            _ => self.atom(token),
        };
        self.depth -= 1;
        operand
    }

    fn negated(&mut self, span: Range<usize>) -> Operand {
        self.at += 1;
        match self.one() {
            Operand::None => {
                self.complain(span, "a condition after not");
                Operand::Bad
            }
            Operand::Bad => Operand::Bad,
            Operand::Good(node) => Operand::Good(Node::Not(Box::new(node.bare()))),
        }
    }

    fn bracket(&mut self, span: Range<usize>) -> Operand {
        self.at += 1;
        let problems = self.problems.len();
        let inner = self.any();
        let closing = self.token().filter(|token| token.kind == TokenKind::Close);
        match closing.map(|token| token.span.end) {
            None => self.complain(span, "a ) after it"),
            Some(end) => {
                self.at += 1;
                if inner.is_none() && self.problems.len() == problems {
                    self.complain(span.start..end, "a condition between the brackets");
                }
            }
        }
        let Some(inner) = inner else {
            return Operand::Bad;
        };
        // A condition in brackets of its own is about another stream, leg or operation than those beside it.
        let is_of_part = matches!(&inner, Node::Is(condition) if condition.level() != Level::Call);
        Operand::Good(if is_of_part {
            Node::And(vec![inner])
        } else {
            inner
        })
    }

    /// A piece that is no bracket.
    fn atom(&mut self, token: Token) -> Operand {
        let Some(kind) = self.bare() else {
            return self.word(&token);
        };
        if matches!(kind, Bare::And | Bare::Or) {
            return Operand::None;
        }
        if self.count >= MOST {
            self.complain(token.span, format!("no more than {MOST} conditions"));
            self.at += 1;
            return Operand::Bad;
        }
        self.count += 1;
        if let Some(operand) = self.spaced(&token) {
            return operand;
        }
        let piece = self.slice(&token.span);
        match kind {
            Bare::About => return self.about(&token),
            Bare::Word => return self.word(&token),
            Bare::Condition(name, op) => return self.attached(&token, (name, op)),
            _ => {}
        }
        self.at += 1;
        match kind {
            Bare::Flag(field) => return Operand::Good(flag(field)),
            Bare::Named(named) => return self.named(named, token.span),
            Bare::Nameless => {
                let names = built_in::BUILT_IN.iter().map(|row| row.name);
                let near = nearest(piece, names)
                    .map_or(String::new(), |name| format!("; did you mean {name}?"));
                self.complain(token.span, format!("the name of a built-in filter{near}"));
            }
            Bare::Field => {
                let expected = format!(
                    "an operator: {piece}= != < <= > >= : ~, or quotes to look for the word"
                );
                self.complain(token.span, expected);
            }
            _ => self.complain(token.span, "a field before the operator"),
        }
        Operand::Bad
    }

    /// The text of a built-in filter in its place.
    fn named(&mut self, named: &built_in::BuiltIn, span: Range<usize>) -> Operand {
        let Some(text) = named.filter() else {
            self.complain(
                span,
                format!(
                    "a filter; {} is answered by {}",
                    named.name,
                    named.answer_words()
                ),
            );
            return Operand::Bad;
        };
        let mut inner = Reader::new(text, self.clock);
        inner.whole().map_or(Operand::Bad, Operand::Good)
    }

    /// A word that is looked for everywhere.
    fn word(&mut self, token: &Token) -> Operand {
        self.at += 1;
        let word = unquoted(self.slice(&token.span)).text;
        if token.kind == TokenKind::Unclosed {
            self.complain(token.span.clone(), "a \" at its end");
        }
        if Query::parse(&word).is_empty() {
            self.complain(token.span.clone(), "a word or identifier");
            return Operand::Bad;
        }
        Operand::Good(Node::Word(word))
    }

    /// `~02:10/5m`, `~tue 14:00`, `~02:10 New York`.
    fn about(&mut self, token: &Token) -> Operand {
        self.at += 1;
        let mut typed = unquoted(&self.slice(&token.span)[1..]).text;
        let mut end = token.span.end;
        let next = self.piece().filter(|_| is_day(&typed));
        if let Some(time) = next.filter(|piece| piece.starts_with(|c: char| c.is_ascii_digit())) {
            typed = format!("{typed} {time}");
            end = self.pass(end);
        }
        // Written in one piece a zone needs no blanks to be read again.
        let words = words_of_zone(self.words_ahead());
        for at in 0..words {
            typed.push(if at == 0 { '@' } else { '_' });
            typed.push_str(self.piece().unwrap_or_default());
            end = self.pass(end);
        }
        let found = When::parse(&typed, self.clock.zone).filter(|_| is_one_piece(&typed));
        if let Some(when) = found {
            Operand::Good(Node::About(typed, when))
        } else {
            let wanted = "a rough time such as ~02:10, ~02:10/5m, ~tue 14:00 or ~02:10@Zurich";
            self.complain(token.span.start..end, wanted);
            Operand::Bad
        }
    }

    /// Passes over the piece at hand; gives its end.
    fn pass(&mut self, before: usize) -> usize {
        let end = self.token().map_or(before, |token| token.span.end);
        self.at += 1;
        end
    }

    /// The words at hand up to the next bracket, condition, or quoted piece.
    fn words_ahead(&self) -> impl Iterator<Item = &'a str> {
        let ahead = self.tokens.get(self.at..).unwrap_or_default().iter();
        let is_atom = |token: &&Token| token.kind == TokenKind::Atom;
        let words = ahead
            .take_while(is_atom)
            .map(|token| self.slice(&token.span));
        words.take_while(|word| !needs_quotes(word) && matches!(bare(word), Bare::Word))
    }

    /// A field, then its operator after a blank.
    fn spaced(&mut self, token: &Token) -> Option<Operand> {
        let field = Field::named(self.slice(&token.span))?;
        let next = self
            .tokens
            .get(self.at + 1)
            .filter(|next| next.kind == TokenKind::Atom)?
            .clone();
        let (op, value) = Op::split(self.slice(&next.span))?;
        if op == Op::Holds && !value.is_empty() {
            return None;
        }
        self.at += 2;
        let offset = next.span.end - value.len();
        Some(self.condition(Some(field), token.span.clone(), op, (value, offset, &next)))
    }

    /// A field with its operator.
    fn attached(&mut self, token: &Token, (name, op): (&str, Op)) -> Operand {
        self.at += 1;
        let piece = self.slice(&token.span);
        let rest = &piece[name.len()..];
        let value = Op::split(rest).map_or("", |(_, value)| value);
        let name_span = token.span.start..token.span.start + name.len();
        let offset = token.span.end - value.len();
        self.condition(Field::named(name), name_span, op, (value, offset, token))
    }

    /// A comparison; a value that is not there yet may stand after a blank.
    fn condition(
        &mut self,
        field: Option<&'static Field>,
        name: Range<usize>,
        op: Op,
        (value, offset, token): (&'a str, usize, &Token),
    ) -> Operand {
        let (mut value, mut offset, mut kind) = (value, offset, token.kind);
        if value.is_empty()
            && let Some(next) = self.value_token()
        {
            (value, offset, kind) = (self.slice(&next.span), next.span.start, next.kind);
            self.at += 1;
        }
        if kind == TokenKind::Unclosed {
            self.complain(offset..offset + value.len(), "a \" at its end");
        }
        let Some(field) = field else {
            let names = Field::all()
                .iter()
                .flat_map(|field| std::iter::once(&field.name).chain(field.aliases).copied());
            let near = nearest(self.slice(&name), names).map_or_else(
                || "a field; Tab lists them".to_owned(),
                |name| format!("a field; did you mean {name}?"),
            );
            self.complain(name, near);
            return Operand::Bad;
        };
        if value.is_empty() {
            self.complain(
                name.start..offset,
                format!("{} after it", value::expected(field)),
            );
            return Operand::Bad;
        }
        match value::values(field, op, (value, offset), self.clock.zone) {
            Ok(values) => Operand::Good(Node::Is(Condition { field, op, values })),
            Err(problem) => {
                self.problems.push(problem);
                Operand::Bad
            }
        }
    }

    /// The next piece, when it can be the value of an operator that stands alone.
    fn value_token(&self) -> Option<Token> {
        let token = self.token()?;
        let can_be = match self.bare() {
            None => self.piece().is_some(),
            Some(Bare::And | Bare::Or | Bare::Not) => false,
            Some(Bare::Condition(name, ..)) => Field::named(name).is_none(),
            Some(_) => true,
        };
        can_be.then(|| token.clone())
    }
}

/// True for a rough time that reads back as one: a piece without blanks, or a day and a time.
fn is_one_piece(typed: &str) -> bool {
    match typed.split_once(' ') {
        None => !needs_quotes(typed),
        Some((day, time)) => {
            let is_time = time.starts_with(|c: char| c.is_ascii_digit());
            is_day(day) && is_time && !needs_quotes(time)
        }
    }
}

/// A flag without operator: it is set.
fn flag(field: &'static Field) -> Node {
    debug_assert_eq!(field.form, Form::Flag);
    Node::Is(Condition {
        field,
        op: Op::Equal,
        values: vec![Value {
            from: Typed {
                text: "yes".to_owned(),
                is_quoted: false,
            },
            to: None,
            meaning: Meaning::Flag(true),
        }],
    })
}

/// The name most like a word; none when nothing is.
pub(super) fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let word: String = word.chars().take(64).collect();
    let matcher = SkimMatcherV2::default();
    let scored = names.filter_map(|name| {
        let distance = crate::query::nearest::distance(
            word.to_ascii_lowercase().as_bytes(),
            name.to_ascii_lowercase().as_bytes(),
        );
        let near = distance.map(|distance| (1, -(distance as i64)));
        let fuzzy = || matcher.fuzzy_match(name, &word).map(|score| (0, score));
        Some((near.or_else(fuzzy)?, std::cmp::Reverse(name.len()), name))
    });
    scored
        .max_by_key(|&(score, length, _)| (score, length))
        .map(|(.., name)| name)
}
