//! A JSON file against its JSON Schema, every fault with its place.
//!
//! serde stops at the first fault and knows no place for most; a validator knows no place at all.
//! So the file is read with the position of each value and held against the schema that is made
//! from the serde types: what passes here, serde accepts. Only what schemars writes for our types
//! is understood, not JSON Schema as a whole.

use std::{collections::BTreeSet, ops::Range, sync::Arc};

use jsonc_parser::{
    CollectOptions, ParseOptions,
    ast::{Object, Value as Node},
    common::Ranged,
    parse_to_ast,
};
use serde_json::Value;
use similar::TextDiff;

use crate::error::Fault;

/// A file that a person writes, as it is shown in faults.
#[derive(Clone, Debug)]
pub struct File {
    /// As the user knows it, with `/`.
    pub path: String,
    /// The whole file, or one line of it.
    pub text: Arc<str>,
    /// The number of the first line of `text` within the file.
    pub first_line: usize,
}

impl File {
    /// A whole file.
    pub fn new(path: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            first_line: 1,
        }
    }

    /// A fault at `range` of this file.
    pub fn fault(
        &self,
        range: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Fault {
        Fault {
            path: self.path.clone(),
            text: Arc::clone(&self.text),
            first_line: self.first_line,
            range,
            message: message.into(),
            label: label.into(),
            help: Vec::new(),
        }
    }
}

/// The file as a tree of values with their places.
///
/// # Errors
/// The first fault of syntax.
pub fn parse(file: &File) -> Result<Node<'_>, Box<Fault>> {
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    match parse_to_ast(&file.text, &CollectOptions::default(), &strict) {
        Ok(result) => result.value.ok_or_else(|| {
            Box::new(file.fault(0..0, "the file is empty", "a JSON object was expected here"))
        }),
        Err(error) => {
            let range = error.range();
            let message = format!(
                "this is not JSON: {}",
                lowercase_first(&error.kind().to_string())
            );
            Err(Box::new(file.fault(
                range.start..range.end,
                message,
                "here",
            )))
        }
    }
}

fn lowercase_first(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

/// Everything in `node` that `schema` does not allow.
pub fn check(file: &File, node: &Node<'_>, schema: &Value) -> Vec<Fault> {
    let mut checker = Checker {
        file,
        root: schema,
        faults: Vec::new(),
    };
    checker.value(node, schema);
    checker.faults
}

struct Checker<'a> {
    file: &'a File,
    root: &'a Value,
    faults: Vec<Fault>,
}

impl<'a> Checker<'a> {
    fn value(&mut self, node: &Node<'_>, schema: &'a Value) {
        let schema = self.resolved(schema);
        let choices = self.choices(schema);
        if choices.len() > 1 {
            // Of several, the first whose type fits says what is wrong inside.
            match choices.iter().find(|choice| self.fits(node, choice)) {
                Some(choice) => self.value(node, choice),
                None => self.unexpected(node, schema),
            }
            return;
        }
        if !self.fits(node, schema) {
            return self.unexpected(node, schema);
        }
        match node {
            Node::Object(object) => self.object(object, schema),
            Node::Array(array) => {
                let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(0);
                if (array.elements.len() as u64) < least {
                    let message =
                        format!("at least {least} expected, {} found", array.elements.len());
                    self.fault(node.range(), message, "too few");
                }
                if let Some(items) = schema.get("items") {
                    for element in &array.elements {
                        self.value(element, items);
                    }
                }
            }
            Node::StringLit(string) => {
                if string.value.is_empty() && schema.get("minLength").is_some() {
                    self.fault(node.range(), "an empty string", "words were expected here");
                }
            }
            Node::NumberLit(number) => {
                let least = schema.get("minimum").and_then(Value::as_f64);
                if let (Some(least), Ok(value)) = (least, number.value.parse::<f64>())
                    && value < least
                {
                    self.fault(
                        node.range(),
                        format!("a number from {least} was expected"),
                        "too small",
                    );
                }
            }
            Node::BooleanLit(_) | Node::NullKeyword(_) => {}
        }
    }

    fn object(&mut self, object: &Object<'_>, schema: &'a Value) {
        let known = schema.get("properties").and_then(Value::as_object);
        let open = schema
            .get("additionalProperties")
            .filter(|rest| rest.is_object());
        let mut seen = BTreeSet::new();
        for property in &object.properties {
            let name = property.name.as_str();
            let name_start = property.range().start;
            let name_range = name_start..name_start + name_length(property);
            if !seen.insert(name.to_owned()) {
                self.fault(
                    name_range.clone(),
                    format!("the key `{name}` stands here twice"),
                    "the second",
                );
            }
            match known.and_then(|known| known.get(name)).or(open) {
                Some(schema) => self.value(&property.value, schema),
                None => {
                    let keys: Vec<&str> = known
                        .into_iter()
                        .flatten()
                        .map(|(key, _)| key.as_str())
                        .collect();
                    self.fault(
                        name_range,
                        format!("unknown key `{name}`"),
                        "not a key here",
                    );
                    self.suggest(name, &keys, "keys");
                }
            }
        }
        for key in schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let key = key.as_str().unwrap_or_default();
            if !seen.contains(key) {
                let start = object.range.start;
                self.fault(
                    start..start + 1,
                    format!("the key `{key}` is missing"),
                    "in this object",
                );
            }
        }
    }

    fn unexpected(&mut self, node: &Node<'_>, schema: &'a Value) {
        let words = self.words(schema);
        if let (Node::StringLit(string), false) = (node, words.is_empty()) {
            self.fault(
                node.range(),
                format!("unknown value `{}`", string.value),
                "not one of the words",
            );
            self.suggest(&string.value, &words, "words");
            return;
        }
        let mut expected: Vec<String> = Vec::new();
        for choice in self.choices(schema) {
            for name in types(choice).into_iter().filter(|name| *name != "null") {
                expected.push(article_of(name));
            }
        }
        expected.dedup();
        let message = format!("{} was expected", expected.join(" or "));
        self.fault(
            node.range(),
            message,
            format!("this is {}", article_of(type_of(node))),
        );
    }

    fn fault(
        &mut self,
        range: impl Into<Bytes>,
        message: impl Into<String>,
        label: impl Into<String>,
    ) {
        self.faults
            .push(self.file.fault(range.into().0, message, label));
    }

    /// Adds the nearest of the allowed words, and all of them, to the fault just found.
    fn suggest(&mut self, found: &str, allowed: &[&str], what: &str) {
        let Some(fault) = self.faults.last_mut() else {
            return;
        };
        if let Some(nearest) = nearest_word(found, allowed) {
            fault.help.push(format!("did you mean `{nearest}`?"));
        }
        fault
            .help
            .push(format!("the {what} are: {}", allowed.join(", ")));
    }

    /// What a `$ref` stands for.
    fn resolved(&self, schema: &'a Value) -> &'a Value {
        match schema.get("$ref").and_then(Value::as_str) {
            Some(reference) => self
                .root
                .pointer(reference.trim_start_matches('#'))
                .unwrap_or(&Value::Null),
            None => schema,
        }
    }

    /// The schemas of which one has to fit, without null.
    fn choices(&self, schema: &'a Value) -> Vec<&'a Value> {
        let schema = self.resolved(schema);
        match schema
            .get("anyOf")
            .or_else(|| schema.get("oneOf"))
            .and_then(Value::as_array)
        {
            Some(choices) => choices
                .iter()
                .flat_map(|choice| self.choices(choice))
                .collect(),
            None => vec![schema],
        }
    }

    /// The words that a string has to be one of; none where any will do.
    fn words(&self, schema: &'a Value) -> Vec<&'a str> {
        let mut words = Vec::new();
        for choice in self.choices(schema) {
            words.extend(choice.get("const").and_then(Value::as_str));
            let listed = choice.get("enum").and_then(Value::as_array);
            words.extend(listed.into_iter().flatten().filter_map(Value::as_str));
        }
        words
    }

    fn fits(&self, node: &Node<'_>, schema: &'a Value) -> bool {
        let schema = self.resolved(schema);
        let words = self.words(schema);
        if let (Node::StringLit(string), false) = (node, words.is_empty()) {
            return words.contains(&&*string.value);
        }
        let types = types(schema);
        types.is_empty()
            || types.iter().any(|name| match *name {
                "number" => type_of(node) == "number" || type_of(node) == "integer",
                name => type_of(node) == name,
            })
    }
}

/// A stretch of bytes, from either of the two range types at hand.
struct Bytes(Range<usize>);

impl From<Range<usize>> for Bytes {
    fn from(range: Range<usize>) -> Self {
        Self(range)
    }
}

impl From<jsonc_parser::common::Range> for Bytes {
    fn from(range: jsonc_parser::common::Range) -> Self {
        Self(range.start..range.end)
    }
}

fn name_length(property: &jsonc_parser::ast::ObjectProp<'_>) -> usize {
    match &property.name {
        jsonc_parser::ast::ObjectPropName::String(name) => name.range.end - name.range.start,
        jsonc_parser::ast::ObjectPropName::Word(name) => name.range.end - name.range.start,
    }
}

fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn type_of(node: &Node<'_>) -> &'static str {
    match node {
        Node::StringLit(_) => "string",
        Node::NumberLit(number) if number.value.bytes().all(|b| b.is_ascii_digit()) => "integer",
        Node::NumberLit(_) => "number",
        Node::BooleanLit(_) => "boolean",
        Node::Object(_) => "object",
        Node::Array(_) => "array",
        Node::NullKeyword(_) => "null",
    }
}

fn article_of(type_name: &str) -> String {
    match type_name {
        "array" => "a list".to_owned(),
        "object" => "an object".to_owned(),
        "integer" => "a whole number".to_owned(),
        "boolean" => "true or false".to_owned(),
        "null" => "null".to_owned(),
        name => format!("a {name}"),
    }
}

/// The word of `allowed` most like `found`, where one is like it at all.
pub fn nearest_word<'a>(found: &str, allowed: &[&'a str]) -> Option<&'a str> {
    let ratio = |word: &str| (TextDiff::from_chars(found, word).ratio() * 1000.0) as u32;
    let best = allowed
        .iter()
        .max_by_key(|word| (ratio(word), std::cmp::Reverse(**word)))?;
    (ratio(best) >= 600).then_some(*best)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::file::schemas;

    fn faults(json: &str) -> String {
        let file = File::new("a.json", json);
        let [(_, schema), _] = schemas();
        let faults = match parse(&file) {
            Ok(node) => check(&file, &node, schema.as_value()),
            Err(fault) => vec![*fault],
        };
        let line = |fault: &Fault| {
            let (line, column) = fault.position();
            let help: Vec<_> = fault
                .help
                .iter()
                .map(|help| help.chars().take(40).collect::<String>())
                .collect();
            format!(
                "{line}:{column} {} / {} / {}",
                fault.message,
                fault.label,
                help.join(" / ")
            )
        };
        faults.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_fault_is_found() {
        insta::assert_snapshot!(faults(
            r#"{"claims": [
                {"quote": 1, "catgory": "event", "polarity": "negativ"},
                {"quote": ["a", ""], "occurrence": 0, "check_worthy": "yes", "spans": [[1, -2]]},
                {"quote": [], "id": "a", "id": "b", "source": {"quote": "he", "nmae": "x"}},
                7
            ], "tags": "wire", "split": null}"#
        ), @"
        2:27 a string or a list was expected / this is a whole number / 
        2:30 unknown key `catgory` / not a key here / did you mean `category`? / the keys are: alternatives, attribution,
        2:62 unknown value `negativ` / not one of the words / did you mean `negative`? / the words are: positive, negative
        3:33 an empty string / words were expected here / 
        3:52 a number from 1 was expected / too small / 
        3:71 true or false was expected / this is a string / 
        3:92 a whole number was expected / this is a number / 
        4:27 at least 1 expected, 0 found / too few / 
        4:42 the key `id` stands here twice / the second / 
        4:79 unknown key `nmae` / not a key here / did you mean `name`? / the keys are: kind, name, quote, spans
        5:17 an object was expected / this is a whole number / 
        6:24 a list was expected / this is a string /
        ");
    }

    #[test]
    fn a_missing_key_is_found() {
        insta::assert_snapshot!(faults("{}"), @"1:1 the key `claims` is missing / in this object /");
    }

    #[test]
    fn syntax_is_strict() {
        insta::assert_snapshot!(faults("{\"claims\": [],}"), @"1:14 this is not JSON: trailing commas are not allowed / here /");
        insta::assert_snapshot!(faults(""), @"1:1 the file is empty / a JSON object was expected here /");
        insta::assert_snapshot!(faults("{\"claims\": [] // none\n}"), @"1:15 this is not JSON: comments are not allowed / here /");
        insta::assert_snapshot!(faults(&"[".repeat(100_000)), @"1:513 this is not JSON: maximum nesting depth exceeded / here /");
    }

    #[test]
    fn what_is_right_passes() {
        assert_eq!(
            faults(
                r#"{"claims": [{"quote": ["a", "b"], "category": "event", "source": {"kind": "person"}}]}"#
            ),
            ""
        );
    }
}
