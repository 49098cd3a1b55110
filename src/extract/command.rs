//! A program that speaks JSON Lines.
