//! The rules by which a claim is found.

use super::lexicon::Frames;
use crate::model::words;

words! {
    /// The rule that found a claim.
    Rule {
        /// "said that it rains"
        ThatClause = "that-clause",
        /// "said it rains"
        BareClause = "bare clause",
        /// "said: “It rains.”"
        Quotation = "quotation behind the cue",
        /// "promised to go"
        Infinitive = "infinitive",
        /// "urged them to go"
        ObjectInfinitive = "object and infinitive",
        /// "denied fraud"
        NounPhrase = "noun phrase",
        /// "admitted taking it"
        Gerund = "gerund",
        /// "explained why it rains"
        Question = "reported question",
        /// "It rains, she said."
        Aside = "cue as an aside",
        /// "The vote is alleged to fail."
        Passive = "passive cue",
        /// "the claim that it rains"
        NounCue = "noun cue",
        /// "according to Ann"
        According = "according to",
        /// A quotation by itself, of whoever spoke last.
        FreeQuotation = "quotation of the last speaker",
        /// "“He told me, ‘Go home,’” she said."
        Inner = "quotation in a quotation",
        /// "She was blunt: “It rains.”"
        Announced = "quotation without a cue",
        /// "“It rains”: Lee asks for umbrellas"
        HeadlineQuotation = "quotation of a headline",
        /// "Lee: It rains."
        SpeakerLabel = "speaker's label",
        /// A main clause of the article's own.
        MainClause = "main clause",
    }
}

impl Rule {
    /// The rule for what a cue takes behind it.
    pub(super) const fn of_frame(frame: Frames) -> Self {
        const ORDER: [(Frames, Rule); 7] = [
            (Frames::THAT, Rule::ThatClause),
            (Frames::QUOTE, Rule::Quotation),
            (Frames::TO, Rule::Infinitive),
            (Frames::OBJECT_TO, Rule::ObjectInfinitive),
            (Frames::NOUN, Rule::NounPhrase),
            (Frames::GERUND, Rule::Gerund),
            (Frames::WHETHER, Rule::Question),
        ];
        let mut at = 0;
        while at < ORDER.len() {
            if frame.has(ORDER[at].0) {
                return ORDER[at].1;
            }
            at += 1;
        }
        Self::BareClause
    }

    /// The stage that has the rule: the module's name.
    pub(super) const fn stage(self) -> &'static str {
        match self {
            Self::FreeQuotation | Self::Inner | Self::Announced | Self::HeadlineQuotation => {
                "speech"
            }
            Self::SpeakerLabel | Self::MainClause => "voice",
            _ => "attribution",
        }
    }
}
