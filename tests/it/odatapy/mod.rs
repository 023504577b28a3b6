//! A second opinion on the meaning of requests: `odatapy`, an independent OData server in Python, on loopback.
//!
//! Generated code creates users, groups, devices and messages, and asks for them. Tests compare the items that come
//! back with what plain Rust finds in the same seed.

mod batches;
mod changes;
mod condition;
mod disagreements;
mod expansions;
mod filters;
mod functions;
mod keys;
mod multipart;
mod pages;
mod random;
mod references;
mod seed;
mod server;
mod stand_in;
mod trippin;
mod users;

use std::{fmt::Display, future::Future, sync::LazyLock};

use graph_runtime::{Client, Filter, List, Object, ServiceProfile, codegen::Structured};
use graph_tests::tenant::{Device, GraphService, Group, Message, User};
use seed::Seed;
use server::Server;

/// Declares comparisons as tests on this server, and on the tenant of graph-testing.
macro_rules! comparisons {
    ($($module:ident on $seeded:ident: $($name:ident)*;)*) => {
        mod on_odatapy {$(
            mod $module {$(
                #[needs::odatapy]
                #[tokio::test]
                async fn $name() {
                    crate::odatapy::$module::$name(crate::odatapy::Comparison::of(crate::odatapy::$seeded())).await;
                }
            )*}
        )*}

        mod on_a_tenant {$(
            mod $module {$(
                #[tokio::test]
                async fn $name() {
                    let server = graph_testing::Server::in_memory_at("https://example.com/odata");
                    let service = crate::odatapy::stand_in::seeded(&server);
                    crate::odatapy::$module::$name(crate::odatapy::Comparison::of(service)).await;
                }
            )*}
        )*}
    };
}

comparisons! {
    filters on seeded: comparisons_of_texts comparisons_of_other_values members_of_enumerations lists_of_values precedence missing_values paths_of_complex_values collections_of_values collections_of_complex_values related_entities;
    functions on seeded: texts dates_and_times numbers types;
    expansions on seeded_for_expansions: orders windows_and_counts searches selections expansions nested_expansions;
    random on seeded: conditions;
    pages on seeded: pages;
}

/// All tests use one server, with a tenant for each test that changes something.
static SERVER: LazyLock<Server> = LazyLock::new(Server::start);

/// Returns a client for a tenant, which is empty at first. Its profile is that of the metadata.
fn client(tenant: &str) -> Client {
    client_with(tenant, |profile| profile)
}

fn client_with(tenant: &str, adjust: fn(ServiceProfile) -> ServiceProfile) -> Client {
    let url = format!("{}/{tenant}", SERVER.address());
    Client::builder().base_url(url).adjust_profile(adjust).build().expect("a client")
}

/// Returns the service of a tenant with the whole seed, which tests only read.
fn seeded() -> GraphService {
    static FILLED: LazyLock<()> = LazyLock::new(|| fill("seeded"));
    LazyLock::force(&FILLED);
    GraphService::new(client("seeded"))
}

/// Returns the service of another tenant with the same seed.
///
/// Expansions have a tenant of their own: the server changes its data when it filters what it expands, so that filters
/// miss entities later (RFC 9110, section 9.2.1: a `GET` is safe).
fn seeded_for_expansions() -> GraphService {
    static FILLED: LazyLock<()> = LazyLock::new(|| fill("expansions"));
    LazyLock::force(&FILLED);
    GraphService::new(client("expansions"))
}

fn fill(tenant: &'static str) {
    // Clients belong to the runtime of their test, so the seed gets a runtime of its own.
    let filling = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(seed::fill(&GraphService::new(client(tenant))));
    });
    filling.join().expect("the seed is accepted");
}

/// A type with entities in the seed.
trait Seeded: Structured {
    fn id(&self) -> &str;
    fn of(seed: &Seed) -> Vec<&Self>;
    fn list(service: &GraphService) -> List<Self>;
}

macro_rules! seeded_types {
    ($($type:ident in $set:ident)*) => {$(
        impl Seeded for $type {
            fn id(&self) -> &str {
                self.id.as_deref().unwrap_or_default()
            }

            fn of(seed: &Seed) -> Vec<&Self> {
                seed.$set.iter().map(|object| &**object).collect()
            }

            fn list(service: &GraphService) -> List<Self> {
                service.$set().get()
            }
        }
    )*};
}

seeded_types!(User in users Group in groups Device in devices Message in messages);

/// Compares queries with plain Rust, and reports all differences at once.
struct Comparison {
    service: GraphService,
    seed: &'static Seed,
    compared: usize,
    differences: Vec<String>,
}

impl Comparison {
    fn of(service: GraphService) -> Self {
        Self { service, seed: Seed::get(), compared: 0, differences: Vec::new() }
    }

    /// Compares the items that a filter finds with those for which a Rust function holds.
    async fn filter<T: Seeded>(&mut self, name: &str, filter: Filter<T>, holds: impl Fn(&T) -> bool) {
        self.filter_but(name, filter, holds, |_| false).await;
    }

    /// Compares without the items for which the server is known to be wrong.
    async fn filter_but<T: Seeded>(
        &mut self,
        name: &str,
        filter: Filter<T>,
        holds: impl Fn(&T) -> bool,
        is_disputed: impl Fn(&T) -> bool,
    ) {
        let text = filter.to_text();
        let all = T::of(self.seed);
        let undisputed: Vec<&str> = all.iter().filter(|item| !is_disputed(item)).map(|item| item.id()).collect();
        let expected: Vec<&str> =
            all.iter().filter(|item| !is_disputed(item) && holds(item)).map(|item| item.id()).collect();
        let found = ids(T::list(&self.service).filter(filter)).await;
        let found = found.map(|ids| ids.into_iter().filter(|id| undisputed.contains(&id.as_str())).collect());
        self.compare(name, &text, found, expected);
    }

    /// Compares the ids of a list, in its order, with expected ones.
    async fn list<T: Seeded>(&mut self, name: &str, list: List<T>, expected: impl IntoIterator<Item = &T>) {
        let found = ids(list).await;
        self.compare(name, "", found, expected.into_iter().map(|item| item.id()).collect());
    }

    /// Compares two lists of texts.
    fn compare(&mut self, name: &str, query: &str, found: Result<Vec<String>, String>, expected: Vec<&str>) {
        self.compared += 1;
        match found {
            Ok(found) if found == expected => {}
            Ok(found) => {
                let missing: Vec<_> = expected.iter().filter(|id| !found.iter().any(|found| found == *id)).collect();
                let wrong: Vec<_> = found.iter().filter(|id| !expected.contains(&id.as_str())).collect();
                self.differences.push(match missing.is_empty() && wrong.is_empty() {
                    true => format!("{name}: another order: {query}\n    {found:?}\n    {expected:?}"),
                    false => format!("{name}: missing {missing:?}, wrong {wrong:?}: {query}"),
                });
            }
            Err(error) => self.differences.push(format!("{name}: {query}: {error}")),
        }
    }

    /// Compares any two values.
    fn equal<V: PartialEq + std::fmt::Debug>(&mut self, name: &str, found: V, expected: V) {
        self.compared += 1;
        if found != expected {
            self.differences.push(format!("{name}: {found:?} instead of {expected:?}"));
        }
    }

    /// Fails if there are differences, or fewer comparisons than expected.
    fn finish(self, at_least: usize) {
        let Self { compared, differences, .. } = self;
        assert!(differences.is_empty(), "{} of {compared} differ:\n{}", differences.len(), differences.join("\n"));
        assert!(compared >= at_least, "only {compared} comparisons");
    }
}

/// Returns the ids of all items of a list, in order.
async fn ids<T: Seeded>(list: List<T>) -> Result<Vec<String>, String> {
    let (mut items, mut ids) = (list.items(), Vec::new());
    while let Some(item) = items.next().await {
        ids.push(item.map_err(full)?.id().to_owned());
    }
    Ok(ids)
}

/// Returns the whole text of an error.
fn full(error: impl Display) -> String {
    format!("{error:#}")
}

/// Awaits a result that has to be a success.
async fn done<T>(result: impl Future<Output = Result<T, graph_runtime::Error>>) -> T {
    result.await.unwrap_or_else(|error| panic!("{error:#}"))
}

/// Returns the ids of entities.
fn ids_of<T: Seeded>(items: &[Object<T>]) -> Vec<&str> {
    items.iter().map(|item| item.id()).collect()
}
