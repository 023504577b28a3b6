//! Compares generated code with committed files, which `golden_compiles` compiles.

use std::{env, fs, path::PathBuf};

use graph_codegen::Builder;

fn check(name: &str, builder: Builder) {
    let generated = builder.generate().unwrap_or_else(|error| panic!("{error}"));
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden").join(name);
    let text = generated.text();
    let committed = fs::read_to_string(&path).unwrap_or_default();
    if committed == text {
        return;
    }
    if env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        fs::write(&path, text).expect("the golden file is written");
        return;
    }
    let line = committed.lines().zip(text.lines()).position(|(committed, new)| committed != new).unwrap_or(0);
    let show = |text: &str| text.lines().skip(line).take(3).collect::<Vec<_>>().join("\n");
    panic!(
        "golden/{name} differs from line {} on; to accept it, run `UPDATE_GOLDEN=1 cargo test -p graph-tests golden`\n\
         --- committed\n{}\n--- generated\n{}",
        line + 1,
        show(&committed),
        show(text)
    );
}

fn document(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("documents").join(name)
}

#[test]
fn first_operation() {
    check("first_operation.rs", Builder::new().select("/users/{id}/reprocessLicenseAssignment"));
}

#[test]
fn names_that_are_not_rust_identifiers() {
    check("names.rs", Builder::new().metadata(document("names.csdl")).select("/**").select("**"));
}

#[test]
fn all_kinds_of_types_keys_and_actions() {
    check("kinds.rs", Builder::new().metadata(document("kinds.csdl")).select("/**").select("**"));
}

#[test]
fn keys_of_every_type() {
    check("keys.rs", Builder::new().metadata(document("keys.csdl")).select("/**").select("**"));
}

#[test]
fn all_kinds_of_paths() {
    check("reach.rs", Builder::new().metadata(document("reach.csdl")).select("/**").select("**"));
}

#[test]
fn resources_that_graph_addresses_by_path() {
    check("addresses.rs", Builder::new().metadata(document("addresses.csdl")).select("/**"));
}

#[test]
fn custom_query_options_and_headers() {
    check("custom_options.rs", Builder::new().metadata(document("custom_options.csdl")).select("/**"));
}

/// `own_clients.rs` uses it.
#[test]
fn a_service_with_a_root_of_its_own() {
    let container = "Microsoft.OData.SampleService.Models.TripPin.DefaultContainer";
    check(
        "own_clients.rs",
        Builder::new()
            .metadata(document("trippin.csdl"))
            .select("/Airlines#GET")
            .rename(container, "TripPinService")
            .service_root("https://services.odata.org/V4/TripPinServiceRW/")
            .scopes(["https://services.odata.org/.default", "offline_access"])
            .user_agent("trippin-sdk/1.0"),
    );
}

/// From an OpenAPI document.
#[test]
fn required_parameters_of_paths() {
    check("calendar.rs", Builder::new().metadata(document("calendar.yml")).select("/**"));
}

#[test]
fn hostile_descriptions() {
    check("hostile.rs", Builder::new().metadata(document("hostile.csdl")).select("/**").select("**"));
}

#[test]
fn queries() {
    check("queries.rs", Builder::new().metadata(document("queries.csdl")).select("/**").select("**"));
}

#[test]
fn writes() {
    check(
        "writes.rs",
        Builder::new()
            .metadata(document("writes.csdl"))
            .select("/**")
            .select("**")
            .select("/users/{id}/messages/{id}/$value"),
    );
}

/// `ui/request_not_selected.rs` calls the requests that are missing here.
#[test]
fn requests_that_are_not_selected() {
    let builder = Builder::new().select("/users/{id}/revokeSignInSessions").select("/groups/$count");
    check("not_selected.rs", builder);
}

#[test]
fn generation_is_deterministic() {
    let generate = || Builder::new().select("**").generate().map(|generated| generated.text().to_owned());
    assert_eq!(generate().expect("generated"), generate().expect("generated"));
}
