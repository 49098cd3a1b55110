//! Lines of bounded length, from a stream that is not to be trusted.
//!
//! In: bytes. Out: one line at a time, without its newline; whether it is UTF-8 or JSON is not
//! looked at here.

use std::io::{self, BufRead, Read};

/// What the stream had next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// A line, without its newline.
    Whole(&'a [u8]),
    /// The stream ended without a newline; at least one byte.
    Rest(&'a [u8]),
    /// The line is longer than the limit: its first bytes. The stream is of no use after it.
    TooLong(&'a [u8]),
    /// The stream ended behind a newline, or is empty.
    End,
}

/// The lines of a stream; holds one of them at a time, so memory is a small multiple of the limit.
pub(super) struct Lines<R> {
    reader: R,
    buffer: Vec<u8>,
    limit: usize,
}

impl<R: BufRead> Lines<R> {
    /// The lines of `reader` that have at most `limit` bytes.
    pub(super) const fn new(reader: R, limit: usize) -> Self {
        Self {
            reader,
            buffer: Vec::new(),
            limit,
        }
    }

    /// The next line; blocks until it is there in full.
    pub(super) fn read(&mut self) -> io::Result<Line<'_>> {
        self.buffer.clear();
        // Room for the newline: a line of just the limit is not too long.
        let most = (self.limit as u64).saturating_add(1);
        (&mut self.reader)
            .take(most)
            .read_until(b'\n', &mut self.buffer)?;
        Ok(match self.buffer.as_slice() {
            [] => Line::End,
            [line @ .., b'\n'] => Line::Whole(line),
            start if start.len() as u64 == most => Line::TooLong(start),
            rest => Line::Rest(rest),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn check(stream: &[u8], limit: usize, expected: &[Line<'_>]) {
        // A capacity of one byte cuts the stream everywhere.
        for capacity in [1, 4096] {
            let mut lines = Lines::new(BufReader::with_capacity(capacity, stream), limit);
            for line in expected {
                assert_eq!(lines.read().unwrap(), *line);
            }
        }
    }

    #[test]
    fn lines_end_at_newlines() {
        check(
            b"ab\n\ncd\n",
            9,
            &[
                Line::Whole(b"ab"),
                Line::Whole(b""),
                Line::Whole(b"cd"),
                Line::End,
            ],
        );
    }

    #[test]
    fn an_unfinished_line_is_told_apart() {
        check(
            b"ab\ncd",
            9,
            &[Line::Whole(b"ab"), Line::Rest(b"cd"), Line::End],
        );
        check(b"", 9, &[Line::End]);
    }

    #[test]
    fn a_line_of_just_the_limit_fits() {
        check(b"abc\n", 3, &[Line::Whole(b"abc"), Line::End]);
        check(b"abcd\n", 3, &[Line::TooLong(b"abcd")]);
        check(b"abc", 3, &[Line::Rest(b"abc")]);
    }

    #[test]
    fn an_endless_line_takes_little_memory() {
        let mut lines = Lines::new(BufReader::new(io::repeat(b'x')), 100_000);
        assert!(matches!(lines.read().unwrap(), Line::TooLong(_)));
        assert!(lines.buffer.capacity() <= 300_000);
    }
}
