//! The stages of a run: read, resolve, close, lower, emit, write.

use std::{collections::HashSet, env, path::PathBuf, time::Instant};

use super::{
    Builder, Files, Generated, Planned, Resolved,
    corrections::AuthorFixup,
    embedded,
    files::Layout,
    format::{self, InputFile},
    input::{Input, Loader},
    other_version::OtherVersion,
};
use crate::{
    Error, clouds, csdl,
    diagnostic::{Code, Diagnostic, Diagnostics, FileId, Severity, Sources, Span},
    edm, emit,
    extension::{self, View},
    plan,
};

/// read → resolve
pub(super) fn resolve(settings: &Builder, diagnostics: Diagnostics) -> Result<Resolved, Error> {
    resolve_timed(settings, diagnostics, &mut Timing::start())
}

fn resolve_timed(settings: &Builder, mut diagnostics: Diagnostics, timing: &mut Timing) -> Result<Resolved, Error> {
    let mut sources = Sources::default();
    let mut loader = Loader::new(settings.base_dir.clone(), &settings.reference_dirs);
    let mut queue: Vec<Input> = settings.metadata.clone();
    let is_embedded = queue.is_empty();
    if is_embedded {
        let version = settings.version.unwrap_or_default();
        queue.extend(embedded::required_documents(version)?.iter().map(Input::Embedded));
    }
    let given = queue.len();
    let mut files = Vec::new();
    // They are read first, so that they override even if they are also given as metadata.
    let mut overriding = HashSet::new();
    let mut annotations = Vec::new();
    for input in &settings.annotations {
        if let Some(file) = loader.load(input, settings.limits.size, &mut sources, &mut diagnostics) {
            overriding.insert(file);
            annotations.push(InputFile { file, index: &[] });
        }
    }
    while !queue.is_empty() {
        let mut next = Vec::new();
        for input in queue {
            if let Some(file) = loader.load(&input, settings.limits.size, &mut sources, &mut diagnostics) {
                next.extend(references(&input, file, &sources, &loader, &mut diagnostics));
                let index = if let Input::Embedded(document) = input { document.index } else { &[] };
                files.push(InputFile { file, index });
            }
        }
        queue = next;
    }
    files.extend(annotations);
    // Fix-ups are not in a file, so their names are the excerpts of diagnostics.
    let mut fixups = Vec::new();
    for AuthorFixup { name, .. } in &settings.fixups {
        let file = sources.add("fixup", name);
        fixups.push(Span::new(file, 0, name.len()));
    }
    timing.phase("load");
    let documents = format::read(&files, &sources, settings.limits, &mut diagnostics);
    timing.phase("read");
    if diagnostics.has_errors() {
        return Err(Error::new(diagnostics, sources));
    }
    let mut model = edm::resolve(&documents, &overriding, &mut diagnostics);
    for (fixup, span) in settings.fixups.iter().zip(fixups) {
        model.apply_fixup(&fixup.name, span, &*fixup.apply, &mut diagnostics);
    }
    if !settings.fixups.is_empty() {
        model.update_profile(&documents);
    }
    let names =
        files.iter().take(given).filter_map(|input| sources.get(input.file)).map(|source| source.name().to_owned());
    model.set_origin(edm::Origin::new(names.collect(), is_embedded, settings.version));
    model.adjust_profile(&settings.profile);
    model.set_client_defaults(settings.client_defaults.clone());
    let csdl_version = documents.iter().filter_map(|document| Some(document.version.as_ref()?.value.to_string())).max();
    drop(documents);
    let is_openapi = format::any_openapi(&files, &sources);
    let other_versions = OtherVersion::of(settings, model.origin().version(), model.is_microsoft_graph());
    timing.phase("resolve");
    match diagnostics.stop() {
        Ok(()) => Ok(Resolved {
            model,
            sources,
            diagnostics,
            inputs: loader.paths,
            given,
            csdl_version,
            is_openapi,
            other_versions,
        }),
        Err(_) => Err(Error::new(diagnostics, sources)),
    }
}

/// … → close → lower
pub(super) fn plan(settings: &Builder) -> Result<Planned, Error> {
    plan_timed(settings, &mut Timing::start())
}

fn plan_timed(settings: &Builder, timing: &mut Timing) -> Result<Planned, Error> {
    let mut selected = settings.close(resolve_timed(settings, Diagnostics::default(), timing)?)?;
    timing.phase("close");
    if !settings.clouds.is_empty() {
        let Resolved { model, diagnostics, .. } = &mut selected.resolved;
        let allows_unknown = settings.allows_unknown_availability;
        clouds::check(model, &selected.selection, &settings.clouds, allows_unknown, diagnostics);
        timing.phase("clouds");
    }
    let Resolved { model, diagnostics, sources, .. } = &mut selected.resolved;
    settings.budget.check(model, &selected.selection, sources, diagnostics);
    settings.client_defaults.check(sources, diagnostics);
    let Builder { customizations, runtime, limits, .. } = settings;
    customizations.check(sources, diagnostics);
    let mut package =
        plan::lower_within(model, &selected.selection, customizations, runtime, limits.output, diagnostics);
    if package.service.is_none() && !settings.client_defaults.is_empty() {
        diagnostics.push(unused_client_defaults());
    }
    customizations.report(model, sources, diagnostics);
    timing.phase("lower");
    if !diagnostics.has_errors() {
        let extensions = &settings.extensions;
        extension::decorate(model, &selected.selection, &mut package, extensions, sources, diagnostics);
    }
    if !diagnostics.has_errors() && !customizations.is_empty() {
        extension::check_derives(&package, diagnostics);
    }
    if diagnostics.has_errors() {
        let Resolved { sources, diagnostics, .. } = selected.resolved;
        return Err(Error::new(diagnostics, sources));
    }
    Ok(Planned { selected, package })
}

/// The warning for settings of a service that is not generated.
fn unused_client_defaults() -> Diagnostic {
    let message = "the settings of the service's clients have no effect, because only types are selected";
    Diagnostic::warning(Code::Setting, message).help("select a path, such as `/NAME`, to generate the service")
}

/// … → emit
pub(super) fn generate(settings: &Builder) -> Result<Generated, Error> {
    let mut timing = Timing::start();
    let Planned { selected, package } = plan_timed(settings, &mut timing)?;
    let Resolved { model, sources, mut diagnostics, inputs, .. } = selected.resolved;
    let view = View::new(&model, &selected.selection, &package);
    let extensions = &settings.extensions;
    let added = extensions.files(view);
    let is_module = settings.is_module || matches!(settings.layout, Layout::Directory(_));
    let beside = added.iter().map(|file| file.path.clone()).collect();
    let docs = package.root.docs.clone();
    let head = emit::Head { command: settings.command.clone(), is_module, docs, beside };
    let mut files = match &settings.layout {
        Layout::File(name) => Files::file(name, emit::emit(view, &head, extensions)),
        Layout::Directory(directory) => {
            Files::directory(directory, emit::emit_directory(view, &head, extensions).into_iter())
        }
    };
    timing.phase("emit");
    files.add_all(added, &mut diagnostics);
    if files.iter().map(|(_, text)| text.len()).sum::<usize>() > settings.limits.output {
        diagnostics.push(plan::too_large(settings.limits.output));
    }
    if !settings.customizations.is_empty() {
        let code = files.iter().filter(|(path, _)| path.ends_with(".rs"));
        let is_invalid = code.fold(false, |found, (path, text)| emit::check(path, text, &mut diagnostics) || found);
        if is_invalid {
            extensions.check_items(view, &mut diagnostics);
        }
    }
    match diagnostics.stop() {
        Ok(()) => Ok(Generated { files, diagnostics, sources, inputs }),
        Err(_) => Err(Error::new(diagnostics, sources)),
    }
}

/// … → write
pub(super) fn compile(settings: &Builder) -> Result<(), Error> {
    settings.check_layout()?;
    let directory = match (&settings.out_dir, env::var_os("OUT_DIR")) {
        (Some(directory), _) => directory.clone(),
        (None, Some(directory)) => PathBuf::from(directory),
        (None, None) => {
            return Err(Error::one(
                Diagnostic::error(Code::Setting, "no output directory is set")
                    .help("call `compile` from a build script, for which cargo sets OUT_DIR, or set `.out_dir(…)`"),
            ));
        }
    };
    let generated = generate(settings)?;
    // Cargo reads the standard output of build scripts only.
    if env::var_os("CARGO_MANIFEST_DIR").is_some() && env::var_os("OUT_DIR").is_some() {
        for input in generated.inputs() {
            println!("cargo::rerun-if-changed={}", input.display());
        }
        println!("cargo::rerun-if-changed=build.rs");
        let (list, sources) = (generated.diagnostics.list(), &generated.sources);
        for warning in list.iter().filter(|diagnostic| diagnostic.severity == Severity::Warning) {
            println!("cargo::warning={}", warning.on_one_line(sources));
        }
    }
    generated.files().write(&directory).map_err(|problem| {
        Error::one(Diagnostic::error(Code::Io, format!("cannot write to `{}`: {problem}", directory.display())))
    })
}

/// The files that a document references by relative paths; see [`csdl::reference_uris`].
fn references(
    input: &Input,
    file: FileId,
    sources: &Sources,
    loader: &Loader,
    diagnostics: &mut Diagnostics,
) -> Vec<Input> {
    // Texts without a path have no directory to search.
    if matches!(input, Input::Text { .. } | Input::Embedded(_)) {
        return Vec::new();
    }
    let Some(source) = sources.get(file) else { return Vec::new() };
    let uris = csdl::reference_uris(source.text()).into_iter();
    uris.filter_map(|uri| loader.referenced(input, &uri, diagnostics)).collect()
}

/// Prints the duration of each phase to standard error if the environment variable `GRAPH_CODEGEN_TIMINGS` is set.
#[derive(Debug)]
pub(super) struct Timing {
    last: Option<Instant>,
}

impl Timing {
    pub(super) fn start() -> Self {
        Self { last: std::env::var_os("GRAPH_CODEGEN_TIMINGS").map(|_| Instant::now()) }
    }

    pub(super) fn phase(&mut self, name: &str) {
        if let Some(last) = self.last {
            eprintln!("{name:>8} {:8.2} ms", last.elapsed().as_secs_f64() * 1e3);
            self.last = Some(Instant::now());
        }
    }
}
