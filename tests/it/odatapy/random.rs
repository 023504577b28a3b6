//! Random conditions find the same users as their evaluation in Rust.

use graph_runtime::Member;
use graph_tests::tenant::{AgeGroup, User};
use proptest::{
    prelude::*,
    sample::select,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use super::{
    Comparison as Report, Seeded,
    condition::{Comparison, Condition, Function, Number, Quantifier, Text, Truth},
    ids,
    seed::TEXTS,
};

/// The number of conditions, each of which is a request.
const CONDITIONS: usize = 256;

/// After this many differences, the test ends.
const MOST_DIFFERENCES: usize = 5;

/// The most requests to find a smaller condition that differs.
const MOST_SIMPLIFICATIONS: usize = 100;

fn value() -> impl Strategy<Value = String> {
    let part = select(&["a", "O'", "%", "ü", "", " ", "\n", "1", "&", "🦀", "'", "\\"][..]);
    prop_oneof![3 => select(&TEXTS[..]), 1 => part].prop_map(str::to_owned)
}

fn comparison() -> impl Strategy<Value = Comparison> {
    use Comparison::{AtLeast, AtMost, Equal, Greater, Less, NotEqual};
    select(&[Equal, NotEqual, Less, AtMost, Greater, AtLeast][..])
}

fn quantifier() -> impl Strategy<Value = Quantifier> {
    select(&[Quantifier::Any, Quantifier::All][..])
}

fn text() -> impl Strategy<Value = Text> {
    let names = [Text::Id, Text::DisplayName, Text::DisplayName, Text::Department, Text::Division, Text::ManagerId];
    select(names.to_vec()).prop_recursive(3, 6, 1, |inner| {
        prop_oneof![
            inner.clone().prop_map(|text| Text::Lower(text.into())),
            inner.clone().prop_map(|text| Text::Upper(text.into())),
            inner.clone().prop_map(|text| Text::Trimmed(text.into())),
            (inner.clone(), value()).prop_map(|(text, end)| Text::With(text.into(), end)),
            (inner, 0u8..6).prop_map(|(text, start)| Text::From(text.into(), start)),
        ]
    })
}

fn number() -> impl Strategy<Value = Number> {
    let divisor = prop_oneof![1i8..=7, -7i8..=-1];
    let leaf = prop_oneof![
        2 => Just(Number::SignIns),
        1 => text().prop_map(Number::Length),
        1 => (text(), value()).prop_map(|(text, part)| Number::Index(text, part)),
    ];
    leaf.prop_recursive(3, 6, 1, move |inner| {
        prop_oneof![
            (inner.clone(), any::<i16>()).prop_map(|(number, other)| Number::Plus(number.into(), other)),
            (inner.clone(), -9i16..9).prop_map(|(number, other)| Number::Minus(number.into(), other)),
            (inner.clone(), any::<i8>()).prop_map(|(number, other)| Number::Times(number.into(), other)),
            (inner.clone(), divisor.clone()).prop_map(|(number, other)| Number::DividedBy(number.into(), other)),
            (inner, divisor.clone()).prop_map(|(number, other)| Number::Modulo(number.into(), other)),
        ]
    })
}

fn condition() -> impl Strategy<Value = Condition> {
    let function = select(&[Function::Contains, Function::StartsWith, Function::EndsWith][..]);
    let systems = || select(&["Windows", "iOS", "Linux", ""][..]).prop_map(str::to_owned);
    let groups = [AgeGroup::Unknown, AgeGroup::Minor, AgeGroup::Adult].map(Member::Known);
    let numbers = prop_oneof![-6i32..50, Just(i32::MAX), Just(i32::MIN)];
    let leaf = prop_oneof![
        3 => (text(), comparison(), value()).prop_map(|(text, how, value)| Condition::Text(text, how, value)),
        1 => (text(), proptest::collection::vec(value(), 0..4)).prop_map(|(text, all)| Condition::TextIn(text, all)),
        3 => (function, text(), value()).prop_map(|(how, text, part)| Condition::TextFunction(how, text, part)),
        3 => (number(), comparison(), numbers).prop_map(|(number, how, value)| Condition::Number(number, how, value)),
        1 => (comparison(), any::<bool>()).prop_map(|(how, value)| Condition::Enabled(how, value)),
        1 => select(groups.to_vec()).prop_map(Condition::AgeGroup),
        1 => text().prop_map(Condition::NullText),
        1 => number().prop_map(Condition::NullNumber),
        1 => (quantifier(), comparison(), value()).prop_map(|(all, how, value)| Condition::Phones(all, how, value)),
        1 => (quantifier(), comparison(), value()).prop_map(|(all, how, value)| Condition::Issuers(all, how, value)),
        1 => (quantifier(), comparison(), systems()).prop_map(|(all, how, value)| Condition::Devices(all, how, value)),
        1 => (0usize..3).prop_map(Condition::Plans),
    ];
    leaf.prop_recursive(4, 12, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|condition| Condition::Not(condition.into())),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| Condition::And(left.into(), right.into())),
            (inner.clone(), inner).prop_map(|(left, right)| Condition::Or(left.into(), right.into())),
        ]
    })
}

pub async fn conditions(mut all: Report) {
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[29; 32]);
    let mut runner = TestRunner::new_with_rng(Config { failure_persistence: None, ..Config::default() }, seed);
    let (mut users, mut disputed, mut found_some) = (0, 0, 0);
    for _ in 0..CONDITIONS {
        let mut tree = condition().new_tree(&mut runner).expect("a condition");
        let Some(difference) = difference(&all, &tree.current(), &mut |truth| {
            users += 1;
            disputed += usize::from(truth == Truth::Disputed);
            found_some += usize::from(truth == Truth::True);
        })
        .await
        else {
            all.equal("no difference", true, true);
            continue;
        };
        // Search for a smaller condition that differs as well.
        let mut smallest = difference;
        for _ in 0..MOST_SIMPLIFICATIONS {
            if !tree.simplify() {
                break;
            }
            match self::difference(&all, &tree.current(), &mut |_| {}).await {
                Some(smaller) => smallest = smaller,
                None if tree.complicate() => {}
                None => break,
            }
        }
        all.equal("a random condition", smallest, String::new());
        if all.differences.len() == MOST_DIFFERENCES {
            break;
        }
    }
    println!("{users} users, {found_some} found, {disputed} disputed");
    // Conditions that hold for nobody, or are not compared, would prove nothing.
    assert!(found_some * 5 > users && disputed * 5 < users, "{users} users, {found_some} found, {disputed} disputed");
    all.finish(CONDITIONS);
}

/// Returns how the users that the server finds differ from the evaluation.
async fn difference(all: &Report, condition: &Condition, count: &mut impl FnMut(Truth)) -> Option<String> {
    let filter = condition.filter();
    let text = filter.to_text();
    let found = match ids(User::list(&all.service).filter(filter)).await {
        Ok(found) => found,
        Err(error) => return Some(format!("{text}: {error}")),
    };
    for user in User::of(all.seed) {
        let truth = condition.truth(user);
        count(truth);
        let is_found = found.iter().any(|id| id == user.id());
        if truth != Truth::Disputed && is_found != (truth == Truth::True) {
            return Some(format!("{text}: {truth:?} for {:?}, found: {is_found}", user.id()));
        }
    }
    None
}
