//! Compares the permissions of a token with those of a selection. The token itself is never printed.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Read},
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use super::{
    super::{failure::Failure, output::Output},
    registration::GRAPH,
    text,
};
use crate::{
    Error,
    clouds::Cloud,
    diagnostic::{Code, Diagnostic, visible},
    permissions::{Alternative, Scheme, SelectionPermissions},
};

/// Tokens are a few kilobytes.
const MAX_SIZE: u64 = 1 << 20;
/// Scopes of signing in, which allow no requests.
const SIGN_IN: [&str; 4] = ["openid", "profile", "email", "offline_access"];
/// How many characters of another audience are shown.
const MAX_SHOWN: usize = 100;

/// The permissions of a token.
struct Claims {
    scheme: Scheme,
    names: BTreeSet<String>,
    has_expired: bool,
}

pub(super) fn run(
    path: &Path,
    schemes: &[Scheme],
    permissions: &SelectionPermissions<'_>,
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    let claims = read(path)?;
    if claims.has_expired {
        output.print_error("warning: the token has expired\n")?;
    }
    let schemes = if schemes.is_empty() { &[claims.scheme][..] } else { schemes };
    let (mut report, mut is_missing) = (String::new(), false);
    for scheme in schemes {
        is_missing |= compare(&claims, *scheme, permissions, &mut report);
    }
    output.print(&report)?;
    if is_missing { Err(Failure::Found) } else { Ok(()) }
}

/// Writes what is missing and what is not needed. Returns whether a request is not allowed.
fn compare(claims: &Claims, scheme: Scheme, permissions: &SelectionPermissions<'_>, report: &mut String) -> bool {
    let names: BTreeSet<&str> = match scheme.is_delegated() == claims.scheme.is_delegated() {
        true => claims.names.iter().map(String::as_str).collect(),
        // A token of the other kind has none of these permissions.
        false => BTreeSet::new(),
    };
    let (mut missing, mut unknown, mut used) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (request, found) in permissions.requests() {
        let Some(found) = found.as_ref().filter(|found| found.scheme(scheme).is_known()) else {
            unknown.push(text::line(request));
            continue;
        };
        let of_scheme = found.scheme(scheme);
        let all = || of_scheme.alternatives().chain(&of_scheme.resource_specific);
        let is_met = |one: &&Alternative<'_>| one.permissions().all(|permission| names.contains(permission.name()));
        if all().any(|one| is_met(&one)) {
            used.extend(all().filter(is_met).flat_map(|one| one.permissions().map(|permission| permission.name())));
            continue;
        }
        let listed = if of_scheme.least.is_empty() { &of_scheme.higher } else { &of_scheme.least };
        let wanted: Vec<String> = listed.iter().map(text::written).collect();
        let wanted = if wanted.is_empty() { format!("nothing in the scheme {scheme}") } else { wanted.join(" or ") };
        missing.push(format!("{}: {wanted}", text::line(request)));
    }
    let excess: Vec<&str> =
        names.iter().copied().filter(|name| !used.contains(name) && !SIGN_IN.contains(name)).collect();
    let least = permissions.least(scheme);
    let needed = least.sets.first().into_iter().flat_map(|set| &set.permissions);
    let needed: BTreeSet<&str> = needed.map(|needed| needed.permission.name()).collect();
    let wider: Vec<&&str> = used.iter().filter(|name| !needed.contains(**name)).collect();
    let plural = if names.len() == 1 { "" } else { "s" };
    report.push_str(&format!("{scheme}: the token has {} permission{plural}\n", names.len()));
    let mut list = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            report.push_str(&format!("  {title}:\n"));
            lines.iter().for_each(|line| report.push_str(&format!("    {line}\n")));
        }
    };
    let is_missing = !missing.is_empty();
    list("missing, for requests that are allowed by", missing);
    let mut excess: Vec<String> = excess.into_iter().map(visible).collect();
    // Without what is missing, it is not known which of them are needed.
    let mut wider: Vec<String> =
        if is_missing { Vec::new() } else { wider.into_iter().map(|name| visible(name)).collect() };
    if !unknown.is_empty() {
        excess.append(&mut wider);
        excess.sort();
    }
    let excess_title = match unknown.is_empty() {
        true => "not needed",
        false => "perhaps needed by requests whose permissions are unknown",
    };
    list(excess_title, excess);
    list("not in the least set", wider);
    let plural = if unknown.len() == 1 { "" } else { "s" };
    list(&format!("{} request{plural} unknown, since no permissions are published", unknown.len()), unknown);
    is_missing
}

/// Reads the claims of a token, or of a JSON file.
fn read(path: &Path) -> Result<Claims, Failure> {
    let reading = |problem: io::Error| unusable(Code::Io, format!("cannot read `{}`: {problem}", path.display()));
    let mut bytes = Vec::new();
    fs::File::open(path).and_then(|file| file.take(MAX_SIZE).read_to_end(&mut bytes)).map_err(reading)?;
    let text = String::from_utf8(bytes).map_err(|_| invalid("it is not text"))?;
    let text = text.trim().trim_start_matches('\u{feff}');
    let text = text.strip_prefix("Bearer ").unwrap_or(text).trim();
    let claims: Value = match text.starts_with('{') {
        true => serde_json::from_str(text).map_err(|_| invalid("its JSON is not valid"))?,
        false => {
            let mut parts = text.split('.');
            let (Some(_), Some(payload), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next())
            else {
                return Err(invalid("it is neither a JWT nor JSON; tokens of personal accounts cannot be read"));
            };
            let payload = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('='));
            let payload = payload.map_err(|_| invalid("the claims of the JWT are not valid base64"))?;
            serde_json::from_slice(&payload).map_err(|_| invalid("the claims of the JWT are not valid JSON"))?
        }
    };
    check_audience(&claims["aud"])?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |now| now.as_secs_f64());
    let has_expired = claims["exp"].as_f64().is_some_and(|expires| expires < now);
    let scopes = claims["scp"].as_str().map(|scopes| scopes.split_whitespace().map(str::to_owned).collect());
    let roles =
        || claims["roles"].as_array().map(|roles| roles.iter().filter_map(Value::as_str).map(str::to_owned).collect());
    match (scopes, roles()) {
        (Some(names), _) => Ok(Claims { scheme: Scheme::DelegatedWork, names, has_expired }),
        (None, Some(names)) => Ok(Claims { scheme: Scheme::Application, names, has_expired }),
        (None, None) => Err(invalid("it has neither `scp` nor `roles`")),
    }
}

/// Fails if a token is for something else than Graph. Files of claims may omit what the token is for.
fn check_audience(audience: &Value) -> Result<(), Failure> {
    let is_graph = |audience: &str| {
        let audience = audience.strip_suffix('/').unwrap_or(audience);
        let endpoints = Cloud::ALL.into_iter().filter_map(Cloud::endpoint);
        endpoints.chain([GRAPH]).any(|known| known.eq_ignore_ascii_case(audience))
    };
    match audience {
        Value::Null => Ok(()),
        Value::String(audience) if is_graph(audience) => Ok(()),
        Value::Array(all) if all.iter().filter_map(Value::as_str).any(is_graph) => Ok(()),
        Value::String(audience) => {
            let shown: String = audience.chars().take(MAX_SHOWN).collect();
            Err(invalid(&format!("it is for `{}`, and not for Microsoft Graph", visible(&shown))))
        }
        _ => Err(invalid("it is not for Microsoft Graph")),
    }
}

/// An error about the token, which does not show it.
fn invalid(what: &str) -> Failure {
    unusable(Code::Setting, format!("the token cannot be compared: {what}"))
}

/// A failure that is not taken for missing permissions.
fn unusable(code: Code, message: String) -> Failure {
    Failure::Unusable(Error::one(Diagnostic::error(code, message)))
}
