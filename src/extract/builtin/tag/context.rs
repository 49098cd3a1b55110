//! What stands around a word whose part of speech is to be told.

use super::{
    super::{
        lexicon::{self, Class},
        token::{Gap, Kind, Token},
    },
    Pos, Tag,
};

/// What stands before a token.
#[derive(Clone, Copy)]
pub(super) struct Before {
    /// The tag of the last token that is not an adverb or a negation.
    pub(super) tag: Option<Tag>,
    /// Whether that token is a plural noun.
    pub(super) plural: bool,
    /// Whether the sentence begins here.
    pub(super) starts: bool,
    /// Whether that token is a form of "be".
    pub(super) be: bool,
    /// Whether it is one of "have".
    pub(super) have: bool,
}

impl Before {
    pub(super) fn of(text: &str, tags: &[Tag], tokens: &[Token], offset: usize) -> Self {
        let mut at = tags.len();
        let last_mark = at
            .checked_sub(1)
            .and_then(|last| match tokens[offset + last].kind {
                Kind::Mark(mark) => Some(mark),
                Kind::Word | Kind::Clitic => None,
            });
        let starts = at == 0 || matches!(last_mark, Some('.' | '!' | '?' | '“' | '"' | ':' | '‘'));
        for _ in 0..4 {
            if at > 0 && matches!(tags[at - 1].pos, Pos::Adverb | Pos::Negation) {
                at -= 1;
            }
        }
        let tag = at.checked_sub(1).map(|at| tags[at]);
        let last = at
            .checked_sub(1)
            .map_or("", |at| tokens[offset + at].span.of(text));
        let plural = last.ends_with('s') && !last.ends_with("ss")
            || matches!(last, "people" | "police" | "men" | "women");
        Self {
            tag,
            plural,
            starts,
            be: tag.is_some_and(|tag| tag.pos == Pos::Be),
            have: tag.is_some_and(|tag| tag.pos == Pos::Have),
        }
    }
}

/// A word's surroundings.
pub(super) struct Context<'a> {
    pub(super) text: &'a str,
    pub(super) next: Option<&'a Token>,
    pub(super) before: Before,
    pub(super) title_case: bool,
}

impl Context<'_> {
    /// Whether what follows looks like the complement of a verb.
    pub(super) fn complement_follows(&self) -> bool {
        let Some(next) = self.next else {
            return true;
        };
        match next.kind {
            Kind::Mark(mark) => {
                matches!(mark, '“' | '"' | '‘' | ',' | ':' | '.') && next.gap <= Gap::Space
            }
            Kind::Clitic => false,
            Kind::Word => {
                let word = next.span.of(self.text);
                let class = lexicon::entry(&word.to_lowercase()).class;
                word.starts_with(char::is_uppercase)
                    || matches!(
                        class,
                        Class::That
                            | Class::Determiner
                            | Class::Pronoun
                            | Class::Wh
                            | Class::To
                            | Class::Preposition
                            | Class::Adverb
                            | Class::Time
                            | Class::Subordinator
                    )
            }
        }
    }

    /// Whether a full stop follows: "…, police figures show."
    pub(super) fn sentence_ends(&self) -> bool {
        self.next
            .is_some_and(|next| next.is('.') && next.gap == Gap::None)
    }

    /// Whether what follows can only be the complement of a verb: "that", a pronoun, a determiner.
    pub(super) fn strong_complement(&self) -> bool {
        self.next.is_some_and(|next| {
            let class = lexicon::entry(&next.span.of(self.text).to_lowercase()).class;
            matches!(class, Class::That | Class::Pronoun | Class::Determiner)
        })
    }
}
