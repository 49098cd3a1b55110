//! stub
pub mod align;
pub mod change;
pub mod config;
pub mod corpus;
pub mod error;
pub mod extract;
pub mod gate;
pub mod model;
pub mod report;
pub mod score;
pub mod snapshot;
pub mod text;
pub mod wire;
