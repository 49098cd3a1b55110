//! stub
pub mod error;
pub mod extract;
pub mod model;
pub mod snapshot;
pub mod text;
pub mod wire;
