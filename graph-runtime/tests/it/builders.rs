//! Request builders: the requests and their descriptions.

use std::sync::LazyLock;

use crate::sample::Part;
use graph_runtime::{
    Body, Client, Description, Operation,
    builders::{CollectionBuilder, EntityBuilder, Structured},
    codegen as rt,
    facts::Availability,
};

static CLIENT: LazyLock<Client> =
    LazyLock::new(|| Client::builder().base_url("https://graph.example/v1.0").build().unwrap());

static READ: rt::Permissions = rt::Permissions::UNKNOWN.with_delegated("*Part.Read");
static WRITE: rt::Permissions = rt::Permissions::UNKNOWN.with_delegated("*Part.Write");

const NAME: rt::Property<Part, String> = rt::property("name");

/// A request builder as the generator writes it, for directory objects whose key is not named `id`.
#[derive(Clone, Debug)]
struct PartRequestBuilder(rt::Resource);

impl PartRequestBuilder {
    fn get(&self) -> rt::Get<Part> {
        rt::Get::new(&self.0, "sample.part", &["id", "name"]).with_permissions(&READ)
    }

    fn update<D: rt::DerivedFrom<Part>>(&self, body: Body<D>) -> rt::Write<Option<rt::Object<Part>>> {
        rt::Write::update::<Part, D>(&self.0, "sample.part", body).with_permissions(&WRITE)
    }

    fn delete(&self) -> rt::Write<()> {
        rt::Write::delete(&self.0, None, "sample.part").in_clouds(1)
    }

    fn parts(&self) -> PartCollectionRequestBuilder {
        PartCollectionRequestBuilder(self.0.child("parts"))
    }

    fn polish(&self) -> rt::Call<()> {
        rt::Call::post(&self.0, "sample.polish", "sample.part/polish")
    }
}

impl rt::RequestBuilder for PartRequestBuilder {
    type Item = Part;
    type Number = rt::One;
    const DEFAULT_SELECT: &'static [&'static str] = &["id", "name"];

    fn resource(&self) -> &rt::Resource {
        &self.0
    }
}

#[derive(Clone, Debug)]
struct PartCollectionRequestBuilder(rt::Resource);

impl PartCollectionRequestBuilder {
    fn by_part_id(&self, part_id: impl Into<rt::Key>) -> PartRequestBuilder {
        PartRequestBuilder(self.0.key(&[("partId", part_id.into())]))
    }

    fn get(&self) -> rt::List<Part> {
        rt::List::new(&self.0, "sample.part", &["id", "name"]).of_directory_objects().with_permissions(&READ)
    }

    fn create<D: rt::DerivedFrom<Part>, F>(&self, body: Body<D, F>) -> rt::Write<rt::Object<Part>> {
        rt::Write::create::<Part, D, F>(&self.0, "sample.part", body).with_permissions(&WRITE)
    }

    fn count(&self) -> rt::Count<Part> {
        rt::Count::new(&self.0, "sample.part").eventual()
    }

    fn near(&self, place: impl Into<rt::Literal<String>>, ids: &[i32]) -> PartRequestBuilder {
        let arguments = [rt::Argument::new("place", place.into()), rt::Argument::json_list("ids", ids)];
        PartRequestBuilder(self.0.function("near", &arguments))
    }

    fn recent(&self, count: Option<rt::Literal<i32>>) -> rt::List<Part> {
        let resource = self.0.function("recent", &[rt::Argument::optional("count", count)]);
        rt::List::new(&resource, "sample.part/recent", &[])
    }
}

impl rt::RequestBuilder for PartCollectionRequestBuilder {
    type Item = Part;
    type Number = rt::Many;
    const DEFAULT_SELECT: &'static [&'static str] = &["id", "name"];
    const KEY: &'static [&'static str] = &["partId"];
    const IS_DIRECTORY: bool = true;

    fn resource(&self) -> &rt::Resource {
        &self.0
    }
}

fn parts() -> PartCollectionRequestBuilder {
    PartCollectionRequestBuilder(rt::Resource::root(CLIENT.clone()).child("parts"))
}

fn request(operation: &impl Operation) -> http::Request<bytes::Bytes> {
    let request = operation.request(CLIENT.root()).unwrap();
    assert_eq!(request.method(), operation.description().method);
    request
}

/// Returns the method and the part of the URL after the root.
fn line(operation: &impl Operation) -> String {
    let request = request(operation);
    let uri = request.uri().to_string();
    format!("{} {}", request.method(), uri.strip_prefix("https://graph.example/v1.0").unwrap())
}

/// Returns the name, and the method and path template.
fn described(operation: &impl Operation) -> (&'static str, String) {
    let description: &Description = operation.description();
    (description.name, description.to_string())
}

/// Requests of generic code are those that generated methods create.
#[test]
fn generic_code_sends_the_requests_of_any_builder() {
    fn listed<B: CollectionBuilder<Item: Structured>>(builder: &B) -> String {
        let request = request(&builder.list());
        format!("{} {:?}", request.uri(), request.headers())
    }
    fn read<B: EntityBuilder<Item: Structured>>(builder: &B) -> String {
        line(&builder.fetch())
    }
    let own = request(&parts().get());
    assert_eq!(listed(&parts()), format!("{} {:?}", own.uri(), own.headers()));
    // The query makes it eventual, since the items are directory objects.
    let eventual = request(&parts().list().search(graph_runtime::Search::phrase("x")));
    assert_eq!(eventual.headers().get("consistencylevel").map(|value| value.as_bytes()), Some(&b"eventual"[..]));
    let part = parts().by_part_id("a/b");
    assert_eq!(read(&part), line(&part.get()));
    assert_eq!(line(&CollectionBuilder::fetch(&parts(), "a/b")), line(&part.get()));
    assert_eq!(parts().entity("a/b").template(), "/parts/{partId}");
    assert_eq!(parts().entity_by_key(["a/b".into()]).path().unwrap(), "/parts/a%2Fb");
}

#[test]
fn a_resource_is_read_updated_and_deleted() {
    let part = parts().by_part_id("a/b");
    let get = part.get();
    assert_eq!(line(&get), "GET /parts/a%2Fb?$select=id,name");
    assert_eq!(described(&get), ("sample.part", "GET /parts/{partId}".to_owned()));
    assert_eq!(get.description().permissions(), READ);
    assert_eq!(line(&part.get().select((NAME,))), "GET /parts/a%2Fb?$select=name");

    let update = part.update(Body::new().set(NAME, "n"));
    assert_eq!(line(&update), "PATCH /parts/a%2Fb");
    assert_eq!(described(&update), ("sample.part", "PATCH /parts/{partId}".to_owned()));
    assert_eq!(update.description().permissions(), WRITE);
    assert_eq!(&request(&update).body()[..], br#"{"name":"n"}"#);

    let delete = part.delete();
    assert_eq!(line(&delete), "DELETE /parts/a%2Fb");
    assert_eq!(described(&delete), ("sample.part", "DELETE /parts/{partId}".to_owned()));
    assert_eq!(
        (delete.description().permissions(), delete.description().clouds),
        (rt::Permissions::UNKNOWN, Some(Availability::from_bits(1)))
    );
    assert!(request(&delete).body().is_empty());
}

#[test]
fn a_collection_is_listed_counted_and_added_to() {
    let list = parts().get();
    assert_eq!(line(&list), "GET /parts?$select=id,name");
    assert_eq!(described(&list), ("sample.part", "GET /parts".to_owned()));
    assert_eq!(list.description().permissions(), READ);
    assert!(!request(&list).headers().contains_key("consistencylevel"));
    // A search of directory objects needs advanced query capabilities.
    assert!(request(&list.search("x")).headers().contains_key("consistencylevel"));

    let create = parts().create(Body::new().set(NAME, "n"));
    assert_eq!(line(&create), "POST /parts");
    assert_eq!(described(&create), ("sample.part", "POST /parts".to_owned()));
    assert_eq!(create.description().permissions(), WRITE);
    assert_eq!(&request(&create).body()[..], br#"{"name":"n"}"#);
    assert_eq!(line(&parts().create(Body::<Part, _>::for_create())), "POST /parts");

    let count = parts().count();
    assert_eq!(line(&count), "GET /parts/$count");
    assert_eq!(described(&count), ("sample.part", "GET /parts/$count".to_owned()));
    assert_eq!(request(&count).headers()["consistencylevel"], "eventual");
    assert_eq!(request(&count).headers()["accept"], "text/plain");
}

#[test]
fn the_template_follows_the_path() {
    let near = parts().by_part_id(7).parts().near("it's", &[1, 2]);
    let get = near.get();
    let query = "?$select=id,name&@ids=%5B1%2C2%5D";
    assert_eq!(line(&get), format!("GET /parts/7/parts/near(place='it%27%27s',ids=@ids){query}"));
    assert_eq!(described(&get).1, "GET /parts/{partId}/parts/near(place='{place}',ids=@ids)");

    let polish = near.parts().by_part_id("x").polish();
    assert_eq!(
        line(&polish),
        "POST /parts/7/parts/near(place='it%27%27s',ids=@ids)/parts/x/sample.polish?@ids=%5B1%2C2%5D"
    );
    let template = "POST /parts/{partId}/parts/near(place='{place}',ids=@ids)/parts/{partId}/sample.polish";
    assert_eq!(described(&polish), ("sample.part/polish", template.to_owned()));

    assert_eq!(described(&parts().recent(None)).1, "GET /parts/recent()");
    assert_eq!(described(&parts().recent(Some(5.into()))).1, "GET /parts/recent(count={count})");
    assert_eq!(line(&parts().recent(Some(5.into()))), "GET /parts/recent(count=5)");

    // The template has the name of an alternate key.
    let resource = rt::Resource::root(CLIENT.clone()).child("parts").alternate_key(&[("name", "n".into())]);
    let by_name = PartRequestBuilder(resource);
    assert_eq!(described(&by_name.delete()).1, "DELETE /parts(name='{name}')");

    let (part, name) = (rt::Resource::root(CLIENT.clone()).child("part"), "sample.part");
    assert_eq!(described(&rt::Get::reference(&part, name)).1, "GET /part/$ref");
    assert_eq!(described(&rt::List::references(&part, name)).1, "GET /part/$ref");
    assert_eq!(described(&rt::Write::<()>::add_reference(&part, name, "/x")).1, "POST /part/$ref");
    assert_eq!(described(&rt::Write::<()>::set_reference(&part, name, "/x")).1, "PUT /part/$ref");
    assert_eq!(described(&rt::Write::<()>::remove_reference(&part, name, "/x")).1, "DELETE /part/$ref");
    assert_eq!(described(&rt::Write::<()>::delete(&part, Some("photo"), name)).1, "DELETE /part/photo");
    assert_eq!(described(&rt::Download::new(&part, "$value", name)).1, "GET /part/$value");
    let upload = rt::Upload::new(&part, "$value", name, "x");
    assert_eq!(described(&upload).1, "PUT /part/$value");
    assert_eq!(request(&upload).headers()["content-type"], "application/octet-stream");
    assert_eq!(request(&upload.content_type("text/plain")).headers()["content-type"], "text/plain");
}

#[test]
fn builders_can_be_cloned_and_debug_hides_keys() {
    let (parts, part) = (parts(), parts().by_part_id("secret"));
    assert_eq!(line(&part.clone().delete()), "DELETE /parts/secret");
    assert_eq!(line(&parts.clone().count()), "GET /parts/$count");
    let shown = format!("{parts:?} {part:?} {:?}", part.get());
    assert!(shown.contains("/parts/{partId}") && !shown.contains("secret"), "{shown}");
}

#[test]
fn generic_code_can_use_the_resource() {
    fn template<B: rt::RequestBuilder<Item = Part>>(builder: &B) -> String {
        builder.resource().template()
    }
    assert_eq!(template(&parts().by_part_id(1)), "/parts/{partId}");
}
