//! The words of a question.

use crate::{
    lookup::{
        requests::{Call, ServiceRequest},
        words::{Vocabulary, Word, WordId, is_filler, split, stem},
    },
    selection::{Method, ResourceMethod, ResourceShape},
};

/// A question, as words.
#[derive(Clone, Debug)]
pub(crate) struct Query {
    words: Vec<String>,
}

/// A word of a question, and how well each word of a vocabulary matches it.
#[derive(Debug)]
pub(super) struct Term {
    pub(super) text: String,
    pub(super) verb: Option<Verb>,
    qualities: Vec<u8>,
}

/// The maximum number of words of a question.
const MAX_WORDS: usize = 16;

/// The maximum length of a word, in bytes.
const MAX_LENGTH: usize = 64;

impl Query {
    /// Takes the words of a question, except those that say nothing: `the`, `of`.
    pub(crate) fn parse(text: &str) -> Self {
        let all = split(text);
        let mut words: Vec<String> = Vec::new();
        for word in all.iter().filter(|word| !is_filler(word) && word.len() <= MAX_LENGTH) {
            if words.len() < MAX_WORDS && !words.contains(word) {
                words.push(word.clone());
            }
        }
        if words.is_empty() {
            words.extend(all.into_iter().filter(|word| word.len() <= MAX_LENGTH).take(1));
        }
        Self { words }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(super) fn terms(&self, vocabulary: &Vocabulary) -> Vec<Term> {
        self.words.iter().map(|word| Term::of(word, vocabulary)).collect()
    }
}

/// How well words match, in hundredths.
const SAME: u8 = 100;
const SAME_STEM: u8 = 95;
const SAME_MEANING: u8 = 80;
const BEGINNING: u8 = 60;
const MISSPELLED: u8 = 50;

/// Words that people use for one that Graph uses.
const MEANINGS: [(&str, &[&str]); 11] = [
    ("my", &["me"]),
    ("email", &["mail", "message"]),
    ("emails", &["mail", "messages"]),
    ("inbox", &["mail"]),
    ("meeting", &["event"]),
    ("meetings", &["events"]),
    ("appointment", &["event"]),
    ("file", &["content", "item", "items", "driveitem"]),
    ("files", &["content", "item", "items", "driveitem"]),
    ("folder", &["children"]),
    ("guest", &["invitations", "invitation"]),
];

/// The least length of a beginning that matches.
const MIN_BEGINNING: usize = 3;

impl Term {
    fn of(text: &str, vocabulary: &Vocabulary) -> Self {
        let stem = stem(text);
        let meanings = MEANINGS.iter().find(|(word, _)| *word == text).map_or(&[][..], |(_, meanings)| meanings);
        let verb = Verb::of(text);
        let quality = |word: &Word| match word {
            word if word.text == text => SAME,
            // What is `created` is not what creates.
            _ if verb.is_some() => 0,
            word if word.stem == stem => SAME_STEM,
            word if meanings.contains(&word.text.as_str()) => SAME_MEANING,
            word if text.len() >= MIN_BEGINNING && word.text.starts_with(text) => BEGINNING,
            _ => 0,
        };
        let mut qualities: Vec<u8> = vocabulary.words().iter().map(quality).collect();
        if verb.is_none() && qualities.iter().all(|quality| *quality == 0) {
            mark_misspelled(text, vocabulary, &mut qualities);
        }
        Self { text: text.to_owned(), verb, qualities }
    }

    /// Whether a word is the same, or differs only at its end.
    pub(super) fn is_same(&self, word: WordId) -> bool {
        self.quality(word) >= SAME_STEM.into()
    }

    pub(super) fn quality(&self, word: WordId) -> i32 {
        self.qualities.get(word as usize).copied().unwrap_or(0).into()
    }
}

/// Marks the words that are closest to one that occurs nowhere, if they are close enough.
fn mark_misspelled(text: &str, vocabulary: &Vocabulary, qualities: &mut [u8]) {
    let length = text.chars().count();
    let allowed = length / 4;
    let distance = |word: &Word| {
        let is_near =
            word.text.len() <= 4 * (length + allowed) && word.text.chars().count().abs_diff(length) <= allowed;
        if is_near { strsim::damerau_levenshtein(text, &word.text) } else { usize::MAX }
    };
    let distances: Vec<usize> = vocabulary.words().iter().map(distance).collect();
    let Some(least) = distances.iter().copied().min().filter(|least| *least <= allowed) else { return };
    for (quality, distance) in qualities.iter_mut().zip(distances) {
        *quality = if distance == least { MISSPELLED } else { 0 };
    }
}

/// A word that names a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    List,
    Get,
    Create,
    Send,
    Add,
    Update,
    Delete,
    Remove,
    Count,
    Download,
    Upload,
}

const VERBS: [(&str, Verb); 31] = [
    ("list", Verb::List),
    ("all", Verb::List),
    ("find", Verb::List),
    ("get", Verb::Get),
    ("read", Verb::Get),
    ("show", Verb::Get),
    ("fetch", Verb::Get),
    ("view", Verb::Get),
    ("retrieve", Verb::Get),
    ("create", Verb::Create),
    ("new", Verb::Create),
    ("make", Verb::Create),
    ("register", Verb::Create),
    ("post", Verb::Create),
    ("invite", Verb::Create),
    ("send", Verb::Send),
    ("add", Verb::Add),
    ("update", Verb::Update),
    ("change", Verb::Update),
    ("edit", Verb::Update),
    ("modify", Verb::Update),
    ("set", Verb::Update),
    ("rename", Verb::Update),
    ("patch", Verb::Update),
    ("delete", Verb::Delete),
    ("remove", Verb::Remove),
    ("count", Verb::Count),
    ("number", Verb::Count),
    ("download", Verb::Download),
    ("upload", Verb::Upload),
    ("replace", Verb::Update),
];

/// What a method counts.
const BEST: i32 = 270;
const EXACT: i32 = 240;
const SIMILAR: i32 = 140;

impl Verb {
    fn of(word: &str) -> Option<Self> {
        VERBS.iter().find(|(verb, _)| *verb == word).map(|(_, verb)| *verb)
    }

    /// What the verb counts for a request.
    pub(super) fn score(self, request: &ServiceRequest<'_>) -> i32 {
        let Call::Resource(method) = &request.call else {
            let is_read = request.method == Method::Get;
            return if is_read && matches!(self, Self::List | Self::Get) { SIMILAR } else { 0 };
        };
        let is_collection = matches!(request.resource, Some(ResourceShape::Collection(_)));
        match (self, method) {
            (Self::List, ResourceMethod::Get) if is_collection => EXACT,
            (Self::Get, ResourceMethod::Get) if !is_collection => EXACT,
            (Self::List | Self::Get, ResourceMethod::Get) => SIMILAR,
            (Self::Get | Self::Download, ResourceMethod::Download(_)) => EXACT,
            (Self::Create | Self::Add, ResourceMethod::Create) => EXACT,
            (Self::Send, ResourceMethod::Create) => SIMILAR,
            (Self::Add, ResourceMethod::AddReference) => BEST,
            (Self::Add | Self::Update, ResourceMethod::SetReference) => SIMILAR,
            (Self::Update, ResourceMethod::Update | ResourceMethod::Replace) => EXACT,
            (Self::Update, ResourceMethod::Upload(_)) => SIMILAR,
            (Self::Delete | Self::Remove, ResourceMethod::Delete) => EXACT,
            (Self::Remove, ResourceMethod::RemoveReference | ResourceMethod::RemoveReferenceById) => EXACT,
            (Self::Delete, ResourceMethod::RemoveReference | ResourceMethod::DeleteStream(_)) => SIMILAR,
            (Self::Count, ResourceMethod::Count) => EXACT,
            (Self::Upload, ResourceMethod::Upload(_)) => EXACT,
            _ => 0,
        }
    }
}
