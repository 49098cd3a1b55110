//! The tools for annotators: what lint warns of and mends, stats, annotate, and agreement.

use serde_json::{Value, json};

use crate::project::{Project, Ran};

/// One case `a` with these annotations.
fn annotated(text: &str, annotations: &Value) -> Project {
    let project = Project::empty();
    project.case("a", text, annotations);
    project
}

/// What `lint` says of one claim, in the text "He said “we will wait” and left ...".
fn warns(claim: &Value) -> String {
    let text = "He said “we will wait” and left.\n\nSnow fell in the north.\nRain fell.\n";
    let ignored = json!([{"quote": "“we will wait”"}]);
    let project = annotated(text, &json!({"claims": [claim], "ignore": ignored}));
    project.run("lint").to_string()
}

/// A claim whose quote ends with a full stop.
fn with_full_stop(tags: &[&str]) -> Project {
    annotated(
        "Rain fell. Nobody came.\n",
        &json!({"claims": [{"quote": "Rain fell.", "category": "event", "tags": tags}]}),
    )
}

/// The first claim of the case `a`, as it is written.
fn first_claim(project: &Project) -> Value {
    let case: Value = serde_json::from_str(&project.read("corpus/a.json")).unwrap();
    case["claims"][0].clone()
}

/// `lint --fix`, which then has nothing left to do.
fn fixed(project: &Project) -> Ran {
    let ran = project.run("lint --fix");
    let files = project.files("corpus");
    let again = project.run("lint --fix");
    assert!(!again.stdout.contains(".json: "), "{again}");
    assert_eq!(project.files("corpus"), files);
    ran
}

#[test]
fn the_form_of_a_quote() {
    insta::assert_snapshot!(warns(&json!({"quote": "Rain fell.", "category": "event"})), @r#"
    warning: the quote ends with a full stop
     --> corpus/a.json:5:16
      |
    5 |       "quote": "Rain fell."
      |                ^^^^^^^^^^^^ full-stop
      |
      = help: leave the sentence's full stop out; `claimsnap lint --fix` does

    no faults, 1 warning: 1 case, 1 claim
    [exit code 0]
    "#);
    insta::assert_snapshot!(warns(&json!({"quote": "ain fell", "category": "event"})), @r#"
    warning: the quote begins or ends inside a word
     --> corpus/a.json:5:16
      |
    5 |       "quote": "ain fell"
      |                ^^^^^^^^^^ inside-word
      |
      = help: begin and end with whole words

    no faults, 1 warning: 1 case, 1 claim
    [exit code 0]
    "#);
    insta::assert_snapshot!(
        warns(&json!({"quote": "and left.\n\nSnow fell", "category": "event"})), @r#"
        warning: the quote runs over the end of a paragraph
         --> corpus/a.json:5:16
          |
        5 |       "quote": "and left.\n\nSnow fell"
          |                ^^^^^^^^^^^^^^^^^^^^^^^^ crosses-paragraph
          |
          = help: annotate one claim a paragraph, or a list of pieces

        no faults, 1 warning: 1 case, 1 claim
        [exit code 0]
        "#);
    insta::assert_snapshot!(warns(&json!({"quote": "“we will", "category": "position"})), @r#"
    warning: a quotation mark has no partner in the quote
     --> corpus/a.json:5:16
      |
    5 |       "quote": "“we will"
      |                ^^^^^^^^^^ unbalanced-marks
      |
      = help: take both quotation marks into the quote, or neither

    no faults, 1 warning: 1 case, 1 claim
    [exit code 0]
    "#);
}

#[test]
fn what_an_attribution_lacks() {
    insta::assert_snapshot!(
        warns(&json!({"quote": "Rain fell", "category": "event", "attribution": "indirect"})), @r#"
        warning: the claim is attributed but has no cue
         --> corpus/a.json:4:22
          |
        4 |       "attribution": "indirect",
          |                      ^^^^^^^^^^ no-cue
          |
          = help: add `cue`, or the tag `no-cue` where the article has none

        no faults, 1 warning: 1 case, 1 claim
        [exit code 0]
        "#);
    insta::assert_snapshot!(
        warns(&json!({
            "quote": "Rain fell", "category": "event", "attribution": "direct",
            "cue": {"quote": "said"},
        })), @r#"
        warning: a direct attribution without quotation marks
         --> corpus/a.json:9:16
          |
        9 |       "quote": "Rain fell"
          |                ^^^^^^^^^^^ direct-without-marks
          |
          = help: include the quotation marks, or the tag `direct-without-marks`, as for a transcript

        no faults, 1 warning: 1 case, 1 claim
        [exit code 0]
        "#);
    insta::assert_snapshot!(
        warns(&json!({"quote": "Rain fell", "category": "event", "source": {"name": "Ana Ruiz"}})), @r#"
        warning: no word of the source's name is in the article
         --> corpus/a.json:6:17
          |
        6 |       "source": {
          |                 ^ source-nowhere
          |
          = help: name the source as the article does

        no faults, 1 warning: 1 case, 1 claim
        [exit code 0]
        "#);
}

#[test]
fn what_nobody_has_looked_at() {
    insta::assert_snapshot!(
        warns(&json!({"quote": "Rain fell", "category": "event", "status": "suggested"})), @r#"
        warning: nobody has confirmed this suggestion
         --> corpus/a.json:6:17
          |
        6 |       "status": "suggested"
          |                 ^^^^^^^^^^^ suggested
          |
          = help: read it, mend it, and remove `status`

        no faults, 1 warning: 1 case, 1 claim
        [exit code 0]
        "#);
    let project = annotated(
        "She said: “Nobody ever told us that.” Rain fell.\n",
        &json!({"claims": [
            {"id": "rain", "quote": "Rain fell", "category": "event"},
            {"id": "again", "quote": "Rain fell", "category": "event"},
        ]}),
    );
    insta::assert_snapshot!(project.run("lint"), @r#"
    warning: the claim has the same words as `rain`
      --> corpus/a.json:11:16
       |
    11 |       "quote": "Rain fell"
       |                ^^^^^^^^^^^ same-words
       |
       = help: keep one of them

    warning: no annotation covers this quotation
     --> corpus/a.txt:1:11
      |
    1 | She said: “Nobody ever told us that.” Rain fell.
      |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ unannotated-quotation
      |
      = help: annotate it, as `forbidden` if it is no claim, or put it into `ignore`

    no faults, 2 warnings: 1 case, 2 claims
    [exit code 0]
    "#);
}

#[test]
fn what_concerns_the_whole_corpus() {
    let project = Project::empty();
    let text = "The ferry sank near Lomna on Monday, and all on board were saved.\n";
    project.case("a", text, &json!({"claims": []}));
    project.case(
        "b",
        &format!("Ferry sinks\n\n{text}"),
        &json!({"claims": []}),
    );
    insta::assert_snapshot!(project.run("lint"), @"
    warning: the article repeats a
     --> corpus/b.txt:1:1
      |
    1 | Ferry sinks
      | ^ near-duplicate
      |
      = help: keep one of them, or rewrite it

    no faults, 1 warning: 2 cases, 0 claims
    [exit code 0]
    ");

    let sentences: Vec<String> = (1..=100)
        .map(|number| format!("Rain {number} fell"))
        .collect();
    let claims: Vec<Value> = sentences
        .iter()
        .enumerate()
        .map(|(at, quote)| {
            let category = if at < 97 { "event" } else { "opinion" };
            json!({"quote": quote, "category": category})
        })
        .collect();
    let project = annotated(&(sentences.join(". ") + ".\n"), &json!({"claims": claims}));
    insta::assert_snapshot!(project.run("lint"), @r#"
    warning: the category `opinion` is used by 3 claims, fewer than 5
       --> corpus/a.json:392:19
        |
    392 |       "category": "opinion",
        |                   ^^^^^^^^^ rare-category
        |
        = help: annotate more of them, or leave the category out of the taxonomy

    no faults, 1 warning: 1 case, 100 claims
    [exit code 0]
    "#);
    let enough = project.run("lint --rare 3").to_string();
    insta::assert_snapshot!(enough, @"
    no faults, 0 warnings: 1 case, 100 claims
    [exit code 0]
    ");
}

#[test]
fn a_denied_warning_is_an_error() {
    let project = with_full_stop(&[]);
    assert_eq!(project.run("lint").code, Some(0));
    insta::assert_snapshot!(project.run("lint --deny full-stop"), @r#"
    error: the quote ends with a full stop
     --> corpus/a.json:5:16
      |
    5 |       "quote": "Rain fell.",
      |                ^^^^^^^^^^^^ full-stop
      |
      = help: leave the sentence's full stop out; `claimsnap lint --fix` does

    no faults, 1 warning, 1 of them denied: 1 case, 1 claim
    [exit code 1]
    "#);
    assert_eq!(project.run("lint --deny all").code, Some(1));
    assert_eq!(project.run("lint --deny no-cue").code, Some(0));
    let ran = project.run("lint --deny all --allow full-stop");
    insta::assert_snapshot!(ran, @"
    no faults, 0 warnings: 1 case, 1 claim
    [exit code 0]
    ");
    assert_eq!(
        project.run("lint --deny full-stop --allow all").code,
        Some(0)
    );
    insta::assert_snapshot!(project.run("lint --deny fullstop"), @"
    error: invalid value 'fullstop' for '--deny <CODE>'
      [possible values: all, near-duplicate, crosses-paragraph, inside-word, full-stop, source-nowhere, rare-category, same-words, no-cue, unbalanced-marks, direct-without-marks, unannotated-quotation, suggested]

      tip: a similar value exists: 'full-stop'

    For more information, try '--help'.
    [exit code 2]
    ");
}

#[test]
fn a_tag_excuses_its_claim() {
    let project = with_full_stop(&["full-stop"]);
    insta::assert_snapshot!(project.run("lint --deny all"), @"
    no faults, 0 warnings: 1 case, 1 claim
    [exit code 0]
    ");
    let project = with_full_stop(&["no-cue"]);
    assert_eq!(project.run("lint --deny all").code, Some(1));
}

#[test]
fn a_fault_is_no_warning() {
    let project = with_full_stop(&[]);
    project.case(
        "b",
        "Rain.\n",
        &json!({"claims": [{"quote": "Snow", "category": "event"}]}),
    );
    let ran = project.run("lint --allow all");
    assert_eq!(ran.code, Some(2));
    insta::assert_snapshot!(ran, @r#"
    error: the quote does not stand in the article
     --> corpus/b.json:5:16
      |
    5 |       "quote": "Snow"
      |                ^^^^^^ these words
      |
      = help: nothing in corpus/b.txt is like it: quote the article's words verbatim

    1 fault in 1 file
    [exit code 2]
    "#);
}

#[test]
fn fix_mends_the_form() {
    let project = Project::empty();
    project.write(
        "corpus/a.txt",
        "Rain fell. It is 5 a.m. Snow fell in the U.S. today.\n",
    );
    project.write(
        "corpus/a.json",
        r#"{"claims": [
            {"category": "event", "quote": " Rain fell. ", "id": "rain"},
            {"quote": "It is 5 a.m.", "category": "property"},
            {"quote": "Snow fell in the U.S.", "category": "event", "source": {"quote": "Snow "}}
        ], "title": "Weather"}"#,
    );
    insta::assert_snapshot!(fixed(&project), @r#"
    corpus/a.json: rain quote: spaces removed around "Rain fell."
    corpus/a.json: rain quote: full stop removed from "Rain fell"
    corpus/a.json: c3 source: spaces removed around "Snow"
    no faults, 0 warnings: 1 case, 3 claims
    [exit code 0]
    "#);
    insta::assert_snapshot!(project.read("corpus/a.json"), @r#"
    {
      "title": "Weather",
      "claims": [
        {
          "id": "rain",
          "quote": "Rain fell",
          "category": "event"
        },
        {
          "quote": "It is 5 a.m.",
          "category": "property"
        },
        {
          "quote": "Snow fell in the U.S.",
          "category": "event",
          "source": {
            "quote": "Snow"
          }
        }
      ]
    }
    "#);
}

#[test]
fn fix_puts_keys_into_their_order_and_leaves_the_layout() {
    let project = annotated("Rain fell.\n", &json!({"claims": []}));
    let own_layout = r#"{"claims": [{"quote": "Rain fell", "category": "event"}]}"#;
    project.write("corpus/a.json", own_layout);
    fixed(&project);
    assert_eq!(project.read("corpus/a.json"), own_layout);
    project.write(
        "corpus/a.json",
        r#"{"claims": [{"category": "event", "quote": "Rain \"fell\""}]}"#,
    );
    project.write("corpus/a.txt", "Rain \"fell\".\n");
    insta::assert_snapshot!(fixed(&project), @"
    corpus/a.json: keys put into their order
    no faults, 0 warnings: 1 case, 1 claim
    [exit code 0]
    ");
    assert!(
        project
            .read("corpus/a.json")
            .contains("\"Rain \\\"fell\\\"\",\n      \"category\"")
    );
}

/// The words stay where they were, though they stand in the article more often without their end.
#[test]
fn fix_keeps_the_place() {
    let project = annotated(
        "Rain fell today. Rain fell.\n",
        &json!({"claims": [{"quote": "Rain fell.", "category": "event"}]}),
    );
    insta::assert_snapshot!(fixed(&project), @r#"
    corpus/a.json: c1 quote: full stop removed from "Rain fell"
    corpus/a.json: c1 quote: occurrence 2 of these words is meant
    no faults, 0 warnings: 1 case, 1 claim
    [exit code 0]
    "#);
    assert_eq!(first_claim(&project)["occurrence"], 2);
}

/// The article of the tests below, as it was when it was annotated.
const BEFORE: &str = "The council voted on Monday to close four of its ten libraries by September. \
    Nobody spoke against it, said Mayor Adriana Kwan-Oduya.\n";

fn council() -> Project {
    annotated(
        BEFORE,
        &json!({"claims": [
            {
                "id": "vote",
                "quote": "The council voted on Monday to close four of its ten libraries by September",
                "category": "event",
                "alternatives": ["to close four of its ten libraries by September"],
            },
            {
                "id": "silence", "quote": "Nobody spoke against it", "category": "event",
                "source": {"quote": "Mayor Adriana Kwan-Oduya"}, "cue": {"quote": "said"},
            },
        ]}),
    )
}

#[test]
fn lint_tells_changed_from_gone() {
    let project = council();
    assert_eq!(project.run("lint --deny all").code, Some(0));
    project.replace(
        "corpus/a.txt",
        "its ten libraries",
        "its eleven public libraries",
    );
    project.replace("corpus/a.txt", "Adriana", "Adriane");
    project.replace(
        "corpus/a.txt",
        "Nobody spoke against it, said",
        "Rain fell, added",
    );
    insta::assert_snapshot!(project.run("lint"), @r#"
    error: the quote does not stand in the article
     --> corpus/a.json:9:16
      |
    9 |       "quote": "The council voted on Monday to close four of its ten libraries by September"
      |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ these words
      |
      = help: the nearest passage, at corpus/a.txt:1:1, is
      = help: The council voted on Monday to close four of its eleven public libraries by September
      = help: changed: 92 % alike; `claimsnap lint --fix` takes it over

    error: the quote does not stand in the article
      --> corpus/a.json:17:16
       |
    17 |       "quote": "Nobody spoke against it",
       |                ^^^^^^^^^^^^^^^^^^^^^^^^^ these words
       |
       = help: nothing in corpus/a.txt is like it: quote the article's words verbatim

    2 faults in 1 file
    [exit code 2]
    "#);
}

#[test]
fn fix_anchors_what_was_edited() {
    let project = council();
    project.replace("corpus/a.txt", "its ten libraries", "its eleven libraries");
    project.replace("corpus/a.txt", "Adriana", "Adriane");
    insta::assert_snapshot!(fixed(&project), @r#"
    corpus/a.json: vote quote: "The council voted on Monday to close four of its ten libraries by September" is now "The council voted on Monday to close four of its eleven libraries by September"
    corpus/a.json: vote alternative: "to close four of its ten libraries by September" is now "to close four of its eleven libraries by September"
    corpus/a.json: silence source: "Mayor Adriana Kwan-Oduya" is now "Mayor Adriane Kwan-Oduya"
    no faults, 0 warnings: 1 case, 2 claims
    [exit code 0]
    "#);
    let claim = first_claim(&project);
    insta::assert_snapshot!(claim["quote"], @r#""The council voted on Monday to close four of its eleven libraries by September""#);
    insta::assert_snapshot!(claim["alternatives"][0], @r#""to close four of its eleven libraries by September""#);
}

/// With a word more or less, the whole of what has become of the quote is taken.
#[test]
fn fix_takes_added_words_in() {
    for now in [
        "has voted on Monday to close",
        "voted to close",
        "voted on Sunday to close",
    ] {
        let project = council();
        project.replace("corpus/a.txt", "voted on Monday to close", now);
        assert_eq!(fixed(&project).code, Some(0), "{now}");
        assert_eq!(
            first_claim(&project)["quote"],
            format!("The council {now} four of its ten libraries by September")
        );
    }
}

#[test]
fn fix_leaves_what_is_gone_to_a_human() {
    let project = council();
    project.replace(
        "corpus/a.txt",
        "Nobody spoke against it",
        "Nobody spoke up in the debate",
    );
    insta::assert_snapshot!(fixed(&project), @r#"
    corpus/a.json: keys put into their order
    error: the quote does not stand in the article
      --> corpus/a.json:13:16
       |
    13 |       "quote": "Nobody spoke against it",
       |                ^^^^^^^^^^^^^^^^^^^^^^^^^ these words
       |
       = help: the nearest passage, at corpus/a.txt:1:78, is
       = help: Nobody spoke up in
       = help: only 73 % alike, so `claimsnap lint --fix` leaves it to you

    1 fault in 1 file
    [exit code 2]
    "#);
}

#[test]
fn fix_leaves_rivals_to_a_human() {
    let quote = "The council voted on Monday to close four libraries";
    let text = ["in May", "in July"]
        .map(|month| format!("{quote} {month}"))
        .join(". ");
    let project = annotated(
        &text,
        &json!({"claims": [{"quote": format!("{quote} in Maj"), "category": "event"}]}),
    );
    insta::assert_snapshot!(fixed(&project), @r#"
    corpus/a.json: keys put into their order
    error: the quote does not stand in the article
     --> corpus/a.json:4:16
      |
    4 |       "quote": "The council voted on Monday to close four libraries in Maj",
      |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ these words
      |
      = help: the nearest passage, at corpus/a.txt:1:1, is
      = help: The council voted on Monday to close four libraries in May
      = help: more than one passage is like it, so `claimsnap lint --fix` leaves it to you

    1 fault in 1 file
    [exit code 2]
    "#);
}

#[test]
fn fix_mends_pieces_and_regions() {
    let project = annotated(
        "“The fares are rising once again,” Ben Oduya said, “and nobody has asked any of us.” \
         He spoke to reporters.\n\
         Sign up for our weekly newsletters.\n",
        &json!({
            "claims": [{
                "quote": ["The fares are rising once agan", "and nobody has asked any of us. "],
                "category": "event", "cue": {"quote": "spoke to repoters"},
            }],
            "ignore": [{"quote": "Sign up for our weekly newsletter."}],
        }),
    );
    insta::assert_snapshot!(fixed(&project), @r#"
    corpus/a.json: c1 quote: "The fares are rising once agan" is now "The fares are rising once again"
    corpus/a.json: c1 quote: spaces removed around "and nobody has asked any of us."
    corpus/a.json: c1 quote: full stop removed from "and nobody has asked any of us"
    corpus/a.json: c1 cue: "spoke to repoters" is now "spoke to reporters"
    corpus/a.json: ignore: "Sign up for our weekly newsletter." is now "Sign up for our weekly newsletters."
    no faults, 0 warnings: 1 case, 1 claim
    [exit code 0]
    "#);
    let quote = &first_claim(&project)["quote"];
    insta::assert_snapshot!(quote, @r#"["The fares are rising once again","and nobody has asked any of us"]"#);
}

#[test]
fn fix_leaves_a_faulty_file() {
    let project = with_full_stop(&[]);
    let faulty = r#"{"claims": [{"quote": " Rain ", "category": "event", "colour": "red"}]}"#;
    project.write("corpus/b.txt", "Rain fell.\n");
    project.write("corpus/b.json", faulty);
    let ran = project.run("lint --fix");
    assert_eq!(ran.code, Some(2));
    insta::assert_snapshot!(ran, @r#"
    corpus/a.json: c1 quote: full stop removed from "Rain fell"
    error: unknown key `colour`
     --> corpus/b.json:1:54
      |
    1 | {"claims": [{"quote": " Rain ", "category": "event", "colour": "red"}]}
      |                                                      ^^^^^^^^ not a key here
      |
      = help: the keys are: alternatives, attribution, category, certainty, check_worthy, cue, id, note, occurrence, polarity, prefix, presence, quantities, quote, source, spans, status, suffix, tags, text, time, within

    1 fault in 1 file
    [exit code 2]
    "#);
    assert_eq!(project.read("corpus/b.json"), faulty);
}

/// What was done before a file that cannot be written is said all the same.
#[test]
fn fix_and_annotate_leave_a_read_only_file() {
    let project = with_full_stop(&[]);
    let annotations = json!({"claims": [{"quote": "Rain ", "category": "event"}]});
    project.case("b", "Rain fell.\n", &annotations);
    let before = project.read("corpus/b.json");
    let path = project.path("corpus/b.json");
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    insta::assert_snapshot!(project.run("lint --fix"), @r#"
    corpus/a.json: c1 quote: full stop removed from "Rain fell"
    error: cannot write corpus/b.json: it is read-only
    help: make it writable, as with `chmod u+w`, and run this again
    [exit code 2]
    "#);
    assert_eq!(project.read("corpus/b.json"), before);
    project.write("corpus/b.txt", "Rain fell. The mayor promised new dams.\n");
    assert_eq!(project.run("annotate corpus/b.txt").code, Some(2));
    assert_eq!(project.read("corpus/b.json"), before);
}

#[test]
fn fix_mends_the_second_annotation() {
    let project = council();
    let second = json!({"claims": [
        {"quote": "The council voted on Monday to close four of its ten libraries by September",
         "category": "event"},
    ]});
    project.write("corpus/second/a.json", second.to_string());
    project.replace("corpus/a.txt", "ten libraries", "two libraries");
    let ran = project.run("lint");
    assert_eq!(ran.code, Some(2));
    insta::assert_snapshot!(ran.stderr.lines().last().unwrap(), @"2 faults in 2 files");
    insta::assert_snapshot!(fixed(&project), @r#"
    corpus/a.json: vote quote: "The council voted on Monday to close four of its ten libraries by September" is now "The council voted on Monday to close four of its two libraries by September"
    corpus/a.json: vote alternative: "to close four of its ten libraries by September" is now "to close four of its two libraries by September"
    corpus/second/a.json: c1 quote: "The council voted on Monday to close four of its ten libraries by September" is now "The council voted on Monday to close four of its two libraries by September"
    no faults, 0 warnings: 1 case, 1 annotated twice, 2 claims
    [exit code 0]
    "#);
}

/// What lint leaves be, a fix does too.
#[test]
fn fix_leaves_an_excused_full_stop() {
    let project = with_full_stop(&["full-stop"]);
    assert_eq!(fixed(&project).code, Some(0));
    assert_eq!(first_claim(&project)["quote"], "Rain fell.");
}

/// Two articles with claims of every kind, and one without any.
fn counted() -> Project {
    let project = Project::empty();
    project.case(
        "news/flood",
        "The flood damaged 40 houses. The mayor promised new dams.\n",
        &json!({"split": "dev", "claims": [
            {"quote": "The flood damaged 40 houses", "category": "event", "attribution": "none",
             "tags": ["water"]},
            {"quote": "The mayor promised new dams", "category": "position",
             "presence": "optional"},
            {"quote": "new dams", "category": "event", "presence": "forbidden", "tags": ["water"]},
        ]}),
    );
    project.case(
        "rain",
        "Rain fell. Rain will fall.\n",
        &json!({"split": "test", "claims": [
            {"quote": "Rain fell", "category": "event", "attribution": "none"},
            {"quote": "Rain will fall", "category": "prediction", "status": "suggested"},
        ]}),
    );
    project.case("news/quiet", "Nothing happened.\n", &json!({"claims": []}));
    project
}

#[test]
fn stats_count() {
    let project = counted();
    insta::assert_snapshot!(project.run("stats"), @"
    3 articles, 17 words, 3 claims, 17.6 claims a hundred words
    annotations: 1 forbidden, 1 optional, 3 required; 4 confirmed, 1 suggested

    category  claims  articles
    event          2         2
    position       1         1

    attribution  claims  articles
    none              2         2

    split  claims  articles
    dev         2         1
    none        0         1
    test        1         1

    topic  claims  articles
    -           1         1
    news        2         2

    tag    claims  articles
    water       2         1
    [exit code 0]
    ");
    insta::assert_snapshot!(project.run("stats --filter rain"), @"
    1 article, 5 words, 1 claim, 20.0 claims a hundred words
    annotations: 2 required; 1 confirmed, 1 suggested

    category  claims  articles
    event          1         1

    attribution  claims  articles
    none              1         1

    split  claims  articles
    test        1         1

    topic  claims  articles
    -           1         1
    [exit code 0]
    ");
    insta::assert_snapshot!(project.run("stats --filter news/quiet"), @"
    1 article, 2 words, 0 claims, 0.0 claims a hundred words
    [exit code 0]
    ");
}

#[test]
fn stats_count_in_json() {
    let project = counted();
    let ran = project.run("stats --format json");
    let stats: Value = serde_json::from_str(&ran.stdout).unwrap();
    // 10 + 5 + 2 words; neither forbidden nor suggested claims count.
    assert_eq!(
        (&stats["articles"], &stats["words"], &stats["claims"]),
        (&json!(3), &json!(17), &json!(3))
    );
    assert_eq!(
        stats["by_presence"],
        json!({"forbidden": 1, "optional": 1, "required": 3})
    );
    assert_eq!(stats["by_status"], json!({"confirmed": 4, "suggested": 1}));
    let spread = |claims: u64, articles: u64| json!({"claims": claims, "articles": articles});
    assert_eq!(
        stats["by_category"],
        json!({"event": spread(2, 2), "position": spread(1, 1)})
    );
    assert_eq!(stats["by_attribution"], json!({"none": spread(2, 2)}));
    assert_eq!(
        stats["by_split"],
        json!({"dev": spread(2, 1), "test": spread(1, 1), "none": spread(0, 1)})
    );
    assert_eq!(
        stats["by_topic"],
        json!({"": spread(1, 1), "news": spread(2, 2)})
    );
    assert_eq!(stats["by_tag"], json!({"water": spread(2, 1)}));
    project.run("stats --format json --output stats.json");
    assert_eq!(project.read("stats.json"), ran.stdout);
}

/// A project whose extractor finds these claims in the article `news/rain`, which has no annotations.
fn suggesting(claims: &Value) -> Project {
    let project = Project::answering(&json!({"news/rain": claims}));
    project.write(
        "corpus/news/rain.txt",
        "Rain fell. Snow fell. Rain fell, said Ana Ruiz.\n",
    );
    project
}

#[test]
fn annotate_writes_a_new_case() {
    let project = suggesting(&json!([
        {"quote": "Rain fell", "category": "event"},
        {"quote": "Rain fell", "category": "event", "attribution": "indirect",
         "source": {"quote": "Ana Ruiz"}, "cue": {"quote": "said"}, "confidence": 0.4},
        {"quote": "Snow fell"},
    ]));
    insta::assert_snapshot!(project.run("annotate corpus/news/rain.txt"), @"
    corpus/news/rain.json: 3 claims suggested, 0 there already
    [exit code 0]
    ");
    insta::assert_snapshot!(project.read("corpus/news/rain.json"), @r#"
    {
      "$schema": "../schema/case.schema.json",
      "claims": [
        {
          "id": "s1",
          "quote": "Rain fell",
          "occurrence": 1,
          "category": "event",
          "status": "suggested"
        },
        {
          "id": "s2",
          "quote": "Snow fell",
          "category": "other",
          "status": "suggested"
        },
        {
          "id": "s3",
          "quote": "Rain fell",
          "occurrence": 2,
          "category": "event",
          "attribution": "indirect",
          "source": {
            "quote": "Ana Ruiz"
          },
          "cue": {
            "quote": "said"
          },
          "status": "suggested"
        }
      ]
    }
    "#);
    let ran = project.run("lint --allow suggested");
    insta::assert_snapshot!(ran, @"
    no faults, 0 warnings: 3 cases, 7 claims
    [exit code 0]
    ");
    assert_eq!(project.run("lint --deny suggested").code, Some(1));

    let before = project.files("corpus");
    insta::assert_snapshot!(project.run("annotate corpus/news/rain.txt"), @"
    corpus/news/rain.json: 0 claims suggested, 3 there already
    [exit code 0]
    ");
    assert_eq!(project.files("corpus"), before);
}

#[test]
fn suggestions_are_not_scored() {
    let project = suggesting(&json!([{"quote": "Snow fell"}]));
    project.write("corpus/news/rain.json", r#"{"claims": []}"#);
    let tally = || {
        let ran = project.run("test --no-snapshots --format json");
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        let claims = &report["accuracy"]["tally"]["claims"];
        (claims["expected"].clone(), claims["matched"].clone())
    };
    let before = tally();
    assert_eq!(project.run("annotate corpus/news/rain.txt").code, Some(0));
    assert!(
        project
            .read("corpus/news/rain.json")
            .contains("\"suggested\"")
    );
    assert_eq!(tally(), before);
}

#[test]
fn annotate_leaves_what_is_there() {
    let project = suggesting(&json!([{"quote": "Rain fell"}, {"quote": "Snow fell"}]));
    project.case(
        "news/rain",
        "Rain fell. Snow fell.\n",
        &json!({"claims": []}),
    );
    let mine = r#"{
  "title": "Mine",
  "claims": [
    {
      "id": "s1",
      "quote": "Rain fell",
      "category": "opinion",
      "note": "as I see it"
    }
  ]
}
"#;
    project.write("corpus/news/rain.json", mine);
    insta::assert_snapshot!(project.run("annotate corpus/news/rain.txt"), @"
    corpus/news/rain.json: 1 claim suggested, 1 there already
    [exit code 0]
    ");
    let now = project.read("corpus/news/rain.json");
    let kept = mine.strip_suffix("\n  ]\n}\n").unwrap();
    assert!(now.starts_with(kept), "{now}");
    insta::assert_snapshot!(&now[kept.len()..], @r#"
    ,
        {
          "id": "s2",
          "quote": "Snow fell",
          "category": "other",
          "status": "suggested"
        }
      ]
    }
    "#);
}

/// The annotations of a corpus have its categories and its words; whatever the extractor says.
#[test]
fn annotate_writes_what_a_corpus_may_hold() {
    let project = suggesting(&json!([
        {"quote": "Rain fell", "category": "weather", "source": {"quote": "Nobody at all"}},
        {"quote": "Hail fell", "category": "event"},
        {"quote": "Snow fell", "category": "event", "cue": {"quote": "claimed"}},
    ]));
    insta::assert_snapshot!(project.run("annotate corpus/news/rain.txt"), @"
    corpus/news/rain.json: 2 claims suggested, 0 there already, 1 left out: not in the article
    [exit code 0]
    ");
    insta::assert_snapshot!(project.read("corpus/news/rain.json"), @r#"
    {
      "$schema": "../schema/case.schema.json",
      "claims": [
        {
          "id": "s1",
          "quote": "Rain fell",
          "occurrence": 1,
          "category": "other",
          "status": "suggested",
          "note": "the extractor named it weather"
        },
        {
          "id": "s2",
          "quote": "Snow fell",
          "category": "event",
          "status": "suggested"
        }
      ]
    }
    "#);
    assert_eq!(project.run("lint").code, Some(0));
}

#[test]
fn annotate_several_up_to_a_failure() {
    let project = Project::answering(&json!({
        "one": [{"quote": "Rain fell"}], "two": "the model is not loaded", "three": [],
    }));
    for name in ["one", "two", "three"] {
        project.write(&format!("corpus/{name}.txt"), "Rain fell.\n");
    }
    let ran = project.run("annotate corpus/one.txt corpus/two.txt corpus/three.txt");
    insta::assert_snapshot!(ran, @"
    corpus/one.json: 1 claim suggested, 0 there already
    error: corpus/two.txt: refused: the model is not loaded
    help: nothing was written for this file
    [exit code 2]
    ");
    assert!(project.path("corpus/one.json").exists());
    assert!(!project.path("corpus/two.json").exists());
    assert!(!project.path("corpus/three.json").exists());
    insta::assert_snapshot!(project.run("annotate corpus/one.txt corpus/three.txt"), @"
    corpus/one.json: 0 claims suggested, 1 there already
    corpus/three.json: 0 claims suggested, 0 there already
    [exit code 0]
    ");
}

#[test]
fn annotate_refuses_what_is_no_article() {
    let project = Project::new();
    insta::assert_snapshot!(project.run("annotate corpus/news/flood.json"), @"
    error: corpus/news/flood.json is not an article's text
    help: name the .txt file; its annotations are written beside it
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run("annotate nowhere.txt"), @"
    error: the file cannot be read: No such file or directory (os error 2)
    --> nowhere.txt
     = help: check that it is a readable file

    1 fault in 1 file
    [exit code 2]
    ");
    project.write("corpus/news/flood.json", "{");
    let ran = project.run("annotate corpus/news/flood.txt");
    assert_eq!(ran.code, Some(2), "{ran}");
    assert_eq!(project.read("corpus/news/flood.json"), "{");
}

/// Four claims by the first, four by the second, three of them the same; one of these in other words.
fn twice() -> Project {
    let project = annotated(
        "Rain fell on Monday. Snow will fall. Nobody came. Ice is cold. Wind blew.\n",
        &json!({"claims": [
            {"quote": "Rain fell on Monday", "category": "event", "attribution": "none"},
            {"quote": "Snow will fall", "category": "prediction", "attribution": "none"},
            {"quote": "Nobody came", "category": "event", "attribution": "none"},
            {"quote": "Wind blew", "category": "event"},
        ]}),
    );
    project.case(
        "b",
        "Nobody but the first has annotated this.\n",
        &json!({"claims": []}),
    );
    let second = json!({"claims": [
        {"quote": "Rain fell", "category": "event", "attribution": "none"},
        {"quote": "Snow will fall", "category": "prediction", "attribution": "none"},
        {"quote": "Nobody came", "category": "property", "attribution": "none"},
        {"quote": "Ice is cold", "category": "property"},
    ]});
    project.write("corpus/second/a.json", second.to_string());
    project
}

/// F1 is 3 of 4 by 4, exact 2. Of the first's 19 + 14 + 11 + 9 = 53 characters and the second's
/// 9 + 14 + 11 + 11 = 45, 9 + 14 + 11 = 34 are common: 68 of 98. Of the three pairs of categories one
/// differs; the six values are event 3, prediction 2, property 1, so of the 30 ways to pair them
/// 3 * 3 + 2 * 4 + 1 * 5 = 22 differ, and alpha is 1 - 5 * 2 / 22.
#[test]
fn agreement_by_hand() {
    let project = twice();
    insta::assert_snapshot!(project.run("agreement"), @"
    1 article: 4 claims of the first, 4 of the second, 3 of both
    F1 0.750, exact 0.500, characters 0.694
    Krippendorff's alpha: category 0.545, attribution -
    category, first / second where they differ:
         1 event / property
    differences: 1 category, 1 only first, 1 only second, 1 words
    [exit code 0]
    ");
    insta::assert_snapshot!(project.run("agreement corpus corpus/second --differences"), @"
    1 article: 4 claims of the first, 4 of the second, 3 of both
    F1 0.750, exact 0.500, characters 0.694
    Krippendorff's alpha: category 0.545, attribution -
    category, first / second where they differ:
         1 event / property
    differences: 1 category, 1 only first, 1 only second, 1 words

    a: words
      first  Rain fell on Monday
      second Rain fell

    a: category
      first  Nobody came (event)
      second property

    a: only first
      first  Wind blew

    a: only second
      second Ice is cold
    [exit code 0]
    ");
    let ran = project.run("agreement --format json");
    let agreement: Value = serde_json::from_str(&ran.stdout).unwrap();
    let counts = |expected: u64, extracted: u64, matched: u64| json!({"expected": expected, "extracted": extracted, "matched": matched});
    assert_eq!(agreement["articles"], 1);
    assert_eq!(agreement["claims"], counts(4, 4, 3));
    assert_eq!(agreement["exact"], 2);
    assert_eq!(agreement["characters"], counts(53, 45, 34));
    let alpha = agreement["category_alpha"].as_f64().unwrap();
    assert!((alpha - (1.0 - 10.0 / 22.0)).abs() < 1e-9, "{alpha}");
    assert_eq!(agreement["attribution_alpha"], Value::Null);
    assert_eq!(
        agreement["category_differs"],
        json!({"event": {"property": 1}})
    );
    assert_eq!(agreement["differences"].as_array().unwrap().len(), 4);
}

#[test]
fn agreement_with_oneself_is_full() {
    let project = twice();
    let first = project.read("corpus/a.json");
    project.write("corpus/second/a.json", first);
    insta::assert_snapshot!(project.run("agreement --differences"), @"
    1 article: 4 claims of the first, 4 of the second, 4 of both
    F1 1.000, exact 1.000, characters 1.000
    Krippendorff's alpha: category 1.000, attribution -
    differences: none
    [exit code 0]
    ");
}

#[test]
fn agreement_needs_a_second() {
    let project = Project::new();
    insta::assert_snapshot!(project.run("agreement"), @"
    error: there is no second annotation at corpus/second
    help: let a second person annotate some articles in case files of the same names there, as corpus/second/news/flood.json for corpus/news/flood.txt; or name another folder with `claimsnap agreement A B`
    [exit code 2]
    ");
    project.write("other/news/other.txt", "Rain.\n");
    project.write("other/news/other.json", r#"{"claims": []}"#);
    insta::assert_snapshot!(project.run("agreement corpus other"), @"
    error: corpus and other have no article in common
    help: the case files of both have to have the same names
    [exit code 2]
    ");
    project.write(
        "other/news/other.json",
        r#"{"claims": [], "colour": "red"}"#,
    );
    assert_eq!(project.run("agreement corpus other").code, Some(2));
}

#[test]
fn agreement_is_about_the_same_text() {
    let project = twice();
    project.write(
        "corpus/second/a.txt",
        "“Rain fell”, “Snow will fall”, Nobody came, Ice is cold",
    );
    insta::assert_snapshot!(project.run("agreement"), @"
    error: the two annotations of a are of different texts
    help: remove the second's .txt file, so that the first's counts, and run `claimsnap lint`
    [exit code 2]
    ");
    assert_eq!(project.run("test --no-snapshots").code, Some(2));
}

#[test]
fn the_annotators_stand_beside_the_accuracy() {
    let project = twice();
    let ran = project.run("test --no-snapshots");
    insta::assert_snapshot!(ran.lines_with("annotators"), @"two annotators of 1 article agree with F1 0.750, exact 0.500, characters 0.694; category alpha 0.545");
    let report = project.run("test --no-snapshots --format json").stdout;
    let report: Value = serde_json::from_str(&report).unwrap();
    let annotators = &report["annotators"];
    assert_eq!(
        (
            &annotators["articles"],
            &annotators["f1"],
            &annotators["exact_f1"]
        ),
        (&json!(1), &json!(0.75), &json!(0.5))
    );
    let one = Project::new()
        .run("test --no-snapshots --format json")
        .stdout;
    let one: Value = serde_json::from_str(&one).unwrap();
    assert_eq!(one.get("annotators"), None);
}
