//! Words in names and sentences.

use std::collections::HashMap;

/// The identifier of a word in a [`Vocabulary`].
pub(super) type WordId = u32;

/// Distinct words, each with its stem.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: Vec<Word>,
    by_text: HashMap<String, WordId>,
    /// The words of texts that occur often, such as path segments.
    texts: HashMap<String, Vec<WordId>>,
}

/// A word in lower case.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) stem: String,
}

impl Vocabulary {
    pub(super) fn words(&self) -> &[Word] {
        &self.words
    }

    /// The words of a name, and then all of them together: of `sendMail`, these are `send`, `mail` and `sendmail`.
    pub(super) fn of_name(&mut self, name: &str) -> &[WordId] {
        if !self.texts.contains_key(name) {
            let mut parts = split(name);
            if parts.len() > 1 {
                parts.push(parts.concat());
            }
            let ids = parts.into_iter().map(|part| self.intern(part)).collect();
            self.texts.insert(name.to_owned(), ids);
        }
        &self.texts[name]
    }

    /// The words of a sentence.
    pub(super) fn of_sentence(&mut self, sentence: &str) -> Vec<WordId> {
        let words = split(sentence).into_iter().take(MAX_SENTENCE);
        words.filter(|word| !is_filler(word)).map(|word| self.intern(word)).collect()
    }

    fn intern(&mut self, text: String) -> WordId {
        if let Some(id) = self.by_text.get(&text) {
            return *id;
        }
        let id = WordId::try_from(self.words.len()).unwrap_or(WordId::MAX);
        self.words.push(Word { stem: stem(&text), text: text.clone() });
        self.by_text.insert(text, id);
        id
    }
}

/// The maximum number of words of a sentence that are searched.
const MAX_SENTENCE: usize = 60;

/// Splits a text into words in lower case, at anything but letters and digits and where a capital begins a word.
pub(super) fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut characters = text.chars().peekable();
    let mut last: Option<char> = None;
    while let Some(character) = characters.next() {
        // `user's` is one word.
        if matches!(character, '\'' | '’') && last.is_some_and(char::is_alphanumeric) {
            if characters.peek() == Some(&'s') {
                characters.next();
            }
            continue;
        }
        let is_part = character.is_alphanumeric();
        let begins = character.is_uppercase()
            && last.is_some_and(|last| {
                // `sendMail`, and `HTTPServer` before the last capital.
                !last.is_uppercase() || characters.peek().is_some_and(|next| next.is_lowercase())
            });
        if (!is_part || begins) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if is_part {
            word.extend(character.to_lowercase());
        }
        last = Some(character);
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Whether a word of a question says nothing about what is searched.
pub(super) fn is_filler(word: &str) -> bool {
    const FILLERS: &[&str] = &[
        "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "has", "have", "how", "i",
        "if", "in", "into", "is", "it", "of", "on", "or", "s", "that", "the", "their", "this", "to", "what", "which",
        "with",
    ];
    FILLERS.binary_search(&word).is_ok()
}

/// Removes the ends of English words that do not change what is meant: `licenses`, `assigned` and `assignment` become
/// `licens` and `assign`.
pub(super) fn stem(word: &str) -> String {
    const ENDS: [&str; 8] = ["ments", "ment", "ings", "ing", "ed", "es", "s", "e"];
    /// The least number of letters that are left.
    const LEAST: usize = 3;
    if let Some(start) = word.strip_suffix("ies").filter(|start| start.len() >= LEAST) {
        return format!("{start}y");
    }
    if word.ends_with("ss") || word.ends_with("us") || !word.is_ascii() {
        return word.to_owned();
    }
    let start = ENDS.iter().find_map(|end| word.strip_suffix(end).filter(|start| start.len() >= LEAST));
    let start = start.unwrap_or(word);
    // `planning` → `plan`, but `call` stays.
    let bytes = start.as_bytes();
    match bytes {
        [.., before, last] if word.len() > start.len() + 1 && before == last && !b"lsz".contains(last) => {
            start[..start.len() - 1].to_owned()
        }
        _ => start.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Vocabulary, is_filler, split, stem};

    #[test]
    fn names_and_sentences_have_words() {
        for (text, words) in [
            ("sendMail", &["send", "mail"][..]),
            ("oauth2PermissionGrants", &["oauth2", "permission", "grants"]),
            ("HTTPServer_x", &["http", "server", "x"]),
            ("the user's mail", &["the", "user", "mail"]),
            ("größeÄndern", &["größe", "ändern"]),
            (" -- ", &[]),
        ] {
            assert_eq!(split(text), words, "{text}");
        }
        let mut vocabulary = Vocabulary::default();
        let ids = vocabulary.of_name("sendMail").to_vec();
        assert_eq!(
            ids.iter().map(|id| vocabulary.words()[*id as usize].text.as_str()).collect::<Vec<_>>(),
            ["send", "mail", "sendmail"]
        );
        assert_eq!(vocabulary.of_name("sendMail"), ids);
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for forms in [
            &["license", "licenses", "licensing", "licensed"][..],
            &["assign", "assigned", "assigns", "assignment", "assignments"],
            &["policy", "policies"],
            &["plan", "plans", "planning", "planned"],
            &["message", "messages", "messaging"],
            &["box", "boxes"],
            &["call", "calls", "calling"],
        ] {
            let stems: Vec<String> = forms.iter().map(|form| stem(form)).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{stems:?}");
        }
        assert_eq!((stem("access"), stem("status"), stem("is")), ("access".into(), "status".into(), "is".into()));
        assert_ne!(stem("user"), stem("use"));
    }

    #[test]
    fn fillers_are_sorted() {
        assert!(is_filler("a") && is_filler("with") && is_filler("how") && !is_filler("user"));
    }
}
