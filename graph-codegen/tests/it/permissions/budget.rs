//! Permissions that a build allows.

use graph_codegen::{Builder, permissions::Scheme};

/// The messages of the errors, with the text that each marks.
fn errors(builder: Builder) -> Vec<String> {
    let Err(error) = builder.generate() else { return Vec::new() };
    let marked = |diagnostic: &graph_codegen::diagnostic::Diagnostic| {
        let span = diagnostic.span.expect("a position");
        let text = error.sources().get(span.file).expect("a source").text();
        let help = diagnostic.help.clone().unwrap_or_default();
        format!("{} | {} | {help}", diagnostic.message, &text[span.start as usize..span.end as usize])
    };
    error.diagnostics().iter().map(marked).collect()
}

fn mail() -> Builder {
    Builder::new().select("/me/messages").select("/me/sendMail")
}

#[test]
fn requests_within_the_budget_are_generated() {
    for allowed in [&["Mail.Read", "Mail.Send"][..], &["mail.readbasic", "Mail.Send", "User.Read"]] {
        assert_eq!(errors(mail().allow_permissions(allowed.iter().copied())), [""; 0]);
    }
    assert_eq!(errors(mail()), [""; 0]);
    // More than needed is fine, as a higher permission is.
    assert_eq!(errors(mail().allow_permissions(["Mail.ReadWrite"]).allow_permissions(["Mail.Send"])), [""; 0]);
}

#[test]
fn a_request_that_needs_more_is_named_with_its_selector() {
    assert_eq!(
        errors(mail().allow_permissions(["Mail.Read"])),
        ["`POST /me/sendMail` needs more than the allowed permissions | /me/sendMail | allow `Mail.Send`, or do not \
          select the request"]
    );
}

#[test]
fn all_requests_are_allowed_in_the_same_scheme() {
    // `Mail.ReadBasic` reads messages for a user, and `Mail.ReadBasic.All` without one.
    let builder = || Builder::new().select("/users/{id}/messages").select("/me/manager");
    let delegated = errors(builder().allow_permissions(["Mail.ReadBasic", "User.Read.All"]));
    assert_eq!(delegated, [""; 0]);
    let application = errors(builder().allow_permissions(["Mail.ReadBasic.All", "User.Read.All"]));
    assert_eq!(application.len(), 1, "{application:?}");
    assert!(application[0].starts_with("no permission of the scheme application allows `GET /me/manager`"));
    let mixed = errors(builder().allow_permissions(["Mail.ReadBasic.All", "Mail.ReadBasic"]));
    assert_eq!(
        mixed,
        ["`Mail.ReadBasic` is delegated only, and `Mail.ReadBasic.All` is an application permission only | \
          Mail.ReadBasic | allow permissions of one scheme; `permission_scheme` says which"]
    );
}

#[test]
fn the_scheme_can_be_set() {
    let builder = || Builder::new().select("/users/{id}/messages").allow_permissions(["Mail.ReadBasic.All"]);
    assert_eq!(errors(builder().permission_scheme(Scheme::Application)), [""; 0]);
    let delegated = errors(builder().permission_scheme(Scheme::DelegatedWork));
    assert!(delegated[0].starts_with("`Mail.ReadBasic.All` is not a permission of the scheme"), "{delegated:?}");
    let none = errors_of_setting(Builder::new().select("/me").permission_scheme(Scheme::Application));
    assert!(none.contains("no permissions are allowed"), "{none}");
}

fn errors_of_setting(builder: Builder) -> String {
    builder.generate().unwrap_err().to_string()
}

#[test]
fn unsupported_and_unknown_requests_are_errors() {
    let builder = || Builder::new().select("/me/manager").select("/admin/edge");
    let found = errors(builder().allow_permissions(["User.Read.All"]).permission_scheme(Scheme::Application));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().any(|error| error.starts_with("no permission of the scheme application allows")), "{found:?}");
    assert!(found.iter().any(|error| error.starts_with("the permissions of `GET /admin/edge` are not known")));
    assert_eq!(errors(builder().allow_permissions(["User.Read.All", "unknown"])), [""; 0]);
}

#[test]
fn a_misspelled_permission_has_a_suggestion() {
    let found = errors(mail().allow_permissions(["Mail.Read", "Mail.Sned"]));
    assert!(found.contains(&"there is no permission `Mail.Sned` | Mail.Sned | did you mean `Mail.Send`?".to_owned()));
}
