use std::sync::Arc;

use crate::naming::Identifier;

/// The path of a generated item from the generated root, or of an item of another crate. Clones share their text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Path {
    /// The path of the module that has the item, if it is not generated: `::common`.
    pub extern_module: Option<Arc<str>>,
    /// The modules below the generated root.
    pub modules: Arc<[Identifier]>,
    /// The name of the item.
    pub name: Identifier,
}

impl Path {
    /// Creates the path of an item in a module.
    #[must_use]
    pub fn new(modules: impl Into<Arc<[Identifier]>>, name: Identifier) -> Self {
        Self { extern_module: None, modules: modules.into(), name }
    }

    /// Creates the path of an item that is not generated.
    pub(super) fn of_extern(module: Arc<str>, name: Identifier) -> Self {
        Self { extern_module: Some(module), modules: Arc::default(), name }
    }

    /// Returns whether the item is not generated.
    #[must_use]
    pub fn is_extern(&self) -> bool {
        self.extern_module.is_some()
    }

    /// Appends the path of an item that is not generated. Returns whether it is one.
    pub(crate) fn write_extern(&self, text: &mut String) -> bool {
        let Some(module) = &self.extern_module else { return false };
        text.push_str(module);
        text.push_str("::");
        text.push_str(self.name.written());
        true
    }

    /// Appends the path of the item from a generated module, which is given by its own path.
    ///
    /// Paths between generated modules are relative, since the path of the generated root is not known.
    pub(crate) fn write_from(&self, modules: &[Identifier], text: &mut String) {
        if self.write_extern(text) {
            return;
        }
        let shared = modules.iter().zip(self.modules.iter()).take_while(|(here, there)| here == there).count();
        for _ in shared..modules.len() {
            text.push_str("super::");
        }
        // `self::` distinguishes a submodule from a crate with the same name.
        if shared == modules.len() && self.modules.len() > shared {
            text.push_str("self::");
        }
        for module in &self.modules[shared..] {
            text.push_str(module.written());
            text.push_str("::");
        }
        text.push_str(self.name.written());
    }
}

/// A Rust type in a signature or field.
///
/// It refers to generated items and items of the runtime, whose paths depend on where the type is written: see
/// [`TypeNames`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RustType {
    /// A type with the same name everywhere: `bool`, `String`, `()`, `Self`, a generic parameter.
    Plain(&'static str),
    /// A type of the runtime: `Guid`.
    Runtime(&'static str),
    /// A struct, enum or request builder that is generated here or by another crate.
    Generated(Path),
    /// A type given by a customization, as text.
    Custom(String),
    /// A type with the same name everywhere and generic arguments: `Option<i32>`.
    PlainOf(&'static str, Vec<RustType>),
    /// A type of the runtime with generic arguments: `Object<User>`.
    RuntimeOf(&'static str, Vec<RustType>),
    /// `&T`
    Reference(Box<RustType>),
    /// `[T]`
    Slice(Box<RustType>),
    /// `impl Trait`
    Impl(Box<RustType>),
}

impl RustType {
    /// Creates a type of the runtime with one argument.
    #[must_use]
    pub fn runtime_of(name: &'static str, argument: Self) -> Self {
        Self::RuntimeOf(name, vec![argument])
    }

    /// Creates a type of the prelude with one argument: `Option<T>`, `Vec<T>`.
    #[must_use]
    pub fn plain_of(name: &'static str, argument: Self) -> Self {
        Self::PlainOf(name, vec![argument])
    }

    /// Returns `Option<T>`.
    #[must_use]
    pub fn option(self) -> Self {
        Self::plain_of("Option", self)
    }

    /// Returns `&T`.
    #[must_use]
    pub fn reference(self) -> Self {
        Self::Reference(Box::new(self))
    }

    /// Returns `impl Into<T>`.
    #[must_use]
    pub fn impl_into(self) -> Self {
        Self::Impl(Box::new(Self::plain_of("Into", self)))
    }

    /// Returns the type as text.
    #[must_use]
    pub fn text(&self, names: &impl TypeNames) -> String {
        let mut text = String::new();
        self.write(names, &mut text);
        text
    }

    /// Appends the type to a text.
    pub fn write(&self, names: &impl TypeNames, text: &mut String) {
        match self {
            Self::Plain(name) => text.push_str(name),
            Self::Runtime(name) => names.write_runtime(name, text),
            Self::Generated(path) => names.write_generated(path, text),
            Self::Custom(name) => text.push_str(name),
            Self::PlainOf(name, arguments) => {
                text.push_str(name);
                write_arguments(arguments, names, text);
            }
            Self::RuntimeOf(name, arguments) => {
                names.write_runtime(name, text);
                write_arguments(arguments, names, text);
            }
            Self::Reference(inner) => {
                text.push('&');
                inner.write(names, text);
            }
            Self::Slice(item) => {
                text.push('[');
                item.write(names, text);
                text.push(']');
            }
            Self::Impl(bound) => {
                text.push_str("impl ");
                bound.write(names, text);
            }
        }
    }
}

fn write_arguments(arguments: &[RustType], names: &impl TypeNames, text: &mut String) {
    text.push('<');
    for (index, argument) in arguments.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        argument.write(names, text);
    }
    text.push('>');
}

/// The paths of generated items and items of the runtime, from where a type is written.
pub trait TypeNames {
    /// Appends the path to an item of the runtime.
    fn write_runtime(&self, name: &str, text: &mut String);

    /// Appends the path to a generated item.
    fn write_generated(&self, path: &Path, text: &mut String);
}
