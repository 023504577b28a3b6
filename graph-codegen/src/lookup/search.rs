//! Finds requests by words.
//!
//! A word counts most in the last segment of a path, then in other segments, in the types of a request, and in names of
//! parameters and descriptions; most if it is the same, then if only its end differs, then if a word begins with it.
//! Verbs such as `create` count for the method. Only a word that occurs nowhere is compared with misspelled ones. Each
//! segment that nobody asked for costs a little, so short paths come first.

mod question;

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    ops::Range,
};

pub(crate) use self::question::Query;
use self::question::Term;
use super::{
    requests::{Call, ServiceRequest, ServiceRequests, requests_by_root, root},
    words::{Vocabulary, WordId},
};
use crate::{
    edm::{Annotation, Model, TypeRef},
    selection::ServiceGraph,
};

/// A request that was found.
#[derive(Debug)]
pub(crate) struct Found<'r, 'a> {
    pub(crate) request: &'r ServiceRequest<'a>,
    /// Other paths of the same request, such as that of `/users/{id}` besides `/me`.
    pub(crate) also: Vec<&'r str>,
    is_documented: bool,
}

/// The requests that match a question.
#[derive(Debug)]
pub(crate) struct Answer<'r, 'a> {
    /// The best ones, in order.
    pub(crate) found: Vec<Found<'r, 'a>>,
    /// How many there are in all.
    pub(crate) total: usize,
    /// The words of the question that the best one does not match.
    pub(crate) unmatched: Vec<String>,
}

/// Where a word occurs, and what it counts there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    /// The last segment of the path.
    Last = 240,
    /// Another segment.
    Path = 120,
    /// The type of the resource, of the body or of the result.
    Type = 60,
    /// A parameter or a description.
    Text = 40,
}

/// The words of a request.
#[derive(Clone, Debug, Default)]
struct Words {
    list: Vec<(WordId, Field)>,
    /// Where the words of each segment are in the list.
    segments: Vec<Range<usize>>,
    /// The number of casts in the path.
    casts: usize,
    /// Whether the path ends with `$count`, `$ref` or `$value`.
    has_suffix: bool,
}

/// Finds requests by words, the best first.
///
/// `is_documented` says whether a request is one that is known to be supported; those that are not come later.
/// So do those that some public cloud does not have.
pub(crate) fn search<'r, 'a>(
    requests: &'r ServiceRequests<'a>,
    query: &Query,
    limit: usize,
    is_documented: impl Fn(&ServiceRequest<'_>) -> bool,
    is_in_public_clouds: impl Fn(&ServiceRequest<'_>) -> bool,
) -> Answer<'r, 'a> {
    let mut vocabulary = Vocabulary::default();
    let mut indexed: Vec<Words> = Vec::with_capacity(requests.list.len());
    let mut details: HashMap<usize, Vec<(WordId, Field)>> = HashMap::new();
    for request in &requests.list {
        let common =
            details.entry(request.group).or_insert_with(|| words_of_call(request, requests.graph, &mut vocabulary));
        let mut words = words_of_path(&request.template, requests.graph.model(), &mut vocabulary);
        words.list.extend_from_slice(common);
        indexed.push(words);
    }
    let terms = query.terms(&vocabulary);
    let mut hits: Vec<Hit<'r, 'a>> =
        requests.list.iter().zip(&indexed).filter_map(|(request, words)| Hit::of(request, words, &terms)).collect();
    let most = hits.iter().map(|hit| hit.matched.len()).max().unwrap_or(0);
    hits.retain(|hit| hit.matched.len() == most);
    for hit in &mut hits {
        hit.is_documented = is_documented(hit.request);
    }
    let popularity = requests_by_root(&requests.list);
    let order = |hit: &Hit<'r, 'a>, cost: i32| {
        let template = &hit.request.template;
        let score = hit.score - cost - i32::from(!hit.is_documented) * UNDOCUMENTED;
        let known = popularity.get(root(template)).copied().unwrap_or(0);
        (Reverse(score), template.matches('/').count(), Reverse(known), template.len(), template, hit.request.method)
    };
    hits.sort_by_cached_key(|hit| order(hit, 0));
    // To find the clouds takes longer, so only the best are compared.
    let best = hits.len().min(COMPARED);
    hits[..best].sort_by_cached_key(|hit| order(hit, i32::from(!is_in_public_clouds(hit.request)) * NOT_IN_ALL_CLOUDS));
    let matched: HashSet<usize> = hits.first().map(|hit| hit.matched.iter().copied().collect()).unwrap_or_default();
    let unmatched = terms.iter().enumerate().filter(|(at, _)| !matched.contains(at)).map(|(_, term)| term.text.clone());
    let unmatched = unmatched.collect();
    let (found, total) = without_repetition(&hits, limit);
    Answer { found, total, unmatched }
}

/// What it costs that a request is not documented.
const UNDOCUMENTED: i32 = 50;

/// What it costs that a public cloud does not have it.
const NOT_IN_ALL_CLOUDS: i32 = 10;

/// The number of the best requests whose clouds are compared.
const COMPARED: usize = 50;

/// Keeps the best of requests that differ only in the beginning of their paths, up to a limit. Also returns the number
/// without the limit.
fn without_repetition<'r, 'a>(hits: &[Hit<'r, 'a>], limit: usize) -> (Vec<Found<'r, 'a>>, usize) {
    let mut found: Vec<Found<'r, 'a>> = Vec::new();
    let mut places: HashMap<usize, usize> = HashMap::new();
    for hit in hits {
        let next = places.len();
        let place = *places.entry(hit.request.group).or_insert(next);
        if place == next && place < limit {
            found.push(Found { request: hit.request, also: Vec::new(), is_documented: hit.is_documented });
        } else if let Some(known) = found.get_mut(place)
            && (hit.is_documented || !known.is_documented)
        {
            known.also.push(&hit.request.template);
        }
    }
    (found, places.len())
}

/// A request that matches at least one word.
#[derive(Debug)]
struct Hit<'r, 'a> {
    request: &'r ServiceRequest<'a>,
    /// The numbers of the words that it matches.
    matched: Vec<usize>,
    score: i32,
    is_documented: bool,
}

impl<'r, 'a> Hit<'r, 'a> {
    fn of(request: &'r ServiceRequest<'a>, words: &Words, terms: &[Term]) -> Option<Self> {
        let mut matched = Vec::new();
        let mut score = 0;
        for (number, term) in terms.iter().enumerate() {
            let of_word = words.list.iter().map(|(word, field)| *field as i32 * term.quality(*word) / 100).max();
            let of_method = term.verb.map_or(0, |verb| verb.score(request));
            let best = of_word.unwrap_or(0).max(of_method);
            if best > 0 {
                matched.push(number);
                score += best;
            }
        }
        if matched.is_empty() {
            return None;
        }
        Some(Self { request, matched, score: score - unasked(words, terms), is_documented: false })
    }
}

/// The cost of segments, and of words of the last segment, that match no word of the question.
fn unasked(words: &Words, terms: &[Term]) -> i32 {
    let is_asked = |word: WordId| terms.iter().any(|term| term.quality(word) > 0);
    let Some((last, others)) = words.segments.split_last() else { return 0 };
    let others =
        others.iter().filter(|segment| !words.list[(*segment).clone()].iter().any(|(word, _)| is_asked(*word)));
    let others = others.count();
    // After several words, there is one for all of them together.
    let last = &words.list[last.clone()];
    let extra = match last {
        [single] => usize::from(!is_asked(single.0)),
        // A word that only begins like one of the question, such as `memberof`, does not count as asked for.
        [parts @ .., whole] if !terms.iter().any(|term| term.is_same(whole.0)) => {
            parts.iter().filter(|(word, _)| !is_asked(*word)).count()
        }
        _ => 0,
    };
    let few = |count: usize| i32::try_from(count.min(8)).unwrap_or(0);
    few(others) * SEGMENT + few(extra) * WORD + few(words.casts) * CAST + i32::from(words.has_suffix) * SUFFIX
}

/// What it costs that nobody asked for a segment, a word of the last segment, a cast, or `$count`, `$ref` or `$value`.
const SEGMENT: i32 = 20;
const WORD: i32 = 30;
const CAST: i32 = 50;
const SUFFIX: i32 = 5;

fn words_of_path(template: &str, model: &Model, vocabulary: &mut Vocabulary) -> Words {
    let mut words = Words::default();
    let mut names: Vec<&str> = Vec::new();
    let mut is_after_colon = false;
    for segment in template.split('/') {
        // Arguments are not part of the name.
        let name = segment.split('(').next().unwrap_or(segment).trim_matches(':');
        // People ask for items "by path".
        if std::mem::replace(&mut is_after_colon, segment.ends_with(':')) && name == "{path}" {
            names.push("path");
            is_after_colon = false;
            continue;
        }
        match name.as_bytes().first() {
            None | Some(b'{') => {}
            Some(b'$') => {
                words.has_suffix = true;
                words.list.extend(vocabulary.of_name(name).iter().map(|word| (*word, Field::Text)));
            }
            Some(_) => {
                let is_cast = name.contains('.') && model.operations_named(name).next().is_none();
                words.casts += usize::from(is_cast);
                names.push(name.rsplit('.').next().unwrap_or(name));
            }
        }
    }
    let last = names.len().saturating_sub(1);
    for (number, name) in names.into_iter().enumerate() {
        let field = if number == last { Field::Last } else { Field::Path };
        let start = words.list.len();
        words.list.extend(vocabulary.of_name(name).iter().map(|word| (*word, field)));
        words.segments.push(start..words.list.len());
    }
    words
}

/// The words of a request besides its path.
fn words_of_call(
    request: &ServiceRequest<'_>,
    graph: &ServiceGraph<'_>,
    vocabulary: &mut Vocabulary,
) -> Vec<(WordId, Field)> {
    let model = graph.model();
    let mut words = Vec::new();
    let mut add_name = |name: &str, field: Field, vocabulary: &mut Vocabulary| {
        words.extend(vocabulary.of_name(name).iter().map(|word| (*word, field)));
    };
    if let Some(shape) = request.resource {
        add_name(model.type_(shape.entity_type()).name.name(), Field::Type, vocabulary);
    }
    if let Call::Operation(id) = &request.call {
        let operation = model.operation(*id);
        for parameter in operation.call_parameters() {
            add_name(&parameter.name, Field::Text, vocabulary);
        }
        let returned = operation.return_type.iter().map(|returned| &returned.type_ref);
        let taken = operation.call_parameters().iter().map(|parameter| &parameter.type_ref);
        for id in taken.chain(returned).filter_map(TypeRef::type_id) {
            add_name(model.type_(id).name.name(), Field::Type, vocabulary);
        }
    }
    if let Some(text) = description(request.annotations) {
        words.extend(vocabulary.of_sentence(text).into_iter().map(|word| (word, Field::Text)));
    }
    words
}

/// A summary or description in annotations.
fn description(annotations: &[Annotation]) -> Option<&str> {
    const TERMS: [&str; 3] =
        [crate::facts::term::SUMMARY, "Org.OData.Core.V1.Description", "Org.OData.Core.V1.LongDescription"];
    TERMS.iter().find_map(|term| Annotation::value(annotations, term)?.as_string())
}
