use std::path::{Path, PathBuf};

use super::{Generated, Planned, Resolved, corrections::AuthorFixup, files::Layout, input::Input, pipeline};
use crate::{
    Error,
    clouds::Cloud,
    csdl::Limits,
    customization::Customizations,
    diagnostic::Diagnostics,
    edm::{ClientDefaults, ProfileSetting, Version},
    extension::{Extension, Extensions, Pattern},
    permissions::Budget,
};

/// Configures and runs code generation.
///
/// A build script calls [`compile`](Self::compile), which writes `$OUT_DIR/graph.rs` for
/// `graph_runtime::include_graph!`:
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), graph_codegen::Error> {
///     graph_codegen::Builder::new()
///         .metadata("metadata/v1.0.csdl")
///         .select("/users/{id}#GET,PATCH")
///         .select("/users/{id}/reprocessLicenseAssignment")
///         .compile()
/// }
/// ```
///
/// Other programs stop earlier: [`resolve`](Self::resolve) returns the model, [`plan`](Self::plan) the names and types
/// of the generated code, and [`generate`](Self::generate) its text:
///
/// ```
/// # fn main() -> Result<(), graph_codegen::Error> {
/// let generated = graph_codegen::Builder::new()
///     .select("/users/{id}/reprocessLicenseAssignment")
///     .generate()?;
/// assert!(generated.text().contains("pub fn reprocess_license_assignment"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "call `compile`, `generate` or `resolve`"]
pub struct Builder {
    pub(super) metadata: Vec<Input>,
    /// Documents whose annotations replace those of the metadata.
    pub(super) annotations: Vec<Input>,
    pub(super) fixups: Vec<AuthorFixup>,
    pub(super) version: Option<Version>,
    /// The metadata of other versions, in which unknown names are looked up.
    pub(super) searched: Vec<(Version, Input)>,
    pub(super) selectors: Vec<Input>,
    /// The number of selectors that [`select`](Self::select) has added.
    pub(super) selected: usize,
    pub(super) runtime: String,
    pub(super) limits: Limits,
    pub(super) command: Option<String>,
    pub(super) base_dir: Option<PathBuf>,
    pub(super) reference_dirs: Vec<PathBuf>,
    pub(super) out_dir: Option<PathBuf>,
    pub(super) layout: Layout,
    /// Whether a single file is a module of its own; see [`as_module`](Self::as_module).
    pub(super) is_module: bool,
    pub(super) customizations: Customizations,
    pub(super) extensions: Extensions,
    /// Whether requests are not generated.
    pub(super) has_types_only: bool,
    pub(super) budget: Budget,
    pub(super) clouds: Vec<Cloud>,
    pub(super) profile: Vec<ProfileSetting>,
    pub(super) client_defaults: ClientDefaults,
    /// Whether elements whose clouds are not known are accepted.
    pub(super) allows_unknown_availability: bool,
}

/// What diagnostics call a selector that is not in a file.
const SELECTOR: &str = "selector";

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// Creates a builder without selectors.
    ///
    /// Unless [`metadata`](Self::metadata) is added, it reads the embedded one of Graph v1.0, without descriptions.
    pub fn new() -> Self {
        Self {
            metadata: Vec::new(),
            annotations: Vec::new(),
            fixups: Vec::new(),
            version: None,
            searched: Vec::new(),
            selectors: Vec::new(),
            selected: 0,
            runtime: "::graph_runtime".to_owned(),
            limits: Limits::default(),
            command: None,
            base_dir: None,
            reference_dirs: Vec::new(),
            out_dir: None,
            layout: Layout::File("graph.rs".to_owned()),
            is_module: false,
            customizations: Customizations::default(),
            extensions: Extensions::default(),
            has_types_only: false,
            budget: Budget::default(),
            clouds: Vec::new(),
            profile: Vec::new(),
            client_defaults: ClientDefaults::default(),
            allows_unknown_availability: false,
        }
    }

    /// Adds a metadata document: CSDL or, with the feature `openapi`, OpenAPI in YAML or JSON.
    ///
    /// The format is detected by content. All documents together form one model.
    ///
    /// CSDL documents that it references by relative paths are read too, if they exist below its directory or below a
    /// [`reference_dir`](Self::reference_dir). Nothing is downloaded.
    pub fn metadata(mut self, path: impl AsRef<Path>) -> Self {
        self.metadata.push(Input::Path(path.as_ref().to_owned()));
        self
    }

    /// Adds the text of a metadata document, which diagnostics call `name`.
    pub fn metadata_text(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.metadata.push(Input::Text { name: name.into(), text: text.into() });
        self
    }

    /// Adds a selector, which names what to generate; see [`Selector`](crate::selection::Selector) for the syntax.
    ///
    /// Diagnostics call it `selector`, with a number if there are several.
    pub fn select(mut self, selector: impl Into<String>) -> Self {
        self.selected += 1;
        let name = match self.selected {
            1 => SELECTOR.to_owned(),
            number => format!("{SELECTOR} {number}"),
        };
        if self.selected == 2 {
            let first = self.selectors.iter_mut().find_map(|input| match input {
                Input::Text { name, .. } if name == SELECTOR => Some(name),
                _ => None,
            });
            first.into_iter().for_each(|name| *name = format!("{SELECTOR} 1"));
        }
        self.select_text(name, selector)
    }

    /// Adds selectors, one per line, from a text that diagnostics call `name`.
    pub fn select_text(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.selectors.push(Input::Text { name: name.into(), text: text.into() });
        self
    }

    /// Adds a file of selectors, one per line.
    ///
    /// Empty lines and lines that begin with `#` or `//` are ignored.
    pub fn select_file(mut self, path: impl AsRef<Path>) -> Self {
        self.selectors.push(Input::Path(path.as_ref().to_owned()));
        self
    }

    /// Sets the path of the runtime crate in generated code, which uses its module `codegen`.
    ///
    /// The default is `::graph_runtime`.
    pub fn runtime(mut self, path: impl Into<String>) -> Self {
        self.runtime = path.into();
        self
    }

    /// Renames the elements whose [source name](crate::extension::Element::source_name) matches a pattern.
    ///
    /// It is an error if another element of the scope has the name, or if it is reserved. To exchange two names, rename
    /// both. Request builders are named after their types.
    ///
    /// ```
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let generated = graph_codegen::Builder::new()
    ///     .select("microsoft.graph.user")
    ///     .rename("microsoft.graph.user", "Person")
    ///     .generate()?;
    /// assert!(generated.text().contains("pub struct Person"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn rename(mut self, pattern: impl Into<Pattern>, name: impl Into<String>) -> Self {
        self.customizations.add_rename(pattern.into(), name.into());
        self
    }

    /// Maps the types whose qualified name (`Edm.Guid`) matches a pattern to a Rust type.
    ///
    /// The Rust type must implement the runtime's `codec::Value`, and `codec::UrlLiteral` if queries filter or sort by
    /// it, or if functions take it as a parameter. Mapped types are not generated. For a struct or enum that another
    /// crate generated, call [`extern_type`](Self::extern_type).
    ///
    /// ```
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let generated = graph_codegen::Builder::new()
    ///     .select("microsoft.graph.assignedLicense")
    ///     .map_type("Edm.Guid", "crate::SkuId")
    ///     .generate()?;
    /// assert!(generated.text().contains("pub sku_id: Option<crate::SkuId>"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn map_type(mut self, pattern: impl Into<String>, path: impl Into<String>) -> Self {
        self.customizations.add_type(pattern.into(), path.into());
        self
    }

    /// Adds an attribute to the items and fields generated for elements whose [source
    /// name](crate::extension::Element::source_name) matches a pattern.
    ///
    /// ```
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let generated = graph_codegen::Builder::new()
    ///     .select("microsoft.graph.user")
    ///     .attribute("microsoft.graph.user", "#[must_use]")
    ///     .generate()?;
    /// assert!(generated.text().contains("#[must_use]"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn attribute(mut self, pattern: impl Into<Pattern>, attribute: impl Into<String>) -> Self {
        self.customizations.add_attribute(pattern.into(), attribute.into());
        self
    }

    /// Adds an extension.
    ///
    /// Settings by pattern take precedence over extensions, and earlier extensions over later ones.
    pub fn extension(mut self, extension: impl Extension + 'static) -> Self {
        let elements = self.extensions.add(extension);
        self.customizations.add_extension(elements);
        self
    }

    /// Limits the size and depth of metadata documents, and the size of the generated code.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the command shown in the header of the generated file.
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.command = Some(command.into());
        self
    }

    /// Sets the base of relative paths of metadata documents. The default is the current directory.
    ///
    /// Diagnostics show paths as written.
    pub fn base_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.base_dir = Some(path.into());
        self
    }

    /// Allows metadata documents to reference the documents below a directory.
    ///
    /// By default, references must stay below the directory of the document that was given, after symbolic links are
    /// resolved, so that a downloaded document cannot name other files of the machine. References to other files are
    /// ignored with a warning.
    ///
    /// ```
    /// // metadata/service/v1.csdl has <edmx:Reference Uri="../vocabularies/core.xml">
    /// let builder = graph_codegen::Builder::new().metadata("metadata/service/v1.csdl").reference_dir("metadata");
    /// ```
    pub fn reference_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.reference_dirs.push(path.into());
        self
    }

    /// Sets the directory to write to. The default is `$OUT_DIR`.
    pub fn out_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(path.into());
        self
    }

    /// Sets the name of the file to write. The default is `graph.rs`.
    ///
    /// It is an error if the name, or a path, is not valid on all file systems or leaves the output directory.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.layout = Layout::File(name.into());
        self
    }

    /// Writes a directory instead of one file, for code that is committed.
    ///
    /// The directory has a `mod.rs`, a file for each type, and a subdirectory for each sub-namespace, so that a change
    /// in the metadata changes few files. The items and their paths are the same as in one file; `mod graph;` declares
    /// them. Files of an earlier run that are no longer generated are removed.
    ///
    /// ```
    /// let generated = graph_codegen::Builder::new()
    ///     .select("/users/{id}/reprocessLicenseAssignment")
    ///     .directory("graph")
    ///     .generate()?;
    /// let files: Vec<&str> = generated.files().iter().map(|(path, _)| path).collect();
    /// assert!(files.contains(&"graph/mod.rs") && files.contains(&"graph/user.rs"));
    /// # Ok::<(), graph_codegen::Error>(())
    /// ```
    pub fn directory(mut self, name: impl Into<String>) -> Self {
        self.layout = Layout::Directory(name.into());
        self
    }

    /// Reads and resolves the metadata.
    ///
    /// A mistake in one declaration, such as an undeclared type, is a warning here. It becomes an error if a
    /// [selection](Resolved::select) needs the declaration.
    ///
    /// # Errors
    ///
    /// Returns diagnostics if a document cannot be read or is inconsistent.
    pub fn resolve(&self) -> Result<Resolved, Error> {
        pipeline::resolve(self, Diagnostics::default())
    }

    /// Like [`resolve`](Self::resolve), but mistakes are errors even if no selection needs the declaration.
    pub(crate) fn resolve_strictly(&self) -> Result<Resolved, Error> {
        pipeline::resolve(self, Diagnostics::strict())
    }

    /// Plans the generated code without writing its text.
    ///
    /// The plan has every name and type that [`generate`](Self::generate) writes.
    ///
    /// # Errors
    ///
    /// Returns diagnostics about documents, selectors and customizations.
    pub fn plan(&self) -> Result<Planned, Error> {
        pipeline::plan(self)
    }

    /// Generates code without writing files.
    ///
    /// # Errors
    ///
    /// Returns diagnostics about documents, selectors, customizations and extensions.
    pub fn generate(&self) -> Result<Generated, Error> {
        self.check_layout()?;
        pipeline::generate(self)
    }

    /// Fails for a file or directory that is not in the output directory.
    pub(super) fn check_layout(&self) -> Result<(), Error> {
        self.layout.problem().map_or(Ok(()), |problem| Err(Error::one(problem)))
    }

    /// Generates code and writes it to the output directory.
    ///
    /// Files that are up to date are not touched. In a build script, this also tells cargo which files to watch and
    /// shows warnings.
    ///
    /// # Errors
    ///
    /// Returns diagnostics as [`generate`](Self::generate) does, and if a file cannot be written.
    pub fn compile(&self) -> Result<(), Error> {
        pipeline::compile(self)
    }
}
