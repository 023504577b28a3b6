//! The settings that correct metadata: annotations of the author, and fix-ups.

use std::{fmt, path::Path, rc::Rc};

use super::{Builder, input::Input};
use crate::edm::ModelEditor;

/// A correction of the model by code.
#[derive(Clone)]
pub(super) struct AuthorFixup {
    pub(super) name: String,
    pub(super) apply: Rc<dyn Fn(&mut ModelEditor<'_>)>,
}

impl fmt::Debug for AuthorFixup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorFixup").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Builder {
    /// Adds a CSDL document whose `Annotations` elements add annotations to the metadata, or replace some.
    ///
    /// An annotation replaces those of the metadata that have the same target, term and qualifier, whether they are
    /// inside their target or not; the value is replaced as a whole. Annotations of a later document replace those of
    /// an earlier one. Each replacement is a note among the [diagnostics](crate::Generated::warnings), and a target
    /// that the metadata does not have is an error.
    ///
    /// The schema of the document has a namespace of its own. Without [`metadata`](Self::metadata), the annotations are
    /// about the embedded metadata.
    ///
    /// ```
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let annotations = r#"<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="my.annotations">
    ///   <Annotations Target="microsoft.graph.user/mail">
    ///     <Annotation Term="Org.OData.Core.V1.Description" String="the primary address"/>
    ///   </Annotations>
    /// </Schema>"#;
    /// let generated = graph_codegen::Builder::new()
    ///     .annotations_text("annotations.csdl", annotations)
    ///     .select("microsoft.graph.user")
    ///     .generate()?;
    /// assert!(generated.text().contains("`mail`: the primary address"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn annotations(mut self, path: impl AsRef<Path>) -> Self {
        self.annotations.push(Input::Path(path.as_ref().to_owned()));
        self
    }

    /// Adds the text of a document of [annotations](Self::annotations), which diagnostics call `name`.
    pub fn annotations_text(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.annotations.push(Input::Text { name: name.into(), text: text.into() });
        self
    }

    /// Adds a correction of the model by code, which is applied before the selectors.
    ///
    /// `name` says in diagnostics what is corrected. Fix-ups are applied in order, after
    /// [annotations](Self::annotations). A note tells what was changed; a fix-up that does not change anything is an
    /// error, so that it is removed when the service has corrected its metadata.
    ///
    /// ```
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let generated = graph_codegen::Builder::new()
    ///     .select("/users#GET,POST")
    ///     .fixup("ids-are-computed", |model| {
    ///         model.set_computed("microsoft.graph.entity/id", true);
    ///     })
    ///     .generate()?;
    /// assert!(generated.text().contains("pub const ID: rt::Property<Self, String, rt::NotNull<rt::ReadOnly>>"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn fixup(mut self, name: impl Into<String>, apply: impl Fn(&mut ModelEditor<'_>) + 'static) -> Self {
        self.fixups.push(AuthorFixup { name: name.into(), apply: Rc::new(apply) });
        self
    }
}
