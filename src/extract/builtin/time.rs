//! When the asserted thing is or was so.
//!
//! In: a reading, the tokens of a content, the date of publication. Out: a day, a month, a year or an
//! interval, in ISO 8601, where the words of the content give one. The first phrase of time in the main
//! clause decides, then the first in any other; what stands outside of the content is not looked at.
//! `word`, `date`, `point` and `phrase` read the words, `clause` tells where they stand, `resolve` and
//! `moment` know the calendar.

use std::ops::Range;

use jiff::civil::Date;

use super::{judgement, reading::Reading, tag::Pos};
use crate::model::Polarity;

mod clause;
mod date;
mod moment;
mod phrase;
mod point;
mod resolve;
mod view;
mod word;

use clause::Clause;
use moment::Moment;
use phrase::{Phrase, Relation, phrase};
use view::{View, is};

/// The date of publication: a day, a month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Published(Moment);

impl Published {
    /// From ISO 8601, with or without a time of day; `None` where it is anything else.
    pub(super) fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let ends = |at: usize| {
            text[at..]
                .chars()
                .next()
                .is_none_or(|c| !c.is_ascii_digit() && c != '-')
        };
        let number = |range: Range<usize>| {
            let digits = text.get(range)?;
            let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| digits.parse::<i16>().ok()).flatten()
        };
        let part = |range: Range<usize>| i8::try_from(number(range)?).ok();
        let dash = |at: usize| text.as_bytes().get(at) == Some(&b'-');
        let year = number(0..4)?;
        let moment = match (dash(4), dash(7)) {
            (true, true) if part(8..10).is_some() && ends(10) => {
                Moment::new(year, Some(part(5..7)?), part(8..10))
            }
            (true, false) if part(5..7).is_some() && ends(7) => Moment::new(year, part(5..7), None),
            (false, _) if text.len() == 4 => Moment::new(year, None, None),
            // "20250512", "2025-W20"
            _ => text.parse::<Date>().ok().map(Moment::Day),
        };
        moment.map(Self)
    }
}

/// Longer contents are judged by their beginning.
const LONGEST: usize = 160;

/// When what this content asserts is so, as far as its words tell.
pub(super) fn time(
    reading: &Reading<'_>,
    content: &[Range<usize>],
    published: Option<Published>,
) -> Option<String> {
    let published = published.map(|published| published.0);
    let mut aside = None;
    for piece in content {
        let end = piece.end.min(piece.start + LONGEST);
        let view = View {
            reading,
            start: piece.start,
            end,
        };
        // Most contents end here.
        if !(view.start..end).any(|at| may_tell(view, at)) {
            continue;
        }
        let mut clause = Clause::default();
        let mut at = view.start;
        while at < end {
            let head = may_tell(view, at).then(|| phrase(view, at)).flatten();
            let Some(mut found) = head else {
                clause.pass(view, at);
                at += 1;
                continue;
            };
            at = found.tokens.end.max(at + 1);
            if let Some(relation) = clause.nested.and_then(|nested| nested.relation) {
                found.relation = relation;
            }
            let is_aside = clause
                .nested
                .is_some_and(|nested| nested.relation.is_none());
            let unasserted = clause.nested.is_some_and(|nested| nested.silent);
            if is_aside && aside.is_some() || unasserted || compares(view, &found) {
                continue;
            }
            let tense = clause.tense(view, &found.tokens);
            let Some(period) = found.period(
                tense,
                judgement::polarity(reading, content, None) == Polarity::Negative,
                published,
            ) else {
                continue;
            };
            if !is_aside {
                return Some(period.to_string());
            }
            aside = Some(period);
        }
    }
    aside.map(|period| period.to_string())
}

/// Whether the token at `at` may be the head of a phrase of time.
fn may_tell(view: View<'_>, at: usize) -> bool {
    let word = view.word(at);
    match view.reading.pos(at) {
        Pos::Mark => false,
        Pos::Number => word.len() >= 4 || view.any(at + 1, &["/"]),
        _ => word::word(word).is_some(),
    }
}

/// "than last year", "the highest since 1998": what is compared with, not what is so.
fn compares(view: View<'_>, phrase: &Phrase) -> bool {
    let start = phrase.tokens.start;
    (1..=5)
        .map(|back| view.before(start, back))
        .take_while(|word| !matches!(*word, "," | "." | ";" | ""))
        .any(|word| {
            let superlative =
                word.ends_with("est") || is(word, &["most", "worst", "first", "record"]);
            is(word, &["than", "against", "compared"])
                || phrase.relation == Relation::Since && superlative
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(published: &str, text: &str) -> Option<String> {
        let reading = Reading::new(text);
        let sentence = reading.sentences.first()?;
        let content = sentence.tokens.start..reading.body_end(&sentence.tokens);
        time(&reading, &[content], Published::new(published))
    }

    /// Asserts the time of the first sentence of `text`; an empty one where it has none.
    fn check(published: &str, text: &str, expected: &str) {
        let found = found(published, text).unwrap_or_default();
        assert_eq!(found, expected, "{text}");
    }

    /// A Tuesday.
    const DAY: &str = "2025-09-16";

    #[test]
    fn weekdays_by_tense() {
        check(DAY, "The mill closed on Monday.", "2025-09-15");
        check(DAY, "The mill closed on Tuesday.", "2025-09-16");
        check(DAY, "The mill will close on Monday.", "2025-09-22");
        check(DAY, "The mill closes on Friday.", "2025-09-19");
        check(
            DAY,
            "They agreed to close the mill on Friday.",
            "2025-09-19",
        );
        check(DAY, "They had to close the mill on Friday.", "2025-09-12");
        check(DAY, "To close the mill on Friday.", "2025-09-19");
    }

    #[test]
    fn cues_of_tense() {
        check(
            DAY,
            "It was seen in a letter written on Monday.",
            "2025-09-15",
        );
        check(DAY, "From Monday, pupils will have to walk.", "2025-09-22");
        check(DAY, "They could have left on Monday.", "2025-09-15");
        check(DAY, "It is expected to end on Friday.", "2025-09-19");
        check(
            DAY,
            "They could add it before the shop shuts on Friday.",
            "2025-09-16/2025-09-19",
        );
    }

    #[test]
    fn weekdays_with_more() {
        check(DAY, "They met last Tuesday.", "2025-09-09");
        check(DAY, "They will meet next Tuesday.", "2025-09-23");
        check(DAY, "Ann won Saturday’s race.", "2025-09-13");
        check(DAY, "They met on Friday, 2 May.", "2025-05-02");
        check(
            DAY,
            "It rained on Saturday and Sunday.",
            "2025-09-13/2025-09-14",
        );
        check(
            DAY,
            "It rained between Friday and Monday.",
            "2025-09-12/2025-09-15",
        );
        check(DAY, "They meet every Monday.", "");
        check(DAY, "They fished on Good Friday.", "2025-04-18");
    }

    #[test]
    fn days_near_publication() {
        check(DAY, "It rained yesterday.", "2025-09-15");
        check(DAY, "It rained last night.", "2025-09-15");
        check(DAY, "It will rain tomorrow.", "2025-09-17");
        check(DAY, "It rained this morning.", "2025-09-16");
        check(DAY, "It rained at 9pm.", "");
        check(DAY, "It rained for six years.", "");
    }

    #[test]
    fn months() {
        check(DAY, "The mill closed in March.", "2025-03");
        check(DAY, "The mill closed in October.", "2024-10");
        check(DAY, "The mill will close in March.", "2026-03");
        check(DAY, "The mill closed in March last year.", "2024-03");
        check(DAY, "The mill closed in March 2019.", "2019-03");
        check(DAY, "The mill closed last month.", "2025-08");
        check(DAY, "The mill may close.", "");
        check(DAY, "We saw April Lee there.", "");
        check(DAY, "She ran from June to August 2019.", "2019-06/2019-08");
        check(
            DAY,
            "It ran between June and September last year.",
            "2024-06/2024-09",
        );
        check(
            DAY,
            "It ran between November and February.",
            "2024-11/2025-02",
        );
    }

    #[test]
    fn dates() {
        check(DAY, "It sank on 2 March 2024.", "2024-03-02");
        check(DAY, "It sank on March 2, 2024, at noon.", "2024-03-02");
        check(DAY, "It sank on the 2nd of March.", "2025-03-02");
        check(DAY, "It sank on Sept. 2.", "2025-09-02");
        check(DAY, "It sank on 31/12/2024.", "2024-12-31");
        check(DAY, "It sank on 12/31/2024.", "2024-12-31");
        check(DAY, "It sank on 3/4/2024.", "");
        check(DAY, "It sank on 2024-05-11.", "2024-05-11");
        check(
            DAY,
            "The fair was held on Nov. 22 and 23.",
            "2024-11-22/2024-11-23",
        );
        check(
            DAY,
            "The fair ran from 5 to 7 May.",
            "2025-05-05/2025-05-07",
        );
        check(DAY, "It sank on 31 February 2024.", "");
        check(DAY, "It sank on 29 February.", "2024-02-29");
    }

    #[test]
    fn years() {
        check(DAY, "It sank in 1990.", "1990");
        check(DAY, "It grew between 2019 and 2021.", "2019/2021");
        check(DAY, "It shrank in the 1990s.", "1990/1999");
        check(DAY, "It sank three years ago.", "2022");
        check(DAY, "It sank more than three years ago.", "");
        check(DAY, "It sank last year.", "2024");
        check(DAY, "She won by 1950 votes.", "");
        check(DAY, "It was the last year of the war.", "");
    }

    #[test]
    fn stretches() {
        check(DAY, "It was polled last week.", "2025-09-08/2025-09-14");
        check(DAY, "It rained over the weekend.", "2025-09-13/2025-09-14");
        check(DAY, "It was dry last summer.", "2025-06/2025-08");
        check(DAY, "It was dry three summers ago.", "2022-06/2022-08");
        check(DAY, "It opens in the spring of 2027.", "2027-03/2027-05");
        check(
            DAY,
            "We lost money in the second quarter.",
            "2025-04/2025-06",
        );
        check(
            DAY,
            "We lost money in the first half of 2024.",
            "2024-01/2024-06",
        );
    }

    #[test]
    fn since_and_until() {
        check(DAY, "It has been shut since 2023.", "2023/2025-09-16");
        check(
            DAY,
            "It has been shut since Friday.",
            "2025-09-12/2025-09-16",
        );
        check(
            DAY,
            "It will be shut until Friday.",
            "2025-09-16/2025-09-19",
        );
        check(DAY, "They have until 31 December to pay.", "2025-12-31");
        check(DAY, "The crowd was the largest since 1998.", "");
    }

    #[test]
    fn by_and_before() {
        check(DAY, "It will open by 1 April.", "2026-04-01");
        check(DAY, "It will open by the end of May.", "2026-05-31");
        check(DAY, "It will open by year-end.", "2025-12-31");
        check(
            DAY,
            "It will open before the end of the year.",
            "2025-09-16/2025-12-31",
        );
        check(
            DAY,
            "It will open before the year is out.",
            "2025-09-16/2025-12-31",
        );
        check(DAY, "It will not open before 2030.", "2030");
        check(DAY, "It will open by Christmas.", "2025-12-25");
        check(DAY, "It will open from Friday.", "2025-09-19");
    }

    #[test]
    fn the_main_clause_wins() {
        check(
            DAY,
            "The ferry, which sank in 1990, was raised in 2001.",
            "2001",
        );
        check(DAY, "The man who came in 1990 died in 2001.", "2001");
        check(DAY, "The ferry, which sank in 1990, is rusty.", "");
        check(
            DAY,
            "It was raised in 2001 because it had sunk in 1990.",
            "2001",
        );
        check(DAY, "She hates it because it sank in 1990.", "1990");
        check(DAY, "It will sink if they drill in May.", "");
        check(DAY, "Sales were higher than last year.", "");
    }

    #[test]
    fn publication_may_be_vague() {
        check("2025-09", "It sank last month.", "2025-08");
        check("2025-09-16T08:00:00Z", "It sank yesterday.", "2025-09-15");
        check("2025", "It sank last year.", "2024");
        check("2025", "It sank last month.", "");
        check("2025-09", "It sank on Monday.", "");
        check("soon", "It has been shut since 2023.", "");
        check("soon", "It sank in March 2019, but not in May.", "2019-03");
        check("2025-02-31", "It sank last year.", "");
    }

    #[test]
    fn the_calendar_ends() {
        check("9999-12-31", "It will sink tomorrow.", "");
        check("9999-12-31", "It will sink next week.", "");
        check("9999-12-31", "It will sink in March.", "");
        check("0000-01-01", "It sank last week.", "");
        check("0000-01-01", "It sank on Sunday.", "");
    }

    proptest! {
        #[test]
        fn any_text_is_read(published in "\\PC{0,12}", text in "\\PC{0,200}") {
            found(&published, &text);
        }

        #[test]
        fn any_words_of_time_are_read(
            published in prop::sample::select(vec!["", "2024-02-29", "0000-01-01", "9999-12-31", "9999-12", "0000", "2025"]),
            words in prop::collection::vec(prop::sample::select(vec![
                "on", "in", "the", "last", "next", "this", "of", "end", "year", "March", "May", "Sept", ".", ",", "2", "29", "31", "2024", "2100",
                "-", "/", "Monday", "and", "to", "from", "between", "since", "until", "before", "after", "by", "999", "years", "decades", "ago",
                "summer", "winter", "first", "quarter", "half", "Christmas", "New", "Year's", "Eve", "weekend", "night", "1990s", "will", "sank",
                "who", "is", "out", "to", "be", "not", "tomorrow", "yesterday", "have", "February", "(", ")",
            ]), 0..30),
            spaced in any::<bool>(),
        ) {
            let text = words.join(if spaced { " " } else { "" });
            if let Some(time) = found(published, &text) {
                for end in time.split('/') {
                    prop_assert!(end.len() == 4 || end.len() == 7 || end.parse::<Date>().is_ok(), "{}", time);
                }
            }
        }
    }
}
