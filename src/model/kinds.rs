//! Closed sets of words: the same in code, in JSON and in print.

/// Declares an enum whose values are lowercase words, the same in JSON and in print.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            ::serde::Serialize, ::serde::Deserialize, ::schemars::JsonSchema,
        )]
        pub enum $name { $($(#[$value_doc])* #[serde(rename = $word)] $value),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &[Self] = &[$(Self::$value),+];

            /// The value that `word` stands for.
            pub fn of_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }

            /// The word that stands for it in files and in print.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$value => $word),+ }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.word())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// How a claim is attributed.
    Attribution {
        /// The article's own voice.
        None = "none",
        /// In quotation marks as a whole.
        Direct = "direct",
        /// Reported without quotation marks.
        Indirect = "indirect",
        /// Partly in quotation marks.
        Mixed = "mixed",
    }
}

words! {
    /// Whether something is asserted or denied.
    Polarity {
        /// Asserted.
        Positive = "positive",
        /// Denied.
        Negative = "negative",
    }
}

words! {
    /// How sure a claim is made out to be.
    Certainty {
        /// Stated as fact.
        Certain = "certain",
        /// Made out to be likely.
        Probable = "probable",
        /// Made out to be possible.
        Possible = "possible",
    }
}

words! {
    /// What a source is.
    SourceKind {
        /// One person.
        Person = "person",
        /// A company, authority, party, outlet ...
        Organisation = "organisation",
        /// People without a common organisation, such as "residents".
        Group = "group",
        /// A report, study, letter, law ...
        Document = "document",
        /// None of these.
        Other = "other",
    }
}

words! {
    /// What finding or missing an expected claim means.
    Presence {
        /// Missing it is an error.
        Required = "required",
        /// Missing it costs nothing, finding it earns nothing.
        Optional = "optional",
        /// Finding it is an error.
        Forbidden = "forbidden",
    }
}

words! {
    /// Whether a human has confirmed an annotation.
    Status {
        /// Confirmed, and scored.
        Confirmed = "confirmed",
        /// Suggested by a program, and not scored.
        Suggested = "suggested",
    }
}

words! {
    /// The part of the corpus that a case belongs to.
    Split {
        /// Extractors may be tuned on it.
        Dev = "dev",
        /// Kept aside for measuring.
        Test = "test",
    }
}
