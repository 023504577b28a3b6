//! The table of permissions, from Microsoft's `permissions.json` and `provisioningInfo.json`.
//!
//! The table has the facts and no descriptions. It is sorted text, which `graph_codegen::permissions` searches without
//! parsing it, and which shows in a diff what an update changes:
//!
//! ```text
//! graph-codegen permissions 1 PERMISSIONS SETS REQUESTS    the sizes of the sections in bytes
//! Mail.Read D2.570282fd-… P2. A3!810c84a8-…                scheme, level, `!` for admin consent, id
//! TeamSettings.Read.Group rsc A3!                          a permission of resource-specific consent
//! 0a1b2 *Mail.ReadBasic Mail.Read+User.Read                a set: `*` least privileged, `+` also requires
//! /me/messages GET=0a1b2,0a1b2,- POST=…                    the sets of delegated work, delegated personal, application
//! ```
//!
//! The key of a set is a hash of the set, so that a change of one set changes few lines.
//!
//! Microsoft marks a permission as least privileged for several methods of a path at once. `Mail.ReadWrite` is marked
//! for `GET` and `POST` of `/me/messages`, but `GET` needs no more than `Mail.ReadBasic`, which is marked, too. So of
//! the marked permissions of a request, the table only marks those that allow the fewest methods of its path.

use std::collections::{BTreeMap, BTreeSet};

use graph_codegen::internals::permission_path;
use serde_json::Value;

/// The file of the table, below the root of the workspace.
pub const FILE: &str = "metadata/v1.0.permissions.txt";

/// The schemes, with their letters in the table.
const SCHEMES: [(&str, char); 3] = [("DelegatedWork", 'D'), ("DelegatedPersonal", 'P'), ("Application", 'A')];
const METHODS: [&str; 5] = ["GET", "POST", "PATCH", "PUT", "DELETE"];
const HASH_DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A permission, and what it also requires.
type Alternative = (String, String);
/// Alternatives that allow a request, with whether they are least privileged.
type Set = BTreeMap<Alternative, bool>;
/// The alternatives of a path, by the numbers of methods and schemes.
type Methods = BTreeMap<usize, [Set; 3]>;

/// Returns the text of the table.
///
/// # Errors
///
/// Returns what is wrong with a document.
pub fn table(permissions_json: &str, provisioning_json: &str) -> Result<String, String> {
    let permissions = parse("permissions.json", permissions_json)?;
    let provisioning = parse("provisioningInfo.json", provisioning_json)?;
    let permissions = object(&permissions["permissions"], "permissions")?;
    let ids = &provisioning["permissionDeployments"];
    let mut names = Vec::new();
    let mut requests: BTreeMap<String, Methods> = BTreeMap::new();
    for (name, permission) in permissions {
        check_token(name)?;
        names.push(permission_line(name, permission, &ids[name.as_str()])?);
        for path_set in array(&permission["pathSets"], name)? {
            add_path_set(name, path_set, &mut requests)?;
        }
    }
    let is_resource_specific = |name: &str| permissions[name]["authorizationType"] == "RSC";
    requests.values_mut().for_each(|path| narrow_marks(path, is_resource_specific));
    names.sort();
    let sets = requests.values().flat_map(BTreeMap::values).flatten().filter(|set| !set.is_empty());
    let sets: BTreeSet<String> = sets.map(set_text).collect();
    let keys = keys(&sets);
    let mut set_lines: Vec<String> = sets.iter().map(|set| format!("{} {set}\n", keys[set])).collect();
    set_lines.sort();
    let key = |set: &Set| if set.is_empty() { "-" } else { keys[&set_text(set)].as_str() };
    let mut request_lines: Vec<String> = Vec::new();
    for (path, methods) in &requests {
        let mut line = path.clone();
        for (method, [work, personal, application]) in methods {
            line.push_str(&format!(" {}={},{},{}", METHODS[*method], key(work), key(personal), key(application)));
        }
        line.push('\n');
        request_lines.push(line);
    }
    request_lines.sort();
    let sections = [names.concat(), set_lines.concat(), request_lines.concat()];
    let [names, sets, requests] = &sections;
    Ok(format!(
        "graph-codegen permissions 1 {} {} {}\n{names}{sets}{requests}",
        names.len(),
        sets.len(),
        requests.len()
    ))
}

/// The line of a permission: what it needs in each scheme, and its identifiers.
fn permission_line(name: &str, permission: &Value, deployments: &Value) -> Result<String, String> {
    let mut line = name.to_owned();
    if permission["authorizationType"] == "RSC" {
        line.push_str(" rsc");
    }
    for (scheme, letter) in SCHEMES {
        let Some(described) = permission["schemes"].get(scheme) else { continue };
        let level = match described["privilegeLevel"].as_u64() {
            Some(level @ 1..=5) => level.to_string(),
            None => "-".to_owned(),
            Some(other) => return Err(format!("permissions.json: `{name}` has the privilege level {other}")),
        };
        let consent = if described["requiresAdminConsent"] == true { '!' } else { '.' };
        line.push_str(&format!(" {letter}{level}{consent}{}", id(deployments, scheme).unwrap_or_default()));
    }
    line.push('\n');
    Ok(line)
}

/// The identifier of an enabled permission in the public cloud, if it is published and valid.
fn id(deployments: &Value, scheme: &str) -> Option<String> {
    let is_public = |deployment: &&Value| {
        let environment = deployment["environment"].as_str().unwrap_or_default().to_ascii_lowercase();
        environment.is_empty() || environment.split(';').any(|name| name == "public")
    };
    let of_scheme = deployments.as_array()?.iter().filter(|deployment| deployment["scheme"] == scheme);
    let mut found = of_scheme.filter(is_public).filter(|deployment| deployment["isEnabled"] == true);
    let id = found.next()?["id"].as_str()?.to_ascii_lowercase();
    let parts: Vec<&str> = id.split('-').collect();
    let is_guid = parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.concat().chars().all(|digit| digit.is_ascii_hexdigit());
    is_guid.then_some(id)
}

/// Adds the requests that a permission allows.
fn add_path_set(name: &str, path_set: &Value, requests: &mut BTreeMap<String, Methods>) -> Result<(), String> {
    let mut schemes = Vec::new();
    for key in strings(&path_set["schemeKeys"], name)? {
        let position = SCHEMES.iter().position(|(scheme, _)| *scheme == key);
        schemes.push(position.ok_or_else(|| format!("permissions.json: `{name}` has the scheme `{key}`"))?);
    }
    let mut methods = Vec::new();
    for method in strings(&path_set["methods"], name)? {
        let position = METHODS.iter().position(|known| *known == method);
        methods.push(position.ok_or_else(|| format!("permissions.json: `{name}` has the method `{method}`"))?);
    }
    for (path, value) in object(&path_set["paths"], name)? {
        // A permission for some queries of a path says nothing about the others.
        if path.contains('?') {
            continue;
        }
        let (least, also) = path_value(value, name, path)?;
        let path = permission_path(path);
        check_token(&path)?;
        for method in &methods {
            let sets = requests.entry(path.clone()).or_default().entry(*method).or_default();
            for scheme in &schemes {
                let is_least = sets[*scheme].entry((name.to_owned(), also.clone())).or_default();
                *is_least |= least.contains(&SCHEMES[*scheme].0);
            }
        }
    }
    Ok(())
}

/// Removes the mark of an alternative if another marked one of the request allows a proper part of its methods.
///
/// An alternative of several permissions removes no marks: requiring two permissions is not less than requiring one.
/// Those of resource-specific consent are only compared with each other, since a manifest cannot have them.
fn narrow_marks(path: &mut Methods, is_resource_specific: impl Fn(&str) -> bool) {
    let before = path.clone();
    for (scheme, _) in SCHEMES.iter().enumerate() {
        for (method, schemes) in &mut *path {
            let marked: Vec<&Alternative> =
                before[method][scheme].iter().filter(|(_, is_least)| **is_least).map(|(one, _)| one).collect();
            let allowed: Vec<BTreeSet<usize>> =
                marked.iter().map(|one| allowed_methods(&before, scheme, one)).collect();
            for (one, methods) in marked.iter().zip(&allowed) {
                let is_narrower = |(other, fewer): (&&Alternative, &BTreeSet<usize>)| {
                    let is_comparable =
                        other.1.is_empty() && is_resource_specific(&other.0) == is_resource_specific(&one.0);
                    is_comparable && fewer.len() < methods.len() && fewer.is_subset(methods)
                };
                if marked.iter().zip(&allowed).any(is_narrower) {
                    schemes[scheme].insert((*one).clone(), false);
                }
            }
        }
    }
}

/// The methods of a path that the permissions of an alternative allow.
fn allowed_methods(path: &Methods, scheme: usize, (name, also): &Alternative) -> BTreeSet<usize> {
    let has = |other: &str| other == name || also.split(',').any(|also| also == other);
    let is_allowed =
        |(other, required): &Alternative| has(other) && required.split(',').filter(|name| !name.is_empty()).all(has);
    path.iter().filter(|(_, sets)| sets[scheme].keys().any(is_allowed)).map(|(method, _)| *method).collect()
}

/// Reads `least=DelegatedWork,Application;AlsoRequires=A,B`.
fn path_value<'a>(value: &'a Value, name: &str, path: &str) -> Result<(Vec<&'a str>, String), String> {
    let text = value.as_str().ok_or_else(|| format!("permissions.json: `{name}`: `{path}` is not a string"))?;
    let (mut least, mut also) = (Vec::new(), String::new());
    for part in text.split(';').filter(|part| !part.trim().is_empty()) {
        match part.split_once('=').map(|(key, value)| (key.trim(), value)) {
            Some((key, value)) if key.eq_ignore_ascii_case("least") => {
                least.extend(value.split(',').map(str::trim));
            }
            Some((key, value)) if key.eq_ignore_ascii_case("alsoRequires") => {
                let mut names: Vec<&str> = value.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
                names.sort_unstable();
                names.iter().try_for_each(|name| check_token(name))?;
                also = names.join(",");
            }
            _ => return Err(format!("permissions.json: `{name}`: `{path}`: `{part}` is not known")),
        }
    }
    Ok((least, also))
}

fn set_text(set: &Set) -> String {
    let entries = set.iter().map(|((name, also), is_least)| {
        let (mark, plus) = (if *is_least { "*" } else { "" }, if also.is_empty() { "" } else { "+" });
        format!("{mark}{name}{plus}{also}")
    });
    entries.collect::<Vec<String>>().join(" ")
}

/// A short key for each set. The keys of other sets do not change it, unless two hashes are equal.
fn keys(sets: &BTreeSet<String>) -> BTreeMap<String, String> {
    for length in 5..=12 {
        let keys: BTreeMap<String, String> = sets.iter().map(|set| (set.clone(), hash(set, length))).collect();
        if keys.values().collect::<BTreeSet<_>>().len() == sets.len() {
            return keys;
        }
    }
    sets.iter().enumerate().map(|(index, set)| (set.clone(), format!("x{index:06}"))).collect()
}

/// FNV-1a, in letters and digits.
fn hash(text: &str, length: usize) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    let digit = |index: usize| char::from(HASH_DIGITS[usize::try_from(hash >> (5 * index) & 31).unwrap_or_default()]);
    (0..length).map(digit).collect()
}

/// Checks that a name or path has no character that the table uses as a separator.
fn check_token(text: &str) -> Result<(), String> {
    match text.bytes().all(|byte| byte.is_ascii_graphic()) {
        true if !text.is_empty() => Ok(()),
        _ => Err(format!("permissions.json: `{}` has a character that is not supported", text.escape_debug())),
    }
}

fn parse(name: &str, text: &str) -> Result<Value, String> {
    serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|problem| format!("{name}: {problem}"))
}

fn object<'a>(value: &'a Value, of: &str) -> Result<&'a serde_json::Map<String, Value>, String> {
    value.as_object().ok_or_else(|| format!("permissions.json: an object is missing in `{of}`"))
}

fn array<'a>(value: &'a Value, of: &str) -> Result<&'a Vec<Value>, String> {
    value.as_array().ok_or_else(|| format!("permissions.json: a list is missing in `{of}`"))
}

fn strings<'a>(value: &'a Value, of: &str) -> Result<Vec<&'a str>, String> {
    Ok(array(value, of)?.iter().filter_map(Value::as_str).collect())
}

#[cfg(test)]
mod tests {
    use super::table;

    const PROVISIONING: &str = r#"{"permissionDeployments": {
        "A.Read": [{"id": "EBFCD32B-BABB-40F4-A14B-42706E83BD28", "scheme": "DelegatedWork",
                    "environment": "PPE;public", "isEnabled": true, "resourceAppId": "other"}],
        "B.Read": [{"id": "75d9ca3df-7017-4feb-baa0-06a339b6c338", "scheme": "Application", "environment": "",
                    "isEnabled": true}]}}"#;

    #[test]
    fn the_table_has_names_sets_and_requests() {
        let permissions = r#"{"permissions": {
            "B.Read": {"authorizationType": "oAuth2",
                "schemes": {"Application": {"requiresAdminConsent": true, "privilegeLevel": 4}},
                "pathSets": [{"schemeKeys": ["Application"], "methods": ["GET"], "paths":
                    {"/users/{id}/": "", "/me?$filter=x": "least=Application"}}]},
            "A.Read": {"authorizationType": "oAuth2", "schemes": {"DelegatedWork": {"requiresAdminConsent": false}},
                "pathSets": [{"schemeKeys": ["DelegatedWork"], "methods": ["POST", "GET"], "paths":
                    {"/Users/{user-id}": "least=DelegatedWork;AlsoRequires=D,C"}}]}}}"#;
        let text = table(permissions, PROVISIONING).expect("a table");
        let lines: Vec<&str> = text.lines().collect();
        let [head, a, b, first, second, request] = lines[..] else { panic!("{text}") };
        assert_eq!(head, "graph-codegen permissions 1 58 31 43");
        assert_eq!((a, b), ("A.Read D-.ebfcd32b-babb-40f4-a14b-42706e83bd28", "B.Read A4!"));
        let (least, higher) = if first.ends_with("*A.Read+C,D") { (first, second) } else { (second, first) };
        assert!(least.ends_with(" *A.Read+C,D") && higher.ends_with(" B.Read"), "{text}");
        let (least, higher) = (&least[..5], &higher[..5]);
        assert_eq!(request, format!("/users/{{}} GET={least},-,{higher} POST={least},-,-"));
    }

    /// The text of the set of `GET /me/messages` for work accounts, by the path sets of permissions.
    #[track_caller]
    fn set_of_get(permissions: &[(&str, &str, &[&str], &str)]) -> String {
        let mut document = serde_json::json!({"permissions": {}});
        for (name, kind, methods, value) in permissions {
            let permission = &mut document["permissions"][*name];
            permission["authorizationType"] = (*kind).into();
            permission["schemes"]["DelegatedWork"]["privilegeLevel"] = 3.into();
            let path_set = serde_json::json!({"schemeKeys": ["DelegatedWork"], "methods": methods,
                "paths": {"/me/messages": value}});
            match permission["pathSets"].as_array_mut() {
                Some(path_sets) => path_sets.push(path_set),
                None => permission["pathSets"] = [path_set].into_iter().collect(),
            }
        }
        let text = table(&document.to_string(), PROVISIONING).expect("a table");
        let request = text.lines().last().expect("a request");
        let (_, key) = request.split_once("GET=").expect("a set");
        let key = key.split(',').next().expect("a key");
        let set = text.lines().find_map(|line| line.strip_prefix(key)).expect("the set");
        set.trim().to_owned()
    }

    #[test]
    fn of_several_marks_those_with_the_fewest_methods_remain() {
        let least = "least=DelegatedWork";
        let (basic, other) = (("A", "oAuth2", &["GET"][..], least), ("B", "oAuth2", &["GET", "POST"][..], least));
        assert_eq!(set_of_get(&[basic, other]), "*A B");
        // Neither has a part of the methods of the other one.
        let patch = ("C", "oAuth2", &["GET", "PATCH"][..], least);
        assert_eq!(set_of_get(&[other, patch]), "*B *C");
        assert_eq!(set_of_get(&[basic, other, patch]), "*A B C");
        assert_eq!(set_of_get(&[basic, ("D", "oAuth2", &["GET"], least)]), "*A *D");
        // A permission without a mark narrows nothing, and what other path sets allow counts.
        assert_eq!(set_of_get(&[("A", "oAuth2", &["GET"], ""), other]), "A *B");
        assert_eq!(set_of_get(&[basic, ("B", "oAuth2", &["GET"], least), ("B", "oAuth2", &["POST"], "")]), "*A B");
        // Permissions of resource-specific consent are another list.
        assert_eq!(set_of_get(&[("A", "RSC", &["GET"], least), other]), "*A *B");
    }

    #[test]
    fn permissions_that_require_others_narrow_no_mark() {
        let least = "least=DelegatedWork";
        let (pair, other) = (
            ("A", "oAuth2", &["GET"][..], "least=DelegatedWork;AlsoRequires=B"),
            ("C", "oAuth2", &["GET", "POST"][..], least),
        );
        assert_eq!(set_of_get(&[pair, other]), "*A+B *C");
        // What each of them allows counts.
        let basic = ("D", "oAuth2", &["GET"][..], least);
        assert_eq!(set_of_get(&[pair, basic, ("B", "oAuth2", &["POST"], "")]), "A+B *D");
        assert_eq!(set_of_get(&[pair, basic]), "*A+B *D");
    }

    #[test]
    fn what_is_not_known_is_an_error() {
        for (value, expected) in [("most=Application", "`most=Application` is not known"), ("", "")] {
            let permissions = format!(
                r#"{{"permissions": {{"B.Read": {{"schemes": {{}}, "pathSets": [{{"schemeKeys": ["Application"],
                    "methods": ["GET"], "paths": {{"/me": "{value}"}}}}]}}}}}}"#
            );
            let error = table(&permissions, PROVISIONING).err().unwrap_or_default();
            assert!(error.ends_with(expected), "{error}");
        }
        assert!(table("{}", PROVISIONING).is_err() && table("{", PROVISIONING).is_err());
    }
}
