//! The settings of the builder.

use std::path::Path;

use graph_codegen::{
    Builder, Limits, Version,
    clouds::UnknownCloud,
    edm::{SignIn, UnknownProfileSetting, UnknownSignIn},
    permissions::Scheme,
};
use syn::LitStr;

use crate::input::{Entry, Input};

/// Returns a builder with all settings but the runtime.
///
/// # Errors
///
/// If a literal is not one of the values of its key.
pub(crate) fn builder(input: &Input, directory: &Path) -> Result<Builder, syn::Error> {
    let mut builder = Builder::new().base_dir(directory);
    for path in &input.metadata {
        builder = builder.metadata(path.value());
    }
    if let Some(version) = &input.version {
        let known = Version::from_name(&version.value());
        let known = known.ok_or_else(|| syn::Error::new(version.span(), "the versions are `v1.0` and `beta`"))?;
        builder = builder.version(known);
    }
    for text in &input.profile {
        let setting = text.value().parse();
        builder = builder.profile(setting.map_err(|settings: UnknownProfileSetting| {
            syn::Error::new(text.span(), format!("`{}` is not valid; {settings}", text.value()))
        })?);
    }
    for searched in &input.search_metadata {
        let value = searched.value();
        let found = value.split_once('=').and_then(|(name, path)| Some((Version::from_name(name)?, path)));
        let message = "expected `\"beta=FILE\"` or `\"v1.0=FILE\"`";
        let (version, path) = found.ok_or_else(|| syn::Error::new(searched.span(), message))?;
        builder = builder.search_metadata(version, path);
    }
    for path in &input.annotations {
        builder = builder.annotations(path.value());
    }
    for path in &input.reference_dir {
        builder = builder.reference_dir(path.value());
    }
    for selector in &input.select {
        builder = builder.select_text("selector", selector.value());
    }
    for path in &input.select_file {
        builder = builder.select_file(directory.join(path.value()));
    }
    let builder = externs(customizations(builder, input), input);
    availability(client_defaults(builder, input)?, input)
}

/// Sets a value for each pattern.
fn all(entries: &[Entry], builder: Builder, set: fn(Builder, String, String) -> Builder) -> Builder {
    entries.iter().fold(builder, |builder, Entry { pattern, value }| set(builder, pattern.value(), value.clone()))
}

/// What other crates have, and what is generated for them.
fn externs(mut builder: Builder, input: &Input) -> Builder {
    builder = all(&input.extern_types, builder, Builder::extern_type);
    builder = all(&input.extern_namespaces, builder, Builder::extern_namespace);
    builder = all(&input.extern_builders, builder, Builder::extern_builders);
    if input.export {
        builder = builder.export();
    }
    if input.types_only { builder.types_only() } else { builder }
}

fn customizations(mut builder: Builder, input: &Input) -> Builder {
    builder = all(&input.rename, builder, Builder::rename);
    builder = all(&input.types, builder, Builder::map_type);
    builder = all(&input.derive, builder, Builder::derive);
    all(&input.attributes, builder, Builder::attribute)
}

/// The settings of the service's clients.
fn client_defaults(mut builder: Builder, input: &Input) -> Result<Builder, syn::Error> {
    if let Some(root) = &input.service_root {
        builder = builder.service_root(root.value());
    }
    builder = builder.scopes(input.scopes.iter().map(LitStr::value));
    if let Some(name) = &input.user_agent {
        builder = builder.user_agent(name.value());
    }
    if let Some(text) = &input.sign_in {
        let sign_in = text.value().parse::<SignIn>();
        builder = builder.sign_in(sign_in.map_err(|ways: UnknownSignIn| {
            syn::Error::new(text.span(), format!("`{}` is not valid; {ways}", text.value()))
        })?);
    }
    Ok(builder)
}

/// What has to be available: permissions, clouds, and memory.
fn availability(mut builder: Builder, input: &Input) -> Result<Builder, syn::Error> {
    builder = builder.allow_permissions(input.allow_permissions.iter().map(LitStr::value));
    if let Some(name) = &input.permission_scheme {
        let scheme = Scheme::from_name(&name.value());
        let message = "the schemes are `delegated-work`, `delegated-personal` and `application`";
        builder = builder.permission_scheme(scheme.ok_or_else(|| syn::Error::new(name.span(), message))?);
    }
    for name in &input.clouds {
        let cloud = name.value().parse();
        builder = builder.cloud(cloud.map_err(|clouds: UnknownCloud| {
            syn::Error::new(name.span(), format!("there is no cloud `{}`; {clouds}", name.value()))
        })?);
    }
    if input.allow_unknown_availability {
        builder = builder.allow_unknown_availability();
    }
    if let Some(mebibytes) = &input.max_output {
        let size = mebibytes.base10_parse::<u16>().ok().filter(|size| *size > 0);
        let message = "expected a number of MiB from 1 to 65535";
        let size = size.ok_or_else(|| syn::Error::new(mebibytes.span(), message))?;
        let mut limits = Limits::default();
        limits.output = usize::from(size) << 20;
        builder = builder.limits(limits);
    }
    Ok(builder)
}
