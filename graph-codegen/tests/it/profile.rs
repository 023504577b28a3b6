//! How a service speaks OData: what is read from its metadata, what settings change, and the paths that follow.

use graph_codegen::{
    Builder, Error,
    edm::{
        BatchFormat::{self, Json, Multipart},
        Dialect, EnumSyntax, KeySyntax, OperationNames, Profile, ProfileSetting,
    },
};

/// A document with annotations of the schema and of the container, and other attributes of the root.
fn document(version: &str, of_schema: &str, of_container: &str) -> String {
    format!(
        r#"<edmx:Edmx Version="{version}" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
<edmx:Reference Uri="https://example.org/core.xml"><edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/></edmx:Reference>
<edmx:Reference Uri="https://example.org/cap.xml"><edmx:Include Namespace="Org.OData.Capabilities.V1" Alias="Cap"/></edmx:Reference>
<edmx:DataServices><Schema Namespace="Book.Store" Alias="self" xmlns="http://docs.oasis-open.org/odata/ns/edm">
{of_schema}
<EntityType Name="Book"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/>
<Property Name="Blurb" Type="Edm.String"/><NavigationProperty Name="notes" Type="Collection(Book.Store.Note)" ContainsTarget="true"/></EntityType>
<EntityType Name="Novel" BaseType="Book.Store.Book"/>
<EntityType Name="Note"><Key><PropertyRef Name="at/day" Alias="day"/><PropertyRef Name="by"/></Key>
<Property Name="at" Type="Book.Store.Time" Nullable="false"/><Property Name="by" Type="Edm.String" Nullable="false"/></EntityType>
<ComplexType Name="Time"><Property Name="day" Type="Edm.Date" Nullable="false"/></ComplexType>
<Action Name="Discount" IsBound="true"><Parameter Name="book" Type="Book.Store.Book"/><Parameter Name="pct" Type="Edm.Int32"/></Action>
<Action Name="Blurb" IsBound="true"><Parameter Name="book" Type="Book.Store.Book"/></Action>
<Action Name="Restock" IsBound="true"><Parameter Name="books" Type="Collection(Book.Store.Book)"/></Action>
<Function Name="Newest" IsBound="true" IsComposable="true"><Parameter Name="books" Type="Collection(Book.Store.Book)"/>
<Parameter Name="count" Type="Edm.Int32"/><ReturnType Type="Collection(Book.Store.Book)"/></Function>
<Function Name="Newest" IsBound="true"><Parameter Name="books" Type="Collection(Book.Store.Book)"/><ReturnType Type="Book.Store.Book"/></Function>
<Action Name="Close"/>
<EntityContainer Name="Container"><EntitySet Name="Books" EntityType="Book.Store.Book"/>
<ActionImport Name="Close" Action="Book.Store.Close"/>{of_container}</EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#
    )
}

fn builder(version: &str, of_schema: &str, of_container: &str) -> Builder {
    Builder::new().metadata_text("books.csdl", document(version, of_schema, of_container))
}

fn profile(version: &str, of_container: &str) -> Profile {
    builder(version, "", of_container).resolve().unwrap().model.profile().clone()
}

/// The requests of a selection, sorted: `POST /Books({id})/Book.Store.Discount`.
fn requests(builder: Builder, selectors: &[&str]) -> Result<Vec<String>, Error> {
    let selected = builder.resolve()?.select(selectors.iter().copied())?;
    let requests = selected.requests();
    let mut requests: Vec<String> =
        requests.iter().map(|request| format!("{} {}", request.method.as_str(), request.template)).collect();
    requests.sort();
    Ok(requests)
}

const SETTINGS: [ProfileSetting; 2] =
    [ProfileSetting::KeySyntax(KeySyntax::Segment), ProfileSetting::OperationNames(OperationNames::Simple)];

fn with_settings(builder: Builder) -> Builder {
    SETTINGS.into_iter().fold(builder, Builder::profile)
}

#[test]
fn the_version_is_that_of_the_annotation_or_of_the_document_with_the_container() {
    let versions = |versions: &str| format!(r#"<Annotation Term="Core.ODataVersions" String="{versions}"/>"#);
    for (version, annotation, dialect) in [
        ("4.0", String::new(), Dialect::V4_0),
        ("4.01", String::new(), Dialect::V4_01),
        ("4.0", versions("4.0 4.01"), Dialect::V4_01),
        ("4.01", versions("4.0"), Dialect::V4_0),
        ("4.0", versions("4.01"), Dialect::V4_01),
        ("4.0", versions(""), Dialect::V4_0),
    ] {
        let profile = profile(version, &annotation);
        assert_eq!(profile.dialect(), dialect, "{version} {annotation}");
        assert_eq!(profile.key_syntax(), KeySyntax::Parentheses);
        assert_eq!(profile.enum_syntax(), EnumSyntax::Qualified);
        assert!(!profile.is_ieee754_compatible());
    }
    // Another document has another version.
    let vocabulary = r#"<edmx:Edmx Version="4.01" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
        <Schema Namespace="v" xmlns="http://docs.oasis-open.org/odata/ns/edm"/></edmx:DataServices></edmx:Edmx>"#;
    let model = builder("4.0", "", "").metadata_text("v.csdl", vocabulary).resolve().unwrap().model;
    assert_eq!(model.profile().dialect(), Dialect::V4_0);
}

#[test]
fn keys_are_segments_only_if_the_service_says_so() {
    for (value, syntax) in [
        ("", KeySyntax::Segment),
        ("Bool=\"true\"", KeySyntax::Segment),
        ("Bool=\"false\"", KeySyntax::Parentheses),
        ("Path=\"unknown\"", KeySyntax::Parentheses),
    ] {
        let annotation = format!(r#"<Annotation Term="Cap.KeyAsSegmentSupported" {value}/>"#);
        assert_eq!(profile("4.0", &annotation).key_syntax(), syntax, "{value}");
    }
}

#[test]
fn batches_are_those_that_the_service_supports() {
    let support =
        |properties: &str| format!(r#"<Annotation Term="Cap.BatchSupport"><Record>{properties}</Record></Annotation>"#);
    let formats = |formats: &[&str]| {
        let items: String = formats.iter().map(|format| format!("<String>{format}</String>")).collect();
        support(&format!(
            r#"<PropertyValue Property="SupportedFormats"><Collection>{items}</Collection></PropertyValue>"#
        ))
    };
    let none = r#"<Annotation Term="Cap.BatchSupported" Bool="false"/>"#.to_owned();
    for (version, annotation, format) in [
        ("4.0", String::new(), Multipart),
        ("4.01", String::new(), Json),
        ("4.0", none.clone(), BatchFormat::None),
        ("4.0", support(r#"<PropertyValue Property="Supported" Bool="false"/>"#), BatchFormat::None),
        ("4.0", support("") + &none, Multipart),
        ("4.0", formats(&["application/json"]), Json),
        ("4.01", formats(&["multipart/mixed; charset=utf-8"]), Multipart),
        ("4.01", formats(&["multipart/mixed", "application/json"]), Json),
        ("4.0", formats(&["application/json", "multipart/mixed"]), Multipart),
        ("4.0", formats(&["application/xml"]), Multipart),
    ] {
        assert_eq!(profile(version, &annotation).batch_format(), format, "{version} {annotation}");
    }
}

#[test]
fn numbers_are_requested_as_strings_if_the_service_supports_it() {
    for (format, is_compatible) in [
        ("application/json;odata.metadata=minimal;IEEE754Compatible=true", true),
        ("application/json; ieee754compatible=TRUE", true),
        ("application/json;IEEE754Compatible=false", false),
        ("application/xml;IEEE754Compatible=true", false),
    ] {
        let formats = format!(
            r#"<Annotation Term="Cap.SupportedFormats"><Collection><String>text/plain</String><String>{format}</String></Collection></Annotation>"#
        );
        assert_eq!(profile("4.0", &formats).is_ieee754_compatible(), is_compatible, "{format}");
    }
}

#[test]
fn deletions_are_guarded_where_etags_are_required() {
    let set = |annotation: &str| {
        let set = r#"<EntitySet Name="Notes" EntityType="Book.Store.Note">"#;
        builder("4.0", "", &format!("{set}{annotation}</EntitySet>")).resolve().unwrap().model.profile().clone()
    };
    let control = |value: &str| {
        set(&format!(
            r#"<Annotation Term="Cap.NavigationRestrictions"><Record><PropertyValue Property="RestrictedProperties"><Collection>
<Record><PropertyValue Property="NavigationProperty" NavigationPropertyPath="x"/>
<PropertyValue Property="OptimisticConcurrencyControl" Bool="{value}"/></Record>
</Collection></PropertyValue></Record></Annotation>"#
        ))
    };
    assert!(!set("").guards_deletions() && !control("false").guards_deletions());
    assert!(control("true").guards_deletions());
    assert!(set(r#"<Annotation Term="Core.OptimisticConcurrency"><Collection/></Annotation>"#).guards_deletions());
}

#[test]
fn operations_are_qualified_and_keys_in_parentheses() {
    let expected = [
        "GET /Books({id})",
        "POST /Books({id})/Book.Store.Discount",
        "GET /Books({id})/notes(day={day},by='{by}')",
        "GET /Books/Book.Store.Newest(count={count})({id})",
        "GET /Books/Book.Store.Novel({id})",
        "POST /Books/Book.Store.Restock",
        "POST /Close",
    ];
    let by_segments = [
        "/Books/{id}#GET",
        "/Books/{id}/Discount",
        "/Books/{id}/notes/{key}#GET",
        "/Books/Newest(count={count})/{id}#GET",
        "/Books/Book.Store.Novel/{id}#GET",
        "/Books/Restock",
        "/Close",
    ];
    let in_full: Vec<String> = expected
        .iter()
        .map(|request| request.split_once(' ').unwrap())
        .map(|(method, path)| if method == "GET" { format!("{path}#GET") } else { path.to_owned() })
        .collect();
    let in_full: Vec<&str> = in_full.iter().map(String::as_str).collect();
    let by_alias = ["/Books(1)/self.Discount", "GET /Books(1)/notes(day=2024-01-01,by='me')"];
    let mut expected = expected;
    expected.sort_unstable();
    assert_eq!(requests(builder("4.0", "", ""), &by_segments).unwrap(), expected);
    assert_eq!(requests(builder("4.0", "", ""), &in_full).unwrap(), expected);
    assert_eq!(
        requests(builder("4.0", "", ""), &by_alias).unwrap(),
        ["GET /Books({id})/notes(day={day},by='{by}')", "POST /Books({id})/Book.Store.Discount"]
    );
}

#[test]
fn simple_names_need_a_default_namespace() {
    let selectors = ["/Books/{id}/Discount", "/Books/Newest()", "/Books/{id}/Blurb"];
    let default = r#"<Annotation Term="Core.DefaultNamespace"/>"#;
    let not_default = r#"<Annotation Term="Core.DefaultNamespace" Bool="false"/>"#;
    // A property wins over an operation with the same simple name.
    let simple = ["GET /Books/Newest()", "POST /Books({id})/Book.Store.Blurb", "POST /Books({id})/Discount"];
    assert_eq!(requests(builder("4.0", default, ""), &selectors).unwrap(), simple);
    let found = requests(builder("4.0", not_default, ""), &selectors[..2]).unwrap();
    assert_eq!(found, ["GET /Books/Book.Store.Newest()", "POST /Books({id})/Book.Store.Discount"]);
}

#[test]
fn settings_take_precedence_over_the_metadata() {
    let found = requests(with_settings(builder("4.0", "", "")), &["/Books(1)/Book.Store.Discount", "/Books(1)/notes"]);
    assert_eq!(found.unwrap(), ["GET /Books/{id}/notes", "POST /Books/{id}/Discount"]);

    let all = ["dialect=4.01", "enums=members", "batches=none", "ieee754=true", "keys=segments", "deletions=guarded"];
    let settings = all.iter().map(|text| text.parse().unwrap());
    let generated = settings.fold(builder("4.0", "", "").select("/Books"), Builder::profile).generate().unwrap();
    let text = generated.text();
    for expected in [
        "rt::ServiceProfile::V4_01",
        ".with_key_syntax(rt::KeySyntax::Segment)",
        ".with_enum_syntax(rt::EnumSyntax::Member)",
        ".with_batch_format(rt::BatchFormat::None)",
        ".with_ieee754_compatible(true)",
        ".with_guarded_deletions(true)",
        "with keys as segments of paths and no batches",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn exclusions_cover_paths_in_either_form() {
    for excluded in [
        "!/Books/{id}/Discount",
        "!/Books({id})/Discount",
        "!/Books({id})/Book.Store.Discount",
        "!/Books({id})/**",
        "!/Books/{id}/*",
    ] {
        for builder in [builder("4.0", "", ""), with_settings(builder("4.0", "", ""))] {
            let found = requests(builder, &["/Books/**", excluded]).unwrap();
            let has = |end: &str| found.iter().any(|request| request.ends_with(end) && !request.contains("Novel"));
            assert!(!has("Discount") && has("Restock"), "{excluded}: {found:?}");
        }
    }
    let found = requests(builder("4.0", "", ""), &["/Books/**", "!/Books/Newest(count={count})/**"]).unwrap();
    let has = |start: &str| found.iter().any(|request| request.starts_with(start));
    assert!(
        !has("GET /Books/Book.Store.Newest(") && has("GET /Books/Book.Store.Novel/Book.Store.Newest("),
        "{found:?}"
    );
}

#[test]
fn graph_is_as_it_was() {
    let selected = ["/users/{id}/sendMail", "/users/delta()", "/users/{id}/memberOf/graph.group#GET"];
    let expected = ["GET /users/delta()", "GET /users/{id}/memberOf/graph.group", "POST /users/{id}/sendMail"];
    assert_eq!(requests(Builder::new(), &selected).unwrap(), expected);
    let model = Builder::new().resolve().unwrap().model;
    assert_eq!(*model.profile(), Profile::default());
    assert!(!Builder::new().select("/me").generate().unwrap().text().contains("rofile("));
    let changed = Builder::new().select("/me").profile(ProfileSetting::Dialect(Dialect::V4_0)).generate().unwrap();
    assert!(changed.text().contains("rt::ServiceProfile::V4_0"));
}

#[test]
fn help_names_the_path_as_the_service_has_it() {
    let error = |selector: &str| requests(builder("4.0", "", ""), &[selector]).unwrap_err().to_string();
    assert!(error("/Books/Discount").contains("`/Books({id})/Discount`"), "{}", error("/Books/Discount"));
    assert!(error("/Books(1)/Restock").contains("`/Books/Restock`"), "{}", error("/Books(1)/Restock"));
    assert!(error("/Books#PATCH").contains("`/Books({id})#PATCH`"), "{}", error("/Books#PATCH"));
    assert!(error("/Books(1)#POST").contains("`/Books#POST`"), "{}", error("/Books(1)#POST"));
}

/// `Capabilities.UpdateRestrictions/UpdateMethod` is a set of flags.
#[test]
fn updates_use_the_methods_that_the_service_declares() {
    let with = |member: &str| {
        let annotation = format!(
            r#"<Annotations Target="Book.Store.Container/Books"><Annotation Term="Cap.UpdateRestrictions"><Record>
            <PropertyValue Property="UpdateMethod" EnumMember="{member}"/></Record></Annotation></Annotations>"#
        );
        builder("4.01", &annotation, "")
    };
    let [patch, put] = ["PATCH /Books({id})", "PUT /Books({id})"];
    for (member, expected) in [
        ("Cap.HttpMethod/PATCH", &[patch][..]),
        ("Cap.HttpMethod/PUT", &[put]),
        ("Cap.HttpMethod/PUT Cap.HttpMethod/PATCH", &[patch, put]),
        ("Cap.HttpMethod/GET", &[patch]),
    ] {
        let all = requests(with(member), &["/**"]).unwrap();
        let found: Vec<&str> =
            all.iter().map(String::as_str).filter(|request| [patch, put].contains(request)).collect();
        assert_eq!(found, expected, "{member}");
    }
    let error = requests(with("Cap.HttpMethod/PATCH"), &["/Books({id})#PUT"]).unwrap_err().to_string();
    assert!(
        error.contains("does not support PUT on `/Books({id})`: `UpdateRestrictions/UpdateMethod` is PATCH"),
        "{error}"
    );
    assert!(error.contains("write `/Books({id})#PATCH`"), "{error}");
    let error = requests(with("Cap.HttpMethod/PUT"), &["/Books({id})#PATCH"]).unwrap_err().to_string();
    assert!(error.contains("write `/Books({id})#PUT`"), "{error}");
    assert_eq!(requests(builder("4.01", "", ""), &["/Books({id})#PUT"]).unwrap(), [put]);
}

#[test]
fn capabilities_are_read_and_used() {
    let support =
        |properties: &str| format!(r#"<Annotation Term="Cap.BatchSupport"><Record>{properties}</Record></Annotation>"#);
    let annotations = support(r#"<PropertyValue Property="ContinueOnErrorSupported" Bool="true"/>"#)
        + r#"<Annotation Term="Cap.ConformanceLevel" EnumMember="Cap.ConformanceLevelType/Intermediate"/>
           <Annotation Term="Cap.AsynchronousRequestsSupported" Bool="false"/>
           <Annotation Term="Cap.DeepUpdateSupport"><Record><PropertyValue Property="Supported" Bool="false"/></Record></Annotation>
           <Annotation Term="Cap.DeepInsertSupport"><Record/></Annotation>"#;
    let found = profile("4.01", &annotations).capabilities();
    assert_eq!(found.continue_on_error, Some(true));
    // The default of the vocabulary.
    assert_eq!((found.references_in_bodies, found.references_across_change_sets), (Some(false), Some(false)));
    assert_eq!((found.asynchronous, found.deep_updates, found.deep_inserts), (Some(false), Some(false), None));
    assert_eq!(found.conformance.map(|level| level.as_str()), Some("intermediate"));
    let nothing = profile("4.01", "").capabilities();
    assert_eq!(nothing, graph_codegen::edm::Capabilities::default());
    let old = profile("4.0", r#"<Annotation Term="Cap.BatchContinueOnErrorSupported" Bool="false"/>"#);
    assert_eq!(old.capabilities().continue_on_error, Some(false));

    let of_set = r#"<Annotations Target="Book.Store.Container/Books"><Annotation Term="Cap.DeepInsertSupport"><Record>
        <PropertyValue Property="Supported" Bool="false"/></Record></Annotation></Annotations>"#;
    let code = builder("4.01", of_set, &annotations).select("/**").generate().unwrap().text().to_owned();
    let one_line = code.split_whitespace().filter(|word| *word != "///").collect::<Vec<_>>().join(" ");
    for text in [
        ".with_references_in_bodies(false)",
        ".with_references_across_change_sets(false)",
        "The service declares the intermediate conformance level.",
        "it does not execute requests in the background (`respond-async`).",
        "it does not update related entities with an entity.",
        "the service does not create related entities with those of `Books`.",
        "pub const PROFILE: rt::ServiceProfile =",
    ] {
        assert!(one_line.contains(text), "{text} is missing in\n{code}");
    }
    assert!(
        !one_line.contains("with_continue_on_error") && !one_line.contains("does not create related entities with an")
    );
    let settings =
        ["batch-errors=stop", "body-references=true", "set-references=true", "async=true", "bind=annotation"];
    let settings = settings.into_iter().map(|text| text.parse::<ProfileSetting>().unwrap());
    let adjusted = settings.fold(builder("4.01", "", &annotations), Builder::profile);
    let code = adjusted.select("/Books").generate().unwrap().text().to_owned();
    assert!(code.contains(".with_continue_on_error(false)") && code.contains("rt::BindSyntax::Annotation"), "{code}");
    assert!(!code.contains("with_references_in_bodies") && !code.contains("respond-async"), "{code}");
}

#[test]
fn an_unknown_setting_of_a_slice_is_a_warning() {
    let kept = r#"<Annotation Term="graph_codegen.v1.Profile"><Collection>
        <String>keys=segments</String><String>keys=sideways</String></Collection></Annotation>"#;
    let generated = builder("4.0", "", kept).select("/**").generate().unwrap();
    let warnings = generated.warnings().to_string();
    assert!(warnings.contains("an unknown setting, which is ignored: `keys=sideways`"), "{warnings}");
    assert!(!warnings.contains("`keys=segments`\n"), "{warnings}");
}
