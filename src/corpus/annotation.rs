//! Annotations as they are written, turned into expected claims.
//!
//! In: the entries of a case file or of a line of gold, and the article's text. Out: [`Expected`]
//! claims with every quote at its place, or a fault for each that does not fit.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use jsonc_parser::{ast::Value as Node, common::Ranged};

use crate::{
    error::Fault,
    model::{Category, Claim, Content, Expected, Presence, Source, Status, Taxonomy, content_at},
    text::{CodePoints, Span},
    wire::{Pieces, agreed},
};

use super::{
    anchor::{Misfit, anchor, anchor_all, anchor_near, located},
    check::{self, File, nearest_word},
    file::{ClaimEntry, RegionEntry},
};

/// One step down into a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// Into the value of a key.
    Key(&'a str),
    /// Into an element of a list.
    Index(usize),
}

/// The bytes of the value that `steps` lead to, or of the last one on the way that there is.
pub(super) fn range_at(node: &Node<'_>, steps: &[Step<'_>]) -> Range<usize> {
    let mut node = node;
    for step in steps {
        let below = match (step, node) {
            (Step::Key(key), Node::Object(object)) => {
                object.get(key).map(|property| &property.value)
            }
            (Step::Index(at), Node::Array(array)) => array.elements.get(*at),
            _ => None,
        };
        match below {
            Some(below) => node = below,
            None => break,
        }
    }
    let range = node.range();
    // Of an object or list the first character is enough to point at.
    let end = if matches!(node, Node::Object(_)) {
        range.start + 1
    } else {
        range.end
    };
    range.start..end
}

/// The fault of a misfit in a case file, which `claimsnap lint --fix` may mend.
pub(super) fn place_fault(
    file: &File,
    node: &Node<'_>,
    steps: &[Step<'_>],
    mut misfit: Misfit,
) -> Fault {
    misfit.help.extend(misfit.fix.take());
    place_misfit(file, node, steps, misfit)
}

fn place_misfit(file: &File, node: &Node<'_>, steps: &[Step<'_>], misfit: Misfit) -> Fault {
    let mut steps = steps.to_vec();
    steps.push(Step::Index(misfit.piece));
    let mut fault = file.fault(range_at(node, &steps), misfit.message, misfit.label);
    fault.help = misfit.help;
    fault
}

/// The bytes of the value that `steps` lead to in a file that is JSON.
pub fn locate(file: &File, steps: &[Step<'_>]) -> Range<usize> {
    check::parse(file).map_or(0..0, |node| range_at(&node, steps))
}

/// Whether `time` is an ISO 8601 year, month or day, perhaps with a time of day, or an interval of
/// two of them, either of which may be open.
fn is_time(time: &str) -> bool {
    match time.split_once('/') {
        Some((from, to)) => [from, to]
            .iter()
            .all(|end| matches!(*end, "" | "..") || is_instant(end)),
        None => is_instant(time),
    }
}

/// Whether this is one year, month or day, perhaps with a time of day.
pub(super) fn is_instant(instant: &str) -> bool {
    let (date, clock) = instant.split_once('T').unwrap_or((instant, "00:00"));
    let parts: Vec<&str> = date.split('-').collect();
    let number = |part: &str, digits: usize, most: u32| {
        let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        plain && part.parse::<u32>().is_ok_and(|value| value <= most)
    };
    let dated = number(parts[0], 4, 9999)
        && parts.get(1).is_none_or(|month| number(month, 2, 12))
        && parts.get(2).is_none_or(|day| number(day, 2, 31))
        && parts.len() <= 3;
    dated && clock.starts_with(|c: char| c.is_ascii_digit()) && clock.contains(':')
}

/// The fault of a misfit in a line of JSON Lines, whose place is only looked for now.
pub fn place_in_line(file: &File, steps: &[Step<'_>], misfit: Misfit) -> Fault {
    match check::parse(file) {
        Ok(node) => place_misfit(file, &node, steps, misfit),
        Err(fault) => *fault,
    }
}

/// Turns annotations into expected claims, and gathers what does not fit.
pub struct Resolver<'a> {
    /// Makes a fault of a misfit at a place in the annotations.
    pub place: &'a dyn Fn(&[Step<'_>], Misfit) -> Fault,
    /// The article's file, as the user knows it.
    pub article_path: &'a str,
    /// The article's text.
    pub text: &'a str,
    /// The article's offsets.
    pub points: CodePoints<'a>,
    /// The categories allowed; `None` where a claim may have any or none.
    pub taxonomy: Option<&'a Taxonomy>,
    /// What did not fit.
    pub faults: Vec<Fault>,
}

impl<'a> Resolver<'a> {
    /// For the annotations of one article.
    pub fn new(
        place: &'a dyn Fn(&[Step<'_>], Misfit) -> Fault,
        article_path: &'a str,
        text: &'a str,
        taxonomy: Option<&'a Taxonomy>,
    ) -> Self {
        Self {
            place,
            article_path,
            text,
            points: CodePoints::new(text),
            taxonomy,
            faults: Vec::new(),
        }
    }

    /// The stretches to be ignored, sorted.
    pub fn regions(&mut self, entries: &[RegionEntry]) -> Vec<Span> {
        let mut regions = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            match anchor_all(self.article_path, self.text, &entry.quote.0) {
                Ok(spans) => regions.extend(spans),
                Err(misfit) => self.fault(
                    &[Step::Key("ignore"), Step::Index(at), Step::Key("quote")],
                    misfit,
                ),
            }
        }
        regions.sort();
        regions
    }

    fn fault(&mut self, steps: &[Step<'_>], misfit: Misfit) {
        self.faults.push((self.place)(steps, misfit));
    }

    fn problem(&mut self, steps: &[Step<'_>], message: String, label: &str, help: Option<String>) {
        let help = help.into_iter().collect();
        self.fault(
            steps,
            Misfit {
                message,
                label: label.to_owned(),
                help,
                piece: usize::MAX,
                fix: None,
            },
        );
    }

    /// The expected claims that `entries` mean; incomplete where there are faults.
    pub fn claims(&mut self, entries: Vec<ClaimEntry>) -> Vec<Expected> {
        let ids: Vec<String> = (1..)
            .zip(&entries)
            .map(|(number, entry)| entry.id.clone().unwrap_or_else(|| format!("c{number}")))
            .collect();
        let mut seen = BTreeSet::new();
        let numbered = entries.iter().all(|entry| entry.id.is_none());
        for (at, id) in ids.iter().enumerate() {
            if !numbered && !seen.insert(id) {
                let steps = [Step::Key("claims"), Step::Index(at), Step::Key("id")];
                self.problem(
                    &steps,
                    format!("the id `{id}` stands here twice"),
                    "the second",
                    Some(
                        "choose another one; without `id` a claim is called c and its number"
                            .to_owned(),
                    ),
                );
            }
        }
        self.check_nesting(&entries, &ids);
        let entries = ids.into_iter().zip(entries).enumerate();
        entries
            .filter_map(|(at, (id, entry))| self.claim(at, id, entry))
            .collect()
    }

    /// Every `within` names a claim of the case, and none leads back to itself.
    fn check_nesting(&mut self, entries: &[ClaimEntry], ids: &[String]) {
        if entries.iter().all(|entry| entry.within.is_none()) {
            return;
        }
        let outer: BTreeMap<&str, Option<&str>> = ids
            .iter()
            .map(String::as_str)
            .zip(entries.iter().map(|entry| entry.within.as_deref()))
            .collect();
        for (at, entry) in entries.iter().enumerate() {
            let Some(within) = entry.within.as_deref() else {
                continue;
            };
            let steps = [Step::Key("claims"), Step::Index(at), Step::Key("within")];
            if !outer.contains_key(within) {
                let names: Vec<&str> = ids.iter().map(String::as_str).collect();
                let nearest = nearest_word(within, &names)
                    .map(|nearest| format!("did you mean `{nearest}`? "));
                let nearest = nearest.unwrap_or_default();
                let help = Some(format!("{nearest}the claims are: {}", names.join(", ")));
                self.problem(
                    &steps,
                    format!("no claim has the id `{within}`"),
                    "the claim around this one",
                    help,
                );
                continue;
            }
            let way = std::iter::successors(Some(within), |id| outer.get(id).copied().flatten());
            if way.take(ids.len()).any(|id| id == ids[at]) {
                let message = format!("the claim `{}` is nested in itself", ids[at]);
                let help = Some("leave `within` out at the outermost claim".to_owned());
                self.problem(&steps, message, "leads back to this claim", help);
            }
        }
    }

    fn claim(&mut self, at: usize, id: String, entry: ClaimEntry) -> Option<Expected> {
        let claim_at = [Step::Key("claims"), Step::Index(at)];
        let below = |key| [claim_at[0], claim_at[1], Step::Key(key)];
        self.check_category(&claim_at, entry.category.as_ref());
        if let Some(time) = entry.time.as_deref().filter(|time| !is_time(time)) {
            let help = "write a year, month, day or interval: 2025, 2025-05, 2025-05-11, 2025-05-11/2025-05-15";
            let message = format!("`{time}` is no ISO 8601 date or interval");
            self.problem(&below("time"), message, "this time", Some(help.to_owned()));
        }
        let content = match anchor(self.article_path, self.text, &self.points, &entry) {
            Ok(content) => content,
            Err(misfit) => {
                let key = if entry.spans.is_none() && entry.quote.is_some() {
                    "quote"
                } else {
                    "spans"
                };
                self.fault(&below(key), misfit);
                return None;
            }
        };
        let near = content.spans().to_vec();
        let [claims, number] = claim_at;
        let source = entry.source.map(|source| {
            let steps = [claims, number, Step::Key("source")];
            Source {
                mention: self.mention(
                    &steps,
                    source.quote.as_ref(),
                    source.spans.as_deref(),
                    &near,
                ),
                name: source.name,
                kind: source.kind,
            }
        });
        let cue = entry.cue.and_then(|cue| {
            let steps = [claims, number, Step::Key("cue")];
            self.mention(&steps, cue.quote.as_ref(), cue.spans.as_deref(), &near)
        });
        let mut alternatives = Vec::with_capacity(entry.alternatives.len());
        for (number, quote) in entry.alternatives.iter().enumerate() {
            let steps = [
                claim_at[0],
                claim_at[1],
                Step::Key("alternatives"),
                Step::Index(number),
            ];
            alternatives.extend(self.near(&steps, &quote.0, &near));
        }
        Some(Expected {
            id,
            claim: Claim {
                content,
                text: entry.text,
                category: entry.category,
                attribution: entry.attribution,
                source,
                cue,
                polarity: entry.polarity,
                certainty: entry.certainty,
                check_worthy: entry.check_worthy,
                check_worthy_score: None,
                time: entry.time,
                quantities: entry.quantities,
                confidence: None,
            },
            alternatives,
            presence: entry.presence.unwrap_or(Presence::Required),
            within: entry.within,
            status: entry.status.unwrap_or(Status::Confirmed),
            tags: entry.tags,
            note: entry.note,
        })
    }

    fn check_category(&mut self, claim_at: &[Step<'_>; 2], category: Option<&Category>) {
        let Some(taxonomy) = self.taxonomy else {
            return;
        };
        let names: Vec<&str> = taxonomy.names().map(|name| name.0.as_str()).collect();
        let all = format!("the categories of taxonomy.json are: {}", names.join(", "));
        match category {
            None => self.problem(
                claim_at,
                "the key `category` is missing".to_owned(),
                "in this claim",
                Some(all),
            ),
            Some(category) if !taxonomy.contains(category) => {
                let nearest = nearest_word(&category.0, &names);
                let help = nearest.map_or(all.clone(), |nearest| {
                    format!("did you mean `{nearest}`? {all}")
                });
                let steps = [claim_at[0], claim_at[1], Step::Key("category")];
                self.problem(
                    &steps,
                    format!("unknown category `{category}`"),
                    "not in the taxonomy",
                    Some(help),
                );
            }
            Some(_) => {}
        }
    }

    /// A source or cue near the claim at `near`: by its words, its spans, or both.
    fn mention(
        &mut self,
        steps: &[Step<'_>; 3],
        quote: Option<&Pieces>,
        spans: Option<&[[usize; 2]]>,
        near: &[Span],
    ) -> Option<Content> {
        let [claims, number, part] = *steps;
        let below = |key| [claims, number, part, Step::Key(key)];
        let content = match (quote, spans) {
            (None, None) => return None,
            (Some(quote), None) => return self.near(&below("quote"), &quote.0, near),
            (Some(quote), Some(spans)) => agreed(self.text, &self.points, &quote.0, spans),
            (None, Some(spans)) => content_at(&self.points, spans),
        };
        self.kept(&below("spans"), located(content))
    }

    fn near(&mut self, steps: &[Step<'_>], pieces: &[String], near: &[Span]) -> Option<Content> {
        self.kept(
            steps,
            anchor_near(self.article_path, self.text, pieces, near),
        )
    }

    /// What fits; what does not is a fault.
    fn kept(&mut self, steps: &[Step<'_>], found: Result<Content, Misfit>) -> Option<Content> {
        match found {
            Ok(content) => Some(content),
            Err(misfit) => {
                self.fault(steps, misfit);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        for right in [
            "2025",
            "2025-05",
            "2025-05-11",
            "2025-05-11T10:30",
            "2019-03/2022-08",
            "2025-05-11/..",
            "/2025",
        ] {
            assert!(is_time(right), "{right} was refused");
        }
        for wrong in [
            "",
            "last year",
            "in 2025",
            "01.09.2026",
            "2025-13",
            "2025-5-1",
            "25-05-11",
            "2025-05-11-01",
            "2025-05-11Tnoon",
        ] {
            assert!(!is_time(wrong), "{wrong} was taken");
        }
    }
}
