//! What kind of thing a claim asserts.
//!
//! In: a reading, the tokens of a content, the complement its cue takes. Out: one of the ten categories of
//! the default taxonomy. Rules over words, from the most telling to the least.

use std::{collections::HashSet, ops::Range, sync::LazyLock};

use super::{
    lexicon::{Frames, set},
    reading::Reading,
    tag::Pos,
};
use crate::model::Category;

/// Words that tell a category wherever they stand.
struct Signs {
    causal: HashSet<&'static str>,
    rule: HashSet<&'static str>,
    legal: HashSet<&'static str>,
    future: HashSet<&'static str>,
    position: HashSet<&'static str>,
    opinion: HashSet<&'static str>,
    feeling: HashSet<&'static str>,
    measure: HashSet<&'static str>,
    units: HashSet<&'static str>,
    number_words: HashSet<&'static str>,
    dates: HashSet<&'static str>,
}

static SIGNS: LazyLock<Signs> = LazyLock::new(|| Signs {
    causal: set(
        "cause causes caused causing produced because blame blamed blames led prompted triggered fuelled fueled stemmed stems linked \
         contributed contributes thanks resulted owing consequence attributed responsible",
    ),
    rule: set(
        "must required requires requirement prohibited prohibits prohibit banned bans forbidden forbids entitled entitles entitlement permitted \
         obliged mandatory illegal unlawful allowed carries",
    ),
    legal: set(
        "law laws rules rule regulation regulations constitution legislation act statute code policy treaty penalty sentence ordinance",
    ),
    future: set(
        "will would shall 'll ’ll won't won’t tomorrow due scheduled expected likely forecast forecasts upcoming unlikely planned plans could might may",
    ),
    position: set(
        "should ought urge urges urged call calls demand demands demanded support supports supported oppose opposes opposed propose proposes \
         proposed promise promises promised promising pledge pledged vow vowed refuse refused want wants wanted reject rejected insist insists \
         endorse endorsed agree agreed backs backed rejects offer offered intend intends must threatened committed hope hopes expect await need needs",
    ),
    opinion: set(
        "good bad great terrible horrible wrong right best worst better worse important unacceptable unfair fair disgrace disgraceful shameful \
         beautiful ugly brilliant stupid foolish reckless dangerous irresponsible excellent poor disappointing wonderful awful amazing outrageous \
         ridiculous unfortunate sad tragic smart strong weak unfit nice perfect failure success mistake shame absurd nonsense hypocrite \
         hypocritical polite impressive remarkable reasonable unreasonable proper too nobody point cruel kind brave embarrassing sensible insane \
         crazy dishonest honest incompetent pathetic lousy deserve deserves deserved clever dull charming delicious",
    ),
    feeling: set(
        "felt feel feels afraid scared frightened happy sad angry worried surprised shocked relieved proud ashamed tired lonely exhausted grateful hate hated love loved \
         cried crying remember terrified devastated heartbroken sane woke hungry cold hurt hurts learnt kept fear",
    ),
    measure: set(
        "rose fell increased decreased grew dropped doubled tripled declined climbed jumped fewer highest lowest largest smallest most least majority average \
         percent percentage half third quarter doubled more less than strongest biggest rate total number",
    ),
    units: set(
        "percent people million billion trillion thousand hundred dollars pounds euros miles kilometres kilometers \
         metres meters tonnes tons votes points seats homes jobs degrees feet acres km kg mm cm mph members cases deaths times per",
    ),
    number_words: set(
        "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty hundred thousand million billion dozen dozens hundreds \
         thousands millions billions",
    ),
    dates: set(
        "january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec \
        monday tuesday wednesday thursday friday saturday sunday",
    ),
});

/// The category of the claim with these pieces; `frames` is empty where it has no cue.
pub(super) fn category(
    reading: &Reading<'_>,
    content: &[Range<usize>],
    frames: Frames,
    cue: Option<&Range<usize>>,
) -> Category {
    let evidence = Evidence::of(reading, content);
    let told =
        cue.and_then(|cue| by_cue(&reading.word(cue.start).to_lowercase(), &evidence, frames));
    Category::from(told.unwrap_or_else(|| name(&evidence, frames)))
}

/// What the cue alone tells: who demands or promises takes a position, whatever it is about.
fn by_cue(cue: &str, evidence: &Evidence, frames: Frames) -> Option<&'static str> {
    const POSITION: &[&str] = &[
        "demand",
        "propos",
        "urg",
        "promis",
        "pledg",
        "vow",
        "threaten",
        "hop",
        "call",
        "recommend",
        "advocat",
        "support",
        "oppos",
        "reject",
        "endors",
        "back",
        "request",
        "offer",
        "refus",
        "wish",
        "want",
    ];
    const OPINION: &[&str] = &[
        "call", "describ", "dub", "label", "prais", "critici", "condemn", "mock", "slam", "blast",
        "denounc", "hail", "liken",
    ];
    if evidence.question {
        return None;
    }
    if cue.starts_with("blam") {
        return Some("causal");
    }
    // "denies fraud", "admitted taking it": what is denied or admitted is a deed.
    if !evidence.finite
        && ["den", "admit", "accept"]
            .iter()
            .any(|stem| cue.starts_with(stem))
    {
        return Some("event");
    }
    if !evidence.finite
        && !evidence.infinitive
        && evidence.quoted
        && OPINION.iter().any(|stem| cue.starts_with(stem))
    {
        return Some("opinion");
    }
    let position = POSITION.iter().any(|stem| cue.starts_with(stem)) && !frames.has(Frames::QUOTE);
    position.then_some("position")
}

fn name(evidence: &Evidence, frames: Frames) -> &'static str {
    let e = evidence;
    if e.question || e.thanks {
        return "other";
    }
    if e.infinitive {
        return "position";
    }
    if e.rule > 0 && (e.legal > 0 || e.rule > 1 || e.right) || e.legal > 0 && e.entitled {
        return "rule";
    }
    if e.first_person && e.feeling > 0 {
        return "experience";
    }
    // "Vale to lose its bridge"
    if e.planned || !e.finite && e.to_do && frames.is_empty() {
        return "prediction";
    }
    if e.quantity {
        return if e.modal || e.future > 0 && !e.past {
            "prediction"
        } else {
            "quantity"
        };
    }
    if e.causal > 0 && !e.modal_will {
        return "causal";
    }
    // "insisted that shops must close": somebody's demand; in the article's voice it is a duty.
    if e.must && !frames.is_empty() {
        return "position";
    }
    if e.should || e.position_verb {
        return "position";
    }
    if e.modal || e.future > 0 && e.conditional {
        return "prediction";
    }
    if e.future > 0 && !e.past {
        return "prediction";
    }
    if e.opinion > 0 && !e.past_action {
        return "opinion";
    }
    if !e.finite && frames.has(Frames::NOUN) {
        return match () {
            () if e.quoted => "opinion",
            () if frames.has(Frames::THAT) => "property",
            () => "position",
        };
    }
    if e.causal > 0 {
        return "causal";
    }
    if e.past_action || e.progressive {
        return "event";
    }
    if e.state {
        return "property";
    }
    if e.finite { "event" } else { "property" }
}

/// What the words of a content show.
#[derive(Debug, Default)]
struct Evidence {
    question: bool,
    thanks: bool,
    infinitive: bool,
    first_person: bool,
    conditional: bool,
    finite: bool,
    past: bool,
    past_action: bool,
    progressive: bool,
    state: bool,
    modal: bool,
    modal_will: bool,
    should: bool,
    planned: bool,
    to_do: bool,
    must: bool,
    entitled: bool,
    right: bool,
    quoted: bool,
    position_verb: bool,
    quantity: bool,
    causal: usize,
    rule: usize,
    legal: usize,
    future: usize,
    opinion: usize,
    feeling: usize,
}

/// Longer contents are judged by their beginning.
const LONGEST: usize = 120;

impl Evidence {
    fn of(reading: &Reading<'_>, content: &[Range<usize>]) -> Self {
        let signs = &*SIGNS;
        let mut e = Self::default();
        let mut lower = String::new();
        let mut main_verb_seen = false;
        let mut numbers = 0_usize;
        let mut measured = false;
        // Behind "that" and "who" nothing but signs of cause, opinion and the like count.
        let mut subordinate = false;
        // Inside ", which sells the tea," nothing counts.
        let mut aside = false;
        let tokens = content.iter().cloned().flatten().take(LONGEST);
        for (index, at) in tokens.enumerate() {
            let pos = reading.pos(at);
            if pos == Pos::Subordinator
                && (index == 0 || index == 1 && reading.pos(at - 1) == Pos::That)
            {
                e.conditional |= reading.is_word(at, "if");
                aside = true;
            }
            if !main_verb_seen && pos == Pos::Wh && at > 0 && reading.is(at - 1, ',') {
                aside = true;
            }
            if aside {
                aside = !reading.is(at, ',');
                continue;
            }
            if pos == Pos::Mark {
                e.question |= reading.is(at, '?');
                measured |= reading.is(at, '%')
                    || reading.is(at, '$')
                    || reading.is(at, '£')
                    || reading.is(at, '€');
                continue;
            }
            lower.clear();
            lower.extend(reading.word(at).chars().flat_map(char::to_lowercase));
            let word = lower.as_str();
            e.infinitive |= index == 0 && pos == Pos::To;
            e.thanks |= matches!(
                word,
                "thank" | "sorry" | "apologise" | "apologize" | "congratulations"
            );
            e.first_person |= matches!(word, "i" | "me" | "my" | "we" | "she" | "he" | "her");
            e.conditional |= matches!(word, "if" | "unless");
            e.right |= matches!(word, "entitled" | "prohibited" | "forbidden" | "illegal");
            e.entitled |= matches!(word, "entitled" | "may" | "must" | "carries" | "allows");
            e.planned |= !e.past
                && e.state
                && matches!(
                    word,
                    "scheduled" | "expected" | "due" | "likely" | "unlikely" | "forecast"
                );
            e.to_do |= pos == Pos::Base && at > 0 && reading.pos(at - 1) == Pos::To;
            e.must |= word == "must";
            e.should |= matches!(word, "should" | "ought");
            e.causal += usize::from(signs.causal.contains(word));
            e.rule += usize::from(signs.rule.contains(word));
            e.legal += usize::from(signs.legal.contains(word));
            e.opinion += usize::from(
                signs.opinion.contains(word) && !(word == "right" && pos == Pos::Nominal),
            );
            e.feeling += usize::from(signs.feeling.contains(word));
            e.future += usize::from(signs.future.contains(word) && pos != Pos::Modal);
            let dated = at > 0
                && signs
                    .dates
                    .contains(reading.word(at - 1).to_lowercase().trim_end_matches('.'));
            if main_verb_seen && matches!(pos, Pos::That | Pos::Wh) {
                subordinate = true;
            }
            if subordinate {
                continue;
            }
            measured |= pos == Pos::Number && (word.contains(',') || reading.is_word(at + 1, "of"));
            if pos == Pos::Number && !is_year(word) && !dated || signs.number_words.contains(word) {
                numbers += 1;
            }
            measured |= signs.units.contains(word) || signs.measure.contains(word);
            e.finite |= reading.tags[at].finite;
            if !main_verb_seen {
                match pos {
                    Pos::Modal => {
                        e.modal_will |= matches!(
                            word,
                            "will" | "would" | "'ll" | "’ll" | "won't" | "won’t" | "wouldn't"
                        );
                        e.modal |= e.modal_will || matches!(word, "could" | "may" | "might");
                    }
                    Pos::Finite => {
                        main_verb_seen = true;
                        e.position_verb = signs.position.contains(word);
                        e.past = !word.ends_with('s');
                        e.past_action = e.past;
                        e.state |=
                            !e.past || matches!(word, "had" | "stood" | "remained" | "seemed");
                    }
                    Pos::Participle => {
                        main_verb_seen = true;
                        e.past_action = true;
                        e.past = true;
                    }
                    Pos::Gerund => e.progressive |= at > 0 && reading.pos(at - 1) == Pos::Be,
                    Pos::Be | Pos::Have => {
                        e.state = true;
                        e.past |= matches!(word, "was" | "were" | "had");
                    }
                    _ => {}
                }
            }
        }
        e.quoted = content.iter().all(|piece| reading.opens(piece.start));
        e.quantity = numbers > 0 && measured || numbers > 1;
        e
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let reading = Reading::new(text);
        let content = 0..reading.body_end(&reading.sentences[0].tokens);
        assert_eq!(
            category(&reading, &[content], Frames::default(), None).0,
            expected,
            "{text}"
        );
    }

    #[test]
    fn quantities() {
        check("Prices rose by 4 per cent in May.", "quantity");
    }

    #[test]
    fn events() {
        check("The council met on Tuesday.", "event");
    }

    #[test]
    fn properties() {
        check("She is the mayor of Vale.", "property");
    }

    #[test]
    fn causes() {
        check("The fire was caused by a heater.", "causal");
    }

    #[test]
    fn rules() {
        check("Under the law, shops must close at noon.", "rule");
    }

    #[test]
    fn predictions() {
        check("The bridge will open in June.", "prediction");
    }

    #[test]
    fn positions() {
        check("To leave the union at once.", "position");
        check("The minister should resign.", "position");
    }

    #[test]
    fn experiences() {
        check("I felt cold and scared.", "experience");
    }

    #[test]
    fn opinions() {
        check("It is a terrible idea.", "opinion");
    }

    #[test]
    fn questions_are_other() {
        check("“What do they know?”", "other");
    }
}
