//! The clause that a phrase of time stands in, and where that clause looks.
//!
//! In: the tokens of a content, one after the other. Out: whether the reading has come to the main
//! clause or to one inside it, and the [`Tense`] there. What a reader does with whole sentences is done
//! here by verbs, commas and the words that begin clauses.

use std::ops::Range;

use super::{
    super::{lexicon, tag::Pos},
    phrase::{Relation, phrase},
    resolve::Tense,
    view::{View, is},
};

/// Where in the sentence the reading has come to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clause {
    /// The verb with tense that the main clause has had last.
    verb: Option<usize>,
    /// The infinitive with "to" that stood behind that verb.
    infinitive: Option<usize>,
    /// Whether a further verb may belong to the main clause: a comma or a conjunction stood there.
    open: bool,
    /// The subordinate clause that is not over yet.
    pub(super) nested: Option<Nested>,
}

/// A clause, or what shortens one, inside the main clause.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Nested {
    /// Its verb.
    verb: Option<usize>,
    /// Whether the verb of the main clause ends it: "the man who came died".
    inside: bool,
    /// Whether a bracket ends it.
    bracket: bool,
    /// How the main clause lies to the time of this one: "before the shop opens in May".
    pub(super) relation: Option<Relation>,
    /// Whether it dates nothing outside of itself: a condition, or an addition between commas.
    pub(super) silent: bool,
}

impl Clause {
    /// Reads the token at `at`, which belongs to no phrase of time.
    pub(super) fn pass(&mut self, view: View<'_>, at: usize) {
        let reading = view.reading;
        let first = !(view.start..at).any(|at| reading.pos(at) != Pos::Mark);
        let begins = first || reading.is(at.wrapping_sub(1), ',');
        match reading.pos(at) {
            Pos::Mark => self.mark(view.word(at)),
            Pos::Wh | Pos::That if !first => {
                let inside = self.verb.is_none();
                self.nested.get_or_insert(Nested {
                    inside,
                    silent: begins,
                    ..Nested::default()
                });
            }
            Pos::Subordinator if has_clause(view, at) && !opens_phrase(view, at) => {
                self.nested.get_or_insert(Nested {
                    relation: match view.word(at) {
                        word if is(word, &["before"]) => Some(Relation::Before),
                        word if is(word, &["until"]) => Some(Relation::Until),
                        word if is(word, &["since"]) => Some(Relation::Since),
                        _ => None,
                    },
                    silent: view.any(at, &["if", "unless", "whether"]),
                    ..Nested::default()
                });
            }
            Pos::Gerund | Pos::Participle if begins => {
                self.nested.get_or_insert(Nested {
                    silent: true,
                    ..Nested::default()
                });
            }
            Pos::Finite if begins && self.verb.is_none() && is_addition(view, at) => {
                self.nested.get_or_insert(Nested {
                    silent: true,
                    ..Nested::default()
                });
            }
            // "a plan backed by Ann in 2019 failed"
            Pos::Participle if !follows_auxiliary(view, at) && self.nested.is_none() => {
                self.nested = Some(Nested {
                    verb: Some(at),
                    inside: true,
                    ..Nested::default()
                });
            }
            Pos::Conjunction => self.open = true,
            Pos::Base | Pos::Be if at > view.start && reading.pos(at - 1) == Pos::To => {
                self.infinitive = Some(at);
            }
            _ if reading.tags[at].finite => self.finite(view, at),
            _ => {}
        }
    }

    fn mark(&mut self, mark: &str) {
        match mark {
            "(" => {
                self.nested = Some(Nested {
                    bracket: true,
                    ..Nested::default()
                })
            }
            ")" => self.nested = None,
            "," | "–" | "—" | "--" => {
                self.open = true;
                self.nested = self.nested.filter(|nested| nested.bracket);
            }
            "." | ";" | "!" | "?" => *self = Self::default(),
            _ => {}
        }
    }

    fn finite(&mut self, view: View<'_>, at: usize) {
        let goes_on = follows_auxiliary(view, at);
        match &mut self.nested {
            Some(nested) if nested.inside && nested.verb.is_some() && !goes_on => {
                self.nested = None;
                self.verb = Some(at);
            }
            Some(nested) => nested.verb = Some(at),
            // "says it closes", "batteries sold in May": not the verb of the main clause.
            None if self.verb.is_some() && !self.open && !goes_on => {
                self.nested = Some(Nested {
                    verb: Some(at),
                    ..Nested::default()
                });
            }
            None => {
                self.verb = self.verb.filter(|_| goes_on).or(Some(at));
                self.infinitive = None;
                self.open = false;
            }
        }
    }

    /// In which direction the clause looks that `phrase` stands in.
    pub(super) fn tense(&self, view: View<'_>, phrase: &Range<usize>) -> Tense {
        let verb = self.nested.map_or(self.verb, |nested| nested.verb);
        let ahead = || (phrase.end..view.end).find(|at| view.reading.tags[*at].finite);
        let infinitive = self
            .infinitive
            .filter(|to| verb.is_none_or(|verb| verb < *to));
        if let Some(to) = infinitive
            && (verb.is_none() || plans(view, to))
        {
            return Tense::Future;
        }
        verb.or_else(ahead)
            .map_or(Tense::Past, |verb| tense_of(view, verb))
    }
}

/// Whether the token at `at` belongs to the verb group that stands right before it.
fn follows_auxiliary(view: View<'_>, at: usize) -> bool {
    // "was re-elected"
    let at = if view.before(at, 1) == "-" {
        at.saturating_sub(2)
    } else {
        at
    };
    (view.start..at)
        .rev()
        .filter(|at| !view.any(*at, &["last", "first"]))
        .map(|at| view.reading.pos(at))
        .find(|pos| !matches!(pos, Pos::Adverb | Pos::Negation))
        .is_some_and(|pos| matches!(pos, Pos::Be | Pos::Have | Pos::Do | Pos::Modal))
}

/// Whether the verb behind a comma at `at` is a participle: "the deal, signed in 2011, obliges".
fn is_addition(view: View<'_>, at: usize) -> bool {
    let participle = || {
        lexicon::entry(&view.word(at).to_lowercase())
            .forms
            .participle
    };
    let placed = matches!(
        view.reading.pos((at + 1).min(view.end - 1)),
        Pos::Preposition | Pos::To
    );
    let over = (at + 1..view.end.min(at + 16)).find(|at| view.any(*at, &[","]));
    placed
        && over.is_some_and(|comma| {
            let next = comma + 1;
            // Not every verb is known for one.
            let verb = || view.reading.pos(next) == Pos::Nominal && view.word(next).ends_with('s');
            next < view.end && (view.reading.tags[next].finite || verb())
        })
        && participle()
}

/// Whether a phrase of time begins with the word at `at`: "before the year is out".
fn opens_phrase(view: View<'_>, at: usize) -> bool {
    (at + 1..view.end.min(at + 7))
        .filter_map(|head| phrase(view, head))
        .any(|phrase| phrase.tokens.start == at)
}

/// Whether a verb with tense follows the subordinator at `at` before the next comma.
fn has_clause(view: View<'_>, at: usize) -> bool {
    // Not every verb is known for one, but "if" and "she" need one.
    let needs_verb = view.any(at, &["if", "unless", "whether"])
        || at + 1 < view.end && view.reading.pos(at + 1) == Pos::Pronoun;
    needs_verb
        || (at + 1..view.end)
            .take_while(|at| {
                !matches!(view.reading.pos(*at), Pos::Wh | Pos::That)
                    && !view.any(*at, &[",", ".", ";", "—", "–"])
            })
            .any(|at| view.reading.tags[at].finite)
}

/// Whether what governs the infinitive at `at` looks ahead: "agreed to close", but not "had to close".
fn plans(view: View<'_>, at: usize) -> bool {
    const PLANS: &[&str] = &[
        "due",
        "set",
        "scheduled",
        "expected",
        "likely",
        "plan",
        "plans",
        "planned",
        "agreed",
        "agrees",
        "voted",
        "votes",
        "decided",
        "promised",
        "vowed",
        "pledged",
        "want",
        "wants",
        "hope",
        "hopes",
        "hoped",
        "intends",
        "intend",
        "ordered",
        "asked",
        "urged",
        "going",
        "have",
        "has",
        "need",
        "needs",
        "wanted",
        "proposed",
        "offered",
    ];
    let from = at.saturating_sub(5).max(view.start);
    (from..at).any(|at| view.any(at, PLANS))
}

/// The direction in which the verb at `at` looks: what is present with a date lies ahead.
fn tense_of(view: View<'_>, at: usize) -> Tense {
    let word = view.word(at);
    let future = match view.reading.pos(at) {
        // "could have closed"
        Pos::Modal => {
            is(word, &["will", "'ll", "’ll"]) || !(at + 1..at + 3).any(|at| view.any(at, &["have"]))
        }
        Pos::Be => is(
            word,
            &[
                "is", "are", "am", "'s", "’s", "'re", "’re", "'m", "’m", "isn't", "isn’t",
                "aren't", "aren’t",
            ],
        ),
        Pos::Do => is(
            word,
            &["do", "does", "don't", "don’t", "doesn't", "doesn’t"],
        ),
        Pos::Have => is(word, &["has", "have"]) && view.any(at + 1, &["to", "until", "till"]),
        _ => !lexicon::entry(&word.to_lowercase()).forms.past,
    };
    if future { Tense::Future } else { Tense::Past }
}
