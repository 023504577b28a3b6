//! Extracts the prose of Rust source: comments and string literals.

/// The kind of token that a character belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Code,
    LineComment,
    /// With the nesting depth.
    BlockComment(usize),
    String,
    /// With the number of `#`.
    RawString(usize),
}

/// Returns the text in comments and strings for each line. Code is replaced by one space.
pub fn prose(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let (mut lines, mut line, mut state, mut at) = (Vec::new(), String::new(), State::Code, 0);
    let is = |at: usize, expected: &str| {
        expected.chars().enumerate().all(|(offset, c)| characters.get(at + offset) == Some(&c))
    };
    while let Some(&c) = characters.get(at) {
        at += 1;
        if c == '\n' {
            lines.push(std::mem::take(&mut line));
            if state == State::LineComment {
                state = State::Code;
            }
            continue;
        }
        match state {
            State::Code => match c {
                '/' if is(at, "/") => state = State::LineComment,
                '/' if is(at, "*") => {
                    state = State::BlockComment(1);
                    at += 1;
                }
                '"' => state = State::String,
                'r' if is(at, "\"") || is(at, "#\"") || is(at, "##\"") => {
                    let hashes = characters[at..].iter().take_while(|c| **c == '#').count();
                    state = State::RawString(hashes);
                    at += hashes + 1;
                }
                // A character literal, not a lifetime.
                '\'' if is(at, "\\") => {
                    at += 2;
                    while characters.get(at).is_some_and(|c| *c != '\'' && *c != '\n') {
                        at += 1;
                    }
                    at += 1;
                }
                '\'' if is(at + 1, "'") => at += 2,
                _ => {
                    if !line.ends_with(' ') {
                        line.push(' ');
                    }
                }
            },
            State::LineComment => line.push(c),
            State::BlockComment(depth) if c == '*' && is(at, "/") => {
                at += 1;
                state = if depth == 1 { State::Code } else { State::BlockComment(depth - 1) };
            }
            State::BlockComment(depth) if c == '/' && is(at, "*") => {
                at += 1;
                state = State::BlockComment(depth + 1);
            }
            State::BlockComment(_) => line.push(c),
            State::String if c == '\\' => {
                line.push(c);
                // A backslash at the end of a line continues the string.
                if let Some(&escaped) = characters.get(at).filter(|c| **c != '\n') {
                    line.push(escaped);
                    at += 1;
                }
            }
            State::String if c == '"' => {
                state = State::Code;
                line.push(' ');
            }
            State::String => line.push(c),
            State::RawString(hashes) if c == '"' && is(at, &"#".repeat(hashes)) => {
                at += hashes;
                state = State::Code;
                line.push(' ');
            }
            State::RawString(_) => line.push(c),
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::prose;

    #[test]
    fn code_is_omitted() {
        let text = "let a = \"one \\\" // two\"; // three\nlet b = 'x'; /* four\n five */ fn f<'a>(x: &'a str) {}\n\
                    r#\"six \" seven\"#; '\"'; eight";
        let lines: Vec<String> =
            prose(text).iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(lines, ["one \\\" // two / three", "four", "five", "six \" seven"]);
    }
}
