//! Parts of speech.
//!
//! In: tokens. Out: one [`Tag`] for each: the lexicon's word on it, decided by its neighbours where
//! a word may be several things ("plans", "reported"). One pass from left to right.

use std::ops::Range;

use super::{
    lexicon::{self, Class, Entry, Frames},
    token::{Kind, Token},
};

mod context;

use context::{Before, Context};

/// The part of speech of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pos {
    /// Punctuation.
    Mark,
    /// A noun or an adjective.
    Nominal,
    /// A name.
    Proper,
    /// A number.
    Number,
    /// "he"
    Pronoun,
    /// "the", "their"
    Determiner,
    /// "'s" of a noun.
    Possessive,
    /// "of"
    Preposition,
    /// "to"
    To,
    /// "that"
    That,
    /// "who"
    Wh,
    /// "because"
    Subordinator,
    /// "and"
    Conjunction,
    /// A form of "be".
    Be,
    /// A form of "have".
    Have,
    /// A form of "do".
    Do,
    /// "will"
    Modal,
    /// "not"
    Negation,
    /// "also"
    Adverb,
    /// "Monday"
    Time,
    /// "says", "said"
    Finite,
    /// "say" after "to" or "will".
    Base,
    /// "said" after "was" or "has".
    Participle,
    /// "saying"
    Gerund,
}

/// What is known of a token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag {
    /// Its part of speech.
    pub(super) pos: Pos,
    /// As a reporting verb, its complements.
    pub(super) frames: Frames,
    /// As a verb of the lexicon, which one.
    pub(super) lemma: Option<u16>,
    /// Whether it is a noun that reports.
    pub(super) reporting_noun: bool,
    /// Whether it carries a clause: a verb or auxiliary with tense.
    pub(super) finite: bool,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
}

/// The tags of `tokens`; in `headlines` capitals say nothing.
pub(super) fn tags(text: &str, tokens: &[Token], paragraphs: &[Range<usize>]) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::with_capacity(tokens.len());
    let mut lower = String::new();
    for paragraph in paragraphs {
        let title_case = is_title_case(text, tokens, paragraph);
        for at in paragraph.clone() {
            let token = &tokens[at];
            let word = token.span.of(text);
            lower_into(word, &mut lower);
            let before = Before::of(text, &tags[paragraph.start..], tokens, paragraph.start);
            let tag = match token.kind {
                Kind::Mark(_) => plain(Pos::Mark),
                Kind::Clitic => clitic(&lower, before.tag),
                Kind::Word => {
                    let next = tokens.get(at + 1).filter(|_| at + 1 < paragraph.end);
                    let context = Context {
                        text,
                        next,
                        before,
                        title_case,
                    };
                    word_tag(word, &lower, &context)
                }
            };
            tags.push(tag);
        }
    }
    tags
}

fn lower_into(word: &str, lower: &mut String) {
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        lower.make_ascii_lowercase();
    } else {
        lower.extend(word.chars().flat_map(char::to_lowercase));
    }
}

const fn plain(pos: Pos) -> Tag {
    Tag {
        pos,
        frames: Entry::UNKNOWN.frames,
        lemma: None,
        reporting_noun: false,
        finite: false,
        capital: false,
    }
}

/// Whether most longer words of a short paragraph without a final full stop have capitals.
fn is_title_case(text: &str, tokens: &[Token], paragraph: &Range<usize>) -> bool {
    if paragraph.len() > 40 {
        return false;
    }
    let mut words = 0_usize;
    let mut capitals = 0_usize;
    for token in &tokens[paragraph.clone()] {
        let word = token.span.of(text);
        if token.kind == Kind::Word && word.len() > 3 {
            words += 1;
            capitals += usize::from(word.starts_with(char::is_uppercase));
        }
    }
    words >= 3 && capitals * 4 >= words * 3
}

fn clitic(lower: &str, before: Option<Tag>) -> Tag {
    let (pos, finite) = match lower.trim_start_matches(['\'', '’']) {
        "ll" | "d" => (Pos::Modal, true),
        "re" | "m" => (Pos::Be, true),
        "ve" => (Pos::Have, true),
        _ => match before.map(|tag| tag.pos) {
            Some(Pos::Pronoun | Pos::Wh | Pos::That) => (Pos::Be, true),
            _ => (Pos::Possessive, false),
        },
    };
    Tag {
        finite,
        ..plain(pos)
    }
}

fn word_tag(word: &str, lower: &str, context: &Context<'_>) -> Tag {
    let entry = lexicon::entry(lower);
    let capital = word.starts_with(char::is_uppercase);
    let named = capital && !context.title_case && !context.before.starts;
    let pos = if word.starts_with(|c: char| c.is_numeric()) {
        Pos::Number
    } else {
        match entry.class {
            Class::Modal if named => Pos::Proper,
            Class::Open => open(&entry, named, lower, context),
            Class::To => Pos::To,
            Class::That => Pos::That,
            Class::Be => Pos::Be,
            Class::Have => Pos::Have,
            Class::Do => Pos::Do,
            Class::Modal => Pos::Modal,
            Class::Negation => Pos::Negation,
            Class::Pronoun => Pos::Pronoun,
            Class::Wh => Pos::Wh,
            Class::Determiner => Pos::Determiner,
            Class::Conjunction => Pos::Conjunction,
            // "has since left"
            Class::Subordinator if lower == "since" && context.before.have => Pos::Adverb,
            Class::Subordinator => Pos::Subordinator,
            Class::Preposition => Pos::Preposition,
            Class::Time => Pos::Time,
            Class::Adverb => Pos::Adverb,
        }
    };
    let is_verb = matches!(pos, Pos::Finite | Pos::Base | Pos::Participle | Pos::Gerund);
    let finite = match pos {
        Pos::Finite | Pos::Modal => true,
        Pos::Be => !matches!(lower, "be" | "been" | "being"),
        Pos::Have => lower != "having",
        Pos::Do => true,
        _ => false,
    };
    Tag {
        pos,
        frames: if is_verb {
            entry.frames
        } else {
            Frames::default()
        },
        lemma: entry.lemma.filter(|_| is_verb),
        reporting_noun: entry.reporting_noun && !is_verb,
        finite,
        capital,
    }
}

/// A word that may be a noun, an adjective, a name or a verb.
fn open(entry: &Entry, named: bool, lower: &str, context: &Context<'_>) -> Pos {
    let nominal = if named { Pos::Proper } else { Pos::Nominal };
    let forms = entry.forms;
    // After "it", an unknown word in -s is a verb: "it rains".
    let after_pronoun = context
        .before
        .tag
        .is_some_and(|tag| tag.pos == Pos::Pronoun);
    if after_pronoun && !forms.any() && !named && lower.ends_with('s') && !lower.ends_with("ss") {
        return Pos::Finite;
    }
    if !forms.any() || named && !context.title_case {
        return nominal;
    }
    let Some(before) = context.before.tag else {
        return match () {
            () if forms.gerund => Pos::Gerund,
            () if forms.participle
                && !forms.base
                && context.next.is_some_and(|next| next.is_word()) =>
            {
                Pos::Participle
            }
            () => nominal,
        };
    };
    match before.pos {
        Pos::Determiner | Pos::Number
            if before.pos == Pos::Number || !stands_alone(entry, context) =>
        {
            match () {
                // "the 12 said" is rare, "20 said" is not.
                () if before.pos == Pos::Number && forms.past && entry.lemma.is_some() => {
                    Pos::Finite
                }
                () => nominal,
            }
        }
        Pos::Possessive => nominal,
        Pos::Preposition | Pos::Subordinator if forms.gerund => Pos::Gerund,
        Pos::Preposition => nominal,
        Pos::To | Pos::Do if forms.base => Pos::Base,
        Pos::Modal if forms.base => Pos::Base,
        Pos::Have if forms.participle => Pos::Participle,
        Pos::Be if forms.participle => Pos::Participle,
        _ if forms.gerund => Pos::Gerund,
        Pos::To | Pos::Modal | Pos::Be => nominal,
        Pos::Pronoun | Pos::Wh | Pos::That | Pos::Determiner => Pos::Finite,
        _ if lower == "said" => Pos::Finite,
        // "stood by the plan"
        _ if lower == "stood" => Pos::Finite,
        _ if forms.past => past(forms.participle, context),
        _ if forms.third && !entry.also_noun => Pos::Finite,
        _ if forms.third && context.complement_follows() => Pos::Finite,
        Pos::Nominal | Pos::Proper | Pos::Conjunction | Pos::Number
            if forms.base
                && !entry.also_noun
                && (context.complement_follows() || lower == "say") =>
        {
            Pos::Finite
        }
        Pos::Nominal | Pos::Proper
            if forms.base
                && context.before.plural
                && (context.strong_complement()
                    || entry.frames.has(Frames::BARE) && context.sentence_ends()) =>
        {
            Pos::Finite
        }
        // "... and say", "..., say officials"
        _ if matches!(lower, "say" | "think" | "argue" | "believe") => Pos::Finite,
        _ => nominal,
    }
}

/// "those said", "many believe": a determiner that is a subject by itself.
fn stands_alone(entry: &Entry, context: &Context<'_>) -> bool {
    !entry.forms.gerund
        && !entry.frames.is_empty()
        && !entry.also_noun
        && !context.before.plural
        && context.next.is_some_and(|next| {
            matches!(
                lexicon::entry(&next.span.of(context.text).to_lowercase()).class,
                Class::That | Class::Pronoun
            )
        })
}

fn past(participle: bool, context: &Context<'_>) -> Pos {
    let Some(next) = context.next else {
        return Pos::Finite;
    };
    // "a plan backed by": no tense of its own.
    if participle && !context.before.be && next.span.of(context.text) == "by" {
        return Pos::Participle;
    }
    Pos::Finite
}

#[cfg(test)]
mod tests {
    use super::{
        super::{sentence::paragraphs, token::tokens},
        *,
    };

    /// Asserts the part of speech of `word` in `text`.
    fn check(text: &str, word: &str, expected: Pos) {
        let tokens = tokens(text);
        let tags = tags(text, &tokens, &paragraphs(&tokens));
        let at = tokens
            .iter()
            .position(|token| token.span.of(text) == word)
            .expect("in the text");
        assert_eq!(tags[at].pos, expected, "{text}");
    }

    #[test]
    fn plans() {
        check("He plans to go.", "plans", Pos::Finite);
        check("The plans are dead.", "plans", Pos::Nominal);
    }

    #[test]
    fn participles() {
        check("It was reported that he left.", "reported", Pos::Participle);
        check("The agency reported that he left.", "reported", Pos::Finite);
        check("A plan backed by Ann failed.", "backed", Pos::Participle);
    }

    #[test]
    fn names() {
        check("We saw Will there.", "Will", Pos::Proper);
        check("Mayor Urges Council To Stay Open", "Urges", Pos::Finite);
    }

    #[test]
    fn clitics() {
        check("He's gone.", "'s", Pos::Be);
        check("Ann's gone.", "'s", Pos::Possessive);
    }
}
