//! stub
pub mod align;
pub mod corpus;
pub mod error;
pub mod extract;
pub mod model;
pub mod text;
pub mod wire;
