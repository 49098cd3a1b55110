//! What is said of a claim besides its content, and when two claims agree about it.

use crate::{
    align::{Threshold, WordIndex},
    model::{Claim, Content, Source, words},
};

words! {
    /// What is said of a claim besides its content. Scored on matched claims alone.
    Attribute {
        /// [`Claim::category`].
        Category = "category",
        /// [`Claim::attribution`].
        Attribution = "attribution",
        /// [`Claim::source`].
        Source = "source",
        /// [`Source::name`].
        SourceName = "source_name",
        /// [`Source::kind`].
        SourceKind = "source_kind",
        /// [`Claim::cue`].
        Cue = "cue",
        /// [`Claim::polarity`].
        Polarity = "polarity",
        /// [`Claim::certainty`].
        Certainty = "certainty",
        /// [`Claim::check_worthy`].
        CheckWorthy = "check_worthy",
        /// [`Claim::time`].
        Time = "time",
        /// [`Claim::quantities`].
        Quantities = "quantities",
    }
}

impl Attribute {
    /// Whether `extracted` has the attribute right; `None` where `expected` does not say.
    pub fn agrees(
        self,
        index: &WordIndex<'_>,
        expected: &Claim,
        extracted: &Claim,
    ) -> Option<bool> {
        fn same<T: PartialEq>(expected: Option<&T>, extracted: Option<&T>) -> Option<bool> {
            expected.map(|expected| extracted == Some(expected))
        }
        match self {
            Self::Category => same(expected.category.as_ref(), extracted.category.as_ref()),
            Self::Attribution => same(
                expected.attribution.as_ref(),
                extracted.attribution.as_ref(),
            ),
            Self::Source => {
                let theirs = extracted.source.as_ref();
                // What kind of source it is says not who.
                let says_who = |source: &&Source| source.mention.is_some() || source.name.is_some();
                expected
                    .source
                    .as_ref()
                    .filter(says_who)
                    .map(|source| theirs.is_some_and(|theirs| same_source(index, source, theirs)))
            }
            Self::SourceName => {
                let name =
                    |claim: &Claim| Some(claim.source.as_ref()?.name.as_ref()?.to_lowercase());
                same(name(expected).as_ref(), name(extracted).as_ref())
            }
            Self::SourceKind => {
                let kind = |claim: &Claim| claim.source.as_ref()?.kind;
                same(kind(expected).as_ref(), kind(extracted).as_ref())
            }
            Self::Cue => {
                let theirs = extracted.cue.as_ref();
                expected
                    .cue
                    .as_ref()
                    .map(|cue| theirs.is_some_and(|theirs| same_mention(index, cue, theirs)))
            }
            Self::Polarity => same(expected.polarity.as_ref(), extracted.polarity.as_ref()),
            Self::Certainty => same(expected.certainty.as_ref(), extracted.certainty.as_ref()),
            Self::CheckWorthy => same(
                expected.check_worthy.as_ref(),
                extracted.check_worthy.as_ref(),
            ),
            Self::Time => same(expected.time.as_ref(), extracted.time.as_ref()),
            Self::Quantities => (!expected.quantities.is_empty()).then(|| {
                let sorted = |claim: &Claim| {
                    let mut all = claim.quantities.clone();
                    all.sort();
                    all
                };
                sorted(expected) == sorted(extracted)
            }),
        }
    }
}

/// The names are the same, or the mentions have at least half of their words in common.
fn same_source(index: &WordIndex<'_>, a: &Source, b: &Source) -> bool {
    let named = match (&a.name, &b.name) {
        (Some(a), Some(b)) => a.to_lowercase() == b.to_lowercase(),
        _ => false,
    };
    let mentioned = match (&a.mention, &b.mention) {
        (Some(a), Some(b)) => same_mention(index, a, b),
        _ => false,
    };
    named || mentioned
}

fn same_mention(index: &WordIndex<'_>, a: &Content, b: &Content) -> bool {
    a == b || index.similarity(a, b).reaches(Threshold::OVERLAP)
}
