use std::collections::BTreeSet;

use super::{Builder, Resolved, input::Loader, pipeline::Timing};
use crate::{
    Error,
    diagnostic::{Diagnostic, Diagnostics, FileId, Severity, Sources, Span},
    diff::{self, Options, Report, Side, Unresolved},
    edm::{Model, TypeId},
    plan::{self, Package},
    selection::{Selection, Selector, close_beside},
};

impl Builder {
    /// Finds what changes if `newer` is the metadata of these settings.
    ///
    /// Only what the selection uses is compared; without selectors, everything is. A selector that names nothing in the
    /// newer metadata is a finding. Of the newer settings, only those about metadata matter.
    ///
    /// # Errors
    ///
    /// Returns diagnostics about the documents, and about selectors that name nothing in the older metadata.
    ///
    /// ```
    /// use graph_codegen::{Builder, diff::{Bump, Options, Rule}};
    ///
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let metadata = |property: &str| {
    ///     let text = format!(
    ///         r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
    ///         <Schema Namespace="n" xmlns="http://docs.oasis-open.org/odata/ns/edm">
    ///           <ComplexType Name="address"><Property Name="{property}" Type="Edm.String"/></ComplexType>
    ///         </Schema></edmx:DataServices></edmx:Edmx>"#
    ///     );
    ///     Builder::new().metadata_text("n.csdl", text)
    /// };
    /// let report = metadata("street").select("n.address").diff(&metadata("streetName"), &Options::default())?;
    ///
    /// assert_eq!(report.findings[0].rule, Rule::PropertyRemoved);
    /// assert_eq!(report.findings[0].notes, ["it was probably renamed to `streetName`"]);
    /// assert_eq!(report.bump(), Bump::Major);
    /// # Ok(())
    /// # }
    /// ```
    pub fn diff(&self, newer: &Self, options: &Options<'_>) -> Result<Report, Error> {
        let mut timing = Timing::start();
        let (mut old, mut new) = (self.resolve()?, newer.resolve()?);
        timing.phase("both");
        let (files, selectors) = self.selectors_of(&mut old)?;
        if selectors.is_empty() {
            let report = diff::compare(side(&old, None, None), side(&new, None, None), &[], options);
            timing.phase("diff");
            return Ok(report);
        }
        let extern_types = self.customizations.extern_types(&old.model);
        let before = select(&old.model, &selectors, &extern_types, &mut old.diagnostics)
            .map_err(|()| Error::new(std::mem::take(&mut old.diagnostics), old.sources.clone()))?;
        let of_new = parsed_again(&files, &old.sources, &mut new.sources);
        let extern_types = self.customizations.extern_types(&new.model);
        let of_new = of_new.into_iter().zip(&selectors).collect();
        let (after, unresolved) = select_what_remains(&new, of_new, &extern_types)?;
        timing.phase("close");
        let plans = (self.package(&mut old, &before)?, self.package(&mut new, &after)?);
        timing.phase("lower");
        let sides = (side(&old, Some(&before), Some(&plans.0)), side(&new, Some(&after), Some(&plans.1)));
        let report = diff::compare(sides.0, sides.1, &unresolved, options);
        timing.phase("diff");
        Ok(Report { selectors: selectors.len(), ..report })
    }

    /// The selectors of the settings, and the sources that they are in.
    fn selectors_of(&self, resolved: &mut Resolved) -> Result<(Vec<FileId>, Vec<Selector>), Error> {
        let mut loader = Loader::new(self.base_dir.clone(), &[]);
        let (mut files, mut selectors) = (Vec::new(), Vec::new());
        let mut diagnostics = Diagnostics::default();
        for input in &self.selectors {
            if let Some(file) = loader.load(input, self.limits.size, &mut resolved.sources, &mut diagnostics) {
                files.push(file);
                selectors.extend(Selector::parse_all(file, &resolved.sources, &mut diagnostics));
            }
        }
        match diagnostics.stop() {
            Ok(()) => Ok((files, selectors)),
            Err(_) => Err(Error::new(diagnostics, resolved.sources.clone())),
        }
    }

    fn package(&self, resolved: &mut Resolved, selection: &Selection) -> Result<Package, Error> {
        let mut diagnostics = Diagnostics::default();
        let Self { customizations, runtime, limits, .. } = self;
        let model = &resolved.model;
        customizations.check(&mut resolved.sources, &mut diagnostics);
        let package =
            plan::lower_signatures(model, selection, customizations, runtime, limits.output, &mut diagnostics);
        match diagnostics.stop() {
            Ok(()) => Ok(package),
            Err(_) => Err(Error::new(diagnostics, resolved.sources.clone())),
        }
    }
}

fn side<'a>(resolved: &'a Resolved, selection: Option<&'a Selection>, package: Option<&'a Package>) -> Side<'a> {
    let Resolved { model, sources, is_openapi, .. } = resolved;
    Side { model, sources, selection, package, is_openapi: *is_openapi }
}

fn select(
    model: &Model,
    selectors: &[Selector],
    extern_types: &BTreeSet<TypeId>,
    diagnostics: &mut Diagnostics,
) -> Result<Selection, ()> {
    let selection = close_beside(model, selectors, extern_types, diagnostics);
    if diagnostics.has_errors() { Err(()) } else { Ok(selection) }
}

/// Selectors that were parsed once, with spans of other sources.
fn parsed_again(files: &[FileId], from: &Sources, sources: &mut Sources) -> Vec<Selector> {
    // What is wrong with them is known.
    let mut ignored = Diagnostics::default();
    let mut selectors = Vec::new();
    for source in files.iter().filter_map(|file| from.get(*file)) {
        let file = sources.add(source.name(), source.text());
        selectors.extend(Selector::parse_all(file, sources, &mut ignored));
    }
    selectors
}

/// Selects with the selectors that name something; returns the others with what is wrong with them. Each selector is
/// beside that of the old side.
fn select_what_remains(
    new: &Resolved,
    mut selectors: Vec<(Selector, &Selector)>,
    extern_types: &BTreeSet<TypeId>,
) -> Result<(Selection, Vec<Unresolved>), Error> {
    let mut unresolved = Vec::new();
    // Each round removes a selector at least.
    while selectors.iter().any(|(selector, _)| !selector.is_exclusion) {
        let mut diagnostics = Diagnostics::default();
        let all: Vec<Selector> = selectors.iter().map(|(selector, _)| selector.clone()).collect();
        let selection = close_beside(&new.model, &all, extern_types, &mut diagnostics);
        let errors = diagnostics.list().iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        let errors: Vec<&Diagnostic> = errors.collect();
        if errors.is_empty() {
            return Ok((selection, unresolved));
        }
        selectors.retain(|(selector, of_old)| {
            let of = |span: Span| span.file == selector.span.file && contains(selector.span, span);
            let Some(error) = errors.iter().find(|error| error.span.is_some_and(of)) else { return true };
            unresolved.push(Unresolved {
                text: selector.text.clone(),
                span: of_old.span,
                message: error.message.clone(),
                help: error.help.clone(),
                missing: error.span.and_then(|span| text(&new.sources, span)).unwrap_or_default().to_owned(),
            });
            false
        });
        if selectors.len() == all.len() {
            return Err(Error::new(diagnostics, new.sources.clone()));
        }
    }
    Ok((Selection::default(), unresolved))
}

fn contains(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn text(sources: &Sources, span: Span) -> Option<&str> {
    sources.get(span.file)?.text().get(span.start as usize..span.end as usize)
}
