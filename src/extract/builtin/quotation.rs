//! Quotation marks.
//!
//! In: the tokens of a text and where its paragraphs begin. Out: the quotations, in order of their
//! opening marks, each as a range of tokens with the marks included. Knows curly, straight, single,
//! low and angled marks, nested ones, and quotations that run over several paragraphs.

use std::ops::Range;

use super::token::{Gap, Kind, Token};

/// A stretch in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quotation {
    /// Its tokens, marks included.
    pub(super) tokens: Range<usize>,
    /// How many quotations it stands in.
    pub(super) depth: usize,
    /// Whether it has a closing mark.
    pub(super) closed: bool,
    /// Whether it goes on at the beginning of the next paragraph.
    pub(super) continues: bool,
}

/// Deeper nesting than this is noise, and marks beyond it are passed over; this keeps time linear.
const DEEPEST: usize = 4;

/// The quotations of `tokens`; `paragraphs` are ranges of tokens, in order.
pub(super) fn quotations(
    text: &str,
    tokens: &[Token],
    paragraphs: &[Range<usize>],
) -> Vec<Quotation> {
    let mut found = Vec::new();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let first = found.len();
        within(text, tokens, paragraph, &mut found);
        let reopens = paragraphs.get(number + 1).is_some_and(|next| {
            matches!(
                tokens[next.start].kind,
                Kind::Mark('“' | '"' | '«' | '„' | '‘' | '\'')
            )
        });
        for quotation in &mut found[first..] {
            quotation.continues = !quotation.closed && reopens;
        }
    }
    found
}

/// An opening mark that waits for its closing one.
struct Open {
    mark: char,
    /// Index among the quotations.
    index: usize,
}

fn within(text: &str, tokens: &[Token], paragraph: &Range<usize>, found: &mut Vec<Quotation>) {
    let first = found.len();
    let mut stack: Vec<Open> = Vec::new();
    let mut singles_left = paragraph
        .clone()
        .filter(|at| matches!(tokens[*at].kind, Kind::Mark('\'' | '’')) && may_close(tokens, *at))
        .count();
    for at in paragraph.clone() {
        let Kind::Mark(mark) = tokens[at].kind else {
            continue;
        };
        let single_closer = matches!(mark, '\'' | '’') && may_close(tokens, at);
        singles_left -= usize::from(single_closer);
        if single_closer && singles_left > 0 && is_plural_possessive(text, tokens, at) {
            continue;
        }
        let closes = stack
            .iter()
            .rposition(|open| pairs(open.mark, mark))
            .filter(|_| may_close(tokens, at) || matches!(mark, '”' | '»'));
        if let Some(depth) = closes {
            let index = stack[depth].index;
            found[index].tokens.end = at + 1;
            found[index].closed = true;
            stack.truncate(depth);
        } else if opens(mark) && may_open(tokens, at, paragraph.start) && stack.len() < DEEPEST {
            stack.push(Open {
                mark,
                index: found.len(),
            });
            found.push(Quotation {
                tokens: at..paragraph.end,
                depth: stack.len() - 1,
                closed: false,
                continues: false,
            });
        }
    }
    // A single mark without its partner is an apostrophe: "'em", "the ’90s". What stood in it
    // stands one level higher.
    let dropped: Vec<_> = stack
        .iter()
        .filter(|open| matches!(open.mark, '\'' | '‘' | '’' | '‹' | '›' | '‚'))
        .map(|open| open.index)
        .collect();
    for index in dropped.into_iter().rev() {
        for inner in &mut found[index + 1..] {
            inner.depth = inner.depth.saturating_sub(1);
        }
        found.remove(index);
    }
    // An inner quotation ends with the one around it, even without a mark of its own.
    let mut outer_ends: Vec<usize> = Vec::new();
    for quotation in &mut found[first..] {
        outer_ends.truncate(quotation.depth);
        if let Some(end) = outer_ends.last() {
            quotation.tokens.end = quotation.tokens.end.min(*end);
        }
        outer_ends.push(quotation.tokens.end);
    }
}

const fn opens(mark: char) -> bool {
    matches!(
        mark,
        '“' | '"'
            | '«'
            | '»'
            | '„'
            | '‟'
            | '”'
            | '‘'
            | '\''
            | '‹'
            | '›'
            | '‚'
            | '’'
            | '「'
            | '『'
    )
}

/// Whether `close` ends what `open` began.
const fn pairs(open: char, close: char) -> bool {
    matches!(
        (open, close),
        ('“' | '‟', '”' | '"')
            | ('”', '”')
            | ('"', '"' | '”')
            | ('„', '“' | '”' | '"')
            | ('«', '»')
            | ('»', '«')
            | ('‹', '›')
            | ('›', '‹')
            | ('‘', '’' | '\'')
            | ('‚', '‘' | '’')
            | ('\'', '\'' | '’')
            | ('’', '’')
            | ('「', '」')
            | ('『', '』')
    )
}

fn may_open(tokens: &[Token], at: usize, start: usize) -> bool {
    let Some(next) = tokens.get(at + 1) else {
        return false;
    };
    let apart = at == start
        || tokens[at].gap > Gap::None
        || matches!(
            tokens[at - 1].kind,
            Kind::Mark(
                '(' | '[' | '—' | '-' | '“' | '"' | '‘' | '\'' | '«' | '„' | ':' | '/' | '…'
            )
        );
    let strict = matches!(
        tokens[at].kind,
        Kind::Mark('“' | '„' | '«' | '‘' | '‚' | '‹' | '「' | '『')
    );
    (apart || strict) && next.gap <= Gap::Space && (next.gap == Gap::None || strict)
}

fn may_close(tokens: &[Token], at: usize) -> bool {
    let next_apart = tokens
        .get(at + 1)
        .is_none_or(|next| next.gap > Gap::None || !next.is_word());
    next_apart || tokens[at].gap == Gap::None && !matches!(tokens[at].kind, Kind::Mark('\'' | '’'))
}

/// "the members' plan": a word in s, the mark, and a word in lower case.
fn is_plural_possessive(text: &str, tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    tokens[at].gap == Gap::None
        && before.is_some_and(|word| word.is_word() && word.span.of(text).ends_with('s'))
        && tokens.get(at + 1).is_some_and(|next| {
            next.gap == Gap::Space
                && next.is_word()
                && next.span.of(text).starts_with(char::is_lowercase)
        })
}

#[cfg(test)]
mod tests {
    use super::{
        super::{sentence::paragraphs, token::tokens},
        *,
    };

    fn check(text: &str, expected: &[&str]) {
        let tokens = tokens(text);
        let found: Vec<_> = quotations(text, &tokens, &paragraphs(&tokens))
            .into_iter()
            .map(|q| &text[tokens[q.tokens.start].span.start..tokens[q.tokens.end - 1].span.end])
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn curly() {
        check("He said “go now” twice.", &["“go now”"]);
    }

    #[test]
    fn straight() {
        check(r#"He said "go" and "stay"."#, &[r#""go""#, r#""stay""#]);
    }

    #[test]
    fn two_apostrophes() {
        check("''Go,'' he said.", &["''Go,''"]);
    }

    #[test]
    fn angled_and_low() {
        check("«ja» „nein“ »doch«", &["«ja»", "„nein“", "»doch«"]);
    }

    #[test]
    fn single_marks_are_not_apostrophes() {
        check(
            "It's the members' rule, 'no dogs', isn't it?",
            &["'no dogs'"],
        );
        check("‘We don’t know,’ she said.", &["‘We don’t know,’"]);
        check(
            "'The members' plan is dead,' she said.",
            &["'The members' plan is dead,'"],
        );
        check("Get 'em in the ’90s.", &[]);
    }

    #[test]
    fn nested() {
        check(
            "“He said ‘no’ to me,” she said.",
            &["“He said ‘no’ to me,”", "‘no’"],
        );
    }

    #[test]
    fn unclosed_ends_with_the_paragraph() {
        check("“We wait.\n\nHe left.", &["“We wait."]);
    }

    #[test]
    fn over_paragraphs() {
        let text = "“We wait.\n\n“Still,” he said.";
        let tokens = tokens(text);
        let found = quotations(text, &tokens, &paragraphs(&tokens));
        assert_eq!(
            found.iter().map(|q| q.continues).collect::<Vec<_>>(),
            [true, false]
        );
    }
}
