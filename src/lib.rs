//! stub
pub mod align;
pub mod change;
pub mod corpus;
pub mod error;
pub mod extract;
pub mod model;
pub mod score;
pub mod text;
pub mod wire;
