//! Generated code is compared with files that are committed, and that this crate compiles.

use std::{env, fs, path::PathBuf};

use graph_codegen::Builder;

fn check(name: &str, builder: Builder) {
    let generated = builder.generate().unwrap_or_else(|error| panic!("{error}"));
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden").join(name);
    let text = generated.text();
    let known = fs::read_to_string(&path).unwrap_or_default();
    if known == text {
        return;
    }
    if env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        fs::write(&path, text).expect("the golden file can be written");
        return;
    }
    let line = known.lines().zip(text.lines()).position(|(known, new)| known != new).unwrap_or(0);
    let show = |text: &str| text.lines().skip(line).take(3).collect::<Vec<_>>().join("\n");
    panic!(
        "golden/{name} differs from line {} on; if that is meant: UPDATE_GOLDEN=1 cargo test -p graph-tests golden\n\
         --- committed\n{}\n--- generated\n{}",
        line + 1,
        show(&known),
        show(text)
    );
}

fn document(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("documents").join(name)
}

#[test]
fn the_first_operation() {
    check("first_operation.rs", Builder::new().select("/users/{id}/reprocessLicenseAssignment"));
}

#[test]
fn names_that_are_hard_to_take_over() {
    check("names.rs", Builder::new().metadata(document("names.csdl")).select("/**").select("**"));
}

#[test]
fn every_kind_of_type_key_and_action() {
    check("kinds.rs", Builder::new().metadata(document("kinds.csdl")).select("/**").select("**"));
}

#[test]
fn every_way_to_go_on() {
    check("reach.rs", Builder::new().metadata(document("reach.csdl")).select("/**").select("**"));
}

#[test]
fn descriptions_that_try_to_break_out() {
    check("hostile.rs", Builder::new().metadata(document("hostile.csdl")).select("/**").select("**"));
}

#[test]
fn what_queries_can_say() {
    check("queries.rs", Builder::new().metadata(document("queries.csdl")).select("/**").select("**"));
}

#[test]
fn requests_that_change_resources() {
    check(
        "writes.rs",
        Builder::new()
            .metadata(document("writes.csdl"))
            .select("/**")
            .select("**")
            .select("/users/{id}/messages/{id}/$value"),
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let generate = || Builder::new().select("**").generate().map(|generated| generated.text().to_owned());
    assert_eq!(generate().expect("generated"), generate().expect("generated"));
}
