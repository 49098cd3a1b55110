//! Names as they are to be told.

/// Whether a name is written in capitals only, as a label may be.
pub(super) fn is_in_capitals(name: &str) -> bool {
    let name = name.split(',').next().unwrap_or_default();
    !name.chars().any(char::is_lowercase) && name.chars().nth(2).is_some()
}

/// A name in capitals with capitals where names have them: "Ana Ruiz-Lowe". Any other is returned as it is.
pub(super) fn plain(name: &str) -> String {
    if !is_in_capitals(name) {
        return name.to_owned();
    }
    let mut plain = String::with_capacity(name.len());
    let mut begins = true;
    for letter in name.chars() {
        if begins {
            plain.push(letter);
        } else {
            plain.extend(letter.to_lowercase());
        }
        begins = letter.is_whitespace() || matches!(letter, '-' | '’' | '\'' | '.');
    }
    plain
}

/// A description without what is added to it: "the prefect, who was late".
pub(super) fn without_additions(description: &str) -> &str {
    const ADDITIONS: [&str; 5] = [", who", ", which", ", whose", ", for ", ", on "];
    let found = ADDITIONS.iter().filter_map(|words| description.find(words));
    found.min().map_or(description, |end| &description[..end])
}

/// A description as it stands within a sentence: "the prefect", but "The Alliance".
pub(super) fn within_a_sentence(description: &str) -> String {
    let mut words = description.split(' ');
    let first = words.next().unwrap_or_default();
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    if words.next().is_some_and(is_capital) || !first.chars().skip(1).all(char::is_lowercase) {
        return description.to_owned();
    }
    first.to_lowercase() + &description[first.len()..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals() {
        assert_eq!(plain("ANA RUIZ-LOWE"), "Ana Ruiz-Lowe");
        assert_eq!(plain("Ana Ruiz"), "Ana Ruiz");
        assert_eq!(plain("ÉMILE O’NEILL"), "Émile O’Neill");
        assert_eq!(plain("Q"), "Q");
    }

    #[test]
    fn descriptions() {
        assert_eq!(without_additions("the clerk, who left"), "the clerk");
        assert_eq!(
            without_additions("a report by the clerk"),
            "a report by the clerk"
        );
        assert_eq!(within_a_sentence("The prefect"), "the prefect");
        assert_eq!(within_a_sentence("Critics"), "critics");
        assert_eq!(within_a_sentence("The Alliance"), "The Alliance");
        assert_eq!(within_a_sentence("NATO officials"), "NATO officials");
        assert_eq!(within_a_sentence("A"), "a");
        assert_eq!(within_a_sentence(""), "");
    }
}
