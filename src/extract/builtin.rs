//! The built-in extractor.

use crate::{
    extract::{Extractor, Failure},
    model::{Article, Claim},
};

/// The built-in extractor: rules, offline, no model.
#[derive(Clone, Copy, Debug, Default)]
pub struct Builtin;

impl Extractor for Builtin {
    fn extract(&self, _article: &Article) -> Result<Vec<Claim>, Failure> {
        Ok(Vec::new())
    }
}
