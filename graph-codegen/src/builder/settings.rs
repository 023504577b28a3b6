use std::path::{Path, PathBuf};

use super::{Generated, Planned, Resolved, input::Input, pipeline};
use crate::{
    Error,
    csdl::Limits,
    customization::Customizations,
    extension::{Extension, Extensions},
};

/// What to generate from what: the settings of build scripts, the macro and the command line.
///
/// Three methods run the pipeline, each further than the one before: [`resolve`](Self::resolve) ends at the model,
/// [`generate`](Self::generate) at the generated text, [`compile`](Self::compile) writes it where `include_graph!`
/// finds it.
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
#[derive(Debug)]
#[must_use = "call `compile`, `generate` or `resolve`"]
pub struct Builder {
    pub(super) metadata: Vec<Input>,
    pub(super) selectors: Vec<Input>,
    pub(super) runtime: String,
    pub(super) limits: Limits,
    pub(super) command: Option<String>,
    pub(super) base_dir: Option<PathBuf>,
    pub(super) out_dir: Option<PathBuf>,
    pub(super) layout: Layout,
    pub(super) customizations: Customizations,
    pub(super) extensions: Extensions,
}

/// How generated code is laid out.
#[derive(Clone, Debug)]
pub(super) enum Layout {
    /// One file of this name.
    File(String),
    /// A directory of this name; an empty one is the output directory itself.
    Directory(String),
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// Settings without selectors, for the embedded slice of Graph v1.0 unless metadata is added.
    pub fn new() -> Self {
        Self {
            metadata: Vec::new(),
            selectors: Vec::new(),
            runtime: "::graph_runtime".to_owned(),
            limits: Limits::default(),
            command: None,
            base_dir: None,
            out_dir: None,
            layout: Layout::File("graph.rs".to_owned()),
            customizations: Customizations::default(),
            extensions: Extensions::default(),
        }
    }

    /// Adds a metadata document by path: CSDL or, with the feature `openapi`, OpenAPI in YAML or JSON, told apart by
    /// content. Documents that it references by a relative path are read as well where they exist. Several documents
    /// make one model.
    pub fn metadata(mut self, path: impl AsRef<Path>) -> Self {
        self.metadata.push(Input::Path(path.as_ref().to_owned()));
        self
    }

    /// Adds a metadata document by its text; diagnostics call it `name`.
    pub fn metadata_text(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.metadata.push(Input::Text { name: name.into(), text: text.into() });
        self
    }

    /// Adds a selector; see [`Selector`](crate::selection::Selector) for how it is written.
    pub fn select(self, selector: impl Into<String>) -> Self {
        self.select_text("selector", selector)
    }

    /// Adds selectors, one per line; diagnostics call the text `name`.
    pub fn select_text(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.selectors.push(Input::Text { name: name.into(), text: text.into() });
        self
    }

    /// Adds a file of selectors, one per line; empty lines and lines that begin with `#` or `//` are skipped.
    pub fn select_file(mut self, path: impl AsRef<Path>) -> Self {
        self.selectors.push(Input::Path(path.as_ref().to_owned()));
        self
    }

    /// Sets the path to the runtime in generated code, which uses its module `codegen`; `::graph_runtime` unless set.
    pub fn runtime(mut self, path: impl Into<String>) -> Self {
        self.runtime = path.into();
        self
    }

    /// Gives elements another Rust name, by a pattern of source names: see
    /// [`Element::source_name`](crate::extension::Element::source_name).
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
    pub fn rename(mut self, pattern: impl Into<String>, name: impl Into<String>) -> Self {
        self.customizations.add_rename(pattern.into(), name.into());
        self
    }

    /// Uses a Rust type for types of the metadata, by a pattern of qualified names (`Edm.Guid`). It has to implement
    /// the runtime's `Value`, and `UrlLiteral` where functions take it. A declared type that is mapped is not
    /// generated.
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

    /// Adds an attribute to what elements become, by a pattern of source names.
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
    pub fn attribute(mut self, pattern: impl Into<String>, attribute: impl Into<String>) -> Self {
        self.customizations.add_attribute(pattern.into(), attribute.into());
        self
    }

    /// Derives a trait for what types become, by a pattern of source names. Generated enums derive `Clone` and `Copy`,
    /// structs nothing, but they implement `Default`; values of both have the other traits by the runtime's `Object`
    /// and `Member`. What a trait needs has to be derived with it: `PartialEq, PartialOrd`.
    pub fn derive(self, pattern: impl Into<String>, path: impl AsRef<str>) -> Self {
        self.attribute(pattern, format!("#[derive({})]", path.as_ref()))
    }

    /// Adds an extension. Settings by pattern win over extensions, and earlier extensions over later ones.
    pub fn extension(mut self, extension: impl Extension + 'static) -> Self {
        let elements = self.extensions.add(extension);
        self.customizations.add_extension(elements);
        self
    }

    /// Bounds on the size and depth of metadata documents.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The command that the generated file's header tells people to run.
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.command = Some(command.into());
        self
    }

    /// Where relative paths of metadata documents start; the current directory unless set. Diagnostics show paths as
    /// they were given.
    pub fn base_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.base_dir = Some(path.into());
        self
    }

    /// The directory to write to; `$OUT_DIR` unless set.
    pub fn out_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(path.into());
        self
    }

    /// The name of the file to write; `graph.rs` unless set.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.layout = Layout::File(name.into());
        self
    }

    /// Writes a directory instead of one file: `mod.rs` and a file a type, and a directory like it for each
    /// sub-namespace. For code that is committed: a change of the metadata is a change of few files. Files that an
    /// earlier run wrote there and this one does not are removed. The items are the same, under the same names;
    /// `mod graph;` declares them.
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
    /// # Errors
    ///
    /// Diagnostics about documents that cannot be read or are inconsistent.
    pub fn resolve(&self) -> Result<Resolved, Error> {
        pipeline::resolve(self)
    }

    /// Reads, selects and plans without generating text: the plan has every name and type that
    /// [`generate`](Self::generate) writes.
    ///
    /// # Errors
    ///
    /// Diagnostics about the documents, the selectors and the plan.
    pub fn plan(&self) -> Result<Planned, Error> {
        pipeline::plan(self)
    }

    /// Generates without writing anything.
    ///
    /// # Errors
    ///
    /// Diagnostics as for [`resolve`](Self::resolve), and about selectors.
    pub fn generate(&self) -> Result<Generated, Error> {
        pipeline::generate(self)
    }

    /// Generates, and writes the result to the output directory if it changed. In a build script it also tells cargo
    /// which files to watch, and shows warnings.
    ///
    /// # Errors
    ///
    /// Diagnostics as for [`generate`](Self::generate), and where the file cannot be written.
    pub fn compile(&self) -> Result<(), Error> {
        pipeline::compile(self)
    }
}
