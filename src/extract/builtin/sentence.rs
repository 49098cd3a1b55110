//! Paragraphs and sentences.
//!
//! In: tokens, their quotations and tags. Out: paragraphs and sentences as ranges of tokens, in
//! order. A quotation is never split here: "'Go. Now,' she said." is one sentence. Datelines and speakers'
//! labels are left out of the sentences.

use std::ops::Range;

use super::{
    lexicon,
    quotation::Quotation,
    tag::{Pos, Tag},
    token::{Gap, Kind, Token},
};

/// A sentence of the article, quotations in one piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Its tokens, final punctuation included.
    pub(super) tokens: Range<usize>,
    /// The number of its paragraph.
    pub(super) paragraph: usize,
    /// Whether it is a headline: a paragraph without a full stop.
    pub(super) headline: bool,
    /// The label of whoever says it, in a transcript.
    pub(super) speaker: Option<Range<usize>>,
}

/// The paragraphs of `tokens`. An empty line ends one; a line break too, unless the text is wrapped.
pub(super) fn paragraphs(tokens: &[Token]) -> Vec<Range<usize>> {
    let wrapped = is_wrapped(tokens);
    let mut found = Vec::new();
    let mut start = 0;
    for at in 1..=tokens.len() {
        let ends = tokens
            .get(at)
            .is_none_or(|token| token.gap == Gap::Blank || token.gap == Gap::Line && !wrapped);
        if ends && start < tokens.len() {
            found.push(start..at);
            start = at;
        }
    }
    found
}

/// Whether single line breaks only wrap lines: the text has empty lines too, and most lines that
/// are followed by another end without a full stop, somewhere between the 50th and 110th byte.
fn is_wrapped(tokens: &[Token]) -> bool {
    let mut line_start = 0;
    let (mut wrapped, mut whole, mut blanks) = (0_usize, 0_usize, 0_usize);
    for pair in tokens.windows(2) {
        let [last, next] = pair else { continue };
        if next.gap < Gap::Line {
            continue;
        }
        if next.gap == Gap::Blank {
            blanks += 1;
        } else {
            let length = last.span.end - line_start;
            let ends_sentence = matches!(last.kind, Kind::Mark('.' | '!' | '?' | '”' | '"'));
            if (50..110).contains(&length) && !ends_sentence {
                wrapped += 1;
            } else {
                whole += 1;
            }
        }
        line_start = next.span.start;
    }
    blanks > 0 && wrapped > 2 * whole
}

/// No sentence is longer, counted with quotations as one step and with every token: what stages do
/// with the cues of one sentence may take the square of their number.
const MOST_STEPS: usize = 200;
const MOST_TOKENS: usize = 3000;

/// The sentences of all paragraphs.
pub(super) fn sentences(
    text: &str,
    tokens: &[Token],
    tags: &[Tag],
    quotations: &[Quotation],
    paragraphs: &[Range<usize>],
    speakers: &[Option<Range<usize>>],
) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut quotations = quotations
        .iter()
        .filter(|quotation| quotation.depth == 0)
        .peekable();
    for (number, (paragraph, speaker)) in paragraphs.iter().zip(speakers).enumerate() {
        let first = found.len();
        let mut start = match speaker {
            // The colon belongs to the label.
            Some(label) if label.start == paragraph.start => label.end + 1,
            _ => {
                let entry = after_entry_mark(text, tokens, paragraph);
                after_dateline(text, tokens, &(entry..paragraph.end))
            }
        };
        let mut steps = 0;
        let mut at = start;
        while at < paragraph.end {
            while quotations
                .next_if(|quotation| quotation.tokens.start < at)
                .is_some()
            {}
            let quotation = quotations.next_if(|quotation| quotation.tokens.start == at);
            let end = quotation.map_or(at + 1, |quotation| quotation.tokens.end);
            let ends = match quotation {
                Some(quotation) => ends_after_quotation(tokens, tags, quotation, paragraph.end),
                None => ends_at(text, tokens, tags, at, paragraph.end),
            };
            steps += 1;
            let overlong = steps >= MOST_STEPS || end - start >= MOST_TOKENS;
            if end >= paragraph.end || ends || overlong {
                steps = 0;
                // A closing bracket or stray mark belongs to what it closes.
                let mut end = end.min(paragraph.end);
                while end < paragraph.end
                    && tokens[end].gap == Gap::None
                    && matches!(
                        tokens[end].kind,
                        Kind::Mark('.' | '!' | '?' | ')' | '”' | '’' | '»' | '…')
                    )
                {
                    end += 1;
                }
                if start < end {
                    found.push(Sentence {
                        tokens: start..end,
                        paragraph: number,
                        headline: false,
                        speaker: speaker.clone(),
                    });
                }
                start = end;
                at = end;
            } else {
                at = end;
            }
        }
        let alone = found.len() == first + 1;
        if alone && let Some(only) = found.last_mut() {
            only.headline = !tokens[only.tokens.end - 1].stops() && only.speaker.is_none();
        }
    }
    found
}

/// Whether the sentence ends with the token at `at`, which stands outside of quotations.
fn ends_at(text: &str, tokens: &[Token], tags: &[Tag], at: usize, limit: usize) -> bool {
    let Kind::Mark(mark) = tokens[at].kind else {
        return false;
    };
    if !matches!(mark, '.' | '!' | '?' | '…' | '。' | '！' | '？') {
        return false;
    }
    if at + 1 >= limit || matches!(mark, '。' | '！' | '？') {
        return true;
    }
    let next = &tokens[at + 1];
    if next.gap == Gap::None || !begins_sentence(text, tokens, at + 1, limit) {
        return false;
    }
    if mark != '.' || at == 0 || tokens[at].gap > Gap::None {
        return true;
    }
    let word = tokens[at - 1].span.of(text);
    if !tokens[at - 1].is_word() {
        return true;
    }
    let starter = starts_with_closed_class(tags, at + 1, limit);
    let sets = lexicon::sets();
    let lower = word.to_lowercase();
    let initial = word.chars().count() == 1 && word.starts_with(char::is_uppercase);
    if initial && word != "I" || sets.abbreviations.contains(lower.as_str()) {
        return false;
    }
    if sets.may_end.contains(lower.as_str()) || word.contains('.') && word.len() <= 6 {
        return starter;
    }
    true
}

/// Whether a word of a closed class begins what follows: "The", "He", "In".
fn starts_with_closed_class(tags: &[Tag], at: usize, limit: usize) -> bool {
    at < limit
        && !matches!(
            tags[at].pos,
            Pos::Nominal
                | Pos::Proper
                | Pos::Number
                | Pos::Finite
                | Pos::Participle
                | Pos::Time
                | Pos::Mark
        )
}

fn begins_sentence(text: &str, tokens: &[Token], at: usize, limit: usize) -> bool {
    let mut at = at;
    while at < limit
        && matches!(
            tokens[at].kind,
            Kind::Mark('“' | '"' | '‘' | '\'' | '(' | '[' | '«' | '„' | '—' | '•' | '*')
        )
    {
        at += 1;
    }
    at < limit && {
        let first = tokens[at].span.of(text);
        !first.starts_with(char::is_lowercase)
            && !matches!(tokens[at].kind, Kind::Mark(',' | ';' | ')' | '.' | ':'))
    }
}

/// Whether the sentence ends with a quotation: a full stop stands inside, and what follows does
/// not say whose words these are.
fn ends_after_quotation(
    tokens: &[Token],
    tags: &[Tag],
    quotation: &Quotation,
    limit: usize,
) -> bool {
    let after = quotation.tokens.end;
    if after >= limit {
        return true;
    }
    let inside = after.saturating_sub(1 + usize::from(quotation.closed));
    let Kind::Mark(last) = tokens[inside].kind else {
        return false;
    };
    if !matches!(last, '.' | '!' | '?' | '…' | '—') {
        return false;
    }
    if tags[after].pos == Pos::Mark {
        return matches!(tokens[after].kind, Kind::Mark('“' | '"' | '‘' | '«' | '„'))
            && tokens[after].gap > Gap::None;
    }
    if !tags[after].capital && tags[after].pos != Pos::Number {
        return false;
    }
    last == '.' || !attribution_follows(tokens, tags, after, limit)
}

/// "“Go!” Ann Lee said.": a short phrase, then a verb that takes a quotation.
fn attribution_follows(tokens: &[Token], tags: &[Tag], from: usize, limit: usize) -> bool {
    for at in from..limit.min(from + 8) {
        let perfect = tags[at].pos == Pos::Participle && tags[at - 1].pos == Pos::Have;
        if tags[at].frames.has(lexicon::Frames::QUOTE) && (tags[at].finite || perfect) {
            return tokens.get(at + 1).is_none_or(|next| {
                tags[at + 1].pos != Pos::That && !next.is('“') && !next.is('"')
            });
        }
        if tags[at].finite && tags[at].pos != Pos::Have || tokens[at].is('.') {
            return false;
        }
    }
    false
}

/// Where an entry of a list or of a live report begins: behind "•", "10:20 a.m. ✅" and such.
fn after_entry_mark(text: &str, tokens: &[Token], paragraph: &Range<usize>) -> usize {
    let apart = |at: usize| tokens.get(at + 1).is_some_and(|next| next.gap > Gap::None);
    let timed = after_time_of_day(text, tokens, paragraph);
    let is_time = timed > paragraph.start;
    let mut at = timed;
    while at < paragraph.end {
        let passed = match tokens[at].kind {
            Kind::Mark(':' | ',') => is_time && at == timed,
            // A dash without a space behind it belongs to the word.
            Kind::Mark('*' | '-' | '—') => apart(at),
            Kind::Mark(mark) => is_symbol(mark),
            Kind::Word | Kind::Clitic => false,
        };
        if !passed {
            break;
        }
        at += 1;
    }
    let sets_off = at > timed
        || at < paragraph.end && tokens[at].span.of(text).starts_with(char::is_uppercase)
        || at > paragraph.start && tokens[at - 1].is('.');
    if sets_off && at < paragraph.end {
        at
    } else {
        paragraph.start
    }
}

/// Behind "16:05", "08.20" or "4:05 p.m." at the beginning of the paragraph; where it begins if there is no
/// time of day.
fn after_time_of_day(text: &str, tokens: &[Token], paragraph: &Range<usize>) -> usize {
    let word = |at: usize| {
        let token = tokens.get(at).filter(|_| at < paragraph.end);
        token.map_or("", |token| token.span.of(text))
    };
    let is_number = |word: &str, most: u8| {
        let digits = matches!(word.len(), 1 | 2) && word.bytes().all(|byte| byte.is_ascii_digit());
        digits && word.parse().is_ok_and(|number: u8| number < most)
    };
    let half = |word: &str| matches!(word, "am" | "pm" | "a.m" | "p.m");
    let first = word(paragraph.start);
    let bare = first.trim_end_matches(['a', 'p', 'm']);
    let with_half = bare.len() < first.len() && half(&first[bare.len()..]);
    let at = paragraph.start + 1;
    let end = match bare.split_once('.') {
        Some((hour, minute))
            if is_number(hour, 24) && minute.len() == 2 && is_number(minute, 60) =>
        {
            at
        }
        None if is_number(bare, 24) && word(at) == ":" && is_number(word(at + 1), 60) => at + 2,
        None if is_number(bare, 24) && (with_half || half(word(at))) => at,
        _ => return paragraph.start,
    };
    if with_half || !half(word(end)) {
        return end;
    }
    // The full stop of "p.m."
    end + 1 + usize::from(word(end).contains('.') && word(end + 1) == ".")
}

/// A bullet, an arrow, a tick, an emoji.
const fn is_symbol(mark: char) -> bool {
    matches!(mark, '•' | '·' | '‣' | '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

/// Where the text of a paragraph begins: behind "KYIV, Ukraine (Reuters) —".
fn after_dateline(text: &str, tokens: &[Token], paragraph: &Range<usize>) -> usize {
    let first = tokens[paragraph.start].span.of(text);
    let all_capitals = first.len() > 2 && first.chars().all(|c| !c.is_lowercase());
    let agency = |at: usize| matches!(tokens[at].span.of(text), "AP" | "Reuters" | "AFP");
    for at in paragraph.start..paragraph.end.min(paragraph.start + 14) {
        let token = &tokens[at];
        match token.kind {
            Kind::Mark('—' | '-') if token.gap > Gap::None && at > paragraph.start => {
                let named = all_capitals || (paragraph.start..at).any(agency);
                let goes_on = at + 1 < paragraph.end && tokens[at + 1].gap > Gap::None;
                return if named && goes_on {
                    at + 1
                } else {
                    paragraph.start
                };
            }
            Kind::Mark(',' | '.' | '(' | ')' | '/' | '-') | Kind::Clitic => {}
            Kind::Mark(_) => return paragraph.start,
            Kind::Word => {
                if token.span.of(text).starts_with(char::is_lowercase) {
                    return paragraph.start;
                }
            }
        }
    }
    paragraph.start
}

#[cfg(test)]
mod tests {
    use super::{
        super::{quotation::quotations, tag::tags, token::tokens},
        *,
    };

    fn check(text: &str, expected: &[&str]) {
        let tokens = tokens(text);
        let paragraphs = paragraphs(&tokens);
        let quotations = quotations(text, &tokens, &paragraphs);
        let tags = tags(text, &tokens, &paragraphs);
        let speakers = vec![None; paragraphs.len()];
        let found: Vec<_> = sentences(text, &tokens, &tags, &quotations, &paragraphs, &speakers)
            .into_iter()
            .map(|s| &text[tokens[s.tokens.start].span.start..tokens[s.tokens.end - 1].span.end])
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn abbreviations() {
        check(
            "Mr. Hale left. Sen. Ann B. Lee stayed.",
            &["Mr. Hale left.", "Sen. Ann B. Lee stayed."],
        );
        check(
            "He left the U.S. Senate. He came to the U.S. The rest stayed.",
            &[
                "He left the U.S. Senate.",
                "He came to the U.S.",
                "The rest stayed.",
            ],
        );
    }

    #[test]
    fn quotations_stay_whole() {
        check(
            "“Go. Now,” she said. He left.",
            &["“Go. Now,” she said.", "He left."],
        );
        check(
            "“Go!” Ann said. “Now.” He left.",
            &["“Go!” Ann said.", "“Now.”", "He left."],
        );
    }

    #[test]
    fn datelines() {
        check("KYIV, Ukraine (AP) — Talks began.", &["Talks began."]);
    }

    #[test]
    fn entries_of_lists_and_live_reports() {
        check("• It rains.", &["It rains."]);
        check("- It rains.", &["It rains."]);
        check("10:20 a.m. ✅ It rains.", &["It rains."]);
        check("08.20 It rains.", &["It rains."]);
        check("4.40pm: It rains.", &["It rains."]);
        check("16:05 — It rains.", &["It rains."]);
        check("12.50 is the price.", &["12.50 is the price."]);
        check("-5 is cold.", &["-5 is cold."]);
        check("•", &["•"]);
        check("10:20", &["10:20"]);
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let line = "word ".repeat(14);
        check(
            &format!("Head\n\n{line}\n{line}\n{line}\nend. Next."),
            &["Head", &format!("{line}\n{line}\n{line}\nend."), "Next."],
        );
    }
}
