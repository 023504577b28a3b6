//! The command `permissions`, run in the test process.

use std::{fs, path::PathBuf};

use graph_codegen::Builder;
use serde_json::Value;

use crate::command::{self, Ran};

const REPROCESS: &str = "/users/{id}/reprocessLicenseAssignment";

fn run(arguments: &[&str]) -> (u8, String, String) {
    run_with(Builder::new(), arguments)
}

fn run_with(settings: Builder, arguments: &[&str]) -> (u8, String, String) {
    let Ran { code, out, err } = command::run_with(settings, &[&["permissions"], arguments].concat());
    (code, out, err)
}

fn fine(arguments: &[&str]) -> String {
    let (code, out, err) = run(arguments);
    assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
    out
}

/// Writes a file for one test.
fn file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{name}", std::process::id()));
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn the_report_says_what_is_needed_and_why() {
    let text = fine(&["--select", REPROCESS, "/admin/edge", "--scheme", "application"]);
    let expected = "application: 1 permission
  User.ReadWrite.All (an administrator has to consent)
    POST /users/{id}/reprocessLicenseAssignment
    AgentIdUser.ReadWrite.All permits less, but is not listed as least privileged
    AgentIdUser.ReadWrite.IdentityParentedBy permits less, but is not listed as least privileged
  unknown, since no permissions are published:
    GET /admin/edge
";
    assert_eq!(text, expected);
    let all = fine(&["--select", "/me/manager"]);
    assert!(all.contains("no application permission allows:\n    GET /me/manager: only delegated (work or school)\n"));
}

#[test]
fn json_has_the_same_facts() {
    let json: Value = serde_json::from_str(&fine(&["--select", REPROCESS, "--format", "json"])).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["requests"][0]["permissions"]["source"], "annotations");
    let application = &json["schemes"][2];
    assert_eq!(application["scheme"], "Application");
    let permission = &application["sets"][0]["permissions"][0];
    assert_eq!(permission["name"], "User.ReadWrite.All");
    assert_eq!(permission["id"], "741f803b-c850-494e-b5df-cde7c675a1ca");
    assert_eq!(permission["neededBy"][0]["path"], REPROCESS);
    assert_eq!(
        json["schemes"][1]["unsupported"][0]["supportedBy"],
        serde_json::json!(["DelegatedWork", "Application"])
    );
}

#[test]
fn registrations_have_the_identifiers_of_graph() {
    let select = ["--select", REPROCESS, "--scheme", "application"];
    let with = |form: &str| fine(&[&select[..], &[form]].concat());
    let manifest: Value = serde_json::from_str(&with("--manifest")).unwrap();
    let resource = &manifest["requiredResourceAccess"][0];
    assert_eq!(resource["resourceAppId"], "00000003-0000-0000-c000-000000000000");
    let access = serde_json::json!([{ "id": "741f803b-c850-494e-b5df-cde7c675a1ca", "type": "Role" }]);
    assert_eq!(resource["resourceAccess"], access);
    for form in ["--bicep", "--terraform"] {
        let text = with(form);
        assert!(text.contains("741f803b-c850-494e-b5df-cde7c675a1ca") && text.contains("User.ReadWrite.All"), "{text}");
        assert_eq!(text.matches('{').count(), text.matches('}').count());
    }
    assert_eq!(with("--scopes"), "https://graph.microsoft.com/.default\n");
    assert_eq!(fine(&["--select", REPROCESS, "--scopes=bare"]), "User.ReadWrite.All\n");
    let (_, out, err) = run(&["--select", REPROCESS, "/admin/edge", "--scopes"]);
    assert_eq!(out, "https://graph.microsoft.com/User.ReadWrite.All\n");
    assert!(err.contains("the permissions of these requests are not known:\n  GET /admin/edge\n"), "{err}");
}

/// A service with a set of orders, which has scopes.
fn shop(namespace: &str, scopes: &[&str]) -> Builder {
    let scope = |name: &&str| format!(r#"<Record><PropertyValue Property="Scope" String="{name}"/></Record>"#);
    let scopes: String = scopes.iter().map(scope).collect();
    let text = format!(
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
  <Schema Namespace="{namespace}" xmlns="http://docs.oasis-open.org/odata/ns/edm">
    <EntityType Name="order"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>
    <EntityContainer Name="c"><EntitySet Name="orders" EntityType="{namespace}.order">
      <Annotation Term="Org.OData.Capabilities.V1.ReadRestrictions"><Record>
        <PropertyValue Property="Permissions"><Collection><Record>
          <PropertyValue Property="SchemeName" String="DelegatedWork"/>
          <PropertyValue Property="Scopes"><Collection>{scopes}</Collection></PropertyValue>
        </Record></Collection></PropertyValue></Record></Annotation>
    </EntitySet></EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>"#
    );
    Builder::new().metadata_text("shop", text)
}

#[test]
fn names_that_are_not_scopes_are_ignored_with_a_warning() {
    for namespace in ["shop", "microsoft.graph"] {
        let bad = ["Orders.Read Directory.ReadWrite.All", "A&#10;B", "A&#x9b;31mB", "A&quot;B"];
        for form in ["--scopes=bare", "--format=text", "--format=json"] {
            let scopes = [&bad[..], &["Orders.Read"]].concat();
            let arguments = ["--select", "/orders#GET", "--scheme", "delegated-work", form];
            let (code, out, err) = run_with(shop(namespace, &scopes), &arguments);
            assert!(code == 0 && out.contains("Orders.Read"), "{out}{err}");
            assert!(!out.contains("Directory") && !(out + &err).contains('\u{9b}'), "{form}");
            assert_eq!(err.matches("is not the name of a scope").count(), bad.len(), "{err}");
            assert!(form != "--scopes=bare" || run_with(shop(namespace, &scopes), &arguments).1 == "Orders.Read\n");
        }
    }
}

#[test]
fn other_services_are_not_registered_as_graph() {
    let select = ["--select", "/orders#GET", "--scheme", "delegated-work"];
    for form in ["--scopes", "--manifest", "--bicep", "--terraform"] {
        let arguments = [&select[..], &[form]].concat();
        let (code, out, err) = run_with(shop("shop", &["Orders.Read"]), &arguments);
        assert_eq!((code, out.as_str()), (1, ""), "{form}");
        assert!(err.contains(&format!("`{form}` is only for Microsoft Graph")), "{err}");
        assert_eq!(run_with(shop("microsoft.graph", &["Mail.Read"]), &arguments).0, 0, "{form}");
    }
}

#[test]
fn resource_specific_permissions_are_in_no_manifest() {
    let select = ["--select", "/teams/{id}/channels/{id}/messages", "--scheme", "application"];
    let json: Value = serde_json::from_str(&fine(&[&select[..], &["--format", "json"]].concat())).unwrap();
    let specific = &json["requests"][0]["permissions"]["schemes"]["Application"]["resourceSpecific"];
    assert_eq!(specific[0]["name"], "ChannelMessage.Read.Group");
    let (code, manifest, _) = run(&[&select[..], &["--manifest"]].concat());
    assert!(code == 0 && manifest.contains("Role") && !manifest.contains("ChannelMessage.Read.Group"), "{manifest}");
}

#[test]
fn a_token_has_too_much_or_too_little() {
    let select = ["--select", "/me/messages", "/me/sendMail"];
    // {"scp":"Mail.Read Calendars.Read openid"}
    let token = "eyJhbGciOiJub25lIn0.eyJzY3AiOiJNYWlsLlJlYWQgQ2FsZW5kYXJzLlJlYWQgb3BlbmlkIn0.c2VjcmV0";
    let path = file("token.txt", &format!("Bearer {token}\n"));
    let (code, out, err) = run(&[&select[..], &["--token", path.to_str().unwrap()]].concat());
    assert_eq!((code, err.trim()), (1, ""));
    assert!(out.contains("missing, for requests that are allowed by:\n    POST /me/sendMail: Mail.Send\n"), "{out}");
    assert!(out.contains("not needed:\n    Calendars.Read\n") && !out.contains("openid"), "{out}");
    let claims = file("claims.json", r#"{"scp": "Mail.Read Mail.Send"}"#);
    let (code, out, _) = run(&[&select[..], &["--token", claims.to_str().unwrap()]].concat());
    assert!(code == 0 && out.contains("not in the least set:\n    Mail.Read\n"), "{out}");
    let (code, _, _) = run(&[&select[..], &["--scheme", "application", "--token", claims.to_str().unwrap()]].concat());
    assert_eq!(code, 1);
}

#[test]
fn a_token_is_of_use_to_unknown_requests_perhaps() {
    let claims =
        file("one.json", r#"{"scp": "User.ReadWrite.All Sites.Selected", "aud": "https://graph.microsoft.us/"}"#);
    let out = fine(&["--select", REPROCESS, "/admin/edge", "--token", claims.to_str().unwrap()]);
    assert!(out.contains("unknown:\n    Sites.Selected\n") && !out.contains("not needed"), "{out}");
    assert!(out.contains("1 request unknown, since no permissions are published:\n    GET /admin/edge\n"), "{out}");
    let claims = file("none.json", r#"{"scp": "User.ReadWrite.All"}"#);
    let out = fine(&["--select", REPROCESS, "--token", claims.to_str().unwrap()]);
    assert_eq!(out, "delegated (work or school): the token has 1 permission\n");
}

#[test]
fn a_token_of_another_service_is_an_error_and_an_old_one_a_warning() {
    let select = |path: &PathBuf| run(&["--select", REPROCESS, "--token", path.to_str().unwrap()]);
    for audience in
        [r#""https://other.example/\u001b[31m""#, r#"["api://x"]"#, "1", r#""https://graph.microsoft.com.x""#]
    {
        let path = file("audience.json", &format!(r#"{{"scp": "User.ReadWrite.All", "aud": {audience}}}"#));
        let (code, out, err) = select(&path);
        assert_eq!((code, out.as_str()), (2, ""), "{audience}");
        assert!(err.contains("not for Microsoft Graph"), "{err}");
        assert!(!err.contains('\u{1b}'), "{err}");
    }
    let id = "00000003-0000-0000-c000-000000000000";
    let path = file("expired.json", &format!(r#"{{"scp": "User.ReadWrite.All", "aud": "{id}", "exp": 1600000000}}"#));
    let (code, _, err) = select(&path);
    assert_eq!((code, err.as_str()), (0, "warning: the token has expired\n"));
}

#[test]
fn an_application_has_no_me() {
    let select = ["--select", "/me/messages", "--scheme", "application"];
    let text = fine(&select);
    assert!(
        text.contains("an application calls the other path:\n    GET /me/messages: /users/{id}/messages\n"),
        "{text}"
    );
    let json: Value = serde_json::from_str(&fine(&[&select[..], &["--format", "json"]].concat())).unwrap();
    assert_eq!(json["schemes"][0]["needsUser"][0]["applicationPath"], "/users/{id}/messages");
    let (code, _, err) = run(&[&select[..], &["--manifest"]].concat());
    assert!(code == 0 && err.contains("GET /me/messages: /users/{id}/messages\n"), "{err}");
    let delegated = fine(&["--select", "/me/messages", "--scheme", "delegated-work", "delegated-personal"]);
    assert!(!delegated.contains("other path") && delegated.contains("(personal): "), "{delegated}");
}

#[test]
fn a_request_with_incomplete_responses_has_one_line() {
    let text = fine(&["--select", "/groups/{id}/members", "--scheme", "application"]);
    let (_, lines) = text.split_once("responses that may be incomplete").unwrap();
    let lines: Vec<&str> =
        lines.lines().skip(1).take_while(|line| line.starts_with("    GET /groups/{id}/members: ")).collect();
    assert_eq!(lines.len(), 1, "{text}");
    assert!(lines[0].contains("user (User.Read"), "{text}");
    assert!(!lines[0].contains("Write"), "{text}");
}

#[test]
fn requests_without_a_least_permission_are_listed() {
    let text = fine(&["--select", "/teams/{id}/channels", "--scheme", "application", "delegated-work"]);
    assert!(
        text.contains("  Microsoft marks no permission as least privileged for:\n    GET /teams/{id}/channels\n"),
        "{text}"
    );
    assert_eq!(text.matches("Microsoft marks").count(), 1, "{text}");
}

#[test]
fn scopes_are_those_of_a_cloud() {
    let scopes = |cloud: &str| run(&["--select", REPROCESS, "--scopes", "--cloud", cloud]);
    assert_eq!(scopes("China").1, "https://microsoftgraph.chinacloudapi.cn/User.ReadWrite.All\n");
    assert_eq!(scopes("UsGovernmentDod").1, "https://dod-graph.microsoft.us/User.ReadWrite.All\n");
    let (code, _, err) = scopes("Bleu");
    assert!(code == 2 && err.contains("possible values: Global, UsGovernment, UsGovernmentDod, China"), "{err}");
    assert_eq!(run(&["--select", REPROCESS, "--cloud", "China"]).0, 2);
}

#[test]
fn a_missing_scheme_is_named_with_its_values() {
    let (code, _, err) = run(&["--select", REPROCESS, "--manifest"]);
    assert!(code == 2 && err.contains("--scheme <delegated-work|delegated-personal|application>"), "{err}");
}

#[test]
fn a_token_is_never_printed() {
    for text in ["not-a-token-SECRET", "a.SECRET!.c", "a.U0VDUkVU.c", "{\"SECRET\": 1}", "{SECRET", "a.b.SECRET.d"] {
        let path = file("bad.txt", text);
        let (code, out, err) = run(&["--select", "/me", "--token", path.to_str().unwrap()]);
        assert_eq!((code, out.as_str()), (2, ""), "{text}");
        assert!(err.contains("the token cannot be compared") && !err.contains("SECRET"), "{err}");
    }
    let (code, _, err) = run(&["--select", "/me", "--token", "missing.txt"]);
    assert!(code == 2 && err.starts_with("error[io]: cannot read `missing.txt`: "), "{err}");
}

#[test]
fn arguments_that_contradict_each_other_are_usage_errors() {
    for arguments in [
        &["--select", "/me", "--manifest"][..],
        &["--select", "/me", "--scheme", "personal"],
        &["--select", "/me", "--scheme", "application", "--manifest", "--bicep"],
        &["--select", "/me", "--scopes=long"],
    ] {
        assert_eq!(run(arguments).0, 2, "{arguments:?}");
    }
    let (code, _, err) = run(&[]);
    assert!(code == 1 && err.contains("nothing is selected"), "{err}");
}
