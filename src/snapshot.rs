//! A Snapshot as text and back: the accepted claims of a case, in insta's file format.
//!
//! ```text
//! ---
//! source: corpus/diplomacy/istanbul-talks.json
//! description: "Talks: day two"
//! ---
//! [
//!   {
//!     "quote": "talks will begin"
//!   }
//! ]
//! ```
//!
//! In: a [`Header`] and claims in stored order. Out: the text of the file, and from such a text the
//! claims again, or the [`Fault`] in it. Files are read and written in [`store`], whether one may be
//! written is decided in [`policy`]. The header is for people and for insta: nothing is read from it.

use std::{collections::BTreeMap, fmt, ops::Range};

use serde_json::error::Category;

use crate::{
    error::Fault,
    model::{Article, CaseId, Claim},
    wire::{ClaimRecord, Detail, records},
};

mod folder;
pub mod policy;
pub mod store;

/// What a snapshot is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entry {
    /// The claims of one case.
    Case(CaseId),
    /// The accuracy of the extractor as a whole, a plain text.
    Accuracy,
}

impl From<CaseId> for Entry {
    fn from(id: CaseId) -> Self {
        Self::Case(id)
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Case(id) => id.fmt(f),
            Self::Accuracy => f.pad(ACCURACY),
        }
    }
}

/// The name of [`Entry::Accuracy`], which no case may have.
const ACCURACY: &str = "accuracy";

/// Whether a snapshot has been accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It has: `.snap`.
    Accepted,
    /// It waits for somebody to accept or reject it: `.snap.new`.
    Proposed,
}

impl State {
    /// What the names of such files end with.
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Accepted => ".snap",
            Self::Proposed => ".snap.new",
        }
    }
}

/// The metadata of a snapshot, for those who review it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// What the snapshot was made from.
    pub source: String,
    /// One line about it, such as the article's title.
    pub description: Option<String>,
    /// Anything else worth knowing in a review.
    pub info: BTreeMap<String, String>,
    /// The article's text.
    pub input_file: Option<String>,
}

/// The text of a snapshot file.
pub fn render(header: &Header, body: &str) -> String {
    let mut lines = vec![
        "---".to_owned(),
        format!("source: {}", yaml(&header.source)),
    ];
    if let Some(description) = &header.description {
        lines.push(format!("description: {}", yaml(description)));
    }
    if !header.info.is_empty() {
        lines.push("info:".to_owned());
    }
    for (key, value) in &header.info {
        lines.push(format!("  {}: {}", yaml(key), yaml(value)));
    }
    if let Some(input_file) = &header.input_file {
        lines.push(format!("input_file: {}", yaml(input_file)));
    }
    lines.extend(["---".to_owned(), normalized(body), String::new()]);
    lines.join("\n")
}

/// A YAML scalar that insta reads as this string: as it is where it can be nothing else, otherwise a
/// JSON string, which YAML has as its double-quoted style.
fn yaml(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
    // YAML and insta's reader take these for booleans, nothing and numbers.
    const WORDS: &[&str] = &[
        "true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf", "infinity",
    ];
    let quoted = !value.starts_with(|c: char| c.is_ascii_alphabetic())
        || !value.chars().all(plain)
        || WORDS.contains(&value.to_ascii_lowercase().as_str());
    if quoted {
        serde_json::Value::from(value).to_string()
    } else {
        value.to_owned()
    }
}

/// The body of a case's snapshot: `claims`, which are in stored order, as pretty JSON.
pub fn body(article: &Article, claims: &[Claim]) -> String {
    serde_json::to_string_pretty(&records(article, claims, Detail::Stable))
        .expect("records have string keys and no numbers but integers")
}

/// `body` as it is compared: line feeds only, and nothing blank at the end, as in insta.
pub fn normalized(body: &str) -> String {
    body.trim_end().replace("\r\n", "\n")
}

/// Where the text of a snapshot comes from, for the faults in it.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// The file, as the user knows it, with `/`.
    pub path: &'a str,
    /// What the snapshot is of.
    pub entry: &'a Entry,
    /// Whether it has been accepted.
    pub state: State,
}

impl Origin<'_> {
    /// How to get rid of a file that is past mending.
    fn renew(&self) -> String {
        let Self { path, entry, state } = self;
        match state {
            State::Accepted => {
                format!("delete `{path}`, run `claimsnap test`, then `claimsnap accept {entry}`")
            }
            State::Proposed => {
                format!("run `claimsnap reject {entry}`, then `claimsnap test` to propose it anew")
            }
        }
    }

    fn fault(&self, text: &str, range: Range<usize>, message: &str, label: &str) -> Box<Fault> {
        Box::new(Fault {
            path: self.path.to_owned(),
            text: text.into(),
            first_line: 1,
            range,
            message: message.to_owned(),
            label: label.to_owned(),
            help: vec![self.renew()],
        })
    }
}

/// The records in the text of a case's snapshot.
///
/// # Errors
/// The first fault of a file that is no snapshot, is cut short, says what no record can say, or
/// has merge conflicts in it.
pub fn parse(origin: &Origin<'_>, text: &str) -> Result<Vec<ClaimRecord>, Box<Fault>> {
    let body = body_range(origin, text)?;
    if let Some(marker) = find_line(&text[body.clone()], |line| line == "=======") {
        let marker = body.start + marker.start..body.start + marker.end;
        return Err(conflict(origin, text, marker));
    }
    serde_json::from_str(&text[body.clone()])
        .map_err(|error| json_fault(origin, text, body, &error))
}

/// The body in the text of any snapshot, [`normalized`].
///
/// # Errors
/// As [`parse`], but whatever the body says is right unless it has merge conflicts in it.
pub fn parse_body(origin: &Origin<'_>, text: &str) -> Result<String, Box<Fault>> {
    Ok(normalized(&text[body_range(origin, text)?]))
}

/// Where the body stands in `text`: behind the header, which is between two lines `---`.
fn body_range(origin: &Origin<'_>, text: &str) -> Result<Range<usize>, Box<Fault>> {
    let is_marker = |line: &str| {
        ["<<<<<<<", "|||||||", ">>>>>>>"].iter().any(|marker| {
            line.strip_prefix(marker)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
    };
    if let Some(marker) = find_line(text, is_marker) {
        return Err(conflict(origin, text, marker));
    }
    let is_rule = |line: &str| line == "---";
    let first = text.lines().next().unwrap_or_default();
    if !is_rule(first.trim_end()) {
        let message = "this is not a snapshot";
        return Err(origin.fault(
            text,
            0..first.len(),
            message,
            "expected `---` as the first line",
        ));
    }
    let header = text.find('\n').map_or(text.len(), |newline| newline + 1);
    let Some(rule) = find_line(&text[header..], is_rule) else {
        let message = "the header of the snapshot has no end";
        return Err(origin.fault(text, 0..first.len(), message, "no second line `---`"));
    };
    let end = header + rule.end;
    let body = text[end..]
        .find('\n')
        .map_or(text.len(), |newline| end + newline + 1);
    Ok(body..text.len())
}

/// The first line of `text` that `is` so; what is blank at a line's end does not count.
fn find_line(text: &str, is: impl Fn(&str) -> bool) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_end();
        if is(trimmed) {
            return Some(start..start + trimmed.len());
        }
        start += line.len();
    }
    None
}

fn conflict(origin: &Origin<'_>, text: &str, marker: Range<usize>) -> Box<Fault> {
    let label = "a marker that git leaves where both sides changed";
    let mut fault = origin.fault(text, marker, "the snapshot has merge conflicts", label);
    let sides = "between `<<<<<<<` and `>>>>>>>` keep one side of `=======` and delete the markers";
    fault.help = vec![sides.to_owned(), format!("or {}", origin.renew())];
    fault
}

fn json_fault(
    origin: &Origin<'_>,
    text: &str,
    body: Range<usize>,
    error: &serde_json::Error,
) -> Box<Fault> {
    let said = error.to_string();
    // The place is shown, not said: its end is the last byte that was read.
    let place = format!(" at line {} column {}", error.line(), error.column());
    let said = said.strip_suffix(&place).unwrap_or(&said);
    let lines = text[body.clone()].split_inclusive('\n');
    let before: usize = lines
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    let last = (body.start + before + error.column()).saturating_sub(1);
    match error.classify() {
        Category::Eof => {
            let kept = text.trim_end().len();
            let at = text.floor_char_boundary(kept.saturating_sub(1));
            origin.fault(text, at..kept, "the snapshot is cut short", said)
        }
        Category::Data => {
            let (message, expected) = said
                .split_once(", expected ")
                .unwrap_or((said, "otherwise"));
            let label = format!("expected {expected}");
            origin.fault(text, token(text, last), message, &label)
        }
        Category::Syntax | Category::Io => {
            let message = "the body of the snapshot is not JSON";
            origin.fault(text, token(text, last), message, said)
        }
    }
}

/// The JSON token, or else the character, whose last byte is at `last`.
fn token(text: &str, last: usize) -> Range<usize> {
    let start = text.floor_char_boundary(last.min(text.len()));
    let end = text.ceil_char_boundary((start + 1).min(text.len()));
    let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let before = &text[line..start];
    let from = match &text[start..end] {
        "\"" => before
            .rmatch_indices('"')
            .map(|(at, _)| at)
            .find(|at| !before[..*at].ends_with('\\')),
        word if word.starts_with(char::is_alphanumeric) => {
            Some(before.trim_end_matches(char::is_alphanumeric).len())
        }
        _ => None,
    };
    from.map_or(start, |from| line + from)..end
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;
    use crate::{
        model::sort,
        model::{Attribution, Quantity, Source, SourceKind},
    };

    fn entry() -> Entry {
        Entry::Case("a/b".parse().unwrap())
    }

    fn read(text: &str) -> Result<Vec<ClaimRecord>, Box<Fault>> {
        let entry = entry();
        let origin = Origin {
            path: "snapshots/x/a/b.snap",
            entry: &entry,
            state: State::Accepted,
        };
        parse(&origin, text)
    }

    fn refused(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    /// What insta itself reads in `text`.
    fn by_insta(text: &str) -> insta::Snapshot {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("b.snap");
        fs::write(&path, text).unwrap();
        insta::Snapshot::from_file(&path).unwrap()
    }

    #[test]
    fn a_snapshot_as_text() {
        let article = Article::new("a/b", "Talks will begin, she said.");
        let claims = [Claim {
            category: Some("event".into()),
            cue: Some(article.quote("said")),
            confidence: Some(0.5),
            ..Claim::new(article.quote("Talks will begin"))
        }];
        let header = Header {
            source: "corpus/a/b.json".into(),
            description: Some("Talks: “day two”\n".into()),
            info: BTreeMap::from([("extractor".into(), "x".into())]),
            input_file: Some("corpus/a/b.txt".into()),
        };
        insta::assert_snapshot!(render(&header, &body(&article, &claims)), @r#"
        ---
        source: corpus/a/b.json
        description: "Talks: “day two”\n"
        info:
          extractor: x
        input_file: corpus/a/b.txt
        ---
        [
          {
            "quote": "Talks will begin",
            "category": "event",
            "cue": {
              "quote": "said"
            }
          }
        ]
        "#);
        assert_eq!(
            render(&Header::default(), &body(&article, &[])),
            "---\nsource: \"\"\n---\n[]\n"
        );
    }

    #[test]
    fn odd_titles_survive() {
        for odd in [
            "",
            " ",
            "\"",
            "'",
            "a: b",
            "# no",
            "- no",
            "---",
            "a\n---\nb",
            "\u{1}\u{7f}\u{85}",
            "\u{2028}\u{feff}",
            "\u{1f600}",
            "true",
            "Null",
            "1",
            "0x1",
            "1e3",
            "inf",
            "NaN",
            "~",
            "{a}",
            "a\\",
            "\r\n",
            "\0",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a`",
            "a #b",
            "<<<<<<< a",
        ] {
            let header = Header {
                source: odd.into(),
                description: Some(odd.into()),
                info: BTreeMap::from([(odd.into(), odd.into())]),
                input_file: Some(odd.into()),
            };
            let text = render(&header, "[]");
            let snapshot = by_insta(&text);
            assert_eq!(snapshot.metadata().source(), Some(odd), "{text}");
            assert_eq!(
                snapshot.metadata().description().unwrap_or(""),
                odd,
                "{text}"
            );
            assert_eq!(snapshot.metadata().input_file(), Some(odd), "{text}");
            assert_eq!(read(&text), Ok(Vec::new()), "{text}");
        }
    }

    #[test]
    fn instas_own_headers_are_read() {
        for text in [
            "---\nsource: a\n---\n[]",
            "---\r\nsource: a\r\nexpression: \"&claims\"\r\n---\r\n[]\r\n",
            "--- \nsource: a\nassertion_line: 7\nsnapshot_kind: text\ninfo:\n  - 1\n--- \n\n[ ]\n\n\n",
            "---\n---\n[]",
            "---\ndescription: |\n  ---\n  no\nsource: a\n---\n[]\n",
        ] {
            assert_eq!(read(text), Ok(Vec::new()), "{text:?}");
        }
    }

    #[test]
    fn a_body_is_compared_without_its_line_endings() {
        let entry = Entry::Accuracy;
        let origin = Origin {
            path: "accuracy.snap",
            entry: &entry,
            state: State::Accepted,
        };
        let text = "---\r\nsource: a\r\n---\r\none\r\n=======\r\n two \r\n\r\n";
        assert_eq!(parse_body(&origin, text).unwrap(), "one\n=======\n two");
    }

    #[test]
    fn merge_conflicts_are_named() {
        let text = "---\nsource: a\n---\n[\n<<<<<<< HEAD\n  {}\n=======\n>>>>>>> main\n]\n";
        insta::assert_snapshot!(refused(text), @"
        error: the snapshot has merge conflicts
         --> snapshots/x/a/b.snap:5:1
          |
        5 | <<<<<<< HEAD
          | ^^^^^^^^^^^^ a marker that git leaves where both sides changed
          |
          = help: between `<<<<<<<` and `>>>>>>>` keep one side of `=======` and delete the markers
          = help: or delete `snapshots/x/a/b.snap`, run `claimsnap test`, then `claimsnap accept a/b`
        ");
        let half = "---\nsource: a\n---\n[\n  {}\n=======\n]\n";
        insta::assert_snapshot!(refused(half), @"
        error: the snapshot has merge conflicts
         --> snapshots/x/a/b.snap:6:1
          |
        6 | =======
          | ^^^^^^^ a marker that git leaves where both sides changed
          |
          = help: between `<<<<<<<` and `>>>>>>>` keep one side of `=======` and delete the markers
          = help: or delete `snapshots/x/a/b.snap`, run `claimsnap test`, then `claimsnap accept a/b`
        ");
        let header = "---\n<<<<<<< HEAD\nsource: a\n||||||| base\n=======\n>>>>>>> main\n---\n[]\n";
        assert!(refused(header).contains("b.snap:2:1"));
    }

    #[test]
    fn damage_is_shown_with_its_place() {
        insta::assert_snapshot!(refused("hello\n"), @"
        error: this is not a snapshot
         --> snapshots/x/a/b.snap:1:1
          |
        1 | hello
          | ^^^^^ expected `---` as the first line
          |
          = help: delete `snapshots/x/a/b.snap`, run `claimsnap test`, then `claimsnap accept a/b`
        ");
        insta::assert_snapshot!(refused("---\nsource: a\n"), @"
        error: the header of the snapshot has no end
         --> snapshots/x/a/b.snap:1:1
          |
        1 | ---
          | ^^^ no second line `---`
          |
          = help: delete `snapshots/x/a/b.snap`, run `claimsnap test`, then `claimsnap accept a/b`
        ");
        insta::assert_snapshot!(refused("---\nsource: a\n---\n[\n  {\n    \"quote\": \"é"), @r#"
        error: the snapshot is cut short
         --> snapshots/x/a/b.snap:6:15
          |
        6 |     "quote": "é
          |               ^ EOF while parsing a string
          |
          = help: delete `snapshots/x/a/b.snap`, run `claimsnap test`, then `claimsnap accept a/b`
        "#);
        insta::assert_snapshot!(
            refused("---\nsource: a\n---\n[\n  {\"quote\": \"é\", \"qoute\": 1}\n]\n"), @r#"
        error: unknown field `qoute`
         --> snapshots/x/a/b.snap:5:18
          |
        5 |   {"quote": "é", "qoute": 1}
          |                  ^^^^^^^ expected one of `quote`, `spans`, `text`, `category`, `attribution`, `source`, `cue`, `polarity`, `certainty`, `check_worthy`, `check_worthy_score`, `time`, `quantities`, `confidence`
          |
          = help: delete `snapshots/x/a/b.snap`, run `claimsnap test`, then `claimsnap accept a/b`
        "#
        );
        insta::assert_snapshot!(
            refused("---\r\nsource: a\r\n---\r\n[\r\n  {\"quote\": 17}\r\n]\r\n"), @r#"
        error: invalid type: integer `17`
         --> snapshots/x/a/b.snap:5:13
          |
        5 |   {"quote": 17}␍
          |             ^^ expected a string or a list of strings
          |
          = help: delete `snapshots/x/a/b.snap`, run `claimsnap test`, then `claimsnap accept a/b`
        "#
        );
        insta::assert_snapshot!(refused("---\nsource: a\n---\n[{\"time\": \"a\\\"b\",}]\n"), @r#"
        error: the body of the snapshot is not JSON
         --> snapshots/x/a/b.snap:4:18
          |
        4 | [{"time": "a\"b",}]
          |                  ^ trailing comma
          |
          = help: delete `snapshots/x/a/b.snap`, run `claimsnap test`, then `claimsnap accept a/b`
        "#);
        insta::assert_snapshot!(refused("---\nsource: a\n---\n[] []\n"), @"
        error: the body of the snapshot is not JSON
         --> snapshots/x/a/b.snap:4:4
          |
        4 | [] []
          |    ^ trailing characters
          |
          = help: delete `snapshots/x/a/b.snap`, run `claimsnap test`, then `claimsnap accept a/b`
        ");
        insta::assert_snapshot!(
            refused("---\nsource: a\n---\n[{\"polarity\": \"postive\"}]\n"), @r#"
        error: unknown variant `postive`
         --> snapshots/x/a/b.snap:4:15
          |
        4 | [{"polarity": "postive"}]
          |               ^^^^^^^^^ expected `positive` or `negative`
          |
          = help: delete `snapshots/x/a/b.snap`, run `claimsnap test`, then `claimsnap accept a/b`
        "#
        );
    }

    #[test]
    fn a_damaged_proposal_is_proposed_anew() {
        let entry = entry();
        let origin = Origin {
            path: "snapshots/x/a/b.snap.new",
            entry: &entry,
            state: State::Proposed,
        };
        assert_eq!(
            parse(&origin, "").unwrap_err().help,
            ["run `claimsnap reject a/b`, then `claimsnap test` to propose it anew"]
        );
    }

    const TEXT: &str =
        "“Talks\twill begin,” she said.\r\n---\n=======\nÉ 😀: 7 \"no\", no — no\u{85}";

    /// Claims with contents of every kind, all over [`TEXT`].
    fn claims() -> impl Strategy<Value = Vec<Claim>> {
        let bounds: Vec<usize> = TEXT.char_indices().map(|(at, _)| at).collect();
        let content = (select(bounds.clone()), select(bounds), any::<String>()).prop_map(
            |(one, other, words)| match one.cmp(&other) {
                std::cmp::Ordering::Less => Article::new("", TEXT).slice(one..other),
                std::cmp::Ordering::Equal => crate::model::Content::Words(words),
                std::cmp::Ordering::Greater => Article::new("", TEXT).locate(&[words, "x".into()]),
            },
        );
        let optional = proptest::option::of::<BoxedStrategy<String>>;
        let claim = (
            content.clone(),
            proptest::option::of(content),
            optional(any::<String>().boxed()),
            optional(any::<String>().boxed()),
            select(Attribution::ALL),
            any::<Option<bool>>(),
        )
            .prop_map(
                |(content, cue, name, time, attribution, check_worthy)| Claim {
                    cue: cue.filter(|cue| !matches!(cue, crate::model::Content::Words(_))),
                    category: name.as_deref().map(Into::into),
                    source: name.clone().map(|name| Source {
                        name: Some(name),
                        kind: Some(SourceKind::Person),
                        ..Source::default()
                    }),
                    quantities: time
                        .iter()
                        .map(|value| Quantity {
                            value: value.clone(),
                            unit: name.clone(),
                        })
                        .collect(),
                    time,
                    attribution: Some(attribution),
                    check_worthy,
                    ..Claim::new(content)
                },
            );
        vec(claim, 0..5)
    }

    proptest! {
        #[test]
        fn render_and_parse_are_inverses(
            mut claims in claims(),
            title in any::<Option<String>>(),
            info in proptest::collection::btree_map(any::<String>(), any::<String>(), 0..3),
            windows in any::<bool>(),
        ) {
            let article = Article::new("a/b", TEXT);
            sort(&mut claims);
            let header = Header {
                source: "corpus/a/b.json".into(),
                description: title.clone(),
                info: info.clone(),
                input_file: title.clone(),
            };
            let body = body(&article, &claims);
            let mut text = render(&header, &body);
            let snapshot = by_insta(&text);
            prop_assert_eq!(snapshot.as_text().unwrap().to_string(), body);
            prop_assert_eq!(snapshot.metadata().input_file(), title.as_deref());
            if windows {
                text = text.replace('\n', "\r\n");
            }
            let records = read(&text).unwrap();
            prop_assert_eq!(records, super::records(&article, &claims, Detail::Stable));
        }

        #[test]
        fn no_text_is_too_odd_to_be_refused(text in "(---\n)?[\\PC\n\"{}:,\\[\\]é]{0,40}(\n---\n)?.{0,40}") {
            if let Err(fault) = read(&text) {
                prop_assert!(text.get(fault.range.clone()).is_some());
                prop_assert!(!fault.to_string().is_empty());
            }
        }

        #[test]
        fn a_snapshot_cut_short_is_refused(claims in claims(), keep in 0.0..1.0) {
            let article = Article::new("a/b", TEXT);
            let text = render(&Header::default(), &body(&article, &claims));
            let text = text.trim_end();
            let end = text.floor_char_boundary((text.len() as f64 * keep) as usize);
            prop_assert!(read(&text[..end]).is_err());
        }
    }
}
