//! The forms of English verbs.
//!
//! In: a lemma. Out: its forms, by rule; irregular verbs give past and participle themselves.

/// The forms of one verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Forms {
    /// "denies"
    pub(super) third: String,
    /// "denied"
    pub(super) past: String,
    /// "denied", "written"
    pub(super) participle: String,
    /// "denying"
    pub(super) gerund: String,
}

/// The regular forms of `lemma`.
pub(super) fn regular(lemma: &str) -> Forms {
    let stem = lemma.strip_suffix('e');
    let y = lemma
        .strip_suffix('y')
        .filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    let third = match y {
        Some(stem) => format!("{stem}ies"),
        None if lemma.ends_with(['s', 'x', 'z', 'o'])
            || lemma.ends_with("ch")
            || lemma.ends_with("sh") =>
        {
            format!("{lemma}es")
        }
        None => format!("{lemma}s"),
    };
    let doubled = if doubles(lemma) {
        let last = lemma.chars().next_back().unwrap_or_default();
        format!("{lemma}{last}")
    } else {
        lemma.to_owned()
    };
    let past = match (y, stem) {
        (Some(stem), _) => format!("{stem}ied"),
        (None, Some(_)) => format!("{lemma}d"),
        (None, None) => format!("{doubled}ed"),
    };
    let gerund = match stem {
        Some(stem) if stem.ends_with('i') => format!("{}ying", &stem[..stem.len() - 1]),
        Some(stem) if !stem.ends_with(['e', 'o', 'y']) => format!("{stem}ing"),
        _ => format!("{doubled}ing"),
    };
    Forms {
        third,
        participle: past.clone(),
        past,
        gerund,
    }
}

/// Whether the last consonant is doubled: one syllable in consonant, vowel, consonant, or stress on
/// the last syllable, which only a list can tell.
fn doubles(lemma: &str) -> bool {
    const STRESSED: &[&str] = &[
        "admit", "permit", "refer", "rebut", "commit", "regret", "concur", "control", "occur",
        "submit", "prefer", "quip", "transfer", "quit",
    ];
    if STRESSED.contains(&lemma) {
        return true;
    }
    let is_vowel = |byte: u8| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u');
    let [before @ .., a, b, c] = lemma.as_bytes() else {
        return false;
    };
    let syllables_before = before.iter().any(|byte| is_vowel(*byte));
    !syllables_before
        && !is_vowel(*a)
        && is_vowel(*b)
        && !is_vowel(*c)
        && !matches!(c, b'w' | b'x' | b'y')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lemma: &str, expected: &str) {
        let forms = regular(lemma);
        assert_eq!(
            format!("{} {} {}", forms.third, forms.past, forms.gerund),
            expected
        );
    }

    #[test]
    fn plain() {
        check("claim", "claims claimed claiming");
    }

    #[test]
    fn silent_e() {
        check("urge", "urges urged urging");
        check("agree", "agrees agreed agreeing");
        check("lie", "lies lied lying");
    }

    #[test]
    fn y() {
        check("deny", "denies denied denying");
        check("say", "says sayed saying");
    }

    #[test]
    fn hissing() {
        check("stress", "stresses stressed stressing");
        check("wish", "wishes wished wishing");
    }

    #[test]
    fn doubling() {
        check("slam", "slams slammed slamming");
        check("admit", "admits admitted admitting");
        check("claim", "claims claimed claiming");
        check("report", "reports reported reporting");
    }
}
