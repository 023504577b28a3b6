//! Keys of every type, enumerations, flags, lists with nulls, and numbers of 64 bits, in both versions.

use graph_runtime::{Body, Client, Decimal, Flags, Json, Object, ServiceProfile, profile::ODataVersion};

use super::{SERVER, done, full};
use crate::typed_keys::keys::{self, Access, Book, Genre, Line, Store};

/// Returns services of tenants with this name, one for each version.
fn services(tenant: &str) -> [Store; 2] {
    let builder = |version| Client::builder().base_url(format!("{}/keys~{tenant}-{version}", SERVER.address()));
    let later = |profile: ServiceProfile| {
        let version = Some(ODataVersion::V4_01);
        profile.with_version(version).with_max_version(version)
    };
    let clients = [builder("4.0").build(), builder("4.01").adjust_profile(later).build()];
    clients.map(|client| Store::new(client.expect("a client")))
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("a value")
}

/// Creates, reads, finds, and deletes entities with these keys.
macro_rules! keys {
    ($service:ident, $problems:ident: $($set:ident $type:ident $values:expr;)*) => {$(
        for value in $values {
            let name = format!("{} {value:?}", stringify!($set));
            let check = async || -> Result<(), String> {
                let entities = $service.$set();
                let created = entities.create(Body::new().set(keys::$type::ID, value.clone())).send().await.map_err(full)?;
                let read = entities.by_id(value.clone()).get().send().await.map_err(full)?;
                if read.id != created.id || read.id.is_none() {
                    return Err(format!("{:?} instead of {:?}", read.id, created.id));
                }
                let found = entities.get().filter(keys::$type::ID.eq(value.clone())).send().await.map_err(full)?;
                if found.len() != 1 || found[0].id != created.id {
                    return Err(format!("the filter finds {}", found.len()));
                }
                entities.by_id(value.clone()).delete().send().await.map_err(full)?;
                match entities.by_id(value.clone()).get().send().await {
                    Err(error) if error.is_not_found() => Ok(()),
                    other => Err(format!("{other:?} after its deletion")),
                }
            };
            if let Err(problem) = check().await {
                $problems.push(format!("{name}: {problem}"));
            }
        }
    )*};
}

#[needs::odatapy]
#[tokio::test]
async fn keys_of_every_type() {
    let mut problems = Vec::new();
    for service in services("types") {
        keys! { service, problems:
            strings ByString ["x", "o'neil/a b", "100% + #1 & ü=🦀?", "'", "(1)", "a,b=c"].map(str::to_owned);
            guids ByGuid [parsed::<graph_runtime::Guid>("06ebc4ee-1bb5-47dd-8120-11324bc54e06")];
            int16s ByInt16 [i16::MIN, 0, i16::MAX];
            int32s ByInt32 [i32::MIN, 7];
            int64s ByInt64 [i64::MIN, i64::MAX];
            bytes ByByte [0u8, 255];
            sbytes BySByte [-128i8, 127];
            booleans ByBoolean [true, false];
            dates ByDate [parsed::<graph_runtime::Date>("2024-02-29")];
            times ByTime [parsed::<graph_runtime::TimeOfDay>("07:59:59")];
            instants ByInstant [parsed::<graph_runtime::DateTimeOffset>("2026-11-29T16:54:18Z")];
            durations ByDuration [parsed::<graph_runtime::Duration>("PT1H30M"), parsed("-P1DT1S")];
            // The server writes no addresses with digits after the point.
            decimals ByDecimal [parsed::<Decimal>("-15"), parsed("12345")];
            genres ByGenre [Genre::Fact, Genre::Fiction].map(graph_runtime::Member::from);
            codes ByCode ["a/b", "ü"].map(str::to_owned);
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[needs::odatapy]
#[tokio::test]
async fn composite_keys() {
    for service in services("composite") {
        let line = |code: &str, took: &str| {
            let took = parsed::<graph_runtime::Duration>(took);
            let body =
                Body::new().set(Line::ORDER, i64::MAX).set(Line::GENRE, Genre::Fact).set(Line::TOOK, took.clone());
            (body.set(Line::CODE, code), service.lines().by_key(i64::MAX, Genre::Fact, took, code))
        };
        for (code, took) in [("it's", "PT1H"), ("a/b,c", "-P1DT2S")] {
            let (body, builder) = line(code, took);
            done(service.lines().create(body).send()).await;
            let read = done(builder.get().send()).await;
            assert_eq!((read.code.as_deref(), read.order), (Some(code), Some(i64::MAX)));
        }
        assert_eq!(done(service.lines().count().send()).await, 2);
        done(line("it's", "PT1H").1.delete().send()).await;
        assert!(line("it's", "PT1H").1.get().send().await.is_err_and(|error| error.is_not_found()));
        assert!(line("a/b,c", "-P1DT2S").1.get().send().await.is_ok());
    }
}

#[needs::odatapy]
#[tokio::test]
async fn values_of_every_kind() {
    for service in services("values") {
        let id: graph_runtime::Guid = parsed("06ebc4ee-1bb5-47dd-8120-11324bc54e06");
        let place: Json = serde_json::json!({ "type": "Point", "coordinates": [4.5, -33.25] });
        let body = Body::new()
            .set(Book::ID, id)
            .set(Book::GENRE, Genre::Fact)
            .set(Book::ACCESS, [Access::Read, Access::Execute])
            .set(Book::TAGS, vec![Some("a".to_owned()), None, Some(String::new())])
            .set(Book::SCORES, vec![None, Some(0.5)])
            // The server refuses null among members of enumerations.
            .set(Book::GENRES, vec![Some(Genre::Fiction.into())])
            .set(Book::SIZE, i64::MAX)
            .set(Book::SIZES, vec![Some(i64::MIN), None])
            .set(Book::PRICE, parsed::<Decimal>("12345678901234567.89"))
            .set(Book::WHERE, place.clone());
        done(service.books().create(body).send()).await;
        let check = |book: &Object<Book>| {
            assert_eq!(book.genre, Some(Genre::Fact.into()));
            let access = book.access.as_ref().expect("flags");
            assert!(access.has(Access::Read) && access.has(Access::Execute) && !access.has(Access::Write), "{access}");
            assert_eq!(book.tags, Some(vec![Some("a".to_owned()), None, Some(String::new())]));
            assert_eq!(book.scores, Some(vec![None, Some(0.5)]));
            assert_eq!(book.genres, Some(vec![Some(Genre::Fiction.into())]));
            assert_eq!((book.size, book.sizes.as_deref()), (Some(i64::MAX), Some(&[Some(i64::MIN), None][..])));
            assert_eq!(book.price.as_ref().map(Decimal::as_str), Some("12345678901234567.89"));
            let coordinates = book.r#where.as_ref().map(|place| place["coordinates"].clone());
            assert_eq!(coordinates, Some(place["coordinates"].clone()));
        };
        let builder = service.books().by_id(id);
        check(&done(builder.get().send()).await);
        for filter in [
            Book::GENRE.eq(Genre::Fact),
            Book::ACCESS.has(Access::Read),
            Book::ACCESS.eq(Flags::from([Access::Read, Access::Execute])),
            Book::SIZE.eq(i64::MAX),
            Book::PRICE.gt(parsed::<Decimal>("12345678901234567.88")),
            Book::ID.eq(id),
        ] {
            let text = filter.to_text();
            let found = done(service.books().get().filter(filter).send()).await;
            assert_eq!(found.len(), 1, "{text}");
            check(&found[0]);
        }
        assert_eq!(done(service.books().count().filter(Book::ACCESS.has(Access::Write)).send()).await, 0);
        // Int64 and Decimal as strings, if the request asks for it.
        let text = builder.get().header("accept", "application/json;IEEE754Compatible=true");
        check(&done(text.send()).await);
        done(builder.update(Body::new().set(Book::TAGS, vec![None]).null(Book::GENRE)).send()).await;
        let read = done(builder.get().send()).await;
        assert_eq!((read.tags.as_deref(), read.genre.is_none()), (Some(&[None][..]), true));
    }
}
